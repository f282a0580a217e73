"""Keep the scan of a signed day sheet, and note who looked at it."""

from __future__ import annotations

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.payments import day_sheets
from tracker.payments.day_models import DaySheet, DaySheetState
from tracker.permissions import Actor


def add_form(*, actor: Actor, sheet: DaySheet, scan: StoredFile) -> DaySheet:
    """Keep the scan of the signed sheet. Once the sheet is closed with one, that one stays."""
    sheet = day_sheets.locked(sheet)
    if sheet.state not in {DaySheetState.SANCTIONED, DaySheetState.CLOSED}:
        raise Refused("There is no signed sheet yet: it is sanctioned first.", code="day-sheet-state")
    if sheet.state == DaySheetState.CLOSED and sheet.form_sha256 is not None:
        raise Refused("The scan of this sheet is kept already, and it stays.", code="form-kept")
    sheet.form_sha256 = scan.sha256
    db.session.flush()
    record(actor, "added-day-sheet-form", sheet, values={"sha256": scan.sha256})
    return sheet


def open_form(*, actor: Actor, sheet: DaySheet) -> StoredFile:
    """The scan, and a note of who looked at it. Raises NotFound where there is none."""
    kept = files.stored(sheet.form_sha256)
    record(actor, "opened-day-sheet-form", sheet, values={"sha256": kept.sha256})
    return kept
