"""Day sheets that wait: to be sanctioned before the session, keyed in and closed after it."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.home.queries import MOST
from tracker.home.task import Item, Task
from tracker.payments import day_queries
from tracker.payments.day_models import DaySheet, DaySheetState
from tracker.permissions import Actor, Permission
from tracker.web.filters import day


def to_sanction(viewer: Actor, on: date) -> Task:
    """Sheets prepared for sessions still to come, for whoever approves there."""
    rows = _of(viewer, Permission.APPROVE_CLAIMS, DaySheetState.PREPARED)
    rows = [sheet for sheet in rows if sheet.involvement.held_on >= on]
    return _task("Day sheets to sanction", rows, "no day sheets to sanction")


def to_key_in(viewer: Actor, on: date) -> Task:
    """Sheets whose session is over and on which somebody has not signed yet."""
    rows = [
        sheet
        for sheet in _out(viewer, Permission.LOG_CLAIMS, on)
        if not all(line.signed_how for line in sheet.lines)
    ]
    return _task("Signatures to key in", rows, "no signatures to key in")


def to_close(viewer: Actor, on: date) -> Task:
    """Sheets whose float is to be counted back."""
    rows = _out(viewer, Permission.PREPARE_RUNS, on)
    return _task("Day sheets to close", rows, "no day sheets to close")


def _out(viewer: Actor, permission: Permission, on: date) -> list[DaySheet]:
    rows = _of(viewer, permission, DaySheetState.SANCTIONED)
    return [sheet for sheet in rows if sheet.involvement.held_on <= on]


def _of(viewer: Actor, permission: Permission, state: DaySheetState) -> list[DaySheet]:
    found = day_queries.sheets(viewer, state)
    return [sheet for sheet in found if viewer.may(permission, sheet.involvement.project_id)]


def _task(title: str, rows: list[DaySheet], nothing: str) -> Task:
    items = [
        Item(
            url_for("payments.day_sheet", sheet_id=sheet.id),
            f"Day sheet {sheet.ref}",
            f"{sheet.involvement.title}, {day(sheet.involvement.held_on)}, {sheet.float_pence.pounds()}",
        )
        for sheet in rows[:MOST]
    ]
    return Task(title, items, len(rows), nothing, url_for("payments.day_sheets"))
