"""Pages of receipts: the list, one receipt as it will stand on paper, its PDF."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.documents import drawing, queries, services
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.transaction import writing

bp = Blueprint("documents", __name__)
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
    late = clock.now() - document.issued_at > _LATE
    return render_template("documents/show.html", document=document, late=late, **drawing.view(document))


@bp.post("/papers/<id:document_id>/pdf")
@requires(Permission.SEE_RECEIPTS)
def download(document_id: int) -> ResponseReturnValue:
    document = queries.document(actor(), document_id)
    name = f"{document.kind}-{document.number}.pdf"
    with writing():
        content = services.download(actor=actor(), document=document)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post("/papers/<id:document_id>/draw")
@requires(Permission.SEE_RECEIPTS)
def draw(document_id: int) -> ResponseReturnValue:
    document = queries.document(actor(), document_id)
    with writing():
        services.ask_to_draw(actor=actor(), document=document)
    return redirect(url_for(".show", document_id=document_id))
