"""What an offer says of a part, a cancellation or preparation is what is paid, to the penny and for good."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.errors import Invalid
from tracker.money import ZERO, Money
from tracker.payments import services
from tracker.payments.models import Claim, Offer
from tracker.payments.owed import fee_owed
from tracker.payments.terms import terms
from tracker.permissions import SYSTEM
from tracker.projects import services as projects
from tracker.projects.fee_rule import OUTCOMES, FeeRule, Why
from tracker.projects.models import Rate, Unit
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing
from tracker.wording import ENGLISH, wording

HALF = {"attended": 100, "part": 100, "preparation-only": 25, "cancelled-by-us": 50}


def an_offer(rule: FeeRule, pence: int, preparation: int = 30) -> Offer:
    """An offer of a session of three hours, of which no database knows."""
    involvement = InvolvementSession(minutes=180, preparation_minutes=preparation)
    place = Attendance(involvement=involvement)
    return Offer(attendance=place, pence=Money(pence), rule=rule, offered_on=TODAY)


shares = st.dictionaries(st.sampled_from(OUTCOMES), st.integers(1, 100))
rules = st.builds(FeeRule, shares=shares, by_time=st.booleans(), with_preparation=st.booleans())


@given(rules, st.integers(1, 100_000), st.sampled_from([0, 30]))
def test_each_term_names_the_amount_that_is_paid(rule: FeeRule, pence: int, preparation: int) -> None:
    offer = an_offer(rule, pence, preparation)
    said = {term.key: term.pence for term in terms(offer)}
    for outcome in Outcome:
        place = offer.attendance
        place.outcome = outcome
        # Half of the time, counted as the rule counts it.
        whole = 180 + preparation if rule.with_preparation else 180
        place.minutes, place.preparation_minutes = whole // 2, 0
        paid = fee_owed(place, offer)
        keys = [key for key in said if key.startswith(outcome.value)]
        if outcome == Outcome.ATTENDED or (outcome == Outcome.PREPARATION_ONLY and not preparation):
            assert keys == []
        else:
            assert [said[key] for key in keys] == [paid.pence]
            assert keys[0].endswith("-nothing") == (paid.why == Why.NOTHING)


@given(rules, st.integers(1, 100_000))
def test_each_term_has_its_sentence(rule: FeeRule, pence: int) -> None:
    assert all(term.in_words(wording(ENGLISH)) for term in terms(an_offer(rule, pence)))


# --- from the rate card to the claim ------------------------------------------------------------------------


@pytest.fixture
def stage(db_session: Any) -> make.Stage:
    return make.stage()


def new_rate(stage: make.Stage, **values: Any) -> Rate:
    given = {"label": "By the time", "unit": Unit.HALF_DAY, "pence": Money(9000), "since": date(2026, 4, 1)}
    with writing():
        return projects.add_rate(
            actor=SYSTEM, card=stage.rate.card, **given | {"part_in_proportion": True} | values
        )


def offered(stage: make.Stage, rate: Rate, pence: Money | None = None, name: str = "Ada Example") -> Offer:
    lead = stage.as_("lead")
    place = make.invited(stage, make.person(stage, name))
    with writing():
        (offer,) = services.prepare_offers(
            actor=lead,
            on=TODAY,
            attendances=[place],
            pence=pence,
            rate=rate,
            expenses_covered="",
            pay_by=TODAY,
        )
        return services.make_prepared_offer(actor=lead, on=TODAY, offer=offer)


def register(stage: make.Stage, offer: Offer, outcome: Outcome, **values: Any) -> None:
    with writing():
        sessions.record_attendance(
            actor=stage.as_("lead"), on=TODAY, attendance=offer.attendance, outcome=outcome, **values
        )


def draft(stage: make.Stage) -> list[Claim]:
    with writing():
        return services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)


def test_a_part_is_paid_by_the_time_where_the_rate_says_so(stage: make.Stage) -> None:
    offer = offered(stage, new_rate(stage))
    register(stage, offer, Outcome.PART, minutes=60)
    (claim,) = draft(stage)
    assert claim.total == Money(3000)


def test_preparation_alone_is_paid_its_share(stage: make.Stage) -> None:
    offer = offered(stage, new_rate(stage, paying_outcomes=HALF))
    register(stage, offer, Outcome.PREPARATION_ONLY, preparation_minutes=30)
    (claim,) = draft(stage)
    assert claim.total == Money(2250)


def test_a_new_row_of_the_rate_card_does_not_alter_what_was_offered(stage: make.Stage) -> None:
    offer = offered(stage, new_rate(stage, paying_outcomes=HALF))
    new_rate(stage, since=date(2026, 6, 1), pence=Money(100), paying_outcomes={"part": 1})
    register(stage, offer, Outcome.CANCELLED_BY_US)
    (claim,) = draft(stage)
    assert claim.total == Money(4500)


def test_another_amount_keeps_the_terms_of_the_rate_that_was_chosen(stage: make.Stage) -> None:
    offer = offered(stage, new_rate(stage, paying_outcomes=HALF), pence=Money(4000))
    with writing():
        changed = services.change_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            offer=offer,
            pence=Money(6000),
            expenses_covered="",
            pay_by=TODAY,
        )
    assert changed.rule == offer.rule
    assert changed.rule.shares == HALF


def test_an_hourly_rate_is_offered_for_the_hours_of_the_session(stage: make.Stage) -> None:
    hourly = new_rate(stage, label="Hourly", unit=Unit.HOUR, pence=Money(2500))
    assert offered(stage, hourly).pence == Money(7500)


def test_an_hourly_rate_pays_for_preparation_where_that_is_paid_beside_it(stage: make.Stage) -> None:
    beside = new_rate(stage, label="B", unit=Unit.HOUR, pence=Money(2500), includes_preparation=False)
    within = new_rate(stage, label="W", unit=Unit.HOUR, pence=Money(2500))
    with writing():
        sessions.update_session(
            actor=SYSTEM,
            on=TODAY,
            involvement=stage.involvement,
            version=stage.involvement.version,
            values={"preparation_minutes": 60},
        )
    assert offered(stage, beside).pence == Money(10_000)
    assert offered(stage, within, name="Bo Example").pence == Money(7500)


def test_an_hourly_rate_needs_the_length_of_the_session(stage: make.Stage) -> None:
    hourly = new_rate(stage, label="Hourly", unit=Unit.HOUR, pence=Money(2500))
    _forget_length(stage)
    with pytest.raises(Invalid, match="enter on the session how long it takes"):
        offered(stage, hourly)


def _forget_length(stage: make.Stage) -> None:
    with writing():
        sessions.update_session(
            actor=SYSTEM,
            on=TODAY,
            involvement=stage.involvement,
            version=stage.involvement.version,
            values={"start": None, "end": None, "minutes": None},
        )


def test_the_page_of_an_offer_says_its_terms(stage: make.Stage, as_: Any) -> None:
    address = f"/offers/{encode(offered(stage, new_rate(stage, paying_outcomes=HALF)).id)}"
    page = as_("lead").get(address).text
    assert 'we still pay <bdi dir="ltr">£45.00</bdi>.' in page
    assert "If you have to cancel, we pay no fee." in page
    assert "If you prepare but cannot come" not in page  # nobody is asked to prepare here


def test_a_fee_that_waits_for_the_minutes_is_named(stage: make.Stage, as_: Any) -> None:
    _forget_length(stage)
    offer = offered(stage, new_rate(stage))
    register(stage, offer, Outcome.PART, minutes=60)
    assert fee_owed(offer.attendance, offer).pence is None
    offers = f"/sessions/{encode(stage.involvement.id)}/offers"
    client = as_("lead")
    answer = client.post(offers.replace("offers", "draft"), follow_redirects=True)
    assert "Not for Ada Example: a part is paid by the time." in answer.text
    assert "enter the minutes in the register, and how long the session took" in answer.text


def test_an_outcome_that_pays_nothing_is_no_fee_to_draft(stage: make.Stage, as_: Any) -> None:
    offer = offered(stage, new_rate(stage))
    register(stage, offer, Outcome.CANCELLED_BY_THEM)
    assert draft(stage) == []
    assert fee_owed(offer.attendance, offer).pence == ZERO
    assert "no fees to draft" in as_("lead").get("/").text
    register(stage, offer, Outcome.CANCELLED_BY_US)
    assert "Fees to draft from the register" in as_("lead").get("/").text
