"""Pages of records that may be one person's: one pair at a time, putting together, taking apart again."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.people import forms, merging, queries, record_queries
from tracker.people.blueprint import bp
from tracker.people.merging import Preview, Row
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.access import actor, requires
from tracker.web.filters import day, rendered
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.get("/people/alike")
@requires(Permission.ADD_PEOPLE)
def alike() -> ResponseReturnValue:
    pairs = record_queries.alike(actor())
    number = min(_number(), len(pairs))
    pair = pairs[number - 1] if pairs else None
    return render_template(
        "people/alike.html",
        pair=pair,
        number=number,
        count=len(pairs),
        projects_of={one.id: _projects(one.id) for one in (pair.one, pair.other)} if pair else {},
    )


def _number() -> int:
    """Which pair the address asks for, from 1 on."""
    text = request.args.get("pair", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _projects(participant_id: int) -> str:
    """The projects of a person that the viewer sees, by name."""
    members = projects.memberships(actor(), participant_id)
    return ", ".join(dict.fromkeys(membership.project.name for membership in members))


def _person(participant_id: int) -> Participant:
    return queries.participant(actor(), participant_id, Permission.ADD_PEOPLE)


@bp.post("/people/<id:participant_id>/records/<id:other_id>/two")
@requires(Permission.ADD_PEOPLE)
def two(participant_id: int, other_id: int) -> ResponseReturnValue:
    one, other = _person(participant_id), _person(other_id)
    with writing():
        merging.two_people(actor=actor(), on=clock.today(), one=one, other=other)
    said = f"It is on record that {one.name} ({one.ref}) and {other.name} ({other.ref}) are two people."
    return redirect(done(said, url_for(".alike", pair=_number())))


@bp.post("/people/<id:participant_id>/records/<id:other_id>/two/take-back")
@requires(Permission.ADD_PEOPLE)
def take_back_two(participant_id: int, other_id: int) -> ResponseReturnValue:
    one, other = _person(participant_id), _person(other_id)
    with writing():
        merging.take_back_two_people(actor=actor(), one=one, other=other)
    return redirect(done("It is taken back.", url_for(".show", participant_id=one.id)))


@bp.route("/people/<id:participant_id>/records/<id:other_id>/merge", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def merge(participant_id: int, other_id: int) -> ResponseReturnValue:
    """The first of the two stays; what there will be after is shown before anything is done."""
    stays, joins = _person(participant_id), _person(other_id)
    form = forms.MergeForm()
    saved = form.save(
        lambda: merging.merge(
            actor=actor(), on=clock.today(), participant=joins, into=stays, reason=form.reason.data
        ),
        lambda _: done(
            f"{joins.ref} and {stays.ref} are one person now. This can be taken apart again below.",
            url_for(".show", participant_id=stays.id),
        ),
    )
    return saved or render_template(
        "people/merge.html",
        form=form,
        stays=stays,
        joins=joins,
        obstacle=merging.obstacle(joins, stays),
        preview=_preview(stays, joins),
    )


def _preview(stays: Participant, joins: Participant) -> Preview:
    shown = [_own(stays, joins), *(preview(actor(), stays, joins) for preview in merging.previews)]
    notes = dict.fromkeys(note for one in shown for note in one.notes)
    return Preview([row for one in shown for row in one.rows], list(notes))


def _own(stays: Participant, joins: Participant) -> Preview:
    """What each record says of the person; what differs is said, and nothing of it is joined or lost."""
    rows, notes = [], []
    for label, one, other in _details(stays, joins):
        rows.append(Row(label, one or "—", other or "—", one or "—"))
        if other and one != other:
            beside = f"{stays.ref} says {one}" if one else f"{stays.ref} says nothing"
            notes.append(f"{label}: {beside}, {joins.ref} says {other}. Both are kept; the first is shown.")
    both = ", ".join(dict.fromkeys(filter(None, (_projects(stays.id), _projects(joins.id)))))
    rows.append(Row("Projects", _projects(stays.id) or "—", _projects(joins.id) or "—", both or "—"))
    return Preview(rows, notes)


def _details(stays: Participant, joins: Participant) -> list[tuple[str, str | None, str | None]]:
    routes = dict(forms.ROUTES)

    def said(one: Participant) -> dict[str, str | None]:
        return {
            "Name": one.name,
            "Known as": one.known_as,
            "Email": one.email,
            "Telephone": one.phone,
            "Date of birth": day(one.date_of_birth) if one.date_of_birth else None,
            "Wishes to be paid": routes[one.payment_route.value] if one.payment_route else None,
            "Language": one.language.capitalize(),
        }

    mine, theirs = said(stays), said(joins)
    return [(label, mine[label], theirs[label]) for label in mine]


@bp.route("/people/<id:participant_id>/records/<id:other_id>/apart", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def take_apart(participant_id: int, other_id: int) -> ResponseReturnValue:
    stays = _person(participant_id)
    joined = record_queries.other_record(stays, other_id)
    kept = record_queries.merge_of(joined.id)
    form = forms.TakeApartForm()
    saved = form.save(
        lambda: merging.take_apart(
            actor=actor(), on=clock.today(), participant=joined, reason=form.reason.data
        ),
        lambda _: done(
            f"{joined.ref} and {stays.ref} are two records again.",
            url_for(".show", participant_id=stays.id),
        ),
    )
    names = accounts.names({kept.merged_by_id or 0}) if kept else {}
    by = next(iter(names.values()), "the system")
    return saved or render_template(
        "people/take_apart.html", form=form, stays=stays, joined=joined, kept=kept, by=by
    )


@bp.post("/people/<id:participant_id>/names/<id:name_id>/forget")
@requires(Permission.ADD_PEOPLE)
def forget_name(participant_id: int, name_id: int) -> ResponseReturnValue:
    person = _person(participant_id)
    called = record_queries.other_name(person, name_id)
    said = f"A sheet that says {called.name or called.ref} is asked about again."
    with writing():
        merging.forget_name(actor=actor(), person=person, called=record_queries.other_name(person, name_id))
    return redirect(done(said, url_for(".show", participant_id=person.id)))


def record_section(person: Participant) -> Markup:
    """A person's other records, and who is somebody else though alike, for the person's own page."""
    may_change = queries.holds(actor(), person.id, Permission.ADD_PEOPLE)
    return rendered(
        "people/record_section.html",
        person=person,
        may_change=may_change,
        goes_by=record_queries.goes_by(person.id),
        other_records=record_queries.other_records(person.id),
        not_these=record_queries.told_apart_from(actor(), person) if may_change else (),
    )
