"""Sanction a day sheet beforehand: an approver who prepared none of it says who may be handed how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.accounts.small_team import small_team_reason
from tracker.audit import queries as audit
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.payments import amounts, check_subjects, checks, day_sheets, own_work
from tracker.payments.check_models import CheckStage
from tracker.payments.day_models import DaySheet, DaySheetLine, DaySheetState
from tracker.payments.day_standing import Standing, standing
from tracker.permissions import Actor, Permission
from tracker.sessions.models import Attendance

# Acts on a sheet by people who do not prepare it.
_LOOKING_ON = ("sanctioned-day-sheet", "closed-day-sheet", "opened-day-sheet-form")


def sanction(
    *, actor: Actor, on: date, sheet: DaySheet, version: int | None, second_person: str | None = None
) -> DaySheet:
    """Sanction, beforehand, what was shown: who may be handed money on the day and at most how much.

    The check of each fee runs once more, for the day of the session, and informs.
    """
    sheet = day_sheets.locked(sheet)
    places = day_sheets.locked_places(sheet.involvement)
    if sheet.state != DaySheetState.PREPARED:
        raise Refused(f"This cannot be done now: the sheet is {sheet.state.value}.", code="day-sheet-state")
    day_sheets.must_be_to_come(sheet.involvement, on)
    _must_be_another(actor, sheet, places, second_person)
    amounts.must_be_within(
        actor,
        Permission.APPROVE_CLAIMS,
        [sheet.involvement.project_id],
        sheet.float_pence,
        what="A day sheet",
        does="sanctions it",
    )
    if version != sheet.version:
        raise Refused(
            "This sheet changed after you opened it. Look at it again, then sanction it.", code="changed"
        )
    found = standing(sheet.involvement, sheet)
    paid = [place for line in sheet.lines if (place := _with_fee(line, places, found)) is not None]
    sheet.state, sheet.sanctioned_by_id, sheet.sanctioned_on = DaySheetState.SANCTIONED, actor.user_id, on
    db.session.flush()
    _check(actor, on, sheet, paid)
    record(actor, "sanctioned-day-sheet", sheet, values=day_sheets.values(sheet))
    return sheet


def _check(actor: Actor, on: date, sheet: DaySheet, paid: Sequence[Attendance]) -> None:
    """Check each fee as paid on the day. Raises Refused where that shows that none may be paid."""
    if not paid:
        return
    found, day = standing(sheet.involvement, sheet), sheet.involvement.held_on
    subjects = [
        replace(check_subjects.of_offer(found.offers[place.id]), stage=CheckStage.APPROVAL, dates=(day,))
        for place in paid
    ]
    checks.make(actor=actor, on=on, subjects=subjects)
    now = standing(sheet.involvement, sheet)
    for place in paid:
        if sentence := now.why_none(place):
            raise Refused(sentence, code="no-fee")


def _with_fee(line: DaySheetLine, places: dict[int, Attendance], found: Standing) -> Attendance | None:
    """The place of a line that may be paid a fee; None for expenses alone. Raises Refused."""
    place = places.get(line.participant_id)
    if place is None:
        raise Refused(
            f"{line.participant.name} is no longer on the register of this session: take them off the sheet.",
            code="no-place",
        )
    if line.most_expenses_pence and (sentence := found.why_no_costs(place, line.category or "")):
        raise Refused(sentence, code="costs-claimed")
    if not line.most_fee_pence:
        return None
    if line.most_fee_pence > found.fee(place):
        raise Refused(found.refusal(place), code="no-fee")
    return place


def _must_be_another(
    actor: Actor, sheet: DaySheet, places: dict[int, Attendance], second_person: str | None
) -> None:
    if actor.user_id is None:
        raise Refused("A day sheet is sanctioned by a person.", code="no-person")
    on_it = {places[line.participant_id].id for line in sheet.lines if line.participant_id in places}
    makers = audit.actors(DaySheet.__tablename__, [sheet.id], but=_LOOKING_ON)
    makers |= own_work.recorders(on_it, sheet.involvement)
    if actor.user_id not in makers | {sheet.prepared_by_id}:
        return
    if reason := small_team_reason(actor, second_person):
        sheet.small_team_reason, sheet.second_person = reason, second_person
        return
    raise Refused(
        "You prepared this sheet, or recorded something that it rests on, so somebody else must sanction it.",
        code="same-person",
    )
