"""What was done to a payment's offers, claims and run, in order, out of the record that nobody can change.

Of checks it says that they were made, when and by which rules: they are made for everybody alike. What one
looked at and found is between the person and the benefit contact, and so is that somebody looked again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from tracker.audit import queries as audit
from tracker.db import db
from tracker.money import Money
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.models import Claim, Offer
from tracker.payments.run_models import Payment, PayRun
from tracker.web.filters import plain

# Acts that bear on the money. Whatever is not named here, such as who looked at what, is left out.
_OF_CLAIMS = frozenset(
    {
        "drafted-claim",
        "added-fee",
        "added-expense",
        "removed-line",
        "set-advance",
        "followed-register",
        "keyed-in-paper-claim",
        "added-claim-form",
        "paid-to-another",
        "paid-to-the-person",
        "chose-of-fee",
        "submitted-claim",
        "raised-query",
        "answered-query",
        "approved-claim",
        "took-sanction-of-day-sheet",
        "approval-lapsed",
        "held-claim",
        "let-claim-go",
        "took-out-of-run",
        "owed-again",
    }
)
_OF_OFFERS = frozenset({"prepared-offer", "made-offer", "answered-offer", "chose-of-fee"})
_OF_PAYMENTS = frozenset({"ended-payment", "confirmed-gift", "kept-payroll-result"})
_OF_RUNS = frozenset({"prepared-run", "released-run", "marked-paid", "run-paid", "run-failed", "exported"})
_WORDS = {"exported": "Took a file of the run", "approval-lapsed": "The approval no longer stood"}


@dataclass(frozen=True)
class Act:
    """One thing that somebody did: when, who (None: nobody signed in), in words, and to what."""

    at: datetime
    who: int | None
    did: str
    about: str
    pence: Money | None


@dataclass(frozen=True)
class Made:
    """That a check was made: at which step, on which day, by which rules."""

    step: str
    on: date
    rulebook: str


def acts(payment: Payment, claims: Collection[Claim], offers: Collection[Offer], *, whole: bool) -> list[Act]:
    """The acts on these offers and claims, and on the payment; with `whole`, those on its run too."""
    called: dict[tuple[str, int], str] = {(Claim.__tablename__, one.id): f"claim {one.ref}" for one in claims}
    called |= {(Offer.__tablename__, one.id): f"offer {one.number}" for one in offers}
    called[Payment.__tablename__, payment.id] = "this payment"
    if whole:
        called[PayRun.__tablename__, payment.run_id] = f"pay run {payment.run.ref}"
    wanted: dict[str, list[int]] = {}
    for kind, record_id in called:
        wanted.setdefault(kind, []).append(record_id)
    verbs = _OF_CLAIMS | _OF_OFFERS | _OF_PAYMENTS | _OF_RUNS
    return [
        Act(
            at=event.at,
            who=event.actor_id,
            did=_WORDS.get(event.verb, plain(event.verb)),
            about=called[event.kind, event.record_id or 0],
            pence=_pence(event.values),
        )
        for event in audit.acts(wanted, verbs)
    ]


def _pence(values: Mapping[str, Any]) -> Money | None:
    return Money(values["pence"]) if "pence" in values else None


def checks_made(claim: Claim, offers: Sequence[Offer]) -> list[Made]:
    """The first check of each offer, and the one that whoever approved the claim made by approving it."""
    found = [_first(Check.offer_id == one.id, Check.stage == CheckStage.OFFER) for one in offers]
    if claim.approved_by_id is not None:
        by_approver = Check.made_by_id == claim.approved_by_id
        found.append(
            _first(Check.claim_id == claim.id, Check.stage == CheckStage.APPROVAL, by_approver, last=True)
        )
    return [Made(_STEPS[one.stage], one.made_on, one.rulebook) for one in found if one is not None]


_STEPS = {CheckStage.OFFER: "Before the offer", CheckStage.APPROVAL: "At approval"}


def _first(*wanted: ColumnElement[bool], last: bool = False) -> Check | None:
    when = Check.made_at.desc() if last else Check.made_at
    return db.session.scalars(select(Check).where(*wanted).order_by(when, Check.id).limit(1)).one_or_none()
