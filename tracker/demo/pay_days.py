"""Money on its way: each week a run prepared by one person, released by another, paid by the bank.

Now and then some of it comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import working_days
from tracker.demo.life import talk_with_all
from tracker.demo.organisation import PAID_AFTER
from tracker.demo.staff import CONTACT, FINANCE, SECOND_FINANCE
from tracker.demo.stage import BEGINNING, Stage
from tracker.payments import payment_queries, queries, runs, services, stops
from tracker.payments.models import Claim
from tracker.payments.run_models import PayRun
from tracker.permissions import Actor


@dataclass
class Purse:
    """A pay run on its way to its pay day; while there is nothing to pay, there is none."""

    pay_on: date
    run: PayRun | None = None

    def prepare(self, actor: Actor, on: date) -> None:
        """Gather everything that is approved and can go."""
        waiting = queries.approved(actor)
        out = _stopped(waiting)
        self.gather(actor, on, [claim for claim in waiting if claim.id not in out])

    def gather(self, actor: Actor, on: date, claims: Collection[Claim]) -> None:
        """Gather these claims."""
        if claims:
            self.run = services.prepare_run(
                actor=actor, on=on, pay_on=self.pay_on, claim_ids=[claim.id for claim in claims]
            )

    def release(self, actor: Actor, on: date) -> None:
        """A second person lets it go."""
        if self.run is not None:
            services.release(actor=actor, on=on, run=self.run)

    def paid(self, actor: Actor, on: date) -> None:
        """The bank has paid it."""
        if self.run is not None:
            services.mark_paid(
                actor=actor, on=on, run=self.run, paid_on=on, bank_reference=f"HARBOURSIDE {self.run.ref}"
            )


def _stopped(waiting: Collection[Claim]) -> frozenset[int]:
    return frozenset(one.claim.id for one in stops.left_out(list(waiting)))


def came_back(actor: Actor, on: date, claim: Claim, code: str) -> None:
    """The bank says why the payment of a claim did not arrive."""
    services.end_payment(
        actor=actor, on=on, payment=payment_queries.of_claim(claim.id)[-1], code=code, ended_on=on
    )


def send_back_changed(actor: Actor, on: date) -> None:
    """What changed after its approval goes back to be looked at again."""
    runs.send_back_changed(actor=actor, on=on)


def plan(stage: Stage) -> None:
    """A pay day every week; the newest run is prepared on the last day and waits for its release."""
    for days in range(0, BEGINNING, -7):
        purse = Purse(_pay_on(stage, days))
        stage.plan(days, FINANCE, purse.prepare)
        stage.plan(days + 1, SECOND_FINANCE, purse.release)
        stage.plan(days + PAID_AFTER, FINANCE, purse.paid)
        # What came of the last two weeks' payments is still to be talked about.
        if days < -14:
            stage.plan(days + PAID_AFTER, CONTACT, talk_with_all)


def _pay_on(stage: Stage, days: int) -> date:
    """The pay day of a run; of the newest, one for which Bacs takes a file on the day after the last too."""
    pay_on = stage.day(days + PAID_AFTER)
    while not days and working_days.bacs_file_by(pay_on) <= stage.last_day:
        pay_on += timedelta(days=7)
    return working_days.on_or_before(pay_on, None) if not days else pay_on


def plan_urgent(
    stage: Stage, claims: Callable[[], Collection[Claim]], days: int = -1, *, paid: bool = False
) -> None:
    """A run out of turn for claims that could not wait: paid on the day after, or on its way by Bacs."""
    by_bacs = working_days.first_by_bacs(stage.last_day + timedelta(days=1))
    purse = Purse(stage.day(days + 1) if paid or by_bacs is None else by_bacs)
    stage.plan(days, FINANCE, lambda actor, on: purse.gather(actor, on, claims()))
    stage.plan(days, SECOND_FINANCE, purse.release)
    if paid:
        stage.plan(days + 1, FINANCE, purse.paid)
