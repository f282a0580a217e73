"""Somebody else who gets a claim's money for a person: it counts as the person's, who agreed to it on a day.

A helper's costs, or the money of somebody without an account. Each recipient has a claim of their own, so
that one payment goes to one account. Sending money elsewhere can be forced on a person: it is never without
their agreement, and whoever recorded it does not approve it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.payments import claims, for_finance
from tracker.payments.models import Claim, Method, PaidTo
from tracker.people import payee_queries, payees
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.one_person import of_person
from tracker.values import folded


def pay_to(
    *,
    actor: Actor,
    on: date,
    claim: Claim,
    recipient: str,
    consent_on: date | None,
    method: Method | None = None,
    version: int | None = None,
) -> Claim:
    """Have a claim's money go to another person, as the participant agreed on a day. Raises Invalid."""
    claim = _open(claim)
    name = _spelt(claim.participant, recipient)
    if version is not None:
        refuse_stale(claim, version, {"recipient": name, "recipient_consent_on": consent_on})
    if consent_on is None or consent_on > on:
        raise Invalid(
            f"Enter the day on which {claim.participant.name} agreed to this, today or earlier.",
            field="consent_on",
        )
    if others := _helpers(claim) - {name}:
        raise Invalid(
            f"Take the expenses of {', '.join(sorted(others))} off this claim first: they have their own.",
            field="recipient",
        )
    claim.recipient, claim.recipient_consent_on = name, consent_on
    claim.method = method or claim.method
    claims.touch(claim)
    record(actor, "paid-to-another", claim, values={"on": consent_on.isoformat()})
    return claim


def pay_the_person(*, actor: Actor, claim: Claim) -> Claim:
    """Have a claim's money go to the person again."""
    claim = _open(claim)
    if claim.recipient is None:
        raise Refused(f"This money goes to {claim.participant.name} already.")
    if _helpers(claim):
        raise Refused(f"Take the expenses of {claim.recipient} off this claim first.")
    claim.recipient = claim.recipient_consent_on = None
    claims.touch(claim)
    record(actor, "paid-to-the-person", claim)
    return claim


def claim_of_helper(*, actor: Actor, on: date, claim: Claim, name: str | None) -> Claim:
    """Where a helper's expense belongs: this claim if its money goes to them, else one of their own."""
    recipient = _spelt(claim.participant, name, field="paid_to_name")
    if recipient == claim.recipient:
        return claim
    account = payee_queries.current_payee(claim.participant_id, recipient)
    theirs = claims.claim_for(
        actor=actor,
        on=on,
        participant=claim.participant,
        project=claim.project,
        involvement=claim.involvement,
        method=Method.BANK if account else None,
        recipient=recipient,
    )
    if theirs.recipient_consent_on is None and account is not None:
        theirs.recipient_consent_on = account.consent_on
    return theirs


def must_be_agreed(claim: Claim) -> None:
    """Raises Refused where money would go to somebody else and nobody recorded that the person agreed."""
    if is_for_another(claim) and claim.recipient_consent_on is None:
        raise Refused(
            f"Ask {claim.participant.name} whether {claim.recipient} may get this money, and record on the "
            "claim that they agreed. Then submit again.",
            code="not-agreed",
        )


def is_for_another(claim: Claim) -> bool:
    """Whether another person gets the money for the participant; a charity that they chose is none."""
    return claim.recipient is not None and claim.method != Method.TO_CHARITY


def _open(claim: Claim) -> Claim:
    claim = claims.locked(claim)
    claims.must_be_open(claim)
    if claim.method == Method.TO_CHARITY:
        raise Refused(
            "This fee goes to the charity that the person chose. Record that they take it themselves first.",
            code="to-charity",
        )
    return claim


def _helpers(claim: Claim) -> set[str]:
    return {line.paid_to_name or "" for line in claim.lines if line.paid_to == PaidTo.HELPER}


def _spelt(participant: Participant, text: str | None, *, field: str = "recipient") -> str:
    """A recipient's name as it was spelt before for this person, so that one helper stays one."""
    try:
        name = for_finance.name(payees.trusted_name(participant, text or ""), field=field)
    except Invalid as error:
        raise Invalid(error.message, field=field) from None
    return next((kept for kept in _known(participant.id) if folded(kept) == folded(name)), name)


def _known(participant_id: int) -> Collection[str]:
    rows = db.session.scalars(
        select(Claim.recipient)
        .where(
            of_person(Claim.participant_id, participant_id),
            Claim.method != Method.TO_CHARITY,
            Claim.recipient.is_not(None),
        )
        .distinct()
    )
    return [name for name in rows if name]
