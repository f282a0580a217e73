"""Pages: the list of sessions, one session, who is to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.sessions import (
    asking_views,
    consultation_views,
    draw_views,
    forms,
    hearing_views,
    invite_views,
    often,
    often_views,
    paper_views,
    plan_views,
    queries,
    register_views,
    services,
    sheet_views,
)
from tracker.sessions.blueprint import bp
from tracker.sessions.consultation import NONE, activity_of, roles_to_ask
from tracker.sessions.models import InvolvementSession, Mode
from tracker.web.access import actor, requires
from tracker.web.filters import rendered
from tracker.web.transaction import writing

__all__ = [
    "asking_views",
    "bp",
    "consultation_views",
    "draw_views",
    "hearing_views",
    "invite_views",
    "often_views",
    "paper_views",
    "participant_section",
    "plan_views",
    "project_section",
    "register_views",
    "sections",
    "sheet_views",
]

# What higher packages show of a session on its page, each as HTML or nothing; joined in `tracker.house`.
sections: list[Callable[[InvolvementSession], Markup]] = []


def project_section(project: Project) -> Markup:
    """A project's last sessions, for the project's own page; nothing for those who may not see sessions."""
    if not actor().may(Permission.SEE_SESSIONS, project.id):
        return Markup()
    page = queries.sessions(actor(), project.id, size=8)
    counts = queries.register_counts([involvement.id for involvement in page.rows])
    return rendered("sessions/project_section.html", project=project, page=page, counts=counts)


def participant_section(participant: Participant) -> Markup:
    """The last sessions that a person had a place in, of the projects whose sessions the viewer sees."""
    places = queries.places_of_person(actor(), participant.id)
    return rendered("sessions/participant_section.html", places=places, outcomes=dict(forms.OUTCOMES))


@bp.get("/sessions")
@requires(Permission.SEE_SESSIONS)
def index() -> ResponseReturnValue:
    code, search = request.args.get("project", ""), request.args.get("search", "")[:100]
    chosen = next((kept for kept in projects.projects(actor()) if str(kept.id) == code), None)
    page = queries.sessions(actor(), chosen.id if chosen else None, request.args.get("after"), search=search)
    return render_template(
        "sessions/index.html",
        page=page,
        counts=queries.register_counts([involvement.id for involvement in page.rows]),
        project=chosen,
        code=code if chosen else "",
        search=search,
    )


@bp.route("/sessions/new", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def new() -> ResponseReturnValue:
    form = _form(forms.SessionForm(project=request.args.get("project", "")))
    form.project.choices = [
        ("", "Choose a project"),
        *((str(kept.id), kept.name) for kept in projects.projects(actor(), Permission.LOG_SESSIONS)),
    ]

    def create() -> InvolvementSession:
        project = projects.project(actor(), form.project.chosen_id, Permission.LOG_SESSIONS)
        return services.create_session(
            actor=actor(),
            on=clock.today(),
            project=project,
            ref=form.ref.data,
            **_values(form),
        )

    saved = form.save(create, lambda involvement: url_for(".show", session_id=involvement.id, said="logged"))
    return saved or render_template("sessions/edit.html", form=form, involvement=None)


@bp.route("/sessions/<id:session_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def edit(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    form = _form(forms.SessionForm(data=_as_typed(involvement)))
    if _limb(involvement) == forms.UNSAID:
        form.consulted_by.choices = [
            *forms.CONSULTED_BY,
            (forms.UNSAID, "One of the first three; it was not said which"),
        ]
    # A session stays with its project: claims and memberships rest on it.
    form.project.choices = [(str(involvement.project_id), involvement.project.name)]
    form.project.data = str(involvement.project_id)
    saved = form.save(
        lambda: services.update_session(
            actor=actor(),
            on=clock.today(),
            involvement=involvement,
            version=form.shown_version,
            values={"ref": form.ref.data} | _values(form),
        ),
        lambda _: url_for(".show", session_id=session_id, said="changed"),
    )
    return saved or render_template("sessions/edit.html", form=form, involvement=involvement)


def _form(form: forms.SessionForm) -> Any:
    return forms.with_words(form, {name: projects.words(name) for name in ("activity", "stage", "level")})


def _values(form: Any) -> dict[str, Any]:
    names = ("held_on", "title", "start", "end", "venue", "heard_without_names")
    return {name: form[name].data for name in names} | {
        "minutes": form.length.data,
        "preparation_minutes": form.preparation.data or 0,
        "heard_without_names": form.heard_without_names.data or 0,
        "mode": Mode(form.mode.data or "in-person"),
        "stage": form.stage.data or None,
        "level": form.level.data or None,
        "activity": form.activity.data,
        "unpaid": form.unpaid.data == "yes",
        **_consulted(form.consulted_by.data),
        "free_to_withdraw": form.free_to_withdraw.answer,
    }


def _consulted(limb: str | None) -> dict[str, Any]:
    """The limb that was chosen and what follows from it; an answer that came without its limb stays."""
    if limb == forms.UNSAID:
        return {}
    return {"consulted_by": limb, "service_user_activity": activity_of(limb)}


def _limb(involvement: InvolvementSession) -> str:
    """The limb as its field shows it: an answer may have come in without one."""
    if involvement.consulted_by:
        return involvement.consulted_by
    return {None: "", False: NONE, True: forms.UNSAID}[involvement.service_user_activity]


def _as_typed(involvement: InvolvementSession) -> dict[str, Any]:
    names = (
        "title",
        "held_on",
        "activity",
        "start",
        "end",
        "venue",
        "free_to_withdraw",
        "ref",
    )
    timed = involvement.start is not None and involvement.end is not None
    return {name: getattr(involvement, name) for name in names} | {
        "project": str(involvement.project_id),
        "mode": involvement.mode.value,
        "length": None if timed else involvement.minutes,
        "preparation": involvement.preparation_minutes or None,
        "heard_without_names": involvement.heard_without_names or None,
        "unpaid": "yes" if involvement.unpaid else "no",
        "consulted_by": _limb(involvement),
        "stage": involvement.stage or "",
        "level": involvement.level or "",
    }


@bp.get("/sessions/<id:session_id>")
@requires(Permission.SEE_SESSIONS)
def show(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id)
    may_log = actor().may(Permission.LOG_SESSIONS, involvement.project_id)
    logged_by = involvement.logged_by_id
    return render_template(
        "sessions/show.html",
        involvement=involvement,
        places=queries.attendances(involvement.id),
        words=_labels(),
        outcomes=dict(forms.OUTCOMES),
        modes=dict(forms.MODES),
        logged_by=accounts.names({logged_by}).get(logged_by) if logged_by else None,
        may_log=may_log,
        asked_of=roles_to_ask(involvement),
        # Why somebody heard often was asked is for whoever invites, not for whoever reads registers.
        went_over=often.went_over(involvement.id) if may_log else {},
        sections=[section(involvement) for section in sections],
        said=request.args.get("said"),
    )


def _labels() -> dict[str, str]:
    return {
        word.code: word.label
        for name in ("activity", "stage", "level", "role")
        for word in projects.words(name)
    }


@bp.post("/sessions/<id:session_id>/places/<id:attendance_id>/take-off")
@requires(Permission.LOG_SESSIONS)
def take_off(session_id: int, attendance_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    place = queries.attendance(involvement.id, attendance_id)
    with writing():
        services.take_off(actor=actor(), attendance=place)
    return redirect(url_for(".show", session_id=session_id, said="changed"))
