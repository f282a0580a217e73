"""Pages: receipts, one paper as it will stand when printed, its PDF."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.documents import drawing, forms, kinds, person_views, queries, services
from tracker.documents.blueprint import bp
from tracker.documents.models import Document
from tracker.files import services as files
from tracker.people import queries as people
from tracker.periods import Period
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.transaction import writing

__all__ = ["bp", "person_views"]

# A PDF that takes longer may have been given up: then the page offers to ask for it again.
_LATE = timedelta(minutes=5)


@bp.get("/receipts")
@requires(Permission.SEE_RECEIPTS)
def index() -> ResponseReturnValue:
    page = queries.receipts(actor(), after=request.args.get("after"))
    return render_template("documents/index.html", page=page)


@bp.get("/pay-runs/<id:run_id>/receipts")
@requires(Permission.SEE_RECEIPTS)
def of_run(run_id: int) -> ResponseReturnValue:
    run = queries.run(actor(), run_id)
    drawn, total = queries.drawn(actor(), run_id)
    page = queries.receipts(actor(), run_id=run_id, after=request.args.get("after"))
    return render_template("documents/of_run.html", run=run, page=page, drawn=drawn, total=total)


@bp.get("/payments/<id:payment_id>/receipt")
@requires(Permission.SEE_RECEIPTS)
def of_payment(payment_id: int) -> ResponseReturnValue:
    document = queries.receipt_of(actor(), payment_id)
    return redirect(url_for(".show", document_id=document.id))


@bp.get("/papers/<id:document_id>")
@requires(Permission.SEE_RECEIPTS)
def show(document_id: int) -> ResponseReturnValue:
    document = queries.document(actor(), document_id)
    issuer = document.issued_by_id
    return render_template(
        "documents/show.html",
        document=document,
        late=clock.now() - document.issued_at > _LATE,
        issued_by=accounts.names({issuer}).get(issuer) if issuer else None,
        may_see_all=people.holds(actor(), document.participant_id, Permission.SEE_RECEIPTS),
        replacement=queries.replacement(document),
        again=_again(document),
        **drawing.view(document),
    )


def _again(document: Document) -> str | None:
    """Where the same paper is issued again in place of this one; None where that cannot be."""
    kind = kinds.given_by(actor()).get(document.kind)
    if kind is None or not people.holds(actor(), document.participant_id, Permission.ISSUE_DOCUMENTS):
        return None
    subjects = kind.subjects(actor(), document.participant)
    about = next((subject.code for subject in subjects if subject.matter == document.matter), None)
    if about is None or queries.replacement(document) is not None:
        return None
    chosen: dict[str, Any] = {"about": about, "layout": document.format, "replaces": document.number}
    chosen |= {"participant_id": document.participant_id, "kind": document.kind} | _days(document)
    return url_for(".give", **chosen)


def _days(document: Document) -> dict[str, list[str]]:
    """The days that a paper covers, as the form of the next one sends them."""
    period = document.content.get("period")
    if period is None:
        return {}
    held = Period(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]))
    sent: dict[str, list[str]] = {}
    for name, value in forms.days_sent(held):
        sent.setdefault(name, []).append(value)
    return sent


@bp.post("/papers/<id:document_id>/pdf")
@requires(Permission.SEE_RECEIPTS)
def download(document_id: int) -> ResponseReturnValue:
    document = queries.document(actor(), document_id)
    name = f"{document.kind}-{document.number}.pdf"
    with writing():
        content = services.download(actor=actor(), document=document)
    return handed_out(content, files.PDF, name)


@bp.post("/papers/<id:document_id>/draw")
@requires(Permission.SEE_RECEIPTS)
def draw(document_id: int) -> ResponseReturnValue:
    document = queries.document(actor(), document_id)
    with writing():
        services.ask_to_draw(actor=actor(), document=document)
    return redirect(url_for(".show", document_id=document_id))
