"""Pages of hearing back: what came of a session, its closing, and the sessions that still owe it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.files import services as files
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import hearing_back, hearing_forms, hearing_queries, hearing_sheet, queries
from tracker.sessions.blueprint import bp
from tracker.sessions.models import Feedback, InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.filters import counted, rendered
from tracker.web.notices import done
from tracker.web.transaction import writing

_FIELDS = ("you_said", "we_did", "due_on", "told_by", "told_how", "told_on")
# So many other sessions of the project are offered to be answered by the same entry.
_MOST_ALSO = 20


def session_section(involvement: InvolvementSession) -> Markup:
    """What came of a session, on its own page; nothing before it has taken place."""
    if involvement.held_on > clock.today():
        return Markup()
    closer = involvement.closed_by_id
    entries = hearing_queries.feedback(involvement.id)
    return rendered(
        "sessions/hearing_section.html",
        involvement=involvement,
        entries=entries,
        heard=hearing_queries.heard_back(entries),
        closed_by=accounts.names({closer}).get(closer) if closer else None,
        may_write=actor().may(Permission.LOG_SESSIONS, involvement.project_id),
    )


def participant_section(participant: Participant) -> Markup:
    """What came of the sessions in which a person was heard; nothing while nothing is written down."""
    found = hearing_queries.came_of(actor(), participant.id)
    return rendered("sessions/came_of_section.html", found=found) if found else Markup()


@bp.get("/hearing-back")
@requires(Permission.SEE_SESSIONS)
def owing() -> ResponseReturnValue:
    code = request.args.get("project", "")
    chosen = next((kept for kept in projects.projects(actor()) if str(kept.id) == code), None)
    page = hearing_queries.owing(
        actor(),
        clock.today(),
        project_id=chosen.id if chosen else None,
        after=request.args.get("after"),
    )
    return render_template(
        "sessions/owing.html",
        page=page,
        project=chosen,
        code=code if chosen else "",
        written=hearing_queries.written([involvement.id for involvement in page.rows]),
    )


@bp.route("/sessions/<id:session_id>/feedback/new", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def new_feedback(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    others = [
        one
        for one in hearing_queries.owing(
            actor(), clock.today(), project_id=involvement.project_id, size=_MOST_ALSO
        ).rows
        if one.id != involvement.id
    ]
    form: Any = hearing_forms.NewFeedbackForm()
    form.also.choices = [(str(one.id), one.title) for one in others]

    def write() -> list[Feedback]:
        ticked = set(form.also.data or ())
        return hearing_back.write_feedback(
            actor=actor(),
            on=clock.today(),
            involvements=[involvement, *(one for one in others if str(one.id) in ticked)],
            values=_values(form),
        )

    return form.save(write, lambda made: _back(session_id, _written(len(made)))) or render_template(
        "sessions/feedback.html", form=form, involvement=involvement, others=others, entry=None
    )


def _written(sessions: int) -> str:
    return (
        "It is written down." if sessions == 1 else f"It is written down for {counted(sessions, 'session')}."
    )


def _values(form: Any) -> dict[str, Any]:
    return {name: form[name].data or None for name in _FIELDS}


def _back(session_id: int, sentence: str) -> str:
    return done(sentence, url_for(".show", session_id=session_id, _anchor="hearing-back"))


@bp.route("/sessions/<id:session_id>/feedback/<id:feedback_id>", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def feedback(session_id: int, feedback_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    entry = hearing_queries.entry(involvement.id, feedback_id)
    form: Any = hearing_forms.FeedbackForm(data={name: getattr(entry, name) for name in _FIELDS})
    saved = form.save(
        lambda: hearing_back.change_feedback(
            actor=actor(),
            on=clock.today(),
            involvement=involvement,
            entry=entry,
            version=form.shown_version,
            values=_values(form),
        ),
        lambda _: _back(session_id, "The change is saved."),
    )
    return saved or render_template(
        "sessions/feedback.html", form=form, involvement=involvement, others=[], entry=entry
    )


@bp.post("/sessions/<id:session_id>/feedback/<id:feedback_id>/remove")
@requires(Permission.LOG_SESSIONS)
def remove_feedback(session_id: int, feedback_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    entry = hearing_queries.entry(involvement.id, feedback_id)
    with writing():
        hearing_back.remove_feedback(actor=actor(), involvement=involvement, entry=entry)
    return redirect(_back(session_id, "The entry is taken back."))


@bp.route("/sessions/<id:session_id>/close", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def close(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    form: Any = hearing_forms.CloseForm()
    saved = form.save(
        lambda: hearing_back.close_session(
            actor=actor(),
            on=clock.today(),
            involvement=involvement,
            version=form.shown_version,
            reason=form.reason.data,
        ),
        lambda _: _back(session_id, "The session is closed."),
    )
    entries = hearing_queries.feedback(involvement.id)
    return saved or render_template(
        "sessions/close.html",
        form=form,
        involvement=involvement,
        entries=entries,
        heard=hearing_queries.heard_back(entries),
    )


@bp.post("/sessions/<id:session_id>/reopen")
@requires(Permission.LOG_SESSIONS)
def reopen(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    with writing():
        hearing_back.reopen_session(actor=actor(), involvement=involvement)
    return redirect(_back(session_id, "The session is open again."))


@bp.get("/sessions/<id:session_id>/you-said-we-did")
@requires(Permission.SEE_SESSIONS)
def heard_sheet(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id)
    content = hearing_sheet.you_said_we_did(involvement, large=request.args.get("print") == "large")
    return handed_out(content, files.PDF, f"you-said-we-did-{involvement.held_on}.pdf")
