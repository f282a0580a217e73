"""Pages of logging a contribution, from a project or from a person: one form, one submit."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.errors import Invalid
from tracker.payments.blueprint import bp
from tracker.payments.contribution_forms import AMOUNT, UNPAID, ContributionForm, with_choices
from tracker.payments.contributions import offer_for, rate_called
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.lists import word_for
from tracker.projects.models import Project
from tracker.sessions.contributions import log_contribution
from tracker.sessions.models import Attendance, Mode
from tracker.web.access import actor, requires
from tracker.web.filters import counted, rendered
from tracker.web.notices import done

# How many members one page lists; in a larger project somebody is searched for.
_MOST_LISTED = 200
_USUAL_EXPENSES = "Travel and other agreed costs"


@bp.route("/projects/<id:project_id>/contributions/new", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def log(project_id: int) -> ResponseReturnValue:
    project = projects.project(actor(), project_id, Permission.LOG_SESSIONS)
    search, named = request.args.get("search", "")[:100], request.args.get("person", "")
    members = _members(project, search, named)
    form = _form(project, members, named)
    saved = form.save(lambda: _log(project, form, members), _after)
    return saved or render_template(
        "payments/contribution.html",
        project=project,
        form=form,
        search=search,
        named=named,
        many=len(members) >= _MOST_LISTED,
        may_add=actor().may(Permission.ADD_PEOPLE, project_id),
    )


def _members(project: Project, search: str, named: str) -> list[Participant]:
    """The members to choose from; whoever the address names by reference is there whatever is searched."""
    found = list(people.people(actor(), project.id, search=search, size=_MOST_LISTED).rows)
    if named and named not in {person.ref for person in found}:
        alike = people.people(actor(), project.id, search=named).rows
        found = [*(person for person in alike if person.ref == named), *found]
    return found


def _form(project: Project, members: Sequence[Participant], named: str) -> ContributionForm:
    today = clock.today()
    may_offer = actor().may(Permission.MAKE_OFFERS, project.id)
    form = ContributionForm(
        data={
            "people": [str(person.id) for person in members if person.ref == named],
            "held_on": today,
        }
    )
    return with_choices(
        form,
        members=members,
        activities=projects.words("activity"),
        rates=projects.rate_on(project.rate_card_id, today),
        may_offer=may_offer,
    )


def _log(project: Project, form: ContributionForm, members: Sequence[Participant]) -> list[Attendance]:
    chosen = set(form.people.data or ())
    places = log_contribution(
        actor=actor(),
        on=clock.today(),
        project=project,
        participants=[person for person in members if str(person.id) in chosen],
        activity=_activity(form),
        title=form.title.data,
        held_on=form.held_on.day,
        minutes=form.minutes.data,
        mode=Mode(form.mode.data),
        unpaid=form.fee.data == UNPAID,
        fee_covers_from=form.covers_from.data,
    )
    if form.rate_label is not None or form.fee.data == AMOUNT:
        _offer(project, form, places)
    return places


def _activity(form: ContributionForm) -> str | None:
    """The kind that was chosen, or the one that was typed, which joins the list."""
    if form.activity.data or not form.other_activity.data:
        return form.activity.data or None
    try:
        return word_for(actor=actor(), list_name="activity", label=form.other_activity.data).code
    except Invalid as refusal:
        raise Invalid(refusal.message, field="other_activity") from None


def _offer(project: Project, form: ContributionForm, places: Sequence[Attendance]) -> None:
    label, pence = form.rate_label, form.pence.data if form.fee.data == AMOUNT else None
    if label is None and pence is None:
        raise Invalid("Enter the amount for each person.", field="pence")
    try:
        offer_for(
            actor=actor(),
            on=clock.today(),
            places=places,
            rate=rate_called(project, label, form.held_on.day) if label is not None else None,
            pence=pence,
            expenses_covered=_USUAL_EXPENSES,
            taken=form.taken.data,
        )
    except Invalid as refusal:
        # On this page the length is asked for beside the rate.
        raise Invalid(refusal.message, field="fee" if refusal.field == "rate" else refusal.field) from None


def _after(places: Sequence[Attendance]) -> str:
    involvement = places[0].involvement
    said = f"Logged for {counted(len(places), 'person', 'people')}."
    return done(said, url_for("sessions.show", session_id=involvement.id))


def project_section(project: Project) -> Markup:
    """The way to log a contribution to a project, on its page."""
    if not actor().may(Permission.LOG_SESSIONS, project.id):
        return Markup()
    return rendered("payments/contribution_link.html", projects=[project], ref=None)


def person_section(participant: Participant) -> Markup:
    """The ways to log a contribution of a person, to each of their projects that the viewer logs for."""
    theirs = [
        kept.project
        for kept in projects.memberships(actor(), participant.id)
        if actor().may(Permission.LOG_SESSIONS, kept.project_id)
        and projects.is_member(kept.project_id, participant.id, clock.today())
    ]
    if not theirs:
        return Markup()
    return rendered("payments/contribution_link.html", projects=_once(theirs), ref=participant.ref)


def _once(found: Sequence[Project]) -> list[Project]:
    """Each project once, however many roles somebody had in it."""
    return list({project.id: project for project in found}.values())
