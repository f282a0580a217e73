"""Offers: for everybody at once, answered once, and never changed under somebody's hands."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.db import db
from tracker.errors import Invalid, NotFound, Refused, StaleVersion
from tracker.money import ZERO, Money
from tracker.payments import queries, services
from tracker.payments.check_models import Check
from tracker.payments.models import Answer, Offer
from tracker.payments.offers import promised_day, without_offer
from tracker.sessions import queries as sessions
from tracker.sessions import services as sessions_services
from tracker.sessions.models import Attendance, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def waiting(stage: make.Stage) -> list[Attendance]:
    session_id = stage.involvement.id
    return without_offer(sessions.attendances(session_id), queries.offers_of_session(session_id))


def prepare_all(stage: make.Stage, *, pence: Money | None = None) -> list[Offer]:
    with writing():
        return services.prepare_offers(
            actor=stage.as_("lead"),
            on=TODAY,
            attendances=waiting(stage),
            pence=pence,
            rate=stage.rate,
            expenses_covered="Fares",
            pay_by=promised_day(stage.involvement.held_on),
        )


def made(stage: make.Stage, name: str) -> Offer:
    place = make.invited(stage, make.person(stage, name))
    with writing():
        return services.make_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate
        )


def answer(stage: make.Stage, offer: Offer, chosen: Answer, version: int | None = None) -> Offer:
    with writing():
        return services.answer_offer(
            actor=stage.as_("lead"), on=TODAY, offer=offer, answer=chosen, version=version
        )


def test_everybody_without_an_offer_gets_one_and_each_is_checked(stage: make.Stage) -> None:
    first = made(stage, "Ada Example")
    for name in ("Bo Example", "Cy Example"):
        make.invited(stage, make.person(stage, name))
    prepared = prepare_all(stage)
    assert [(offer.pence, offer.rate_id) for offer in prepared] == [(Money(7500), stage.rate.id)] * 2
    checked = set(db.session.scalars(db.select(Check.offer_id)))
    assert checked == {first.id, *(offer.id for offer in prepared)}
    assert waiting(stage) == []


def test_another_amount_stands_without_the_rate(stage: make.Stage) -> None:
    make.invited(stage, make.person(stage, "Ada Example"))
    (offer,) = prepare_all(stage, pence=Money(5000))
    assert (offer.pence, offer.rate_id, offer.rate_label) == (Money(5000), None, "Agreed amount")


def test_whoever_stayed_away_is_passed_over_and_stops_nobody(stage: make.Stage) -> None:
    absent = make.invited(stage, make.person(stage, "Ada Absent"))
    make.invited(stage, make.person(stage, "Bo Example"))
    with writing():
        sessions_services.record_attendance(
            actor=stage.as_("lead"), on=TODAY, attendance=absent, outcome=Outcome.DID_NOT_ATTEND
        )
    assert [offer.attendance.participant.name for offer in prepare_all(stage)] == ["Bo Example"]


def test_whoever_is_there_to_help_others_is_not_offered_a_fee(stage: make.Stage) -> None:
    helper = make.invited(stage, make.person(stage, "Ivy Interpreter"))
    with writing():
        sessions_services.record_attendance(
            actor=stage.as_("lead"), on=TODAY, attendance=helper, outcome=None, role="interpreter"
        )
    taking_part = make.invited(stage, make.person(stage, "Ada Example"))
    assert [offer.attendance_id for offer in prepare_all(stage)] == [taking_part.id]


def test_nobody_left_to_offer_is_said(stage: make.Stage) -> None:
    with pytest.raises(Invalid, match="has an offer"):
        prepare_all(stage)


def test_an_answer_may_change_until_its_fee_is_on_a_claim(stage: make.Stage) -> None:
    offer = made(stage, "Ada Example")
    answer(stage, offer, Answer.FULL)
    assert answer(stage, offer, Answer.NONE).answer_pence == ZERO
    answer(stage, offer, Answer.FULL)
    lead = stage.as_("lead")
    with writing():
        sessions_services.record_attendance(
            actor=lead, on=TODAY, attendance=offer.attendance, outcome=Outcome.ATTENDED
        )
        (claim,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    with pytest.raises(Refused, match="on a claim already"):
        answer(stage, offer, Answer.NONE)
    with writing():
        services.withdraw(actor=lead, claim=claim, reason="She wants to think again")
    assert answer(stage, offer, Answer.NONE).answer_pence == ZERO


def test_an_answer_typed_over_anothers_shows_both(stage: make.Stage) -> None:
    offer = made(stage, "Ada Example")
    shown = offer.version
    answer(stage, offer, Answer.FULL, shown)
    with pytest.raises(StaleVersion) as refusal:
        answer(stage, offer, Answer.NONE, shown)
    assert (refusal.value.theirs["answer"], refusal.value.yours["answer"]) == ("full", "none")


def test_the_page_carries_the_version_that_it_shows(stage: make.Stage, client: FlaskClient) -> None:
    offer = made(stage, "Ada Example")
    address, email = f"/offers/{encode(offer.id)}/answer", stage.cast.lead.email
    version = offer.version
    sign_in(client, email)
    assert f'name="version" value="{version}"' in client.get(address).text
    client.post(address, data={"answer": "full", "version": str(version)})
    refused = client.post(address, data={"answer": "none", "version": str(version)})
    assert "Saved by somebody else meanwhile" in refused.text


def test_an_offer_may_be_changed_until_it_is_answered(stage: make.Stage) -> None:
    offer = made(stage, "Ada Example")
    with writing():
        changed = services.change_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            offer=offer,
            pence=Money(9000),
            expenses_covered="Fares",
            pay_by=offer.pay_by,
        )
    assert (changed.number, changed.pence, changed.offered_on) == (2, Money(9000), None)
    assert (offer.pence, offer.rate_label) == (Money(7500), "Our rates: Half day")
    assert changed.rate_label == "Agreed amount"
    with writing():
        services.make_prepared_offer(actor=stage.as_("lead"), on=TODAY, offer=changed)
    answer(stage, changed, Answer.FULL)
    with pytest.raises(Refused, match="no longer be changed"), writing():
        services.change_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            offer=changed,
            pence=Money(1),
            expenses_covered="",
            pay_by=changed.pay_by,
        )


def test_of_a_place_that_was_taken_off_meanwhile_it_is_said(stage: make.Stage) -> None:
    with pytest.raises(NotFound, match="just taken off the session"):
        queries.has_fee(12345)


def test_an_offer_of_nothing_is_refused(stage: make.Stage) -> None:
    make.invited(stage, make.person(stage, "Ada Example"))
    with pytest.raises(Invalid, match="taking part unpaid"):
        prepare_all(stage, pence=ZERO)


def test_an_earlier_offer_that_a_newer_one_replaced_is_not_made(stage: make.Stage) -> None:
    make.invited(stage, make.person(stage, "Ada Example"))
    (first,) = prepare_all(stage)
    with writing():
        services.change_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            offer=first,
            pence=Money(5000),
            expenses_covered="Fares",
            pay_by=first.pay_by,
        )
    with pytest.raises(Refused, match="A newer offer stands in place of this one"), writing():
        services.make_prepared_offer(actor=stage.as_("lead"), on=TODAY, offer=first)
    assert first.offered_on is None


def test_a_fee_on_a_claim_cannot_be_offered_anew(stage: make.Stage) -> None:
    offer = made(stage, "Ada Example")
    lead, place = stage.as_("lead"), offer.attendance
    with writing():
        sessions_services.record_attendance(
            actor=lead, on=TODAY, attendance=place, outcome=Outcome.ATTENDED, minutes=180
        )
        services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    with pytest.raises(Refused, match="is on a claim already"), writing():
        services.change_offer(
            actor=lead, on=TODAY, offer=offer, pence=Money(9900), expenses_covered="", pay_by=offer.pay_by
        )
    with pytest.raises(Refused, match="is on a claim already"), writing():
        services.prepare_offer(actor=lead, on=TODAY, attendance=place, pence=Money(9900))
