"""Pages of staff: codes and papers to give out, a paper typed in. None of them shows an answer."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.diversity import answers, community_views, comparing_views, link, own_views, question_views
from tracker.diversity.asked import Asked, asked_of
from tracker.diversity.blueprint import bp
from tracker.diversity.forms import DeleteForm, NewCodeForm, answers_form
from tracker.errors import Invalid, NotFound
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web import once
from tracker.web.access import actor, requires
from tracker.web.filters import rendered
from tracker.web.notices import done
from tracker.web.transaction import writing

__all__ = ["bp", "community_views", "comparing_views", "own_views", "question_views"]

# Whoever may change a person's details may hand them a code: neither opens anything.
_HANDS_OUT = (Permission.DIVERSITY, Permission.ADD_PEOPLE)


@bp.get("/diversity")
@requires(Permission.DIVERSITY)
def index() -> ResponseReturnValue:
    search = request.args.get("search", "")
    page = people.people(actor(), None, request.args.get("after"), search, permission=Permission.DIVERSITY)
    return render_template(
        "diversity/index.html",
        page=page,
        search=search,
        everywhere=actor().projects(Permission.DIVERSITY) is None,
        projects=projects.projects(actor(), Permission.DIVERSITY),
    )


@bp.get("/people/<id:participant_id>/diversity")
@requires(*_HANDS_OUT)
def person(participant_id: int) -> ResponseReturnValue:
    return _page(_person(participant_id), NewCodeForm(formdata=None), DeleteForm(formdata=None))


@bp.post("/people/<id:participant_id>/diversity/code")
@requires(*_HANDS_OUT)
def code(participant_id: int) -> ResponseReturnValue:
    """Make a code and show the paper that holds it, this once."""
    one, form = _person(participant_id), NewCodeForm()
    if not form.validate_on_submit():
        return _page(one, form, DeleteForm(formdata=None))
    if link.given_on(one.id) is not None and not form.sure.data:
        form.refuse(Invalid("Tick the box if they want a new code.", field="sure"))
        return _page(one, form, DeleteForm(formdata=None))
    with writing():
        used = once.claim(once.readable(form.once.data) or once.new_key())
        used.location = url_for(".person", participant_id=one.id)
        made = answers.give_code(actor=actor(), on=clock.today(), participant=one)
    return render_template("diversity/letter.html", person=_person(participant_id), code=made)


@bp.post("/people/<id:participant_id>/diversity/delete")
@requires(*_HANDS_OUT)
def delete(participant_id: int) -> ResponseReturnValue:
    one, form = _person(participant_id), DeleteForm()
    saved = form.save(
        lambda: answers.delete_unread(actor=actor(), participant=one),
        lambda _: done(
            "Whatever was held is deleted, and the code opens nothing any more.",
            url_for(".person", participant_id=participant_id),
        ),
    )
    return saved or _page(one, NewCodeForm(formdata=None), form)


@bp.get("/people/<id:participant_id>/diversity/form")
@requires(*_HANDS_OUT)
def paper_form(participant_id: int) -> ResponseReturnValue:
    """The questions on paper, for somebody who does not use the web."""
    one = _person(participant_id)
    large = request.args.get("print") == "large"
    return render_template("diversity/paper_form.html", person=one, asked=_asked(one), large=large)


@bp.route("/people/<id:participant_id>/diversity/paper", methods=["GET", "POST"])
@requires(Permission.DIVERSITY)
def paper(participant_id: int) -> ResponseReturnValue:
    """Type in a paper form, once; it is never shown again."""
    one = people.participant(actor(), participant_id, Permission.DIVERSITY)
    asked = _asked(one)
    form = answers_form(asked)
    saved = form.save(
        lambda: answers.key_in(actor=actor(), on=clock.today(), participant=one, given=form.given(asked)),
        lambda _: done(
            "It is saved, and no page of staff shows it again. Give the paper back or destroy it.",
            url_for(".person", participant_id=participant_id),
        ),
    )
    return saved or render_template(
        "diversity/paper.html", person=one, asked=asked, form=form, held=link.given_on(one.id)
    )


def participant_section(participant: Participant) -> Markup:
    """On somebody's page: where to give them a code. Not whether they answered."""
    if not any(people.holds(actor(), participant.id, held) for held in _HANDS_OUT):
        return Markup()
    return rendered(
        "diversity/participant_section.html", participant=participant, given_on=link.given_on(participant.id)
    )


def _person(participant_id: int) -> Participant:
    for permission in _HANDS_OUT:
        if actor().may(permission) and people.holds(actor(), participant_id, permission):
            return people.participant(actor(), participant_id, permission)
    raise NotFound("There is no such person.")


def _asked(one: Participant) -> list[Asked]:
    return list(asked_of(link.project_ids_of(one.id, clock.today())))


def _page(one: Participant, form: NewCodeForm, delete_form: DeleteForm) -> ResponseReturnValue:
    return render_template(
        "diversity/person.html",
        person=one,
        asked=_asked(one),
        given_on=link.given_on(one.id),
        form=form if form.errors or not delete_form.errors else delete_form,
        code_form=form,
        delete_form=delete_form,
    )
