"""A bank says that somebody has died: nothing is paid to them and nobody writes, until a manager decides.

Of an account of somebody else, a trusted person's or a charity's, the bank says nothing of the participant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db, within
from tracker.errors import Invalid, NotFound, Refused
from tracker.money import Money, total
from tracker.payments import for_finance
from tracker.payments.freeze_models import Decided, PaymentFreeze
from tracker.payments.models import Claim, ClaimState, Method
from tracker.payments.run_models import Payment, PaymentClaim
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import of_person, records, stands_for

# The code by which a bank returns a credit since the account holder has died.
DIED = "arucs-2"
_OWED = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.IN_PAY_RUN)
SENTENCE = "Waits for a manager: the bank says that the account holder has died."


def freeze_when_ended(payment: Payment, actor: Actor, on: date) -> None:
    """Freeze what is paid to a person whose own account a bank says is of somebody who has died."""
    own = payment.recipient is None and payment.method != Method.TO_CHARITY
    if payment.end_code != DIED or not own:
        return
    freeze = PaymentFreeze(participant_id=payment.participant_id, payment_id=payment.id, frozen_on=on)
    db.session.add(freeze)
    db.session.flush()
    record(actor, "froze-payments", freeze, values={"on": on.isoformat()})


def frozen(participant_ids: Collection[int]) -> frozenset[int]:
    """Those of these people, under any record, to whom nothing may be paid now."""
    return _under(participant_ids, or_(_undecided(), PaymentFreeze.decision == Decided.NOTHING))


def not_written_to(participant_ids: Collection[int]) -> frozenset[int]:
    """Those of these people to whom nobody writes."""
    return _under(participant_ids, or_(_undecided(), PaymentFreeze.decision != Decided.MISTAKEN))


def of_nobody_to_write_to() -> Select[int]:
    """The records that stand for the people to whom nobody writes."""
    return select(stands_for(PaymentFreeze.participant_id)).where(
        or_(_undecided(), PaymentFreeze.decision != Decided.MISTAKEN)
    )


def _undecided() -> ColumnElement[bool]:
    return PaymentFreeze.decision.is_(None)


def _under(participant_ids: Collection[int], wanted: ColumnElement[bool]) -> frozenset[int]:
    if not participant_ids:
        return frozenset()
    person = records(participant_ids)
    rows = db.session.scalars(
        select(PaymentFreeze.participant_id).where(wanted, PaymentFreeze.participant_id.in_(list(person)))
    )
    stand = {person[one] for one in rows}
    return frozenset(one for one in participant_ids if person.get(one, one) in stand)


def must_not_be_written_to(participant_id: int) -> None:
    """Raise Refused where a bank says that the person has died, and no manager said that it is mistaken."""
    if not_written_to([participant_id]):
        raise Refused(
            "A bank says that this person has died, so nothing is made out or offered to them. A manager "
            "says what is to be done.",
            code="died",
        )


def freezes(viewer: Actor) -> Sequence[PaymentFreeze]:
    """Whom a bank said this of, where it was paid in a project of the viewer's; those to decide on first."""
    return db.session.scalars(
        select(PaymentFreeze)
        .where(_seen_by(viewer))
        .options(joinedload(PaymentFreeze.participant))
        .order_by(PaymentFreeze.decided_on.is_not(None), PaymentFreeze.frozen_on.desc(), PaymentFreeze.id)
    ).all()


def freeze(viewer: Actor, freeze_id: int) -> PaymentFreeze:
    """One of them. Raises NotFound."""
    asked = select(PaymentFreeze).where(PaymentFreeze.id == freeze_id, _seen_by(viewer))
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound("There is no such payment to decide on.")
    return found


def owed(viewer: Actor, participant_id: int) -> Money:
    """What is owed to a person and not paid, in the viewer's projects."""
    claims = db.session.scalars(
        select(Claim).where(
            of_person(Claim.participant_id, participant_id), Claim.state.in_(_OWED), _in_scope(viewer)
        )
    )
    return total(claim.to_pay for claim in claims)


def _seen_by(viewer: Actor) -> ColumnElement[bool]:
    theirs = (
        select(PaymentClaim.payment_id)
        .join(Claim, Claim.id == PaymentClaim.claim_id)
        .where(PaymentClaim.payment_id == PaymentFreeze.payment_id, _in_scope(viewer))
    )
    return theirs.exists()


def _in_scope(viewer: Actor) -> ColumnElement[bool]:
    held = (Permission.DECIDE_FROZEN, Permission.PREPARE_RUNS)
    return or_(*(within(Claim.project_id, viewer.projects(one)) for one in held))


def decide(
    *, actor: Actor, on: date, kept: PaymentFreeze, decision: Decided, reason: str, version: int | None
) -> PaymentFreeze:
    """Say what is to be done, and how it is known. Raises Invalid, StaleVersion."""
    kept = db.session.scalars(
        select(PaymentFreeze)
        .where(PaymentFreeze.id == kept.id)
        .with_for_update(of=PaymentFreeze)
        .execution_options(populate_existing=True)
    ).one()
    if version is not None:
        refuse_stale(kept, version, {})
    if not reason:
        raise Invalid("Say how you know, in a few words.", field="reason")
    kept.decision, kept.reason = decision, for_finance.note(reason, field="reason")
    kept.decided_on, kept.decided_by_id = on, actor.user_id
    db.session.flush()
    record(actor, "decided-on-frozen-payments", kept, values={"state": decision.value, "on": on.isoformat()})
    return kept
