"""Money given ahead, and expenses that it pays, made through the services alone."""

from __future__ import annotations

from typing import Any

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.money import Money
from tracker.payments import advances
from tracker.payments import services as payments
from tracker.payments.advance_models import Advance
from tracker.payments.models import Claim, Method
from tracker.people.models import Participant
from tracker.web.transaction import writing


def given(stage: make.Stage, participant: Participant, pence: int = 2000, **other: Any) -> Advance:
    """An advance for the train, handed over by the finance officer of the stage today."""
    values: dict[str, Any] = {
        "project": stage.project,
        "category": "public-transport",
        "purpose": "train to Leeds",
        "method": Method.CASH,
        "given_on": TODAY,
        "given_by": "Ada at the front desk",
        "involvement": stage.involvement,
    }
    with writing():
        return advances.give(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=participant,
            pence=Money(pence),
            **values | other,
        )


def with_expense(stage: make.Stage, name: str, pence: int = 3000) -> Claim:
    """A draft claim of a fee and of one expense with a receipt."""
    claim = make.drafted(stage, name)
    spent(stage, claim, pence)
    return claim


def spent(stage: make.Stage, claim: Claim, pence: int) -> None:
    """Another expense on a claim."""
    with writing():
        payments.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(pence),
            receipt_seen=True,
        )


def set_against(stage: make.Stage, claim: Claim, advance: Advance, pence: int) -> Claim:
    """So much of an advance set against a claim, by the lead."""
    with writing():
        return advances.set_against(actor=stage.as_("lead"), claim=claim, amounts={advance.id: Money(pence)})


def submitted_and_approved(stage: make.Stage, claim: Claim) -> Claim:
    """A draft claim sent in, and approved by somebody else."""
    with writing():
        payments.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with writing():
        return payments.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=payments.current_hash(claim)
        )
