"""Stored checks: what goes in, what asks for a talk, and that nothing is ever held or changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DatabaseError

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.rules.test_later import NAME, followed
from tracker.db import db
from tracker.money import Money
from tracker.payments import check_subjects, checks, facts, offers, services, talk_queries
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.models import ClaimState, LineKind, Method, Offer
from tracker.people import services as people
from tracker.people.models import BenefitDeclaration, LimitPer, Participant, WorkPermission
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, Outcome
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def told(stage: make.Stage, participant: Participant, benefit: str, **facts: Any) -> None:
    contact = stage.as_("contact")
    with writing():
        people.record_circumstances(
            actor=contact, on=TODAY, participant=participant, values={"nation": "england"}, consent_on=TODAY
        )
        people.declare_benefit(
            actor=contact,
            on=TODAY,
            participant=participant,
            benefit=benefit,
            since=date(2025, 1, 1),
            facts=facts,
        )


CARER = {
    "week_ends_on": "sunday",
    "care_costs_per_week": "0.00",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
}


def offered(stage: make.Stage, place: Attendance, pence: int) -> Offer:
    with writing():
        return services.prepare_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(pence), rate=stage.rate
        )


def checks_made() -> list[Check]:
    return list(db.session.scalars(db.select(Check).order_by(Check.made_at)))


def check_of(offer: Offer) -> Check:
    return db.session.scalars(db.select(Check).where(Check.offer_id == offer.id)).one()


def test_nothing_told_is_not_checked_and_asks_for_nothing(stage: make.Stage) -> None:
    offer = offered(stage, make.invited(stage, make.person(stage, "Ada Example")), 7500)
    check = check_of(offer)
    assert (check.outcome, check.talk) == ("not_checked", False)
    assert talk_queries.talks_wanted(offer_ids=[offer.id]) == frozenset()


@pytest.mark.parametrize(
    ("pence", "outcome", "talk"), [(18000, "within", False), (20400, "near", True), (20401, "above", True)]
)
def test_carers_allowance_counts_to_the_penny(
    stage: make.Stage, pence: int, outcome: str, talk: bool
) -> None:
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", **CARER)
    offer = offered(stage, make.invited(stage, participant), pence)
    check = check_of(offer)
    assert (check.outcome, check.talk) == (outcome, talk)
    assert (offer.id in talk_queries.talks_wanted(offer_ids=[offer.id])) is talk


@pytest.mark.parametrize("made", [True, False])
def test_a_second_offer_in_the_same_week_counts_the_first_made_or_only_prepared(
    stage: make.Stage, *, made: bool
) -> None:
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", **CARER)
    place = make.invited(stage, participant)
    first = offered(stage, place, 15000)
    if made:
        with writing():
            services.make_prepared_offer(actor=stage.as_("lead"), on=TODAY, offer=first)
    other = make.stage_in(stage, "Second workshop")
    second = offered(other, make.invited(other, participant), 6000)
    assert check_of(second).outcome == "above"


def test_a_talk_is_asked_for_until_it_took_place(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", week_ends_on="sunday")
    offer = offered(stage, make.invited(stage, participant), 30000)
    contact = stage.as_("contact")
    assert [check.offer_id for check in talk_queries.talks(contact)] == [offer.id]
    with writing():
        services.note_conversation(actor=contact, on=TODAY, check=check_of(offer))
    assert talk_queries.talks(contact) == []
    assert talk_queries.talks_wanted(offer_ids=[offer.id]) == frozenset()


def test_only_a_benefit_contact_sees_whom_to_talk_to(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", week_ends_on="sunday")
    offered(stage, make.invited(stage, participant), 30000)
    assert talk_queries.talks(stage.as_("lead")) == []
    assert talk_queries.talks(stage.as_("finance")) == []


def test_a_check_above_a_limit_holds_nothing(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Carer")
    told(
        stage,
        participant,
        "carers-allowance",
        week_ends_on="sunday",
        care_costs_per_week="0.00",
        pension_per_week="0.00",
    )
    claim = make.approved_for(stage, participant, pence=50000)
    run = make.paid_run(stage)
    assert claim.state == ClaimState.PAID
    outcomes = {check.stage: check.outcome for check in db.session.scalars(db.select(Check))}
    assert outcomes[CheckStage.APPROVAL] == outcomes[CheckStage.PAY_RUN] == "above"
    assert run.payments[0].pence == Money(50000)


def test_a_different_day_of_payment_is_checked_again(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    with writing():
        run = services.prepare_run(actor=stage.as_("finance"), on=TODAY, pay_on=date(2026, 12, 24))
    with writing():
        services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    later = date(2026, 12, 27)
    with writing():
        services.mark_paid(actor=stage.as_("finance"), on=later, run=run, paid_on=later, bank_reference="B1")
    supposed = {check.stage: check.if_paid_on for check in db.session.scalars(db.select(Check))}
    assert supposed[CheckStage.PAID] == later


def test_the_check_keeps_the_worse_of_the_two_days_of_the_promise(stage: make.Stage) -> None:
    """Paid on the day itself it joins money already there; two weeks later it would not."""
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", **CARER)
    with writing():
        services.paid_elsewhere(
            actor=stage.as_("finance"),
            on_date=make.HELD_ON,
            participant=participant,
            pence=Money(20000),
            kind=LineKind.FEE,
            method=Method.BANK,
        )
    check = check_of(offered(stage, make.invited(stage, participant), 7500))
    assert (check.outcome, check.if_paid_on) == ("above", make.HELD_ON)


def test_a_stored_check_can_be_neither_changed_nor_deleted(stage: make.Stage) -> None:
    check = check_of(offered(stage, make.invited(stage, make.person(stage, "Ada Example")), 7500))
    with pytest.raises(DatabaseError, match="append-only"), writing():
        check.outcome = "within"
    check = db.session.scalars(db.select(Check)).one()
    with pytest.raises(DatabaseError, match="append-only"), writing() as session:
        session.delete(check)


def test_reasons_can_be_said_again_from_what_was_stored(stage: make.Stage) -> None:
    from tracker.rules import Reason

    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "pip")
    finding = check_of(offered(stage, make.invited(stage, participant), 7500)).assessment["findings"][0]
    assert finding["outcome"] == "no_test"
    sentences = [Reason.from_record(kept).sentence for kept in finding["templates"]]
    assert sentences == [*finding["reasons"], *finding["actions"]]


def test_a_limit_of_their_own_counts_until_they_take_it_back(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Example")
    with writing():
        limit = people.set_own_limit(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=participant,
            per=LimitPer.MONTH,
            starts_on=date(2026, 11, 1),
            amount=Money(5000),
        )
    place = make.invited(stage, participant)
    assert check_of(offered(stage, place, 7500)).outcome == "above"
    with writing():
        people.end_own_limit(actor=stage.as_("lead"), on=TODAY, limit=limit)
    assert check_of(offered(stage, place, 7500)).outcome == "not_checked"


def test_what_is_told_after_an_offer_was_prepared_is_looked_at_at_once(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Carer")
    offer = offered(stage, make.invited(stage, participant), 30000)
    assert asks_for_a_talk(offer) == frozenset()
    told(
        stage,
        participant,
        "carers-allowance",
        week_ends_on="sunday",
        care_costs_per_week="0.00",
        pension_per_week="0.00",
    )
    assert asks_for_a_talk(offer) == {offer.id}


def test_what_is_told_after_a_talk_asks_for_another(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", week_ends_on="sunday")
    offer = offered(stage, make.invited(stage, participant), 30000)
    contact = stage.as_("contact")
    with writing():
        services.note_conversation(actor=contact, on=TODAY, check=talk_queries.talks(contact)[0])
    assert asks_for_a_talk(offer) == frozenset()
    told(stage, participant, "universal-credit", assessment_period_starts_on_day=28)
    assert asks_for_a_talk(offer) == {offer.id}


def test_what_was_paid_is_not_checked_again(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Carer")
    make.approved_for(stage, participant, pence=30000)
    make.paid_run(stage)
    before = len(checks_made())
    told(stage, participant, "carers-allowance", week_ends_on="sunday")
    assert len(checks_made()) == before


def asks_for_a_talk(offer: Offer) -> frozenset[int]:
    return talk_queries.talks_wanted(offer_ids=[offer.id])


def test_a_first_paid_offer_waits_for_advice_to_be_offered(stage: make.Stage) -> None:
    from tracker.errors import Refused
    from tracker.projects import services as projects

    with writing():
        participant = people.create_participant(actor=stage.as_("lead"), on=TODAY, name="New Voice")
        projects.add_person_to_project(
            actor=stage.as_("lead"), on=TODAY, project=stage.project, participant=participant
        )
    offer = offered(stage, make.invited(stage, participant), 7500)
    with pytest.raises(Refused, match="independent adviser"), writing():
        services.make_prepared_offer(actor=stage.as_("lead"), on=TODAY, offer=offer)
    assert offers.latest_offer(offer.attendance) is offer
    assert offer.offered_on is None


def test_a_run_counts_what_it_pays_together_on_its_own_day(stage: make.Stage) -> None:
    """Two claims, each within the limit, promised weeks apart but paid in one run, are above it together."""
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", **CARER)
    make.approved_for(stage, participant, pence=15000)
    other = make.stage_in(stage, "Second workshop", held_on=date(2026, 11, 20))
    make.approved_for(other, participant, pence=15000)
    make.prepared_run(stage)
    outcomes = [(check.stage, check.outcome) for check in checks_made()]
    assert (CheckStage.APPROVAL, "within") in outcomes
    in_run = [outcome for made_at, outcome in outcomes if made_at == CheckStage.PAY_RUN]
    assert in_run == ["above", "above"]


@pytest.mark.parametrize(
    ("outcome", "counted"), [(Outcome.CANCELLED_BY_THEM, "50.00"), (Outcome.CANCELLED_BY_US, "200.00")]
)
def test_a_fee_that_nobody_will_be_paid_is_not_counted(
    stage: make.Stage, outcome: Outcome, counted: str
) -> None:
    participant = make.person(stage, "Ada Carer")
    told(stage, participant, "carers-allowance", week_ends_on="sunday")
    place = make.invited(stage, participant)
    offer = offered(stage, place, 15000)
    with writing():
        services.make_prepared_offer(actor=stage.as_("lead"), on=TODAY, offer=offer)
        sessions.record_attendance(actor=stage.as_("lead"), on=TODAY, attendance=place, outcome=outcome)
    other = make.stage_in(stage, "Second workshop")
    check = check_of(offered(other, make.invited(other, participant), 5000))
    assert check.assessment["findings"][0]["counted"] == counted


def test_checking_a_whole_run_asks_the_database_no_more_than_checking_one(stage: make.Stage) -> None:
    from sqlalchemy import event

    claims = []
    for name in ("Ada", "Bo", "Cy", "Di"):
        participant = make.person(stage, f"{name} Carer")
        told(
            stage,
            participant,
            "carers-allowance",
            week_ends_on="sunday",
            care_costs_per_week="0.00",
            pension_per_week="0.00",
        )
        claims.append(make.approved_for(stage, participant, pence=5000))
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    def count(some: list[Any]) -> int:
        asked.clear()
        with writing():
            subjects = [check_subjects.of_claim(claim, CheckStage.PAY_RUN, [TODAY]) for claim in some]
            for subject in subjects:
                assert subject.claim is not None
                assert subject.claim.lines
                assert subject.claim.involvement
            asked.clear()
            checks.make(actor=stage.as_("finance"), on=TODAY, subjects=subjects)
            return len(asked)

    connection = db.session.connection()
    event.listen(connection.engine, "before_cursor_execute", note)
    try:
        assert count(claims) <= count(claims[:1])
    finally:
        event.remove(connection.engine, "before_cursor_execute", note)


def test_a_fee_for_a_session_that_we_cancelled_is_money_and_no_work(stage: make.Stage) -> None:
    person = make.person(stage, "Ada Example")
    told(stage, person, "carers-allowance", week_ends_on="sunday")
    place = make.invited(stage, person)
    lead = stage.as_("lead")
    with writing():
        services.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate)
        sessions.record_attendance(actor=lead, on=TODAY, attendance=place, outcome=Outcome.CANCELLED_BY_US)
        offers_again = offers.latest_offer(place)
        assert offers_again is not None
        (fact,) = check_subjects.of_offer(offers_again).proposed(TODAY)
        (claim,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    assert (fact["amount"], fact["worked"]) == ("75.00", [])
    assert claim.lines[0].minutes == 0
    (fact,) = check_subjects.at_approval(claim, TODAY).proposed(TODAY)
    assert (fact["amount"], fact["worked"]) == ("75.00", [])


# --- the night of the uprating ------------------------------------------------------------------------------


def test_next_years_figures_count_at_once_and_stored_checks_stay_as_they_were(
    app: Flask, stage: make.Stage
) -> None:
    after = make.stage_in(stage, "After the uprating", held_on=date(2027, 4, 14))
    folder: Path = app.config["TRACKER"].instance / "rules"
    folder.mkdir(exist_ok=True)

    def offer_to(name: str) -> Offer:
        participant = make.person(stage, name)
        told(
            stage,
            participant,
            "carers-allowance",
            week_ends_on="sunday",
            care_costs_per_week="0.00",
            pension_per_week="0.00",
        )
        return offered(after, make.invited(after, participant), 30_000)

    before = offer_to("Ada Carer")
    assert check_of(before).outcome == "cannot_tell"
    kept = (check_of(before).assessment, check_of(before).rulebook)
    try:
        followed(folder)
        assert check_of(offer_to("Bea Carer")).outcome == "above"
        newest = check_of(before)
        db.session.refresh(newest)
        assert (newest.assessment, newest.rulebook) == kept
    finally:
        (folder / NAME).unlink()


def test_payments_are_named_in_a_finding_by_their_sum_and_day_and_told_apart() -> None:
    fact = {"amount": "3.20", "received_on": "2026-11-23", "worked": []}
    later = {"amount": "3.20", "received_on": None, "worked": [{"on": "2026-11-24", "minutes": 60}]}
    undated = {"amount": "5.00", "received_on": None, "worked": None}
    assert [one["id"] for one in facts.named([fact, fact, later, undated])] == [
        "£3.20 of 23 November 2026",
        "£3.20 of 23 November 2026 (2)",
        "£3.20 of 24 November 2026",
        "£5.00",
    ]


def test_a_stored_check_names_no_record_by_its_number(stage: make.Stage) -> None:
    participant = make.person(stage, "Ada Example")
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=participant,
            values={"work_permission": WorkPermission.EXPENSES_ONLY},
            consent_on=TODAY,
        )
    check = check_of(offered(stage, make.invited(stage, participant), 7500))
    (finding,) = check.assessment["findings"]
    assert "£75.00 of 12 November 2026" in " ".join(finding["reasons"])


ESA = {
    "week_ends_on": "sunday",
    "supported_permitted_work": False,
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
    "other_minutes_per_week": 0,
}


def test_a_benefit_that_has_to_be_told_of_work_first_asks_for_a_talk_until_they_say_that_they_know(
    stage: make.Stage,
) -> None:
    participant = make.person(stage, "Ada Example")
    told(stage, participant, "new-style-esa", **ESA)
    place = make.invited(stage, participant)
    first = check_of(offered(stage, place, 5000))
    assert (first.outcome, first.talk) == ("within", True)
    [kept] = db.session.scalars(
        db.select(BenefitDeclaration).where(BenefitDeclaration.participant_id == participant.id)
    )
    with writing():
        people.set_knows(actor=stage.as_("contact"), on=TODAY, declaration=kept, knows=True)
    again = check_of(offered(stage, place, 5000))
    assert (again.outcome, again.talk) == ("within", False)


def test_of_two_days_with_one_outcome_the_one_to_talk_about_is_kept(stage: make.Stage) -> None:
    """Universal Credit goes down on either day, as they know; Carer's Allowance is near only on the later."""
    participant = make.person(stage, "Ada Carer")
    told(
        stage,
        participant,
        "universal-credit",
        assessment_period_starts_on_day=1,
        work_allowance="none",
        other_earnings="0.00",
        other_earnings_per="assessment-period",
    )
    [known] = db.session.scalars(
        db.select(BenefitDeclaration).where(BenefitDeclaration.participant_id == participant.id)
    )
    told(stage, participant, "carers-allowance", **CARER)
    place = make.invited(stage, participant)
    later = stage.involvement.held_on + timedelta(days=14)
    with writing():
        people.set_knows(actor=stage.as_("contact"), on=TODAY, declaration=known, knows=True)
        services.paid_elsewhere(
            actor=stage.as_("finance"),
            on_date=later,
            participant=participant,
            pence=Money(12000),
            kind=LineKind.FEE,
            method=Method.BANK,
        )
    check = check_of(offered(stage, place, 7500))
    assert (check.outcome, check.talk, check.if_paid_on) == ("reduces", True, later)
