"""Key in the signatures of a day sheet: who signed for how much, row by row, by one person or by two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.accounts import queries as accounts
from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused, StaleVersion
from tracker.payments import day_sheets
from tracker.payments.day_models import DaySheet, DaySheetState
from tracker.payments.day_rows import Row, must_hold
from tracker.payments.day_standing import Standing, standing
from tracker.permissions import Actor
from tracker.sessions.models import Attendance
from tracker.web.transaction import explain

_SERIAL_TWICE = "Two people have the same voucher number on this sheet: check the numbers."
explain("uq_day_sheet_line_day_sheet_id_voucher_serial", "voucher_serial", _SERIAL_TWICE)
explain("day_sheet_line(voucher_serial)", "voucher_serial", _SERIAL_TWICE)


def key_in(*, actor: Actor, on: date, sheet: DaySheet, rows: Sequence[Row]) -> None:
    """Record these rows, or none: raises StaleVersion and Invalid, naming the person and the field.

    Two people may key one sheet together; only a row that both changed is refused.
    """
    sheet = day_sheets.locked(sheet)
    places = day_sheets.locked_places(sheet.involvement)
    must_be_out(sheet, on)
    must_not_have_sanctioned(actor, sheet)
    found = standing(sheet.involvement, sheet)
    for row in rows:
        name = row.line.participant.name
        try:
            _key_in(actor, sheet, row, places.get(row.line.participant_id), found)
        except StaleVersion as refusal:
            raise StaleVersion(
                refusal.message,
                theirs={f"{name}: {field}": text for field, text in refusal.theirs.items()},
                yours={f"{name}: {field}": text for field, text in refusal.yours.items()},
            ) from None
        except Invalid as refusal:
            raise Invalid(f"{name}: {refusal.message}", field=f"{refusal.field}_{row.key}") from None
    # Whoever closes the sheet closes what they were shown.
    sheet.version += 1
    db.session.flush()


def _key_in(actor: Actor, sheet: DaySheet, row: Row, place: Attendance | None, found: Standing) -> None:
    line = row.line
    values = row.values()
    refuse_stale(line, row.version, values)
    if row.how is None and line.signed_how is None:
        raise Invalid("Choose how they signed, or set the row back to what it was.", field="how")
    if row.how is not None:
        must_hold(row, sheet.method, place, found)
    for column, value in values.items():
        setattr(line, column, value)
    line.signed_on = sheet.involvement.held_on if row.how else None
    line.recorded_by_id = actor.user_id
    db.session.flush()
    verb = "keyed-signature" if row.how else "took-signature-back"
    record(actor, verb, line, values={"pence": line.handed.pence})


def must_be_out(sheet: DaySheet, on: date) -> None:
    """Raise Refused unless the sheet is sanctioned, not closed, and its day has come."""
    if sheet.state != DaySheetState.SANCTIONED:
        raise Refused(f"This cannot be done now: the sheet is {sheet.state.value}.", code="day-sheet-state")
    if sheet.involvement.held_on > on:
        raise Refused("The session is still to come: key the signatures in after it.", code="too-early")


def must_not_have_sanctioned(actor: Actor, sheet: DaySheet, second_person: str | None = None) -> bool:
    """Raise Refused to whoever sanctioned the sheet, unless a small team may lift that.

    Returns whether it was lifted.
    """
    if actor.user_id is None:
        raise Refused("A day sheet is looked after by a person.", code="no-person")
    if actor.user_id != sheet.sanctioned_by_id:
        return False
    if accounts.organisation().small_team_reason and (second_person or sheet.second_person):
        return True
    raise Refused("You sanctioned this sheet, so somebody else must do this.", code="same-person")
