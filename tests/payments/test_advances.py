"""Money given ahead is set against costs, comes back or is written off by somebody else; nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import advances as ahead
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.db import db
from tracker.documents.asked import Asked
from tracker.documents.kinds import statement
from tracker.documents.models import Document
from tracker.errors import Invalid, Refused
from tracker.evidence import advance_balances, balances, spend, tax_years
from tracker.money import ZERO, Money
from tracker.payments import (
    advance_ledger,
    advance_queries,
    advances,
    books,
    evidence,
    ledger,
    look_twice,
    recorded,
    run_queries,
    services,
)
from tracker.payments.advance_models import Advance
from tracker.payments.models import Claim, ClaimState, Method
from tracker.payments.run_models import Payment, PaymentState
from tracker.periods import Period
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def covered(stage: make.Stage, pence: int = 2000, *, given: int = 2000) -> tuple[Claim, Advance]:
    """A draft claim of a fee of £75 and an expense of £30, and what is set against it of an advance."""
    claim = ahead.with_expense(stage, "Ada Ahead")
    advance = ahead.given(stage, claim.participant, given)
    ahead.set_against(stage, claim, advance, pence)
    return claim, advance


def text_of(page: str) -> str:
    """A page's words without its marks."""
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def standing(advance: Advance) -> tuple[int, int, int, int, int]:
    found = advance_ledger.standings([advance.id])[advance.id]
    amounts = (found.given, found.used, found.returned, found.written_off, found.left)
    return tuple(one.pence for one in amounts)  # type: ignore[return-value]


def took_back(stage: make.Stage, advance: Advance, pence: int, **other: object) -> Advance:
    values = {"returned_on": TODAY, "method": Method.CASH, **other}
    with writing():
        return advances.take_back(
            actor=stage.as_("finance"), on=TODAY, advance=advance, pence=Money(pence), **values
        )


def wrote_off(
    stage: make.Stage, advance: Advance, pence: int, *, spent: bool = True, who: str = "releaser"
) -> Advance:
    with writing():
        return advances.write_off(
            actor=stage.as_(who),
            on=TODAY,
            advance=advance,
            pence=Money(pence),
            reason="The session was called off.",
            was_spent=spent,
        )


# --- given ------------------------------------------------------------------------------------------------


def test_who_gave_it_when_how_much_and_for_what_is_kept(stage: make.Stage) -> None:
    advance = ahead.given(stage, make.person(stage, "Ada Ahead"), reference="Slip 12")
    assert (advance.ref, advance.given_by, advance.given_on) == ("A26-0001", "Ada at the front desk", TODAY)
    assert (advance.category, advance.purpose) == ("public-transport", "train to Leeds")
    assert (advance.reference, advance.recorded_by_id) == ("Slip 12", stage.cast.finance.id)
    assert standing(advance) == (2000, 0, 0, 0, 2000)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"given_on": TODAY + timedelta(days=1)}, "given_on", "cannot be after today"),
        ({"given_on": date(2020, 1, 1)}, "given_on", "was not in Pain clinic on that day"),
        ({"category": "yachts"}, "category", "from the list"),
        ({"method": Method.PAYROLL}, "method", "from the list"),
        ({"given_by": ""}, "given_by", "Enter who gave it"),
        ({"purpose": "Universal Credit"}, "purpose", "leave out anything about a person's benefits"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    stage: make.Stage, wrong: dict[str, object], field: str, sentence: str
) -> None:
    person = make.person(stage, "Ada Ahead")
    with pytest.raises(Invalid, match=sentence) as refused:
        ahead.given(stage, person, **wrong)
    assert refused.value.field == field


def test_nothing_is_no_advance_and_a_closed_day_takes_none(stage: make.Stage) -> None:
    person = make.person(stage, "Ada Ahead")
    with pytest.raises(Invalid, match=r"more than £0\.00"):
        ahead.given(stage, person, 0)
    later = TODAY + timedelta(days=2)
    with writing():
        books.close(actor=stage.as_("finance"), on=later, through=TODAY)
    with pytest.raises(Invalid, match="closed up to 23 November 2026"):
        ahead.given(stage, person)


# --- set against a claim ----------------------------------------------------------------------------------


def test_a_claim_pays_the_difference_and_everything_adds_up(stage: make.Stage) -> None:
    claim, advance = covered(stage)
    ahead.submitted_and_approved(stage, claim)
    run = make.prepared_run(stage)
    assert run_queries.run_totals([run.id])[run.id].pence == Money(8500)
    with writing():
        services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    with writing():
        services.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )
    [payment] = run.payments
    position = ledger.position([claim.id])
    assert payment.pence == Money(7500 + 3000 - 2000)
    assert (position.sanctioned, position.advance_applied) == (Money(10_500), Money(2000))
    assert (position.paid, position.outstanding) == (Money(8500), ZERO)
    assert standing(advance) == (2000, 2000, 0, 0, 0)


def test_the_receipt_says_what_was_given_before(stage: make.Stage) -> None:
    claim, _ = covered(stage)
    ahead.submitted_and_approved(stage, claim)
    make.paid_run(stage)
    content = db.session.scalars(select(Document.content)).one()
    assert (content["expense_total"], content["ahead"]) == (3000, 2000)
    assert (content["total"], content["deductions"]) == (8500, 0)


def test_a_fee_is_never_paid_by_an_advance(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Ahead")
    advance = ahead.given(stage, claim.participant)
    with pytest.raises(Invalid, match=r"expenses on this claim come to £0\.00"):
        ahead.set_against(stage, claim, advance, 100)
    assert claim.to_pay == claim.total


def test_no_more_is_taken_than_is_left_after_an_expense_is_removed(stage: make.Stage) -> None:
    claim, advance = covered(stage)
    ahead.spent(stage, claim, 500)
    with writing():
        services.remove_line(
            actor=stage.as_("lead"), line=next(line for line in claim.lines if line.pence == Money(3000))
        )
    assert (claim.advanced, claim.to_pay) == (Money(500), Money(7500))
    ahead.submitted_and_approved(stage, claim)
    assert standing(advance) == (2000, 500, 0, 0, 1500)


def test_what_is_set_against_one_claim_is_not_free_for_another(stage: make.Stage) -> None:
    claim, advance = covered(stage)
    assert advance_queries.free(advance) == ZERO
    later = make.stage_in(stage, "Another day").involvement
    with writing():
        another = services.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=claim.participant,
            project=stage.project,
            involvement=later,
        )
    ahead.spent(stage, another, 1000)
    with pytest.raises(Invalid, match=r"Only £0\.00 is left of A26-0001") as refused:
        ahead.set_against(stage, another, advance, 1)
    assert refused.value.field == f"advance_{advance.id}"


def test_somebody_else_s_advance_is_refused(stage: make.Stage) -> None:
    claim = ahead.with_expense(stage, "Ada Ahead")
    other = ahead.given(stage, make.person(stage, "Ben Else"))
    with pytest.raises(Refused, match="not this person's"):
        ahead.set_against(stage, claim, other, 1)


def test_an_approval_is_of_what_is_set_against_it_too(stage: make.Stage) -> None:
    claim, _ = covered(stage)
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    shown = services.current_hash(claim)
    with writing():
        advances.set_against(actor=stage.as_("lead"), claim=claim, amounts={})
    with pytest.raises(Refused, match="changed after you opened it"):
        services.approve(actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=shown)


def test_an_approval_that_lapses_gives_the_advance_back(stage: make.Stage) -> None:
    claim, advance = covered(stage)
    ahead.submitted_and_approved(stage, claim)
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=claim, question="All of it?")
    with writing():
        services.answer_query(actor=stage.as_("lead"), on=TODAY, claim=claim, answer="Yes.")
    assert standing(advance) == (2000, 0, 0, 0, 2000)
    assert advance_queries.free(advance) == ZERO, "it is kept for the claim that waits again"


def test_a_claim_that_an_advance_covers_is_complete_and_in_no_run(stage: make.Stage) -> None:
    person = make.person(stage, "Ada Ahead", bank=False)
    with writing():
        claim = services.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=person,
            project=stage.project,
            involvement=stage.involvement,
        )
    ahead.spent(stage, claim, 2000)
    ahead.set_against(stage, claim, ahead.given(stage, person), 2000)
    ahead.submitted_and_approved(stage, claim)
    assert (claim.state, claim.to_pay) == (ClaimState.PAID, ZERO)
    assert ledger.position([claim.id]).outstanding == ZERO
    assert advance_queries.covered(stage.as_("finance")) == [claim]
    assert advance_queries.covered(staff("finance", project_id=project().id).actor()) == []
    said = statement.content(
        Asked(
            participant=person,
            subject=statement.subjects(stage.as_("finance"), person)[0],
            period=Period(TODAY, TODAY),
            on=TODAY,
        )
    )
    [settled] = said["payments"]
    assert (settled["covered"], settled["expenses"], said["total"]) == (True, 2000, 2000)
    known = recorded.other_payments([person.id], recorded.Reach(date(2026, 11, 1), date(2026, 12, 31)))[
        person.id
    ]
    assert [(one.fact["state"], one.fact["received_on"]) for one in known] == [("paid", TODAY.isoformat())]


def test_what_came_back_from_the_bank_is_the_difference_alone(stage: make.Stage) -> None:
    claim, advance = covered(stage)
    ahead.submitted_and_approved(stage, claim)
    [payment] = make.paid_run(stage).payments
    with writing():
        services.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="arucs-c", ended_on=TODAY
        )
    assert ledger.position([claim.id]).outstanding == Money(8500)
    assert standing(advance) == (2000, 2000, 0, 0, 0)
    [again] = make.paid_run(stage).payments
    assert (again.pence, again.state, again.replaces_id) == (Money(8500), PaymentState.PAID, payment.id)


def test_whoever_approves_reads_that_an_advance_is_not_set_against_it(stage: make.Stage) -> None:
    claim = ahead.with_expense(stage, "Ada Ahead")
    advance = ahead.given(stage, claim.participant)
    said = "£20.00 that Ada Ahead was given ahead is not settled, and is not set against this claim."
    approver = stage.as_("approver")
    assert said in look_twice.sentences(approver, claim, look_twice.rests_on(claim), TODAY)
    ahead.set_against(stage, claim, advance, 2000)
    assert said not in look_twice.sentences(approver, claim, look_twice.rests_on(claim), TODAY)


# --- what is not spent ------------------------------------------------------------------------------------


def test_what_was_not_spent_comes_back_in_parts(stage: make.Stage) -> None:
    advance = ahead.given(stage, make.person(stage, "Ada Ahead"))
    took_back(stage, advance, 1500)
    assert [one.advance for one in advance_queries.not_settled(stage.as_("finance"))] == [advance]
    with pytest.raises(Invalid, match=r"Only £5\.00 of this advance is left"):
        took_back(stage, advance, 501)
    with pytest.raises(Invalid, match="from the day it was given"):
        took_back(stage, advance, 500, returned_on=TODAY - timedelta(days=1))
    took_back(stage, advance, 500)
    assert standing(advance) == (2000, 0, 2000, 0, 0)
    assert advance_queries.not_settled(stage.as_("finance")) == []


def test_what_is_set_against_a_claim_cannot_come_back(stage: make.Stage) -> None:
    _, advance = covered(stage, 1500)
    with pytest.raises(Invalid, match=r"Only £5\.00 of this advance is left"):
        took_back(stage, advance, 501)


def test_whoever_recorded_or_gave_it_cannot_write_it_off(stage: make.Stage) -> None:
    person = make.person(stage, "Ada Ahead")
    recorded_it = ahead.given(stage, person)
    gave_it = ahead.given(stage, person, given_by=stage.cast.releaser.name.upper())
    with pytest.raises(Refused, match="somebody else must write it off"):
        wrote_off(stage, recorded_it, 2000, who="finance")
    with pytest.raises(Refused, match="somebody else must write it off"):
        wrote_off(stage, gave_it, 2000)
    with pytest.raises(Invalid, match="Say why"), writing():
        advances.write_off(
            actor=stage.as_("releaser"),
            on=TODAY,
            advance=recorded_it,
            pence=Money(1),
            reason="",
            was_spent=True,
        )
    wrote_off(stage, recorded_it, 2000)
    assert standing(recorded_it) == (2000, 0, 0, 2000, 0)
    assert advance_queries.movements(recorded_it)[-1].reason == "The session was called off."


@pytest.mark.parametrize(("spent", "kind"), [(True, "expense"), (False, "allowance")])
def test_what_was_kept_without_a_cost_counts_as_a_round_sum(
    stage: make.Stage, spent: bool, kind: str
) -> None:
    person = make.person(stage, "Ada Ahead")
    wrote_off(stage, ahead.given(stage, person), 2000, spent=spent)
    reach = recorded.Reach(TODAY, TODAY)
    [known] = recorded.other_payments([person.id], reach)[person.id]
    assert (known.fact["kind"], known.fact["amount"], known.fact["state"]) == (kind, "20.00", "paid")
    [year] = tax_years.paid_in(stage.as_("finance"), 2026).rows
    assert (year.expenses, year.fees) == ((Money(2000), ZERO) if spent else (ZERO, Money(2000)))


def test_one_recorded_by_mistake_counts_as_not_given(stage: make.Stage) -> None:
    advance = ahead.given(stage, make.person(stage, "Ada Ahead"))
    undo = {"actor": stage.as_("finance"), "on": TODAY, "advance": advance, "reason": "Another person."}
    with writing():
        advances.undo(**undo)
    assert standing(advance) == (0, 0, 0, 0, 0)
    assert advance_queries.not_settled(stage.as_("finance")) == []
    with pytest.raises(Refused, match="so it was given"):
        advances.undo(**undo)


# --- books and evidence -----------------------------------------------------------------------------------


def test_opening_and_movements_are_the_closing_balance_of_advances_and_of_claims(stage: make.Stage) -> None:
    claim, advance = covered(stage, 1200)
    ahead.submitted_and_approved(stage, claim)
    took_back(stage, advance, 300)
    wrote_off(stage, advance, 100)
    finance = stage.as_("finance")
    [row] = advance_balances.balances(finance, TODAY, TODAY)
    assert row.agrees
    assert {name: getattr(row, name).pence for name in advance_balances.AMOUNTS} == {
        "opening": 0,
        "given": 2000,
        "used": -1200,
        "returned": -300,
        "written_off": -100,
        "closing": 400,
    }
    tomorrow = TODAY + timedelta(days=1)
    [later] = advance_balances.balances(finance, tomorrow, tomorrow)
    assert (later.opening, later.closing, later.agrees) == (Money(400), Money(400), True)
    [owed] = balances.balances(finance, TODAY, TODAY).rows
    assert (owed.agrees, owed.advances, owed.closing) == (True, Money(-1200), Money(9300))
    moved = Counter()
    for what, pence in ((line[4], line[5]) for line in advance_balances.movements(finance, TODAY, TODAY)):
        moved[what] += pence.pence  # type: ignore[union-attr]
    assert moved == {"Given": 2000, "Used for a claim": -1200, "Given back": -300, "Written off": -100}
    [spent] = spend.spent(finance, TODAY, TODAY).rows
    assert (spent.expenses, spent.fees) == (Money(1300), ZERO)


def test_the_evidence_of_a_payment_says_what_was_given_ahead(stage: make.Stage, client: FlaskClient) -> None:
    claim, advance = covered(stage)
    ahead.submitted_and_approved(stage, claim)
    [payment] = make.paid_run(stage).payments
    found = evidence.evidence(stage.as_("finance"), payment.id)
    assert (list(found.advances), found.sum) == ([advance], Money(8500))
    sign_in(client, stage.cast.finance.email)
    page = text_of(client.get(f"/payments/{encode(payment.id)}").text)
    assert "£20.00: this claim pays £85.00" in page
    assert "given on 23 November 2026 by Ada at the front desk for train to Leeds" in page
    assert db.session.get_one(Payment, payment.id).pence == Money(8500)


# --- pages ------------------------------------------------------------------------------------------------


def test_a_lead_records_one_and_sets_it_against_a_claim(stage: make.Stage, client: FlaskClient) -> None:
    claim = ahead.with_expense(stage, "Ada Ahead")
    sign_in(client, stage.cast.lead.email)
    ref = claim.participant.ref
    page = client.get(f"/advances/new?person={ref}").text
    assert "Design workshop, 12 November 2026" in page
    answer = client.post(
        f"/advances/new?person={ref}",
        data={
            "about": f"session-{stage.involvement.id}",
            "pence": "20",
            "category": "public-transport",
            "purpose": "train",
            "method": "cash",
            "given_on": ["23", "11", "2026"],
            "given_by": "Marek",
            "once": "a",
        },
    )
    assert answer.status_code == 302, answer.text
    assert "£20.00 is not settled" in text_of(client.get(answer.location).text)
    here = f"/claims/{encode(claim.id)}"
    assert "£20.00 of it is not settled" in text_of(client.get(here).text)
    advance = db.session.scalars(select(Advance)).one()
    too_much = client.post(f"{here}/advances", data={f"advance_{advance.id}": "20.01", "once": "b"})
    assert "Only £20.00 is left of A26-0001." in too_much.text
    client.post(f"{here}/advances", data={f"advance_{advance.id}": "20", "once": "c"})
    page = text_of(client.get(here).text)
    assert "-£20.00" in page
    assert "£85.00" in page
    theirs = client.get(f"/people/{encode(claim.participant_id)}").text
    assert "£20.00 on 23 November 2026" in text_of(theirs)


def test_whoever_is_in_no_project_of_the_viewer_is_not_found(stage: make.Stage, client: FlaskClient) -> None:
    other = make.stage_in(stage, "Another day")
    ref = make.person(other, "Ada Ahead").ref
    lead = staff("lead", project_id=project().id)
    sign_in(client, lead.email)
    answer = client.get(f"/advances/new?person={ref}")
    assert answer.status_code == 404
    assert answer.text == client.get("/advances/new?person=P-none").text.replace("P-none", ref)


def test_finance_finds_what_was_settled_without_a_payment(stage: make.Stage, client: FlaskClient) -> None:
    person = make.person(stage, "Ada Ahead", bank=False)
    with writing():
        claim = services.claim_for(
            actor=stage.as_("lead"), on=TODAY, participant=person, project=stage.project
        )
    ahead.spent(stage, claim, 2000)
    advance = ahead.given(stage, person)
    ahead.set_against(stage, claim, advance, 2000)
    sign_in(client, stage.cast.finance.email)
    assert "Settled without a payment" not in client.get("/advances").text
    ahead.submitted_and_approved(stage, claim)
    shown = client.get("/advances").text
    assert "Settled without a payment" in shown
    assert claim.ref in shown
    assert f"/advances/{encode(advance.id)}" in client.get(f"/claims/{encode(claim.id)}").text
