"""Acts on runs, payments and accounts, chosen at random; the modules after it add advances and claims."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.payments.acting import Acting
from tracker.db import db
from tracker.payments import services
from tracker.payments.end_reasons import for_method
from tracker.payments.models import Claim, ClaimState
from tracker.payments.payment_queries import ENDED
from tracker.payments.run_models import Payment, PaymentState, PayRun, RunState
from tracker.people import confirming
from tracker.people.confirmation_models import AskedBy
from tracker.people.models import Participant
from tracker.people.services import set_payee
from tracker.web.transaction import writing

OWED = {ClaimState.APPROVED, ClaimState.IN_PAY_RUN}
WHICH = st.integers(min_value=0, max_value=39)
PAYERS = st.sampled_from(["finance", "releaser"])


class MoneyHistories(Acting):
    """Acts on money, on records chosen at random, most of them in a state where the act is possible."""

    @rule(who=PAYERS)
    def prepare(self, who: str) -> None:
        run = self.attempt(services.prepare_run, actor=self.actors[who], on=self.on, pay_on=self.on)
        for claim in run.claims if run else ():
            assert services.current_hash(claim) == claim.approval_hash, "gathered as nobody approved it"

    @rule(which=WHICH)
    def take_out(self, which: int) -> None:
        if which % 2:
            self.prepare("finance")
        claim = self.pick(Claim, which, ClaimState.IN_PAY_RUN)
        run = db.session.get(PayRun, claim.pay_run_id) if claim and claim.pay_run_id else None
        self.attempt(services.take_out, actor=self.actors["finance"], on=self.on, run=run, claim=claim)

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        if which % 2:
            self.prepare("finance")
        run = self.pick(PayRun, which, RunState.PREPARED)
        self.attempt(services.cancel, actor=self.actors["finance"], on=self.on, run=run)

    @rule(which=WHICH, who=PAYERS)
    def release(self, which: int, who: str) -> None:
        run = self.pick(PayRun, which, RunState.PREPARED)
        preparer, before = (run.preparer_id, run.state) if run else (None, None)
        self.attempt(services.release, actor=self.actors[who], on=self.on, run=run)
        if run and run.releaser_id is not None:
            assert run.releaser_id != preparer
        if run and before == RunState.PREPARED and run.state == RunState.RELEASED:
            for claim in run.claims:
                assert services.current_hash(claim) == claim.approval_hash, "released as nobody approved it"

    @rule(which=WHICH, who=PAYERS)
    def mark_paid(self, which: int, who: str) -> None:
        run = self.pick(PayRun, which, RunState.RELEASED)
        self.attempt(
            services.mark_paid,
            actor=self.actors[who],
            on=self.on,
            run=run,
            paid_on=self.on,
            bank_reference="BACS 1",
        )

    @rule(who=PAYERS)
    def pay_day(self, who: str) -> None:
        """The whole way at once, so that many histories reach the money."""
        another = "finance" if who == "releaser" else "releaser"
        self.prepare(who)
        run = self.all(PayRun)[-1] if self.all(PayRun) else None
        self.attempt(services.release, actor=self.actors[another], on=self.on, run=run)
        paid = {"paid_on": self.on, "bank_reference": "BACS 1"}
        self.attempt(services.mark_paid, actor=self.actors[who], on=self.on, run=run, **paid)

    @rule(which=WHICH, reason=st.integers(min_value=0, max_value=9))
    def does_not_arrive(self, which: int, reason: int) -> None:
        # Now and then one that is known to have failed or come back, perhaps paid again since.
        payment = self.pick(
            Payment, which, *(ENDED if which % 3 == 0 else {PaymentState.PAID, PaymentState.RELEASED})
        )
        before = payment.state if payment else None
        unpaid = before == PaymentState.RELEASED
        reasons = for_method(payment.method, before_it_left=unpaid) if payment else []
        ended = self.attempt(
            services.end_payment,
            actor=self.actors["finance"],
            on=self.on,
            payment=payment,
            code=reasons[reason % len(reasons)].code if reasons else "",
            ended_on=self.on,
            note="The envelope came back.",
        )
        assert not ended or before not in ENDED, "what had ended ended again"
        if ended and which % 2:
            self.pay_day("releaser")

    @rule(which=WHICH)
    def new_account(self, which: int) -> None:
        with writing():
            changed = set_payee(
                actor=self.actors["finance"],
                on=self.on,
                participant=self.all(Participant)[which % 5],
                account_name="A new account",
                sort_code="200000",
                account_number=f"{10_000_000 + len(self.all(Payment)) * 100 + which}",
            )
        if which % 4 and changed.number > 1:
            self.attempt(
                confirming.confirm,
                actor=self.actors["releaser"],
                on=self.on,
                payee=changed,
                theirs=which % 4 > 1,
                asked_by=AskedBy.PHONE,
            )
        # And somebody goes on at once with what was approved for the old one.
        if which % 3 == 1:
            self.prepare("finance")
        elif which % 3 == 2:
            self.release(which, "releaser")

    @rule(days=st.sampled_from([1, 30]))
    def time_passes(self, days: int) -> None:
        self.on = min(self.on + timedelta(days=days), date(2027, 2, 1))
