"""Pages: the list of people, one person, adding and changing them, advice offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.errors import Invalid, TrackerError
from tracker.people import (
    confirming_views,
    forms,
    modulus_views,
    own_limit_views,
    payee_views,
    queries,
    role_views,
    services,
    told_views,
    trusted_views,
)
from tracker.people.blueprint import bp
from tracker.people.models import DocumentFormat, Participant, PaymentRoute
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.projects.services import add_person_to_project
from tracker.web.access import actor, requires
from tracker.web.filters import rendered
from tracker.web.transaction import writing

__all__ = [
    "bp",
    "confirming_views",
    "modulus_views",
    "own_limit_views",
    "payee_views",
    "project_section",
    "role_views",
    "sections",
    "told_views",
    "trusted_views",
]

# What higher packages show of a person on their page, each as HTML or nothing; joined in `tracker.house`.
sections: list[Callable[[Participant], Markup]] = []


def project_section(project: Project) -> Markup:
    """A project's people, for the project's own page; nothing for those who may not see people."""
    if not actor().may(Permission.SEE_PEOPLE, project.id):
        return Markup()
    people = queries.people(actor(), project.id, size=20)
    members = projects.members(project.id, [person.id for person in people.rows], clock.today())
    return rendered(
        "people/project_section.html",
        project=project,
        page=people,
        members=members,
        count=projects.people_count(project.id, clock.today()),
        roles=_roles(),
    )


def _roles() -> dict[str, str]:
    return {word.code: word.label for word in projects.words("project-role")}


@bp.get("/people")
@requires(Permission.SEE_PEOPLE)
def index() -> ResponseReturnValue:
    project_id = chosen_project()
    search = request.args.get("search", "")[:100]
    page = queries.people(actor(), project_id, request.args.get("after"), search)
    return render_template(
        "people/index.html",
        page=page,
        search=search,
        project=projects.project(actor(), project_id) if project_id else None,
        code=request.args.get("project", ""),
    )


def chosen_project() -> int | None:
    """The project that the address names, if it names one of the viewer's."""
    code = request.args.get("project", "")
    return next((project.id for project in projects.projects(actor()) if str(project.id) == code), None)


# --- adding -----------------------------------------------------------------------------------------------


@bp.route("/people/add", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def add() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "") for name in ("project", "ref")}
    form: forms.FindForm = _with_projects(forms.FindForm(data=asked))
    if form.validate_on_submit():
        try:
            found = _found(form)
        except TrackerError as error:
            form.refuse(error)
            return render_template("people/add.html", form=form)
        if found is None:
            return _new_page(_new_form(form))
        if saved := form.save(lambda: _join(form, found), lambda where: where):
            return saved
    return render_template("people/add.html", form=form)


def _with_projects(form: Any) -> Any:
    """The projects to which the viewer may add people; those who may add everywhere can choose none."""
    choices = [
        (str(project.id), project.name) for project in projects.projects(actor(), Permission.ADD_PEOPLE)
    ]
    if actor().projects(Permission.ADD_PEOPLE) is None:
        choices = [("", "None yet"), *choices]
    form.project.choices = choices
    return form


def _found(form: forms.FindForm) -> Participant | None:
    ref, email, name = form.ref.data, form.email.data, form.name.data
    if not (ref or email or name):
        raise Invalid("Enter an email address, a reference or a full name.", field="email")
    found = services.known(ref=ref, email=email, name=name, date_of_birth=form.date_of_birth.data)
    if found is None and ref:
        raise Invalid("Nobody has this reference. Check it, or leave it empty.", field="ref")
    return found


def _join(form: Any, found: Participant) -> str:
    """Add somebody already known to the project; nothing more is learnt of them than that."""
    project = _project_of(form)
    if project is None and not queries.holds(actor(), found.id, Permission.SEE_PEOPLE):
        raise Invalid("This person is already known. Choose a project to add them to.", field="project")
    if project is not None:
        add_person_to_project(actor=actor(), on=clock.today(), project=project, participant=found)
    return url_for(".show", participant_id=found.id, said="known")


def _project_of(form: Any) -> Project | None:
    if form.project.chosen_id is None:
        return None
    return projects.project(actor(), form.project.chosen_id, Permission.ADD_PEOPLE)


def _new_form(found: forms.FindForm | None = None) -> Any:
    names = ("project", "email", "name", "date_of_birth")
    if found is None:
        form = forms.NewPersonForm()
    else:
        form = forms.NewPersonForm(formdata=None, data={name: found[name].data for name in names})
    return _with_words(_with_projects(form))


def _new_page(form: Any) -> ResponseReturnValue:
    return render_template("people/new.html", form=form)


@bp.post("/people/new")
@requires(Permission.ADD_PEOPLE)
def new() -> ResponseReturnValue:
    form = _new_form()

    def create() -> Participant:
        _refuse_known(form)
        project = _project_of(form)
        person = services.create_participant(actor=actor(), on=clock.today(), **_values(form))
        if project is not None:
            add_person_to_project(actor=actor(), on=clock.today(), project=project, participant=person)
        return person

    saved = form.save(create, lambda person: url_for(".show", participant_id=person.id, said="added"))
    return saved or _new_page(form)


def _refuse_known(form: Any) -> None:
    """Adding one person twice splits what they are paid between two records, and no check sees both."""
    if form.another.data:
        return
    alike = queries.by_email(form.email.data) if form.email.data else []
    born = form.date_of_birth.data
    if alike or (born and queries.by_match_name(form.name.data, born)):
        raise Invalid(
            "Somebody with this email address, or with this name and date of birth, is already known. Look "
            "again and add them by it, or tick this box if they are somebody else.",
            field="another",
        )


def _with_words(form: Any, kept: Participant | None = None) -> Any:
    """The organisation's lists, and whatever this person's record holds that they no longer offer."""
    for name, list_name, empty in (
        ("preferred_contact", "preferred-contact", [("", "Not asked yet")]),
        ("language", "language", []),
    ):
        choices = empty + [(word.code, word.label) for word in projects.words(list_name)]
        held = getattr(kept, name) if kept else "english" if name == "language" else None
        if held and held not in dict(choices):
            choices.append((held, held.replace("-", " ").capitalize()))
        form[name].choices = choices
    return form


def _values(form: Any) -> dict[str, Any]:
    names = ("name", "known_as", "ref", "email", "phone", "preferred_contact", "date_of_birth")
    route = form.payment_route.data
    return {name: form[name].data or None for name in names} | {
        "language": form.language.data or "english",
        "format": DocumentFormat(form.format.data or "standard"),
        "payment_route": PaymentRoute(route) if route else None,
    }


# --- one person -------------------------------------------------------------------------------------------


@bp.get("/people/<id:participant_id>")
@requires(Permission.SEE_PEOPLE)
def show(participant_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id)
    if person.id != participant_id:
        return redirect(url_for(".show", participant_id=person.id))
    advice = queries.last_advice(person.id)
    return render_template(
        "people/show.html",
        person=person,
        memberships=projects.memberships(actor(), person.id),
        roles=_roles(),
        words={
            word.code: word.label
            for name in ("language", "preferred-contact")
            for word in projects.words(name)
        },
        formats=dict(forms.FORMATS),
        routes=dict(forms.ROUTES),
        limits=queries.own_limits(person.id, clock.today()),
        advice=advice,
        adviser=accounts.names({advice.by_id}).get(advice.by_id) if advice else None,
        has_bank=payee_views.has_bank(person),
        may_change=queries.holds(actor(), person.id, Permission.ADD_PEOPLE),
        may_pay=queries.holds(actor(), person.id, Permission.MANAGE_PAYEES),
        may_hear=queries.holds(actor(), person.id, Permission.BENEFIT_CONTACT),
        sections=[section(person) for section in sections],
        said=request.args.get("said"),
    )


@bp.route("/people/<id:participant_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def edit(participant_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.ADD_PEOPLE)
    form = _with_words(forms.PersonForm(data=_as_typed(person)), person)
    saved = form.save(
        lambda: services.update_participant(
            actor=actor(), participant=person, version=form.shown_version, values=_values(form)
        ),
        lambda _: url_for(".show", participant_id=participant_id, said="changed"),
    )
    return saved or render_template("people/edit.html", form=form, person=person)


def _as_typed(person: Participant) -> dict[str, Any]:
    names = ("name", "known_as", "ref", "email", "phone", "preferred_contact", "language", "date_of_birth")
    return {name: getattr(person, name) for name in names} | {
        "format": person.format.value,
        "payment_route": person.payment_route.value if person.payment_route else "",
    }


@bp.post("/people/<id:participant_id>/advice")
@requires(Permission.ADD_PEOPLE)
def offer_advice(participant_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.ADD_PEOPLE)
    with writing():
        services.offer_advice(actor=actor(), on=clock.today(), participant=person)
    return redirect(url_for(".show", participant_id=participant_id, said="advice"))
