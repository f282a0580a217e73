"""Pages of day sheets on the day and after it: the sheet on paper, its signatures, its closing, its scan."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock, pdf
from tracker.accounts import queries as accounts
from tracker.errors import Refused
from tracker.files import services as files
from tracker.money import ZERO, total
from tracker.payments import (
    day_closing,
    day_forms,
    day_queries,
    day_scan,
    day_sheets,
    day_signatures,
    forms,
    photos,
)
from tracker.payments.blueprint import bp
from tracker.payments.day_models import DaySheet, DaySheetLine, DaySheetState, SignedHow
from tracker.payments.day_rows import Row
from tracker.payments.day_standing import standing
from tracker.payments.day_views import sheet_page
from tracker.permissions import Permission
from tracker.sessions import queries as sessions
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.ids import encode
from tracker.web.notices import done
from tracker.web.rows import Rows
from tracker.web.transaction import writing


@bp.get("/day-sheets/<id:sheet_id>/paper", endpoint="day_paper")
@requires(Permission.SEE_CLAIMS)
def paper(sheet_id: int) -> ResponseReturnValue:
    """The sheet to be signed, as a PDF in standard or large print."""
    sheet = day_queries.sheet(actor(), sheet_id)
    if sheet.state != DaySheetState.SANCTIONED:
        raise Refused("Only a sanctioned sheet is printed and signed.", code="day-sheet-state")
    page = render_template(
        "payments/day_paper.html",
        sheet=sheet,
        layout="large-print" if request.args.get("print") == "large" else "standard",
        most=total(line.most for line in sheet.lines),
        sanctioned_by=accounts.names({sheet.sanctioned_by_id or 0}).get(sheet.sanctioned_by_id or 0, ""),
        stopped=_stopped(sheet),
        demo=current_app.config["TRACKER"].demo,
    )
    return handed_out(pdf.render(page), files.PDF, f"day-sheet-{sheet.ref}.pdf", inline=True)


def _stopped(sheet: DaySheet) -> set[int]:
    """The lines whose fee something told since the sanction has stopped: nothing is printed to be signed."""
    places = {place.participant_id: place for place in sessions.attendances(sheet.involvement_session_id)}
    found = standing(sheet.involvement, sheet)
    return {
        line.id
        for line in sheet.lines
        if line.participant_id not in places or not found.fee(places[line.participant_id])
    }


@bp.route("/day-sheets/<id:sheet_id>/signatures", methods=["GET", "POST"], endpoint="day_signatures")
@requires(Permission.LOG_CLAIMS)
def signatures(sheet_id: int) -> ResponseReturnValue:
    sheet = day_queries.sheet(actor(), sheet_id, Permission.LOG_CLAIMS)
    if sheet.state != DaySheetState.SANCTIONED:
        return redirect(url_for(".day_sheet", sheet_id=sheet_id))
    form = day_forms.signatures_form(sheet.by_name, day_sheets.categories())
    rows = Rows[DaySheetLine](form, sheet.by_name, day_forms.shown, lambda line: line.participant.name)
    touched = rows.touched()

    def key_in() -> None:
        day_signatures.key_in(
            actor=actor(), on=clock.today(), sheet=sheet, rows=[_row(rows, line) for line in touched]
        )

    said = "The signatures are keyed in."
    saved = form.save(key_in, lambda _: done(said, url_for(".day_sheet", sheet_id=sheet_id)))
    return saved or render_template(
        "payments/day_signatures.html",
        sheet=sheet,
        form=form,
        rows=rows.laid_out(),
        upcoming=sheet.involvement.held_on > clock.today(),
    )


def _row(rows: Rows[DaySheetLine], line: DaySheetLine) -> Row:
    typed = rows.typed(line)
    return Row(
        line=line,
        key=encode(line.id),
        version=rows.version(line),
        how=SignedHow(typed["how"]) if typed["how"] else None,
        fee=typed["fee"] or ZERO,
        expenses=typed["expenses"] or ZERO,
        owed=typed["owed"] or ZERO,
        category=typed["category"],
        receipt_seen=bool(typed["receipt"]),
        no_receipt_reason=typed["no_receipt_reason"],
        serial=typed["serial"],
        witness=typed["witness"],
    )


@bp.post("/day-sheets/<id:sheet_id>/close", endpoint="close_day_sheet")
@requires(Permission.PREPARE_RUNS)
def close(sheet_id: int) -> ResponseReturnValue:
    sheet = day_queries.sheet(actor(), sheet_id, Permission.PREPARE_RUNS)
    form = day_forms.ClosingForm()

    def save() -> DaySheet:
        return day_closing.close(
            actor=actor(),
            on=clock.today(),
            sheet=sheet,
            version=form.shown_version,
            counted=form.counted.data or ZERO,
            difference_reason=form.difference_reason.data or None,
            second_person=form.second_person.data or None,
        )

    said = "The sheet is closed. What people signed for is paid, and the receipts are being made."
    saved = form.save(save, lambda _: done(said, url_for(".day_sheet", sheet_id=sheet_id)))
    return saved or sheet_page(sheet, form)


@bp.post("/day-sheets/<id:sheet_id>/scan", endpoint="add_day_scan")
@requires(Permission.LOG_CLAIMS, Permission.PREPARE_RUNS)
def add_scan(sheet_id: int) -> ResponseReturnValue:
    sheet = day_queries.sheet(actor(), sheet_id, Permission.LOG_CLAIMS, Permission.PREPARE_RUNS)
    form = forms.ScanForm()
    # Drawn anew before the write lock is taken: a large photo takes a second.
    scan = photos.uploaded(form, "scan", missing=form.MISSING) if form.validate_on_submit() else None

    def save() -> DaySheet:
        assert scan is not None  # noqa: S101 - without one the form has its errors
        return day_scan.add_form(actor=actor(), sheet=sheet, scan=files.store(*scan))

    back = url_for(".day_sheet", sheet_id=sheet_id)
    if scan is not None and (saved := form.save(save, lambda _: done("The scan is kept.", back))):
        return saved
    return sheet_page(sheet, form)


@bp.post("/day-sheets/<id:sheet_id>/scan/open", endpoint="day_scan")
@requires(Permission.SEE_CLAIMS)
def open_scan(sheet_id: int) -> ResponseReturnValue:
    """The scan, as a download; that it was opened is noted, so it is a POST."""
    sheet = day_queries.sheet(actor(), sheet_id)
    with writing():
        kept = day_scan.open_form(actor=actor(), sheet=sheet)
    return photos.download(kept, f"day-sheet-{sheet.ref}")
