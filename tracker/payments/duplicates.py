"""What of a claim looks like something recorded before, in sentences with their reason.

Whoever may not see the other record learns that there is one, and nothing of it: neither its reference nor
its project, person or amount. None of it stops an approval: people make honest mistakes, and some are none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.payments import claim_payees, queries
from tracker.payments.day_models import DaySheet
from tracker.payments.models import Claim, ClaimLine, LineKind, Offer
from tracker.people import payees
from tracker.people.models import PayeeVersion
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import records
from tracker.sessions.models import HEARD, Attendance, InvolvementSession
from tracker.web.filters import day

_SEES = (Permission.SEE_CLAIMS, Permission.APPROVE_CLAIMS)
_KINDS = {LineKind.FEE: "fee", LineKind.EXPENSE: "cost", LineKind.ALLOWANCE: "round sum"}


def sentences(viewer: Actor, claim: Claim) -> list[str]:
    """Everything about this claim that may be there twice, one sentence each, for this viewer."""
    return [
        *_same_files(viewer, claim),
        *_same_sums(viewer, claim),
        *_same_session(viewer, claim),
        *_same_hours(viewer, claim),
        *_same_account(claim),
    ]


def _sees(viewer: Actor, project_id: int) -> bool:
    return any(viewer.may(permission, project_id) for permission in _SEES)


def _named(viewer: Actor, other: Claim) -> str:
    """What a sentence calls another claim."""
    return f"claim {other.ref}" if _sees(viewer, other.project_id) else "a claim that you may not see"


# --- the same file ----------------------------------------------------------------------------------------


def _same_files(viewer: Actor, claim: Claim) -> Iterator[str]:
    photos = [line.receipt_sha256 for line in claim.lines if line.receipt_sha256]
    if any(number > 1 for number in Counter(photos).values()):
        yield "The same photo of a receipt stands on two lines of it."
    files = {*photos, claim.form_sha256} - {None}
    if not files:
        return
    for other in _claims_with(claim, {one for one in files if one is not None}):
        yield f"A photo of a receipt, or a scan, on it stands on {_named(viewer, other)} too."
    if db.session.scalar(select(DaySheet.id).where(DaySheet.form_sha256.in_(files)).limit(1)) is not None:
        yield "A photo of a receipt, or a scan, on it is that of a day sheet too."


def _claims_with(claim: Claim, files: Collection[str]) -> Sequence[Claim]:
    """Other claims that hold one of these files, whatever became of them."""
    on_a_line = select(ClaimLine.claim_id).where(ClaimLine.receipt_sha256.in_(files))
    return db.session.scalars(
        select(Claim)
        .where(or_(Claim.id.in_(on_a_line), Claim.form_sha256.in_(files)), Claim.id != claim.id)
        .order_by(Claim.ref)
    ).all()


# --- the same sum, the same session -----------------------------------------------------------------------


def _same_sums(viewer: Actor, claim: Claim) -> Iterator[str]:
    """The person's other lines of the same day, kind and amount, on claims that did not come to nothing."""
    mine = Counter((line.worked_on, line.kind, line.pence) for line in claim.lines if line.pence)
    for (worked_on, kind, pence), number in mine.items():
        if number > 1:
            yield f"A {_KINDS[kind]} of {pence.pounds()} for {day(worked_on)} stands on it {number} times."
    alike = [
        and_(ClaimLine.worked_on == on, ClaimLine.kind == kind, ClaimLine.pence == pence)
        for on, kind, pence in mine
    ]
    if not alike:
        return
    rows = db.session.scalars(
        select(ClaimLine)
        .join(ClaimLine.claim)
        .where(
            Claim.participant_id.in_(records([claim.participant_id])),
            Claim.id != claim.id,
            Claim.state.not_in(queries.ENDED),
            # A second fee for the same session is said as that.
            or_(
                ClaimLine.kind != LineKind.FEE,
                Claim.involvement_session_id.is_distinct_from(claim.involvement_session_id),
            ),
            or_(*alike),
        )
        .options(joinedload(ClaimLine.claim))
        .order_by(Claim.ref, ClaimLine.id)
    )
    for line in rows:
        what = f"{_KINDS[line.kind]} of {line.pence.pounds()} for {day(line.worked_on)}"
        yield f"Their {what} stands on {_named(viewer, line.claim)} too."


def _same_session(viewer: Actor, claim: Claim) -> Iterator[str]:
    if claim.involvement_session_id is None:
        return
    claimed = queries.claims_of_session(claim.involvement_session_id)
    for other in (other for one in records([claim.participant_id]) for other in claimed.get(one, [])):
        if other.id == claim.id:
            continue
        if not _sees(viewer, other.project_id):
            yield "There is another claim of theirs for this session, which you may not see."
        elif other.has_fee and claim.has_fee:
            yield f"A second fee for this session: {other.ref} has one: {other.total.pounds()}."
        else:
            yield f"There is another claim of theirs for this session, {other.ref}: {other.total.pounds()}."


# --- the same hours, the same account ---------------------------------------------------------------------


def _same_hours(viewer: Actor, claim: Claim) -> Iterator[str]:
    """Sessions of other projects at the same time, where the person came, or is to come, for a fee."""
    mine = claim.involvement
    if mine is None or mine.start is None or mine.end is None or not claim.has_fee:
        return
    found = db.session.execute(
        select(InvolvementSession)
        .join(Attendance, Attendance.involvement_session_id == InvolvementSession.id)
        .where(
            Attendance.participant_id.in_(records([claim.participant_id])),
            or_(Attendance.outcome.in_(HEARD), Attendance.outcome.is_(None)),
            Attendance.id.in_(select(Offer.attendance_id).where(Offer.offered_on.is_not(None))),
            InvolvementSession.project_id != mine.project_id,
            InvolvementSession.held_on == mine.held_on,
            InvolvementSession.start < mine.end,
            InvolvementSession.end > mine.start,
        )
        .order_by(InvolvementSession.start, InvolvementSession.id)
    ).scalars()
    for other in found:
        if _sees(viewer, other.project_id):
            yield f"At the same time they were at {other.title} of another project, for a fee too."
        else:
            yield "Another project offers them a fee for the same time. You may not see it."


def _same_account(claim: Claim) -> Iterator[str]:
    """That the account is another person's too, and never whose."""
    version = claim_payees.payee_version_id(claim)
    payee = db.session.get(PayeeVersion, version) if version is not None else None
    if payee is not None and payees.shared_with(payee):
        yield (
            "Somebody else is paid into the same bank account. Families may share one: ask finance if you do "
            "not know."
        )
