"""Pages of files read back: choose one, say its columns, look at what it means, carry it out."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.errors import Invalid
from tracker.money import Money, total
from tracker.permissions import Permission
from tracker.reconciliation import forms, payee_number_views, queries, services
from tracker.reconciliation import table as tables
from tracker.reconciliation.blueprint import bp
from tracker.reconciliation.matching import Fate, FileKind, Finding
from tracker.reconciliation.models import ReadFile
from tracker.reconciliation.table import Table
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.notices import done
from tracker.web.transaction import writing
from tracker.web.uploads import name_of

__all__ = ["bp", "payee_number_views"]

_SHOWN = 200
_OTHERS_SHOWN = 20
_FIRST_ROWS = 5


@bp.route("/pay-runs/read-back", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def index() -> ResponseReturnValue:
    form = forms.ReadForm()
    if request.method == "GET" and request.args.get("kind") in set(FileKind):
        form.kind.data = request.args["kind"]
    if (found := _content(form) if form.is_submitted() else None) is not None:
        name, content, table = found

        def keep() -> ReadFile:
            kind = FileKind(form.kind.data or "")
            return services.keep(actor=actor(), kind=kind, file_name=name, content=content, table=table)

        if saved := form.save(keep, lambda kept: url_for(".show", read_id=kept.id)):
            return saved
    read = queries.files(actor())
    names = accounts.names({one.read_by_id for one in read if one.read_by_id})
    return render_template("reconciliation/index.html", form=form, read=read, names=names)


def _content(form: forms.ReadForm) -> tuple[str, bytes, Table] | None:
    """A file that can be read, before any lock is taken; None to show the form again."""
    if not form.validate():
        return None
    name = name_of(form.file.data)
    content: bytes = form.file.data.read()
    try:
        return name, content, tables.read(content, name)
    except Invalid as error:
        form.refuse(error)
        return None


@bp.route("/pay-runs/read-back/<id:read_id>", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def show(read_id: int) -> ResponseReturnValue:
    kept = queries.file(actor(), read_id)
    table = queries.table_of(kept)
    if table is None:
        return _over(kept)
    form = forms.MappingForm()
    form.offer(kept.kind, table)
    if request.method == "GET":
        form.show(kept.mapping)

    def save() -> ReadFile:
        return services.say_columns(actor=actor(), kept=kept, mapping=form.mapping)

    if form.is_submitted() and form.validate() and form.needs_all(kept.kind):
        saved = form.save(save, lambda _: url_for(".show", read_id=read_id))
        if saved:
            return saved
    return _page(kept, table, mapping_form=form)


def _page(
    kept: ReadFile,
    table: Table,
    *,
    mapping_form: forms.MappingForm | None = None,
    carry_out_form: forms.CarryOutForm | None = None,
) -> ResponseReturnValue:
    """The dry run of a file; a form that was refused is passed in and stands there with its errors."""
    if mapping_form is None:
        mapping_form = forms.MappingForm(formdata=None)
        mapping_form.offer(kept.kind, table)
        mapping_form.show(kept.mapping)
    refused = carry_out_form or mapping_form
    found = services.dry_run(actor(), kept, clock.today())
    carry_out_form = carry_out_form or forms.CarryOutForm(formdata=None)
    carry_out_form.shown.data = services.digest(found)
    carry_out_form.submit.label.text = _button(kept.kind, _of(found, Fate.MATCHED))
    before = queries.carried_out_before(kept)
    return render_template(
        "reconciliation/show.html",
        kept=kept,
        form=refused,
        mapping_form=mapping_form,
        carry_out_form=carry_out_form,
        first_rows=table.rows[:_FIRST_ROWS],
        headings=table.headings,
        columns=services.how_read(kept).columns,
        can_be_done=services.can_be_done(kept.kind, found),
        groups=[(fate, _of(found, fate), _sum(_of(found, fate))) for fate in Fate if _of(found, fate)],
        shown=_SHOWN,
        others_shown=_OTHERS_SHOWN,
        before=before,
        names=accounts.names({before.carried_out_by_id or 0} if before else set()),
    )


def _over(kept: ReadFile) -> ResponseReturnValue:
    """The page of a file that was carried out, or whose rows are gone."""
    names = accounts.names({kept.carried_out_by_id or 0, kept.read_by_id or 0})
    pence = Money(kept.summary.get("pence", 0))
    return render_template("reconciliation/over.html", kept=kept, pence=pence, names=names)


def _of(found: Sequence[Finding], fate: Fate) -> list[Finding]:
    return [one for one in found if one.fate is fate]


def _sum(found: Sequence[Finding]) -> str:
    return total(one.payment.pence for one in found if one.payment).pounds()


def _button(kind: FileKind, matched: Sequence[Finding]) -> str:
    number = counted(len(matched), "payment")
    if kind is FileKind.PAYROLL:
        return f"Keep what the payroll paid of {number}"
    if kind is FileKind.PAID:
        return f"Mark {number} as paid"
    return f"Record that {number} did not arrive" if kind is FileKind.RETURNED else f"Take back {number}"


@bp.post("/pay-runs/read-back/<id:read_id>/carry-out")
@requires(Permission.PREPARE_RUNS)
def carry_out(read_id: int) -> ResponseReturnValue:
    kept = queries.file(actor(), read_id)
    table = queries.table_of(kept)
    form = forms.CarryOutForm()

    def save() -> int:
        return services.carry_out(actor=actor(), on=clock.today(), kept=kept, shown=form.shown.data or "")

    def then(number: int) -> str:
        return done(_said(kept.kind, number), url_for(".show", read_id=read_id))

    saved = form.save(save, then)
    if saved or table is None:
        return saved or redirect(url_for(".show", read_id=read_id))
    return _page(kept, table, carry_out_form=form)


def _said(kind: FileKind, number: int) -> str:
    payments = counted(number, "payment")
    if kind is FileKind.PAID:
        return f"{payments} marked as paid. The receipts are being made."
    if kind is FileKind.PAYROLL:
        return f"Net pay is kept of {payments}. What was on its way is marked as paid."
    return (
        f"{payments} recorded. What it was to pay is owed again."
        if number == 1
        else (f"{payments} recorded. What they were to pay is owed again.")
    )


@bp.post("/pay-runs/read-back/<id:read_id>/forget")
@requires(Permission.PREPARE_RUNS)
def forget(read_id: int) -> ResponseReturnValue:
    kept = queries.file(actor(), read_id)
    with writing():
        services.forget(actor=actor(), kept=kept)
    return redirect(done("The file is deleted.", url_for(".index")))
