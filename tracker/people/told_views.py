"""Pages of what people tell in confidence: for benefit contacts, closed until opened on the record.

Nothing told is ever in the answer to a GET: the pages that show it are answers to a POST that was logged.
"""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.errors import Invalid
from tracker.people import benefits, queries, told_forms, told_queries
from tracker.people.blueprint import bp
from tracker.people.models import BenefitDeclaration, Circumstances, Participant
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.transaction import writing

_ABOUT = ["nation", "date_of_birth", "couple", "work_permission", "weekly_minutes_limit", "consent_on"]


@bp.get("/people/told")
@requires(Permission.BENEFIT_CONTACT)
def told_list() -> ResponseReturnValue:
    search = request.args.get("search", "")[:100]
    page = queries.people(
        actor(), None, request.args.get("after"), search, permission=Permission.BENEFIT_CONTACT
    )
    return render_template("people/told_list.html", page=page, search=search)


def _person(participant_id: int) -> Participant:
    return queries.participant(actor(), participant_id, Permission.BENEFIT_CONTACT)


@bp.get("/people/<id:participant_id>/told")
@requires(Permission.BENEFIT_CONTACT)
def told(participant_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    return render_template(
        "people/told.html",
        person=person,
        consent_on=told_queries.consent_on(person.id),
        said=request.args.get("said"),
    )


@bp.post("/people/<id:participant_id>/told/open")
@requires(Permission.BENEFIT_CONTACT)
def open_told(participant_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    with writing():
        benefits.note_opened(actor=actor(), participant=person)
    kept = told_queries.circumstances(person.id)
    form = told_forms.ToldForm(formdata=None, data=told_forms.told_as_typed(kept))
    declared = told_queries.declarations(person.id)
    return render_template(
        "people/told_open.html",
        person=person,
        kept=kept,
        facts=told_forms.spoken(form, _ABOUT),
        others=[_of_other(ref, other) for ref, other in told_queries.of_other_records(person.id)],
        benefits=[_spoken(one) for one in declared],
        refs=queries.refs({one.participant_id for one in declared} - {person.id}),
    )


def _of_other(ref: str, kept: Circumstances) -> dict[str, Any]:
    """What was told under another record of the person, in words."""
    form = told_forms.ToldForm(formdata=None, data=told_forms.told_as_typed(kept))
    return {"ref": ref, "told_on": kept.told_on, "facts": told_forms.spoken(form, _ABOUT)}


def _spoken(declared: BenefitDeclaration) -> dict[str, Any]:
    form = told_forms.benefit_form(declared.benefit)(formdata=None, data=told_forms.as_typed(declared))
    return {
        "record": declared,
        "name": benefits.BENEFIT_NAMES.get(declared.benefit, declared.benefit),
        "facts": told_forms.spoken(form, told_forms.asked(form)),
    }


# --- the person as a whole --------------------------------------------------------------------------------


@bp.route("/people/<id:participant_id>/told/slip", methods=["GET", "POST"])
@requires(Permission.BENEFIT_CONTACT)
def slip(participant_id: int) -> ResponseReturnValue:
    """Key in a slip without opening what stands: only what the slip answers is changed."""
    person = _person(participant_id)
    consent_on = told_queries.consent_on(person.id)
    form = told_forms.ToldForm()

    def save() -> object:
        if consent_on is None and form.consent_on.data is None:
            raise Invalid("Enter the day they agreed. Without it, nothing may be kept.", field="consent_on")
        return _record(person, form, version=None)

    saved = form.save(save, lambda _: _closed(participant_id))
    return saved or render_template("people/slip.html", person=person, form=form, consent_on=consent_on)


@bp.post("/people/<id:participant_id>/told/edit")
@requires(Permission.BENEFIT_CONTACT)
def edit_told(participant_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    with writing():
        benefits.note_opened(actor=actor(), participant=person)
    kept = told_queries.circumstances(person.id)
    form = told_forms.ToldForm(formdata=None, data=told_forms.told_as_typed(kept))
    return render_template("people/told_edit.html", person=person, form=form, kept=kept)


@bp.post("/people/<id:participant_id>/told/save")
@requires(Permission.BENEFIT_CONTACT)
def save_told(participant_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    form = told_forms.ToldForm()
    saved = form.save(
        lambda: _record(person, form, version=form.shown_version), lambda _: _closed(participant_id)
    )
    kept = told_queries.circumstances(person.id)
    return saved or render_template("people/told_edit.html", person=person, form=form, kept=kept)


def _record(person: Participant, form: told_forms.ToldForm, *, version: int | None) -> object:
    return benefits.record_circumstances(
        actor=actor(),
        on=clock.today(),
        participant=person,
        values=told_forms.told_values(form, only_answered=version is None),
        consent_on=form.consent_on.data,
        version=version,
    )


def _closed(participant_id: int) -> str:
    return url_for(".told", participant_id=participant_id, said="saved")


# --- benefits ---------------------------------------------------------------------------------------------


@bp.route("/people/<id:participant_id>/told/benefits/new", methods=["GET", "POST"])
@requires(Permission.BENEFIT_CONTACT)
def add_benefit(participant_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    benefit = request.args.get("benefit", "")
    if benefit not in benefits.BENEFIT_NAMES:
        choose = told_forms.ChooseBenefitForm(formdata=request.args or None, meta={"csrf": False})
        if request.args:
            choose.validate()
        return render_template("people/choose_benefit.html", person=person, form=choose)
    form = told_forms.benefit_form(benefit)()
    _ask_once_for_agreement(person, form)
    saved = form.save(
        lambda: _declare(person, benefit, form, since=form.since.data, version=None),
        lambda _: _closed(participant_id),
    )
    return saved or _benefit_page(person, benefit, form)


def _ask_once_for_agreement(person: Participant, form: Any) -> None:
    """Leave the question out where it is already known when they agreed that we keep this."""
    kept = told_queries.circumstances(person.id)
    if kept is not None and kept.consent_on is not None:
        del form.consent_on


def _agreed(person: Participant, form: Any) -> None:
    """Keep with a benefit the day on which they agreed that it is kept."""
    consent_on = form.consent_on.data
    benefits.record_circumstances(
        actor=actor(), on=clock.today(), participant=person, values={}, consent_on=consent_on
    )


@bp.get("/people/<id:participant_id>/told/caring")
@requires(Permission.BENEFIT_CONTACT)
def caring(participant_id: int) -> ResponseReturnValue:
    """Ask somebody who looks after somebody what they get for it: only one of the two has a weekly limit."""
    person = _person(participant_id)
    form = told_forms.CaringForm(formdata=request.args or None, meta={"csrf": False})
    answered = bool(request.args) and form.validate()
    leads_to = told_forms.CARING_LEADS_TO[form.caring.data or "unknown"] if answered else ()
    named = [(benefit, benefits.BENEFIT_NAMES[benefit]) for benefit in leads_to]
    return render_template("people/caring.html", person=person, form=form, answered=answered, leads_to=named)


@bp.post("/people/<id:participant_id>/told/benefits/<id:declaration_id>/edit")
@requires(Permission.BENEFIT_CONTACT)
def edit_benefit(participant_id: int, declaration_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    declared = told_queries.declaration(person.id, declaration_id)
    with writing():
        benefits.note_opened(actor=actor(), participant=person)
    form = told_forms.benefit_form(declared.benefit)(formdata=None, data=told_forms.as_typed(declared))
    _ask_once_for_agreement(person, form)
    return _benefit_page(person, declared.benefit, form, declared)


@bp.post("/people/<id:participant_id>/told/benefits/<id:declaration_id>/save")
@requires(Permission.BENEFIT_CONTACT)
def save_benefit(participant_id: int, declaration_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    declared = told_queries.declaration(person.id, declaration_id)
    form = told_forms.benefit_form(declared.benefit)()
    _ask_once_for_agreement(person, form)
    # The day it began is what the entry is known by, so it is shown but never moved.
    form.since.data, form.since.validators = declared.since, ()
    saved = form.save(
        lambda: _declare(person, declared.benefit, form, since=declared.since, version=form.shown_version),
        lambda _: _closed(participant_id),
    )
    return saved or _benefit_page(person, declared.benefit, form, declared)


def _declare(
    person: Participant, benefit: str, form: Any, *, since: Any, version: int | None
) -> BenefitDeclaration:
    _refuse_vague(form)
    if "consent_on" in form:
        _agreed(person, form)
    declared = benefits.declare_benefit(
        actor=actor(),
        on=clock.today(),
        participant=person,
        benefit=benefit,
        since=since,
        until=form.until.data,
        facts=told_forms.facts_of(form),
        version=version,
    )
    knows = bool(form.knows.data) if "knows" in form else False
    if knows != (declared.knows_since is not None):
        benefits.set_knows(actor=actor(), on=clock.today(), declaration=declared, knows=knows)
    return declared


def _refuse_vague(form: Any) -> None:
    """An amount means nothing until it is said for how long a time it is."""
    amount = form.other_earnings.data if "other_earnings" in form else None
    if amount and not form.other_earnings_per.data:
        raise Invalid("Choose for how long a time that amount is.", field="other_earnings_per")


def _benefit_page(
    person: Participant, benefit: str, form: Any, declared: BenefitDeclaration | None = None
) -> ResponseReturnValue:
    return render_template(
        "people/benefit.html",
        person=person,
        name=benefits.BENEFIT_NAMES[benefit],
        form=form,
        asked=told_forms.asked(form),
        declared=declared,
    )
