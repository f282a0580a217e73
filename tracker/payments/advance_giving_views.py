"""Pages on which an advance is recorded, and set against a claim; and a person's advances on their page."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.errors import Invalid, NotFound
from tracker.money import ZERO
from tracker.payments import advance_forms, advance_queries, advances, forms, queries
from tracker.payments.advance_models import Advance
from tracker.payments.blueprint import bp
from tracker.payments.models import Claim, LineKind, Method
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.sessions import queries as sessions
from tracker.sessions.models import InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.filters import day, rendered
from tracker.web.notices import done

_RECORDS = (Permission.LOG_CLAIMS, Permission.PREPARE_RUNS)
# What an advance is for, by the key that the form sends.
Abouts = dict[str, tuple[Project, InvolvementSession | None]]


@bp.route("/advances/new", methods=["GET", "POST"])
@requires(*_RECORDS)
def give_advance() -> ResponseReturnValue:
    person = people.by_ref(request.args.get("person", ""))
    abouts = _abouts(person) if person else {}
    if person is None or not abouts:
        raise NotFound(
            "Nobody of that reference is in a project of yours. Look the reference up, then try again."
        )
    form = advance_forms.about_choices(
        advance_forms.AdvanceForm(), {key: _said(*one) for key, one in abouts.items()}, projects.categories()
    )
    forms.preset(form, given_on=clock.today(), given_by=actor().name)
    saved = form.save(
        lambda: _give(person, form, abouts),
        lambda made: done(f"Advance {made.ref} is recorded.", url_for(".advance", advance_id=made.id)),
    )
    return saved or render_template("payments/advance_new.html", form=form, person=person)


def _give(person: Participant, form: advance_forms.AdvanceForm, abouts: Abouts) -> Advance:
    if form.about.data not in abouts:
        raise Invalid("Choose the session, or the project.", field="about")
    project, involvement = abouts[form.about.data]
    return advances.give(
        actor=actor(),
        on=clock.today(),
        participant=person,
        project=project,
        involvement=involvement,
        pence=form.pence.data or ZERO,
        category=form.category.data or "",
        purpose=form.purpose.data or "",
        method=Method(form.method.data),
        given_on=form.given_on.day,
        given_by=form.given_by.data,
        reference=form.reference.data or None,
    )


def _abouts(person: Participant) -> Abouts:
    """The person's sessions and projects where the viewer may record an advance."""
    found: Abouts = {}
    for place in sessions.places_of_person(actor(), person.id, most=20):
        if _may(place.involvement.project_id):
            found[f"session-{place.involvement_session_id}"] = (place.involvement.project, place.involvement)
    for permission in _RECORDS:
        for kept in projects.memberships(actor(), person.id, permission):
            found.setdefault(f"project-{kept.project_id}", (kept.project, None))
    return found


def _may(project_id: int) -> bool:
    return any(actor().may(permission, project_id) for permission in _RECORDS)


def _said(project: Project, involvement: InvolvementSession | None) -> str:
    if involvement is None:
        return f"{project.name}, no session in particular"
    return f"{involvement.title}, {day(involvement.held_on)}"


@bp.route("/claims/<id:claim_id>/advances", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def set_advances(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    free = advance_queries.free_for(kept)
    form = advance_forms.set_form(free, advance_queries.set_now(kept), kept.total_of(LineKind.EXPENSE))

    def save() -> Claim:
        return advances.set_against(actor=actor(), claim=kept, amounts=advance_forms.amounts_of(form, free))

    here = url_for(".claim", claim_id=claim_id)
    saved = form.save(save, lambda claim: done(_pays(claim), here))
    return saved or render_template("payments/advance_set.html", form=form, claim=kept)


def _pays(claim: Claim) -> str:
    if not claim.advanced:
        return "No advance is set against this claim."
    return f"{claim.advanced.pounds()} was given ahead: this claim pays {claim.to_pay.pounds()}."


def person_section(participant: Participant) -> Markup:
    """A person's advances, and where another is recorded, on their page."""
    if not actor().may(Permission.SEE_CLAIMS):
        return Markup()
    found = advance_queries.of_participant(actor(), participant.id)
    may_record = any(projects.memberships(actor(), participant.id, one) for one in _RECORDS)
    if not found and not may_record:
        return Markup()
    return rendered("payments/_advances.html", found=found, participant=participant, may_record=may_record)
