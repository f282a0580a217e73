"""Changed bank details wait until somebody else asked the person, by contact details that were held before.

Whoever pretends to be a person sends a new account together with a new telephone number: so the first payment
after a change waits for a colleague of whoever entered it. What was entered first of all is no change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.small_team import small_team_reason
from tracker.audit import queries as audit
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.people import payee_queries, queries
from tracker.people.confirmation_models import AskedBy, PayeeConfirmation
from tracker.people.models import PayeeVersion
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import records, stands_for
from tracker.web.transaction import explain

# A way of contact that changed so many days before the account did may come from the same hand.
LATELY_DAYS = 60
_TWICE = "Somebody else has just answered this: look again."
explain("uq_payee_confirmation_payee_version_id", "theirs", _TWICE)
explain("payee_confirmation(payee_version_id)", "theirs", _TWICE)


def confirm(
    *,
    actor: Actor,
    on: date,
    payee: PayeeVersion,
    theirs: bool,
    asked_by: AskedBy,
    second_person: str | None = None,
) -> PayeeConfirmation:
    """Record what the person said of a change. Raises Refused to whoever entered it, or where none waits."""
    if not queries.holds(actor, payee.participant_id, Permission.MANAGE_PAYEES):
        raise Refused("Only finance staff may confirm bank details: ask one of them.")
    if payee.id not in changed([payee.id]) or payee.id in confirmations([payee.id]):
        raise Refused("These bank details wait for nobody: look again.", code="not-waiting")
    kept = PayeeConfirmation(
        payee_version_id=payee.id,
        theirs=theirs,
        asked_by=asked_by,
        confirmed_on=on,
        confirmed_by_id=actor.user_id,
    )
    if theirs and actor.user_id in {None, payee.recorded_by_id}:
        kept.small_team_reason = _reason_alone(actor, second_person)
        kept.second_person = second_person
    db.session.add(kept)
    db.session.flush()
    verb = "confirmed-bank-details" if theirs else "disowned-bank-details"
    record(actor, verb, payee, values={"on": on.isoformat()})
    return kept


def _reason_alone(actor: Actor, second_person: str | None) -> str:
    if reason := small_team_reason(actor, second_person):
        return reason
    raise Refused(
        "You entered these bank details, so somebody else in finance must ask the person.", code="same-person"
    )


def payee_of(participant_id: int, payee_id: int) -> PayeeVersion:
    """A version that stands for a person, their own or of somebody they trust. Raises NotFound."""
    own = payee_queries.current_payee(participant_id)
    if own is not None and own.id == payee_id:
        return own
    try:
        return payee_queries.trusted_payee(participant_id, payee_id)
    except NotFound:
        raise NotFound("These bank details do not stand any more: look again.") from None


def changed(payee_ids: Collection[int]) -> frozenset[int]:
    """Those of these versions that took the place of an earlier one of the same person and recipient."""
    wanted = select(PayeeVersion.id).where(PayeeVersion.id.in_(list(payee_ids)), _is_a_change())
    return frozenset(db.session.scalars(wanted))


def waiting(payee_ids: Collection[int]) -> Mapping[int, bool]:
    """Those of these versions that may not be paid to yet: whether the person said they are not theirs."""
    found = changed(payee_ids)
    said = confirmations(found)
    return {one: one in said for one in found if one not in said or not said[one].theirs}


def to_confirm() -> ColumnElement[bool]:
    """Of versions: whether it is a change of which nobody recorded yet what the person says."""
    asked = select(PayeeConfirmation.id).where(PayeeConfirmation.payee_version_id == PayeeVersion.id)
    agreed = or_(PayeeVersion.recipient.is_(None), PayeeVersion.consent_on.is_not(None))
    return and_(_is_a_change(), ~asked.exists(), agreed)


def confirmations(payee_ids: Collection[int]) -> Mapping[int, PayeeConfirmation]:
    """What was said of these versions, by the version's id."""
    asked = select(PayeeConfirmation).where(PayeeConfirmation.payee_version_id.in_(list(payee_ids)))
    return {one.payee_version_id: one for one in db.session.scalars(asked)}


def contact_changed(payee: PayeeVersion) -> datetime | None:
    """When the person's telephone number or email last changed, if that was not long before."""
    since = payee.recorded_at - timedelta(days=LATELY_DAYS)
    acts = audit.acts({"participant": list(records([payee.participant_id]))}, {"changed"})
    reached = {"phone", "email"}
    return max((act.at for act in acts if act.at >= since and reached & set(act.fields)), default=None)


def _is_a_change() -> ColumnElement[bool]:
    earlier = aliased(PayeeVersion)
    # Another record of theirs that goes to the same account brings no new one; a roll number may be another.
    elsewhere = or_(earlier.lookup != PayeeVersion.lookup, PayeeVersion.roll_number.is_not(None))
    before = or_(
        and_(earlier.participant_id == PayeeVersion.participant_id, earlier.number < PayeeVersion.number),
        and_(
            earlier.participant_id != PayeeVersion.participant_id,
            earlier.recorded_at < PayeeVersion.recorded_at,
            elsewhere,
        ),
    )
    return (
        select(earlier.id)
        .where(
            stands_for(earlier.participant_id) == stands_for(PayeeVersion.participant_id),
            earlier.recipient.is_not_distinct_from(PayeeVersion.recipient),
            before,
        )
        .exists()
    )
