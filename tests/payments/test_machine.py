"""Any history of offers, claims, questions, holds, runs, failures and re-payments keeps the money whole."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import func, select

from tests.conftest import engines_of
from tests.factories import payments as make
from tests.factories.staff import staff
from tests.payments.acting import Ids
from tests.payments.histories import Histories
from tests.payments.money_histories import OWED
from tracker.db import db
from tracker.documents.models import Document
from tracker.money import ZERO, total
from tracker.payments import advance_queries, ledger
from tracker.payments.advance_models import Advance
from tracker.payments.approval import approval_hash
from tracker.payments.models import Claim, ClaimState, LineKind, PaidTo
from tracker.payments.models import Counter as NumberCounter
from tracker.payments.numbering import RECEIPTS
from tracker.payments.payment_queries import ENDED
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment, PaymentState, PayRun, RunState
from tracker.people.confirmation_models import PayeeConfirmation
from tracker.people.models import PayeeVersion

SANCTIONED = {*OWED, ClaimState.PAID}


class Watched(Histories):
    """What must hold after every act, whatever came before."""

    @invariant()
    def every_penny_is_accounted_for(self) -> None:
        sums: defaultdict[int | None, Counter[EntryKind]] = defaultdict(Counter)
        for entry in db.session.execute(select(LedgerEntry.claim_id, LedgerEntry.kind, LedgerEntry.pence)):
            sums[entry.claim_id][entry.kind] += entry.pence.pence
        for claim in self.all(Claim):
            of = sums[claim.id]
            theirs = [line.pence for line in claim.lines if line.paid_to != PaidTo.PROVIDER]
            assert claim.total == total(theirs), "a provider's money is the person's"
            assert claim.to_pay == claim.total - claim.advanced
            outstanding = claim.to_pay.pence if claim.state in OWED else 0
            sanctioned = claim.state in SANCTIONED
            assert of[EntryKind.ADVANCE_APPLIED] == (claim.advanced.pence if sanctioned else 0)
            settled = of[EntryKind.PAID] + of[EntryKind.ADVANCE_APPLIED] + of[EntryKind.WRITTEN_OFF]
            assert of[EntryKind.SANCTIONED] == settled + outstanding
            assert of[EntryKind.SANCTIONED] >= settled
            assert of[EntryKind.SANCTIONED] == (claim.total.pence if claim.state in SANCTIONED else 0)
        outstanding = sum(claim.to_pay.pence for claim in self.all(Claim) if claim.state in OWED)
        assert ledger.position(claim.id for claim in self.all(Claim)).outstanding.pence == outstanding

    @invariant()
    def every_penny_given_ahead_is_accounted_for(self) -> None:
        sums: defaultdict[int | None, Counter[EntryKind]] = defaultdict(Counter)
        for entry in db.session.execute(
            select(LedgerEntry.advance_id, LedgerEntry.kind, LedgerEntry.pence, LedgerEntry.line_kind)
        ):
            sums[entry.advance_id][entry.kind] += entry.pence.pence
            if entry.advance_id is not None and entry.kind != EntryKind.ADVANCE_WRITTEN_OFF:
                assert entry.line_kind == LineKind.EXPENSE, "an advance paid something else than costs"
        for advance in self.all(Advance):
            of, remembered = sums[advance.id], self.ahead[advance.id]
            gone = of[EntryKind.ADVANCE_RETURNED] + of[EntryKind.ADVANCE_WRITTEN_OFF]
            assert (of[EntryKind.ADVANCE_GIVEN], gone) == (remembered.given, remembered.gone)
            left = of[EntryKind.ADVANCE_GIVEN] - of[EntryKind.ADVANCE_APPLIED] - gone
            assert left >= 0, "more was used of an advance than was given"
            assert 0 <= advance_queries.free(advance).pence <= left

    @invariant()
    def a_payment_is_what_its_entries_say(self) -> None:
        entered = dict(
            db.session.execute(
                select(LedgerEntry.payment_id, func.sum(LedgerEntry.pence)).group_by(LedgerEntry.payment_id)
            ).all()
        )
        standing: Counter[int] = Counter()
        replaced: Counter[tuple[int, int]] = Counter()
        for payment in self.all(Payment):
            stands = payment.pence if payment.state == PaymentState.PAID else ZERO
            assert (entered.get(payment.id) or ZERO) == stands
            if payment.state not in ENDED:
                standing.update(claim.id for claim in payment.claims)
                assert payment.pence == total(claim.to_pay for claim in payment.claims)
            if payment.replaces_id is not None:
                old = db.session.get_one(Payment, payment.replaces_id)
                assert old.state in ENDED
                assert old.participant_id == payment.participant_id
                replaced.update((old.id, claim.id) for claim in payment.claims)
        ended = {claim.id for one in self.all(Payment) if one.state in ENDED for claim in one.claims}
        for payment in self.all(Payment):
            if payment.state not in ENDED:
                again = {claim.id in ended for claim in payment.claims}
                assert again == {payment.replaces_id is not None}, "what is paid again stands alone"
        assert set(standing.values()) <= {1}, "a claim is paid twice"
        assert set(replaced.values()) <= {1}, "a payment is replaced twice"

    @invariant()
    def no_money_leaves_for_changed_details_before_the_person_said_that_they_are_right(self) -> None:
        went = {one.payee_version_id for one in self.all(Payment) if one.payee_version_id is not None}
        changed = {one.id for one in self.all(PayeeVersion) if one.id in went and one.number > 1}
        right = {one.payee_version_id for one in self.all(PayeeConfirmation) if one.theirs}
        assert changed <= right

    @invariant()
    def no_receipt_number_is_skipped_or_repeated(self) -> None:
        counters = select(NumberCounter).where(NumberCounter.series == RECEIPTS)
        expected = {
            f"{counter.year}-{number:06d}"
            for counter in db.session.scalars(counters)
            for number in range(1, counter.last + 1)
        }
        payments = {one.receipt_number: one for one in self.all(Payment) if one.receipt_number}
        papers = {paper.number: paper for paper in self.all(Document)}
        assert set(payments) == set(papers) == expected
        for number, payment in payments.items():
            assert (papers[number].void_on is not None) is (payment.state in ENDED)

    @invariant()
    def what_is_approved_is_as_it_was_approved(self) -> None:
        for claim in self.all(Claim):
            if claim.state in SANCTIONED:
                assert claim.approval_hash == approval_hash(claim, claim.payee_version_id)
                assert claim.id not in self.questioned, "what was questioned came back approved"

    @invariant()
    def what_is_held_or_asked_about_is_in_no_run(self) -> None:
        for claim in self.all(Claim):
            assert claim.held is (claim.id in self.held)
            in_run = claim.state in {ClaimState.IN_PAY_RUN, ClaimState.PAID}
            assert not (in_run and claim.held), "a held claim is in a run"
            assert not (in_run and claim.id in self.asked), "a claim with an open question is in a run"
            assert (claim.pay_run_id is not None) is (in_run and claim.to_pay > ZERO)
            if claim.state == ClaimState.IN_PAY_RUN:
                run = db.session.get_one(PayRun, claim.pay_run_id)
                assert run.state in {RunState.PREPARED, RunState.RELEASED}, "left in a run that is over"


def test_the_money_is_whole_after_any_history(
    app: Flask, db_session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people were paid, two are on their way; one draft is of somebody without bank details."""
    Watched.ids = Ids()
    monkeypatch.setattr(secrets, "randbits", Watched.ids)
    stage = make.stage()
    both = staff("lead", "approver", "finance").actor()
    for name in ("Dan", "Eve"):
        make.approved(stage, name)
    make.paid_run(stage)
    make.submitted(stage, "Ann")
    make.approved(stage, "Bob")
    make.drafted(stage, "Cat", bank=False)

    Watched.connection = engines_of(db, app)[None]  # type: ignore[assignment]  # see the fixture `app`
    Watched.project_id = stage.project.id
    Watched.actors = {
        **{name: stage.as_(name) for name in ("lead", "approver", "finance", "releaser")},
        "second lead": staff("lead").actor(),
        "both": both,
    }
    db.session.commit()
    Watched.ids.keep()
    run_state_machine_as_test(
        Watched,
        settings=settings(
            max_examples=7,
            stateful_step_count=50,
            suppress_health_check=list(HealthCheck),
        ),
    )
