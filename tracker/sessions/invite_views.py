"""Pages of inviting: some of the project's people, page by page, or everybody that a list holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.errors import Invalid, Refused
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import beforehand, candidates, forms, often, queries
from tracker.sessions.blueprint import bp
from tracker.sessions.candidates import Asked
from tracker.sessions.models import InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.notices import done

NEXT_PAGE = "next-page"


@bp.route("/sessions/<id:session_id>/invite", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def invite(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    asked, today = _asked(), clock.today()
    page = candidates.page(actor(), involvement, today, asked, request.args.get("after"))
    offered = [row.participant for row in page.rows]
    form = _with_roles(forms.InviteForm())
    form.people.choices = [(str(person.id), person.name) for person in offered]
    said = beforehand.said(involvement, offered)
    often_heard = often.over(involvement, candidates.ids(actor(), involvement, today, asked))
    saved = form.save(
        lambda: _invite(involvement, form, _ticked(form, offered)),
        lambda number: _after(involvement, number, page.next_cursor, said.next_page),
    )
    return saved or render_template(
        "sessions/invite.html",
        involvement=involvement,
        form=form,
        page=page,
        asked=asked,
        count=candidates.count(actor(), involvement, today, asked),
        most=candidates.MOST_AT_ONCE,
        said=said,
        often=often_heard,
        cap=often.cap_of(involvement.project_id),
        quiet=candidates.count(actor(), involvement, today, Asked(asked.search, quiet=True)),
        on_it=queries.register_counts([involvement.id]).get(involvement.id, (0, 0, 0))[0],
        may_add=actor().may(Permission.ADD_PEOPLE, involvement.project_id),
    )


@bp.route("/sessions/<id:session_id>/invite/everybody", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def invite_everybody(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    asked = _asked()
    listed = candidates.everybody(actor(), involvement, clock.today(), asked)
    said = beforehand.said(involvement, listed)
    form = _with_roles(forms.InviteEverybodyForm())

    def save() -> int:
        now = candidates.everybody(actor(), involvement, clock.today(), asked)
        if str(len(now)) != form.number.data:
            raise Refused(
                f"The list has changed meanwhile: it now holds {counted(len(now), 'person', 'people')}. "
                "Look again, then invite them."
            )
        if not 0 < len(now) <= candidates.MOST_AT_ONCE:
            raise Refused(f"Go back and choose a list of 1 to {candidates.MOST_AT_ONCE:,} people.")
        return _invite(involvement, form, now)

    saved = form.save(save, lambda number: _after(involvement, number, None, said.next_page))
    return saved or render_template(
        "sessions/invite_everybody.html",
        involvement=involvement,
        form=form,
        asked=asked,
        listed=listed,
        most=candidates.MOST_AT_ONCE,
        said=said,
        often=often.over(involvement, [person.id for person in listed]),
        cap=often.cap_of(involvement.project_id),
    )


def _asked() -> Asked:
    return Asked(request.args.get("search", "")[:100], quiet=request.args.get("who") == "quiet")


def _with_roles(form: Any) -> Any:
    form.role.choices = [(word.code, word.label) for word in projects.words("role")]
    return form


def _ticked(form: Any, offered: Sequence[Participant]) -> list[Participant]:
    return [person for person in offered if str(person.id) in (form.people.data or ())]


def _invite(involvement: InvolvementSession, form: Any, people: Sequence[Participant]) -> int:
    """How many were invited. Raises Invalid."""
    if not people:
        raise Invalid("Tick at least one person.", field="people")
    return often.invite_and_flag(
        actor=actor(),
        on=clock.today(),
        involvement=involvement,
        participants=people,
        role=form.role.data or "participant",
        because=form.because.data,
    )


def _after(
    involvement: InvolvementSession, number: int, next_cursor: str | None, next_page: str | None
) -> str:
    """Where to go on: more people, what they are offered, or, once it has taken place, who came."""
    show = url_for(".show", session_id=involvement.id)
    people = counted(number, "person", "people")
    if request.form.get("then") == NEXT_PAGE and next_cursor:
        more = url_for(
            ".invite",
            session_id=involvement.id,
            search=request.args.get("search"),
            who=request.args.get("who"),
            after=next_cursor,
        )
        return done(f"{people} invited. These are the next.", more)
    if involvement.held_on < clock.today():
        register = url_for(".register", session_id=involvement.id)
        return done(f"{people} put on the register. Now say who came.", register)
    return done(f"{people} invited.", next_page or show)
