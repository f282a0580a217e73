"""Write day sheets before the day: prepared from a session, changed, given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money, total
from tracker.payments import gate, numbering
from tracker.payments.day_models import DaySheet, DaySheetLine, DaySheetState
from tracker.payments.day_standing import Standing, standing
from tracker.payments.models import Method
from tracker.permissions import Actor
from tracker.projects import queries as projects
from tracker.projects.models import ExpenseCategory
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.values import needed_line

METHODS = (Method.CASH, Method.VOUCHER)


@dataclass(frozen=True)
class Entry:
    """One place on a sheet: at most how much. `key` ends the names of its fields on a form."""

    place: Attendance
    fee: Money
    expenses: Money
    key: str = ""


@dataclass(frozen=True)
class Outline:
    """What a sheet says besides its people. `category` is what the expenses are for, mostly."""

    method: Method
    float_pence: Money
    holder: str
    category: str


def prepare(
    *, actor: Actor, on: date, involvement: InvolvementSession, outline: Outline, entries: Sequence[Entry]
) -> DaySheet:
    """Write down who may be handed money at a session still to come. Raises Invalid or Refused."""
    gate.must_be_open(actor, involvement.project, involvement.held_on)
    places = locked_places(involvement)
    must_be_to_come(involvement, on)
    sheet = DaySheet(
        ref=numbering.day_sheet_ref(on.year),
        involvement=involvement,
        prepared_by_id=actor.user_id,
        prepared_on=on,
    )
    _write_down(sheet, outline, entries, places)
    db.session.add(sheet)
    db.session.flush()
    record(actor, "prepared-day-sheet", sheet, values=values(sheet))
    return sheet


def change(
    *,
    actor: Actor,
    on: date,
    sheet: DaySheet,
    version: int | None,
    outline: Outline,
    entries: Sequence[Entry],
) -> DaySheet:
    """Change a sheet before anybody has signed; whoever sanctioned it must look at it again."""
    sheet = locked(sheet)
    places = locked_places(sheet.involvement)
    must_be_to_come(sheet.involvement, on)
    if sheet.state not in {DaySheetState.PREPARED, DaySheetState.SANCTIONED}:
        raise Refused(
            f"This sheet is {sheet.state.value}: it can no longer be changed.", code="day-sheet-over"
        )
    if any(line.signed_how for line in sheet.lines):
        raise Refused("Somebody has signed on this sheet: it can no longer be changed.", code="signed")
    refuse_stale(sheet, version, {"float_pence": outline.float_pence, "holder": outline.holder})
    _write_down(sheet, outline, entries, places)
    sheet.state, sheet.sanctioned_by_id, sheet.sanctioned_on = DaySheetState.PREPARED, None, None
    sheet.small_team_reason = sheet.second_person = None
    sheet.version += 1
    db.session.flush()
    record(actor, "changed-day-sheet", sheet, values=values(sheet))
    return sheet


def cancel(*, actor: Actor, sheet: DaySheet) -> DaySheet:
    """Give up a sheet that nobody has sanctioned; a sanctioned one is closed with its float counted back."""
    sheet = locked(sheet)
    if sheet.state != DaySheetState.PREPARED:
        raise Refused(
            "Only a sheet that is not sanctioned can be given up. Change it first, or close it with the "
            "whole float counted back.",
            code="day-sheet-sanctioned",
        )
    sheet.state = DaySheetState.CANCELLED
    db.session.flush()
    record(actor, "cancelled-day-sheet", sheet, values={"state": sheet.state.value})
    return sheet


def _write_down(
    sheet: DaySheet, outline: Outline, entries: Sequence[Entry], places: dict[int, Attendance]
) -> None:
    """Put the outline and the people on the sheet, unless something there cannot be."""
    if outline.method not in METHODS:
        raise Invalid("Choose cash or vouchers.", field="method")
    if outline.float_pence <= ZERO:
        raise Invalid("Enter how much is counted out, more than £0.00.", field="float_pence")
    if not entries:
        raise Invalid("Tick at least one person.", field="float_pence")
    category = _category(outline.category)
    found = standing(sheet.involvement, sheet if sheet.ref and sheet.id else None)
    for entry in entries:
        _must_fit(entry, found, category, places)
    sheet.method, sheet.float_pence = outline.method, outline.float_pence
    sheet.holder = needed_line(
        outline.holder, field="holder", longest=200, sentence="Enter who is to hold the money."
    )
    kept = {line.participant_id: line for line in sheet.lines}
    sheet.lines = [_line(kept, entry, outline.category) for entry in entries]


def _line(kept: dict[int, DaySheetLine], entry: Entry, category: str) -> DaySheetLine:
    person = entry.place.participant
    line = kept.get(person.id) or DaySheetLine(participant=person)
    line.most_fee_pence, line.most_expenses_pence = entry.fee, entry.expenses
    line.category = category if entry.expenses else None
    return line


def _must_fit(
    entry: Entry, found: Standing, category: ExpenseCategory, places: dict[int, Attendance]
) -> None:
    place, name = entry.place, entry.place.participant.name
    if place.participant_id not in places:
        raise Refused(f"{name} has no place in this session any more: look at the register again.")
    if not entry.fee and not entry.expenses:
        raise Invalid(f"{name}: enter at most how much they may be handed.", field=f"fee_{entry.key}")
    if entry.fee > found.fee(place):
        raise Invalid(found.refusal(place), field=f"fee_{entry.key}")
    if entry.expenses and (sentence := found.why_no_costs(place, category.code)):
        raise Invalid(sentence, field=f"expenses_{entry.key}")
    if category.cap is not None and entry.expenses > category.cap:
        raise Invalid(
            f"{name}: {category.label} is paid up to {category.cap.pounds()}. Enter that, or less.",
            field=f"expenses_{entry.key}",
        )


def categories() -> list[ExpenseCategory]:
    """What expenses on a sheet may be for: anything but a journey by the mile, which waits as a claim."""
    return [category for category in projects.categories() if not category.by_mileage]


def _category(code: str) -> ExpenseCategory:
    for category in categories():
        if category.code == code:
            return category
    raise Invalid("Choose from the list what the expenses are for.", field="category")


def must_be_to_come(involvement: InvolvementSession, on: date) -> None:
    """Raise Refused once the session is over: money is sanctioned before it is handed over."""
    if involvement.held_on < on:
        raise Refused(
            "This session is over, and money is sanctioned before it is handed over. Record what is owed as "
            "claims instead.",
            code="too-late",
        )


def values(sheet: DaySheet) -> dict[str, object]:
    """What the audit keeps of a sheet: how many people, and at most how much for all of them."""
    most = total(line.most for line in sheet.lines)
    return {"state": sheet.state.value, "lines": len(sheet.lines), "pence": most.pence}


def locked(sheet: DaySheet) -> DaySheet:
    """The sheet, locked and read again: sheets before places, places before claims."""
    return db.session.scalars(
        select(DaySheet)
        .where(DaySheet.id == sheet.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def locked_places(involvement: InvolvementSession) -> dict[int, Attendance]:
    """A session's places by participant, locked: while a fee goes on a sheet, nobody puts it on a claim."""
    rows = db.session.scalars(
        select(Attendance)
        .where(Attendance.involvement_session_id == involvement.id)
        .order_by(Attendance.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {place.participant_id: place for place in rows}
