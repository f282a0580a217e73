"""Pages of day sheets before the day: the list, one sheet, who is on it, its sanction."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.money import ZERO, total
from tracker.payments import (
    day_closing,
    day_forms,
    day_queries,
    day_sanction,
    day_sheets,
    forms,
    talk_queries,
)
from tracker.payments.blueprint import bp
from tracker.payments.day_models import DaySheet, DaySheetState
from tracker.payments.day_standing import standing
from tracker.payments.models import Method
from tracker.permissions import Permission
from tracker.sessions import queries as sessions
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.forms import BaseForm
from tracker.web.ids import encode
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.get("/day-sheets", endpoint="day_sheets")
@requires(Permission.SEE_CLAIMS)
def index() -> ResponseReturnValue:
    rows = day_queries.sheets(actor())
    return render_template(
        "payments/day_sheets.html", sheets=rows, floats={one.id: day_closing.float_of(one) for one in rows}
    )


@bp.get("/day-sheets/<id:sheet_id>", endpoint="day_sheet")
@requires(Permission.SEE_CLAIMS)
def show(sheet_id: int) -> ResponseReturnValue:
    return sheet_page(day_queries.sheet(actor(), sheet_id))


def sheet_page(sheet: DaySheet, form: BaseForm | None = None) -> ResponseReturnValue:
    """One sheet with what can be done next; of its forms, the one that was refused is passed in."""
    project_id = sheet.involvement.project_id
    offers = standing(sheet.involvement, sheet).offers
    places = {place.participant_id: place for place in sessions.attendances(sheet.involvement_session_id)}
    people = {one or 0 for one in (sheet.prepared_by_id, sheet.sanctioned_by_id, sheet.closed_by_id)}
    return render_template(
        "payments/day_sheet.html",
        sheet=sheet,
        project_id=project_id,
        form=form,
        sanction_form=_either(form, day_forms.SanctionForm),
        closing_form=_either(form, day_forms.ClosingForm),
        scan_form=_either(form, forms.ScanForm),
        kept=day_closing.float_of(sheet),
        most=total(line.most for line in sheet.lines),
        offer_of={line.id: offers.get(_place_id(places, line.participant_id)) for line in sheet.lines},
        talks=_talks(sheet, [offer.id for offer in offers.values()]),
        contacts=accounts.benefit_contacts(project_id),
        small_team=bool(accounts.organisation().small_team_reason),
        names=accounts.names(people),
    )


def _either(refused: BaseForm | None, kind: type[BaseForm]) -> BaseForm:
    """The form that was refused, if it is of this kind, else a fresh one."""
    return refused if isinstance(refused, kind) else kind(formdata=None)


def _place_id(places: dict[int, Attendance], participant_id: int) -> int:
    return places[participant_id].id if participant_id in places else 0


def _talks(sheet: DaySheet, offer_ids: list[int]) -> frozenset[int]:
    """Which offers ask for a talk first, for those who make offers, until the money is handed over."""
    over = sheet.state in {DaySheetState.CLOSED, DaySheetState.CANCELLED}
    if over or not actor().may(Permission.MAKE_OFFERS, sheet.involvement.project_id):
        return frozenset()
    return talk_queries.talks_wanted(offer_ids=offer_ids)


@bp.route("/sessions/<id:session_id>/day-sheets/new", methods=["GET", "POST"], endpoint="new_day_sheet")
@requires(Permission.LOG_CLAIMS)
def new(session_id: int) -> ResponseReturnValue:
    involvement = sessions.involvement(actor(), session_id, Permission.LOG_CLAIMS)
    places, form = _form(involvement, None)

    def prepare() -> DaySheet:
        return day_sheets.prepare(
            actor=actor(),
            on=clock.today(),
            involvement=involvement,
            outline=_outline(form),
            entries=_entries(form, places),
        )

    said = "The sheet is prepared. Now an approver sanctions it, before the session."
    saved = form.save(prepare, lambda sheet: done(said, url_for(".day_sheet", sheet_id=sheet.id)))
    return saved or _edit_page(involvement, None, places, form)


@bp.route("/day-sheets/<id:sheet_id>/edit", methods=["GET", "POST"], endpoint="edit_day_sheet")
@requires(Permission.LOG_CLAIMS)
def edit(sheet_id: int) -> ResponseReturnValue:
    sheet = day_queries.sheet(actor(), sheet_id, Permission.LOG_CLAIMS)
    places, form = _form(sheet.involvement, sheet)

    def change() -> DaySheet:
        return day_sheets.change(
            actor=actor(),
            on=clock.today(),
            sheet=sheet,
            version=form.shown_version,
            outline=_outline(form),
            entries=_entries(form, places),
        )

    said = "The sheet is changed. An approver looks at it again, before the session."
    saved = form.save(change, lambda _: done(said, url_for(".day_sheet", sheet_id=sheet_id)))
    return saved or _edit_page(sheet.involvement, sheet, places, form)


def _form(involvement: InvolvementSession, sheet: DaySheet | None) -> tuple[list[Attendance], Any]:
    places = list(sessions.attendances(involvement.id))
    found = standing(involvement, sheet)
    return places, day_forms.sheet_form(places, found, day_sheets.categories(), sheet)


def _outline(form: Any) -> day_sheets.Outline:
    return day_sheets.Outline(
        method=Method(form.method.data),
        float_pence=form.float_pence.data or ZERO,
        holder=form.holder.data,
        category=form.category.data or "",
    )


def _entries(form: Any, places: list[Attendance]) -> list[day_sheets.Entry]:
    """The people who are ticked; an empty box for expenses takes the amount said for each."""
    each = form.each.data or ZERO
    entries = []
    for place in places:
        code = encode(place.id)
        if form[f"on_{code}"].data:
            own = form[f"expenses_{code}"].data
            fee = form[f"fee_{code}"].data or ZERO
            entries.append(day_sheets.Entry(place, fee, each if own is None else own, code))
    return entries


def _edit_page(
    involvement: InvolvementSession, sheet: DaySheet | None, places: list[Attendance], form: Any
) -> ResponseReturnValue:
    found = standing(involvement, sheet)
    return render_template(
        "payments/day_sheet_edit.html",
        involvement=involvement,
        sheet=sheet,
        form=form,
        rows=[(place, encode(place.id), found.why_none(place)) for place in places],
        over=involvement.held_on < clock.today(),
    )


@bp.post("/day-sheets/<id:sheet_id>/sanction", endpoint="sanction_day_sheet")
@requires(Permission.APPROVE_CLAIMS)
def sanction(sheet_id: int) -> ResponseReturnValue:
    sheet = day_queries.sheet(actor(), sheet_id, Permission.APPROVE_CLAIMS)
    form = day_forms.SanctionForm()

    def save() -> DaySheet:
        return day_sanction.sanction(
            actor=actor(),
            on=clock.today(),
            sheet=sheet,
            version=form.shown_version,
            second_person=form.second_person.data or None,
        )

    said = "Sanctioned. Print the sheet, and take it to the session with the money."
    saved = form.save(save, lambda _: done(said, url_for(".day_sheet", sheet_id=sheet_id)))
    return saved or sheet_page(sheet, form)


@bp.post("/day-sheets/<id:sheet_id>/cancel", endpoint="cancel_day_sheet")
@requires(Permission.LOG_CLAIMS)
def cancel(sheet_id: int) -> ResponseReturnValue:
    sheet = day_queries.sheet(actor(), sheet_id, Permission.LOG_CLAIMS)
    session_id = sheet.involvement_session_id
    with writing():
        day_sheets.cancel(actor=actor(), sheet=sheet)
    return redirect(
        done(f"Day sheet {sheet.ref} is given up.", url_for("sessions.show", session_id=session_id))
    )
