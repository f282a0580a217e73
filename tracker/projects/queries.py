"""Read projects, rates and lists. `viewer` is the scope: what lies outside it does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.errors import Invalid, NotFound
from tracker.permissions import Actor, Permission
from tracker.projects.models import (
    ExpenseCategory,
    MileageRate,
    Project,
    ProjectPerson,
    Rate,
    RateCard,
    Word,
)
from tracker.projects.one_person import of_person, records, stands_for


def project(viewer: Actor, project_id: int, permission: Permission = Permission.SEE_PROJECTS) -> Project:
    """A project in which the viewer holds `permission`. Raises NotFound."""
    found = db.session.get(Project, project_id)
    if found is None or not viewer.may(permission, project_id):
        raise NotFound("There is no such project.")
    return found


def projects(viewer: Actor, permission: Permission = Permission.SEE_PROJECTS) -> Sequence[Project]:
    """The projects in which the viewer holds `permission`, open ones first, by name."""
    scope = viewer.projects(permission)
    asked = select(Project).order_by(Project.until.is_not(None), Project.name, Project.id)
    if scope is not None:
        asked = asked.where(Project.id.in_(sorted(scope)))
    return db.session.scalars(asked).all()


def by_ref(ref: str) -> Project | None:
    """The project with this reference, whoever asks; for imports, which check the scope themselves."""
    return db.session.scalars(select(Project).where(Project.ref == ref)).one_or_none()


def rate_cards() -> Sequence[RateCard]:
    """All rate cards, by name."""
    return db.session.scalars(select(RateCard).order_by(RateCard.name)).all()


def rate_card(card_id: int) -> RateCard:
    """A rate card. Raises NotFound."""
    found = db.session.get(RateCard, card_id)
    if found is None:
        raise NotFound("There is no such rate card.")
    return found


def rate_on(card_id: int | None, on: date) -> Sequence[Rate]:
    """The rows of a card in force on a day: of each label the latest that has begun and not ended."""
    if card_id is None:
        return ()
    rows = db.session.scalars(
        select(Rate)
        .where(Rate.card_id == card_id, Rate.since <= on)
        .order_by(Rate.position, Rate.since, Rate.id)
    )
    latest = {row.label: row for row in rows}
    return [row for row in latest.values() if row.until is None or row.until >= on]


def mileage_rate_on(vehicle: str, on: date) -> MileageRate:
    """The pence a mile for a vehicle on the day of the journey. Raises Invalid, naming `vehicle`."""
    found = db.session.scalars(
        select(MileageRate)
        .where(MileageRate.vehicle == vehicle, MileageRate.since <= on)
        .order_by(MileageRate.since.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise Invalid(
            f"There is no mileage rate for {vehicle or 'this vehicle'} on that day. Choose another vehicle, "
            "or ask your administrator to add the rate.",
            field="vehicle",
        )
    return found


def mileage_rates() -> Sequence[MileageRate]:
    """All mileage rates, by vehicle and the day each began."""
    return db.session.scalars(select(MileageRate).order_by(MileageRate.vehicle, MileageRate.since)).all()


def categories() -> Sequence[ExpenseCategory]:
    """All kinds of expense, by label."""
    return db.session.scalars(select(ExpenseCategory).order_by(ExpenseCategory.label)).all()


def words(list_name: str) -> Sequence[Word]:
    """The entries of one list, in the organisation's order."""
    return db.session.scalars(
        select(Word).where(Word.list_name == list_name).order_by(Word.position, Word.label)
    ).all()


def is_open(on: date) -> ColumnElement[bool]:
    """Of memberships: not ended before this day."""
    return or_(ProjectPerson.until.is_(None), ProjectPerson.until >= on)


def is_member(project_id: int, participant_id: int, on: date) -> bool:
    """Whether a person belongs to a project on a day."""
    return (
        db.session.scalar(
            select(ProjectPerson.id)
            .where(
                ProjectPerson.project_id == project_id,
                of_person(ProjectPerson.participant_id, participant_id),
                ProjectPerson.since <= on,
                is_open(on),
            )
            .limit(1)
        )
        is not None
    )


def open_membership(project_id: int, participant_id: int, on: date) -> ProjectPerson | None:
    """The membership that has not ended before a day, if there is one; it may begin later."""
    return db.session.scalars(
        select(ProjectPerson)
        .where(
            ProjectPerson.project_id == project_id,
            of_person(ProjectPerson.participant_id, participant_id),
            is_open(on),
        )
        .order_by(ProjectPerson.since.desc())
        .limit(1)
    ).one_or_none()


def memberships(
    viewer: Actor, participant_id: int, permission: Permission = Permission.SEE_PEOPLE
) -> Sequence[ProjectPerson]:
    """A person's memberships in the projects where the viewer holds it; others are not hinted at."""
    scope = viewer.projects(permission)
    asked = (
        select(ProjectPerson)
        .where(of_person(ProjectPerson.participant_id, participant_id))
        .options(joinedload(ProjectPerson.project))
    )
    if scope is not None:
        asked = asked.where(ProjectPerson.project_id.in_(sorted(scope)))
    return db.session.scalars(asked.order_by(ProjectPerson.since, ProjectPerson.id)).all()


def membership(project_id: int, membership_id: int) -> ProjectPerson:
    """One membership of this project. Raises NotFound."""
    found = db.session.get(ProjectPerson, membership_id)
    if found is None or found.project_id != project_id:
        raise NotFound("There is no such membership.")
    return found


def people_count(project_id: int, on: date) -> int:
    """How many people belong to a project on a day."""
    counted = select(func.count(stands_for(ProjectPerson.participant_id).distinct())).where(
        ProjectPerson.project_id == project_id, is_open(on)
    )
    return db.session.scalar(counted) or 0


def members(project_id: int, participant_ids: Sequence[int], on: date) -> dict[int, ProjectPerson]:
    """The memberships of these people in a project on a day, by the id of the person.

    Of somebody whose role changes later, the one that holds on the day; of somebody whose name was typed
    after it, the first.
    """
    person = records(participant_ids)
    rows = db.session.scalars(
        select(ProjectPerson)
        .where(
            ProjectPerson.project_id == project_id,
            ProjectPerson.participant_id.in_(list(person)),
            is_open(on),
        )
        .order_by(ProjectPerson.since <= on, ProjectPerson.since.desc())
    )
    found = {person[row.participant_id]: row for row in rows}
    return {one: found[person[one]] for one in participant_ids if person[one] in found}


def unpaid_roles(project_id: int, participant_ids: Sequence[int], on: date) -> dict[int, ProjectPerson]:
    """Of these people's memberships on a day those that come without pay, by the id of the person."""
    return {
        participant_id: row
        for participant_id, row in members(project_id, participant_ids, on).items()
        if row.unpaid
    }


def word_label(list_name: str, code: str) -> str:
    """What people see for an entry of a list; the code in words where the list no longer has it."""
    found = db.session.scalar(select(Word.label).where(Word.list_name == list_name, Word.code == code))
    return found or code.replace("-", " ").capitalize()
