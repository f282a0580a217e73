"""Claims and runs move only as the agreement says; money stays whole over any history."""

from __future__ import annotations

import itertools
import random

import pytest

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.db import db
from tracker.errors import Refused, TrackerError
from tracker.money import ZERO, Money
from tracker.payments import ledger, paying, services, stops
from tracker.payments.models import Answer, Claim, ClaimState, Counter
from tracker.payments.run_models import EntryKind, Payment, PayRun, RunState
from tracker.payments.states import CLAIM_MOVES, RUN_MOVES, claim_may_move, run_may_move
from tracker.web.transaction import writing


@pytest.mark.parametrize(("now", "to"), list(itertools.product(ClaimState, ClaimState)))
def test_a_claim_moves_only_along_the_table(now: ClaimState, to: ClaimState) -> None:
    if to in CLAIM_MOVES[now]:
        claim_may_move(now, to)
    else:
        with pytest.raises(Refused):
            claim_may_move(now, to)


@pytest.mark.parametrize(("now", "to"), list(itertools.product(RunState, RunState)))
def test_a_run_moves_only_along_the_table(now: RunState, to: RunState) -> None:
    if to in RUN_MOVES[now]:
        run_may_move(now, to)
    else:
        with pytest.raises(Refused):
            run_may_move(now, to)


def test_a_question_on_an_approved_claim_lands_in_submitted_when_answered(
    app: object, db_session: object
) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=claim, question="Was she there?")
    assert claim.state == ClaimState.APPROVED
    assert [one.code for one in stops.left_out([claim])] == ["query-open"]
    with writing():
        services.answer_query(actor=stage.as_("lead"), on=TODAY, claim=claim, answer="Yes, all day.")
    assert claim.state == ClaimState.SUBMITTED
    assert ledger.balance([claim.id])[EntryKind.SANCTIONED] == ZERO


def test_a_claim_with_an_open_question_is_not_approved(db_session: object) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=claim, question="Was she there?")
    with pytest.raises(Refused, match="Answer the question"), writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )


@pytest.mark.parametrize("act", ["reject", "withdraw", "decline"])
def test_a_claim_that_ended_goes_nowhere(db_session: object, act: str) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    with writing():
        make.ended(stage, claim, act)
    with pytest.raises(Refused), writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)


def test_a_second_fee_for_one_place_is_never_drafted(db_session: object) -> None:
    stage = make.stage()
    claim = make.drafted(stage, "Ada Example")
    with writing():
        again = services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert again == []
    assert len(claim.lines) == 1


def test_a_fee_may_be_drafted_again_after_its_claim_was_withdrawn(db_session: object) -> None:
    stage = make.stage()
    claim = make.drafted(stage, "Ada Example")
    with writing():
        services.withdraw(actor=stage.as_("lead"), claim=claim, reason="Wrong person.")
    with writing():
        again = services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert [line.pence for claim in again for line in claim.lines] == [Money(7500)]


def test_a_fee_given_up_is_not_drafted_and_one_given_to_charity_says_so(db_session: object) -> None:
    stage = make.stage()
    make.attended(stage, "Nell None", answer=Answer.NONE)
    given = make.attended(stage, "Cy Charity", answer=Answer.TO_CHARITY)
    with writing():
        claims = services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert [(claim.participant_id, claim.method.value) for claim in claims] == [
        (given.participant_id, "to-charity")
    ]


def test_without_bank_details_a_bank_claim_is_not_approved(db_session: object) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example", bank=False)
    with pytest.raises(Refused, match="no bank details"), writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )


def expenses_alone(stage: make.Stage) -> Claim:
    """A draft claim of what somebody spent, for whom no fee was offered."""
    lead = stage.as_("lead")
    person = make.person(stage, "Ada Example")
    with writing():
        claim = services.claim_for(actor=lead, on=TODAY, participant=person, project=stage.project)
        services.add_expense(
            actor=lead,
            on=TODAY,
            claim=claim,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(640),
            no_receipt_reason="The driver had none",
        )
    return claim


def test_without_a_cost_code_nothing_is_submitted(db_session: object) -> None:
    stage = make.stage(cost_code=None)
    claim = expenses_alone(stage)
    with pytest.raises(Refused, match="no cost code"), writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)


def test_a_claim_drafted_before_its_project_had_a_cost_code_is_submitted_with_the_one_added_since(
    db_session: object,
) -> None:
    stage = make.stage(cost_code=None)
    claim = expenses_alone(stage)
    with writing():
        claim.project.cost_code = "CC-0001"
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    assert (claim.state, claim.cost_code) == (ClaimState.SUBMITTED, "CC-0001")


def test_a_cancelled_run_gives_its_claims_back(db_session: object) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    with writing():
        services.cancel(actor=stage.as_("finance"), on=TODAY, run=run)
    assert (run.state, claim.state, claim.pay_run_id) == (RunState.CANCELLED, ClaimState.APPROVED, None)


def test_two_claims_of_one_person_become_one_payment(db_session: object) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    with writing():
        second = services.claim_for(
            actor=stage.as_("lead"), on=TODAY, participant=claim.participant, project=stage.project
        )
        services.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=second,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(640),
            no_receipt_reason="The driver had none",
        )
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=second)
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=second, shown_hash=services.current_hash(second)
        )
    run = make.paid_run(stage)
    assert [payment.pence for payment in run.payments] == [Money(8140)]


def test_a_rolled_back_payment_gives_its_receipt_number_back(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    run = make.released_run(stage)

    def fails(payments: object, actor: object, on: object) -> None:
        raise Refused("The printer is on fire.")

    paying._when_paid.append(fails)
    try:
        with pytest.raises(Refused, match="on fire"), writing():
            services.mark_paid(
                actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="B1"
            )
    finally:
        paying._when_paid.remove(fails)
    assert db.session.get(Counter, ("receipt", 2026)) is None
    with writing():
        services.mark_paid(actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="B1")
    assert run.payments[0].receipt_number == "2026-000001"


@pytest.mark.parametrize("seed", range(6))
def test_over_any_history_the_money_adds_up(db_session: object, seed: int) -> None:
    """sanctioned = paid + outstanding, outstanding never below nought, numbers without a gap."""
    choose = random.Random(seed)
    stage = make.stage()
    for name in ("Ada", "Bo", "Cy"):
        make.submitted(stage, f"{name} Example")
    for _ in range(40):
        _try_anything(choose, stage)
        _money_adds_up()
    numbers = sorted(number for number in db.session.scalars(db.select(Payment.receipt_number)) if number)
    assert numbers == [f"2026-{number:06d}" for number in range(1, len(numbers) + 1)]


def _try_anything(choose: random.Random, stage: make.Stage) -> None:
    claim = choose.choice(db.session.scalars(db.select(Claim).order_by(Claim.ref)).all())
    run = choose.choice([*db.session.scalars(db.select(PayRun).order_by(PayRun.ref)), None])
    acts = [
        lambda: services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        ),
        lambda: services.raise_query(actor=stage.as_("approver"), claim=claim, question="Why?"),
        lambda: services.answer_query(actor=stage.as_("lead"), on=TODAY, claim=claim, answer="So."),
        lambda: services.reject(actor=stage.as_("approver"), claim=claim, reason="No."),
        lambda: services.prepare_run(actor=stage.as_("finance"), on=TODAY, pay_on=TODAY),
        lambda: services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement),
        lambda: services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim),
    ]
    if run is not None:
        acts += [
            lambda: services.take_out(actor=stage.as_("finance"), on=TODAY, run=run, claim=claim),
            lambda: services.release(actor=stage.as_("releaser"), on=TODAY, run=run),
            lambda: services.cancel(actor=stage.as_("finance"), on=TODAY, run=run),
            lambda: services.mark_paid(
                actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="B1"
            ),
        ]
    try:
        with writing():
            choose.choice(acts)()
    except TrackerError:
        return


def _money_adds_up() -> None:
    for claim in db.session.scalars(db.select(Claim)):
        sums = ledger.balance([claim.id])
        sanctioned, paid = sums.get(EntryKind.SANCTIONED, ZERO), sums.get(EntryKind.PAID, ZERO)
        owed = claim.state in {ClaimState.APPROVED, ClaimState.IN_PAY_RUN, ClaimState.PAID}
        assert sanctioned == (claim.total if owed else ZERO)
        assert paid == (claim.total if claim.state == ClaimState.PAID else ZERO)


def test_a_rejected_claim_has_no_question_left_to_answer(db_session: object) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=claim, question="Which day?")
        make.ended(stage, claim, "reject")
    assert claim.query is None
    with pytest.raises(Refused, match="no open question"), writing():
        services.answer_query(actor=stage.as_("lead"), on=TODAY, claim=claim, answer="The first")
    assert claim.state == ClaimState.REJECTED
