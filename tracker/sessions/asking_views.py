"""Pages of who agreed to be asked: on somebody's own page, and for many of a project's people at once."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.errors import Invalid
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.sessions import agreements
from tracker.sessions.blueprint import bp
from tracker.sessions.draw_forms import AgreedForm
from tracker.web.access import actor, requires
from tracker.web.filters import counted, rendered
from tracker.web.notices import done
from tracker.web.pagination import Page
from tracker.web.transaction import writing


def asking_section(participant: Participant) -> Markup:
    """On somebody's page: whether they agreed to be asked, and the button that changes it."""
    return rendered(
        "sessions/asking_section.html",
        participant=participant,
        agreement=agreements.standing([participant.id]).get(participant.id),
        may_change=people.holds(actor(), participant.id, Permission.ADD_PEOPLE),
    )


@bp.post("/people/<id:participant_id>/asking")
@requires(Permission.ADD_PEOPLE)
def asking(participant_id: int) -> ResponseReturnValue:
    participant = people.participant(actor(), participant_id, Permission.ADD_PEOPLE)
    with writing():
        if request.form.get("agreed") == "yes":
            agreements.record_agreements(actor=actor(), on=clock.today(), participants=[participant])
        else:
            agreements.take_back(actor=actor(), on=clock.today(), participant=participant)
    return redirect(url_for("people.show", participant_id=participant_id, _anchor="asking"))


@bp.route("/projects/<id:project_id>/asking", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def asking_all(project_id: int) -> ResponseReturnValue:
    project = projects.project(actor(), project_id, Permission.ADD_PEOPLE)
    listed = people.matching(actor(), project_id, permission=Permission.ADD_PEOPLE)
    if request.args.get("who") == "agreed":
        return _who_agreed(project, people.page(listed.where(agreements.agreed()), request.args.get("after")))
    page = people.page(listed.where(~agreements.agreed()), request.args.get("after"))
    form = AgreedForm()
    form.people.choices = [(str(person.id), person.name) for person in page.rows]

    def save() -> int:
        ticked = [person for person in page.rows if str(person.id) in (form.people.data or ())]
        if not ticked:
            raise Invalid("Tick everybody who agreed.", field="people")
        return agreements.record_agreements(actor=actor(), on=clock.today(), participants=ticked)

    saved = form.save(
        save,
        lambda number: done(
            f"{counted(number, 'person', 'people')} agreed to be asked.",
            url_for(".asking_all", project_id=project_id, after=page.next_cursor),
        ),
    )
    return saved or render_template("sessions/asking_all.html", project=project, form=form, page=page)


def _who_agreed(project: Project, page: Page[Participant]) -> ResponseReturnValue:
    """Those who agreed already, each with the day, and where it is changed."""
    standing = agreements.standing([person.id for person in page.rows])
    return render_template("sessions/asked_all.html", project=project, page=page, standing=standing)
