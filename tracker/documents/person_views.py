"""Pages of a person's papers: all they were given, and giving them another, seen before it is issued."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.documents import drawing, forms, issuing, kinds, queries, services
from tracker.documents.asked import Asked, Subject
from tracker.documents.blueprint import bp
from tracker.documents.models import Document
from tracker.errors import NotFound, Refused
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.filters import rendered
from tracker.web.forms import BaseForm
from tracker.web.notices import done

_ON_PERSON = 5


def participant_section(person: Participant) -> Markup:
    """A person's last papers, and the kinds that the viewer may give them, for the person's own page."""
    if not people.holds(actor(), person.id, Permission.SEE_RECEIPTS):
        return Markup()
    page = queries.of_person(actor(), person.id, size=_ON_PERSON)
    return rendered(
        "documents/person_section.html", person=person, page=page, kinds=_given(person), labels=kinds.kinds()
    )


def _given(person: Participant) -> dict[str, ModuleType]:
    """The kinds that the viewer may give this person."""
    may = people.holds(actor(), person.id, Permission.ISSUE_DOCUMENTS) and person.erased_on is None
    return kinds.given_by(actor()) if may else {}


@bp.get("/people/<id:participant_id>/papers")
@requires(Permission.SEE_RECEIPTS)
def of_person(participant_id: int) -> ResponseReturnValue:
    person = people.participant(actor(), participant_id, Permission.SEE_RECEIPTS)
    page = queries.of_person(actor(), person.id, after=request.args.get("after"))
    return render_template(
        "documents/of_person.html",
        person=person,
        page=page,
        kinds=_given(person),
        labels=kinds.kinds(),
        may_see_person=people.holds(actor(), person.id, Permission.SEE_PEOPLE),
    )


@bp.route("/people/<id:participant_id>/papers/<kind>", methods=["GET", "POST"])
@requires(Permission.ISSUE_DOCUMENTS)
def give(participant_id: int, kind: str) -> ResponseReturnValue:
    """The address says what the paper is about; by GET it is shown, and by POST what was seen is issued."""
    person = people.participant(actor(), participant_id, Permission.ISSUE_DOCUMENTS)
    of_kind = kinds.given_by(actor()).get(kind)
    if of_kind is None:
        raise NotFound("There is no such kind of paper.")
    subjects = of_kind.subjects(actor(), person)
    choices = forms.paper_form(of_kind, subjects, services.usual_layout(person), request.args)
    form = forms.IssueForm()
    if not subjects or not choices.validate():
        return _give_page(person, of_kind, choices, choices)

    def issue() -> Document:
        return issuing.issue(
            actor=actor(),
            on=clock.today(),
            draft=_draft(person, of_kind, subjects, choices),
            shown=form.shown.data or "",
            layout=choices.layout.data,
        )

    saved = form.save(
        issue, lambda paper: done("The paper is issued.", url_for(".show", document_id=paper.id))
    )
    return saved or _shown(person, of_kind, subjects, choices, form)


def _draft(
    person: Participant, kind: ModuleType, subjects: Sequence[Subject], choices: forms.PaperForm
) -> issuing.Draft:
    """The paper as the choices have it. Raises Refused or NotFound."""
    subject = next(subject for subject in subjects if subject.code == choices.about.data)
    asked = Asked(participant=person, subject=subject, period=choices.period, on=clock.today())
    number = choices.replaces.data
    earlier = queries.numbered(actor(), person.id, kind.KIND, number) if number else None
    return issuing.draft(kind, asked, earlier)


def _shown(
    person: Participant,
    kind: ModuleType,
    subjects: Sequence[Subject],
    choices: forms.PaperForm,
    form: forms.IssueForm,
) -> ResponseReturnValue:
    """The page with the paper as it will look, or with the sentence that says what is in its way."""
    try:
        draft = _draft(person, kind, subjects, choices)
    except Refused as refusal:
        return _give_page(person, kind, choices, form, problem=refusal.message)
    language = services.usual_language(person)
    paper = drawing.shown(kind.KIND, draft.content, language, choices.layout.data)
    return _give_page(person, kind, choices, form, draft=draft, **paper)


def _give_page(
    person: Participant, kind: ModuleType, choices: forms.PaperForm, form: BaseForm, **more: Any
) -> ResponseReturnValue:
    return render_template(
        "documents/give.html",
        person=person,
        kind=kind,
        subjects=choices.about.choices,
        choices=choices,
        form=form,
        **({"draft": None, "problem": None, "demo": False} | more),
    )
