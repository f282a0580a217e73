"""Pages of inviting widely: a draw by lot, how it was made, and the files for sortition software."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock, tables
from tracker.errors import NotFound, Refused
from tracker.permissions import Permission
from tracker.sessions import beforehand, draws, often, queries, sortition
from tracker.sessions.blueprint import bp
from tracker.sessions.draw import lot_of
from tracker.sessions.draw_forms import DrawForm, InviteDrawnForm
from tracker.sessions.draw_models import InvitationDraw
from tracker.sessions.models import InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.filters import counted
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/sessions/<id:session_id>/draw", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def draw(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    form, today = DrawForm(), clock.today()
    saved = form.save(
        lambda: draws.draw_for(
            actor=actor(),
            on=today,
            involvement=involvement,
            places=form.places.data,
            weighted=form.chances.data == "longest",
            seed=form.seed.data,
        ),
        lambda made: url_for(".drawn", session_id=session_id, draw_id=made.id),
    )
    return saved or render_template(
        "sessions/draw.html",
        involvement=involvement,
        form=form,
        agreed=draws.agreed_count(actor(), involvement, today),
        made=draws.draws_of(involvement),
    )


@bp.route("/sessions/<id:session_id>/draws/<id:draw_id>", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def drawn(session_id: int, draw_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    made = draws.draw_of(involvement, draw_id)
    open_to = draws.to_invite(actor(), involvement, made, clock.today())
    said = beforehand.said(involvement, open_to)
    form = InviteDrawnForm()
    saved = form.save(
        lambda: _invite(involvement, made, form),
        lambda number: done(
            f"{counted(number, 'person', 'people')} invited.",
            said.next_page or url_for(".show", session_id=session_id),
        ),
    )
    return saved or render_template(
        "sessions/drawn.html",
        involvement=involvement,
        made=made,
        open_to=open_to,
        said=said,
        form=form,
        often=often.over(involvement, [person.id for person in open_to]),
        cap=often.cap_of(involvement.project_id),
        ticket=lambda lot: _ticket(made, lot),
        earlier=[one for one in draws.draws_of(involvement) if one.number < made.number],
    )


def _invite(involvement: InvolvementSession, made: InvitationDraw, form: InviteDrawnForm) -> int:
    people = draws.to_invite(actor(), involvement, made, clock.today())
    if not people:
        raise Refused("Everybody who was drawn has a place already, or no longer wishes to be asked.")
    return often.invite_and_flag(
        actor=actor(),
        on=clock.today(),
        involvement=involvement,
        participants=people,
        role="participant",
        because=form.because.data,
    )


@bp.get("/sessions/<id:session_id>/draws/<id:draw_id>/file")
@requires(Permission.LOG_SESSIONS)
def draw_file(session_id: int, draw_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    made = draws.draw_of(involvement, draw_id)
    rows = ((lot["ref"], lot["tickets"], _ticket(made, lot), lot["lot"], lot["drawn"]) for lot in made.lots)
    content = tables.to_csv(("contact_id", "tickets", "ticket", "lot", "drawn"), rows)
    return handed_out(content, tables.CSV, f"draw-{made.number}.csv")


def _ticket(made: InvitationDraw, lot: Mapping[str, Any]) -> int:
    """The number of the ticket whose lot was somebody's lowest, so that it can be checked."""
    return lot_of(made.seed, lot["ref"], lot["tickets"])[1]


@bp.post("/sessions/<id:session_id>/sortition/<which>")
@requires(Permission.LOG_SESSIONS)
def sortition_file(session_id: int, which: str) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    if which not in sortition.HEADINGS:
        raise NotFound("There is no such file.")
    with writing():
        content = sortition.file(actor(), involvement, clock.today(), which)
    return handed_out(content, tables.CSV, f"{which}.csv")
