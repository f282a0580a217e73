"""What becomes of claims: approval, questions, pay runs, money on its way, and what goes another way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.demo.life import Life
from tracker.payments import services
from tracker.payments.models import Claim
from tracker.payments.run_models import PayRun
from tracker.people import services as people
from tracker.permissions import Actor


class Purse:
    """A pay run on its way: prepared by one person, released by another, paid by the bank."""

    def __init__(self) -> None:
        self.run: PayRun | None = None

    def prepare(self, actor: Actor, on: date, claims: Iterable[Claim], pay_on: date | None = None) -> None:
        self.run = services.prepare_run(
            actor=actor, on=on, pay_on=pay_on or on, claim_ids=[claim.id for claim in claims]
        )

    def release(self, actor: Actor, on: date) -> None:
        services.release(actor=actor, on=on, run=self._prepared())

    def paid(self, actor: Actor, on: date) -> None:
        run = self._prepared()
        services.mark_paid(actor=actor, on=on, run=run, paid_on=on, bank_reference=f"HARBOURSIDE {run.ref}")

    def _prepared(self) -> PayRun:
        assert self.run is not None  # noqa: S101 - prepared on an earlier day
        return self.run


def approve(actor: Actor, on: date, claims: Iterable[Claim]) -> None:
    """Approve what is shown."""
    for claim in claims:
        services.approve(actor=actor, on=on, claim=claim, shown_hash=services.current_hash(claim))


def ask_about(actor: Actor, claim: Claim, question: str) -> None:
    """Ask a question about a claim."""
    services.raise_query(actor=actor, claim=claim, question=question)


def new_bank(actor: Actor, on: date, life: Life, number: int) -> None:
    """A person moves to another bank after their claim was approved: it must be looked at again."""
    participant = life.people[number]
    people.set_payee(
        actor=actor,
        on=on,
        participant=participant,
        account_name=participant.name,
        sort_code="00-00-01",
        account_number="20304050",
    )


def other_ends(lead: Actor, approver: Actor, life: Life) -> None:
    """The ways a claim ends without money."""
    services.reject(
        actor=approver,
        claim=life.claims[23],
        reason="The fee is for another day: please enter it under that one.",
    )
    services.withdraw(actor=lead, claim=life.claims[24], reason="Entered twice by mistake.")
    services.decline(
        actor=lead, claim=life.claims[25], reason="Told us on the telephone that they take no money."
    )
