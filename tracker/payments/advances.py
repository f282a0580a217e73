"""Advances: money given to a person ahead, set against their costs, and what is unspent owed back.

It is recorded after it was handed over or sent. An advance is of a cost, so it is no fee and no earnings:
only costs are paid by it. What nobody asks back is written off by a second person, who says what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.payments import (
    advance_ledger,
    advance_queries,
    amounts,
    books,
    cash_floats,
    claims,
    for_finance,
    freezes,
    ledger,
    numbering,
)
from tracker.payments.advance_models import Advance
from tracker.payments.models import Claim, LineKind, Method
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.sessions.models import InvolvementSession
from tracker.values import folded

# Payroll pays what was worked, and a charity has no costs.
METHODS = (Method.CASH, Method.BANK, Method.CHEQUE, Method.PREPAID_CARD, Method.VOUCHER)


def give(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    project: Project,
    pence: Money,
    category: str,
    purpose: str,
    method: Method,
    given_on: date,
    given_by: str,
    involvement: InvolvementSession | None = None,
    reference: str | None = None,
) -> Advance:
    """Record an advance that was given. Raises Invalid, naming the field to put right, or Refused."""
    freezes.must_not_be_written_to(participant.id)
    _must_be_in(project, participant, given_on, involvement)
    if pence <= ZERO:
        raise Invalid("Enter how much was given, more than £0.00.", field="pence")
    _must_be_of_lists(category, method)
    giving = (
        Permission.LOG_CLAIMS if actor.may(Permission.LOG_CLAIMS, project.id) else Permission.PREPARE_RUNS
    )
    amounts.must_be_within(actor, giving, [project.id], pence, what="An advance", does="records it")
    if given_on > on:
        raise Invalid("Enter the day the money was given: it cannot be after today.", field="given_on")
    if not given_by:
        raise Invalid("Enter who gave it.", field="given_by")
    books.must_be_open(given_on, field="given_on")
    advance = Advance(
        ref=numbering.advance_ref(on.year),
        participant_id=participant.id,
        project_id=project.id,
        project=project,
        involvement_session_id=involvement.id if involvement else None,
        pence=pence,
        category=category,
        purpose=for_finance.name(purpose, field="purpose"),
        method=method,
        given_on=given_on,
        given_by=for_finance.name(given_by, field="given_by"),
        reference=for_finance.note(reference or "", field="reference") or None,
        recorded_by_id=actor.user_id,
    )
    db.session.add(advance)
    db.session.flush()
    advance_ledger.enter(
        actor=actor, advance=advance, kind=EntryKind.ADVANCE_GIVEN, pence=pence, on_date=given_on
    )
    record(actor, "gave-advance", advance, values={"pence": pence.pence, "on": given_on.isoformat()})
    return advance


def _must_be_in(
    project: Project, participant: Participant, given_on: date, involvement: InvolvementSession | None
) -> None:
    if not projects.is_member(project.id, participant.id, given_on):
        raise Invalid(f"{participant.name} was not in {project.name} on that day.", field="given_on")
    if involvement is not None and involvement.project_id != project.id:
        raise Invalid(f"That session is none of {project.name}.", field="involvement")


def _must_be_of_lists(category: str, method: Method) -> None:
    if category not in {one.code for one in projects.categories()}:
        raise Invalid("Choose what the money is for from the list.", field="category")
    if method not in METHODS:
        raise Invalid("Choose how the money was given from the list.", field="method")


def set_against(*, actor: Actor, claim: Claim, amounts: Mapping[int, Money]) -> Claim:
    """Set advances against a claim's expenses: by id, at most how much of each; what is not named is none.

    The claim then pays the difference. Raises Refused or Invalid; the field is `advance_` with the id.
    """
    claim = claims.locked(claim)
    claims.must_be_open(claim)
    if claim.recipient is not None:
        raise Refused(
            f"This claim pays {claim.recipient}, so an advance that {claim.participant.name} was given is "
            "not set against it.",
            code="paid-to-another",
        )
    wanted = {advance_id: pence for advance_id, pence in amounts.items() if pence}
    for advance in advance_ledger.locked(wanted):
        _must_fit(claim, advance, wanted[advance.id])
    _must_be_spent(claim, wanted)
    claim.advances = [[advance_id, pence.pence] for advance_id, pence in sorted(wanted.items())] or None
    claims.touch(claim)
    record(actor, "set-advance", claim, values={"pence": claim.advanced.pence})
    return claim


def _must_fit(claim: Claim, advance: Advance, pence: Money) -> None:
    if advance.id not in {one.id for one in advance_queries.for_claim(claim)}:
        raise Refused("That advance is not this person's, or of another project.", code="not-theirs")
    free = advance_queries.free(advance, but=claim.id)
    if pence > free:
        raise Invalid(f"Only {free.pounds()} is left of {advance.ref}.", field=f"advance_{advance.id}")


def _must_be_spent(claim: Claim, wanted: Mapping[int, Money]) -> None:
    spent, taken = claim.total_of(LineKind.EXPENSE), ZERO
    for advance_id, pence in sorted(wanted.items()):
        taken += pence
        if taken > spent:
            raise Invalid(
                f"The expenses on this claim come to {spent.pounds()}: set no more than that against them.",
                field=f"advance_{advance_id}",
            )


def take_back(
    *, actor: Actor, on: date, advance: Advance, pence: Money, returned_on: date, method: Method
) -> Advance:
    """Record that a person gave back what they did not spend, or some of it."""
    advance = _locked(advance)
    _must_be_left(advance, pence)
    if method not in METHODS:
        raise Invalid("Choose how it came back from the list.", field="method")
    _must_be_a_day_since(advance, returned_on, on, field="returned_on")
    advance_ledger.enter(
        actor=actor,
        advance=advance,
        kind=EntryKind.ADVANCE_RETURNED,
        pence=pence,
        on_date=returned_on,
        method=method,
    )
    values = {"pence": pence.pence, "on": returned_on.isoformat()}
    record(actor, "took-back-advance", advance, values=values)
    return advance


def write_off(
    *, actor: Actor, on: date, advance: Advance, pence: Money, reason: str, was_spent: bool
) -> Advance:
    """Ask back no more what is left of an advance, or some of it; whoever gave or recorded it may not.

    `was_spent` says that a cost stands behind it. Where none does the person keeps a round sum, which counts
    as a fee from this day.
    """
    advance = _locked(advance)
    _must_be_another(actor, advance)
    _must_be_left(advance, pence)
    said = for_finance.reason(reason)
    books.must_be_open(on, field="pence")
    advance_ledger.enter(
        actor=actor,
        advance=advance,
        kind=EntryKind.ADVANCE_WRITTEN_OFF,
        pence=pence,
        on_date=on,
        line_kind=LineKind.EXPENSE if was_spent else LineKind.ALLOWANCE,
        reason=said,
    )
    record(actor, "wrote-off-advance", advance, values={"pence": pence.pence, "on": on.isoformat()})
    return advance


def _must_be_another(actor: Actor, advance: Advance) -> None:
    if actor.user_id is None:
        raise Refused("An advance is written off by a person.", code="no-person")
    if actor.user_id == advance.recorded_by_id or folded(actor.name) == folded(advance.given_by):
        raise Refused(
            "You gave or recorded this advance, so somebody else must write it off.", code="same-person"
        )


def undo(*, actor: Actor, on: date, advance: Advance, reason: str) -> Advance:
    """Take back that an advance was given: it was recorded by mistake, and nothing became of it yet."""
    advance = _locked(advance)
    standing = advance_ledger.standings([advance.id])[advance.id]
    if standing.left != advance.pence or advance_queries.free(advance) != advance.pence:
        raise Refused(
            "Some of this advance is used, set against a claim, given back or written off, so it was given.",
            code="advance-used",
        )
    said = for_finance.reason(reason)
    books.must_be_open(on, field="reason")
    given = [LedgerEntry.advance_id == advance.id, LedgerEntry.kind == EntryKind.ADVANCE_GIVEN]
    ledger.take_back(actor=actor, on=on, wanted=given, reason=said)
    cash_floats.put_back_not_given(advance, actor, on)
    record(actor, "undid-advance", advance, values={"pence": advance.pence.pence, "on": on.isoformat()})
    return advance


def _locked(advance: Advance) -> Advance:
    return advance_ledger.locked([advance.id])[0]


def _must_be_left(advance: Advance, pence: Money) -> None:
    if pence <= ZERO:
        raise Invalid("Enter an amount of more than £0.00.", field="pence")
    free = advance_queries.free(advance)
    if pence > free:
        raise Invalid(
            f"Only {free.pounds()} of this advance is left and set against no claim.", field="pence"
        )


def _must_be_a_day_since(advance: Advance, day: date, on: date, *, field: str) -> None:
    if not advance.given_on <= day <= on:
        raise Invalid("Enter a day from the day it was given up to today.", field=field)
    books.must_be_open(day, field=field)
