"""A role in a project holds from its day on, and the one before stays on record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories import people, projects
from tracker.db import db
from tracker.errors import Invalid, StaleVersion
from tracker.permissions import SYSTEM
from tracker.projects import queries
from tracker.projects.models import ProjectPerson
from tracker.projects.roles import give_role
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

JOINED = date(2026, 9, 1)


@pytest.fixture
def membership() -> Any:
    return projects.member(projects.project(), people.participant(), JOINED)


def give(kept: ProjectPerson, since: date, **values: Any) -> ProjectPerson:
    given = {"role": "trainee", "unpaid": True, "version": kept.version} | values
    with writing():
        return give_role(actor=SYSTEM, membership=kept, since=since, **given)


def held(kept: ProjectPerson) -> list[tuple[str | None, bool, date, date | None]]:
    rows = db.session.scalars(
        db.select(ProjectPerson)
        .where(ProjectPerson.participant_id == kept.participant_id)
        .order_by(ProjectPerson.since)
    )
    return [(row.role, row.unpaid, row.since, row.until) for row in rows]


def test_a_role_from_the_first_day_puts_the_record_right(membership: Any) -> None:
    give(membership, JOINED)
    assert held(membership) == [("trainee", True, JOINED, None)]


def test_a_later_role_follows_the_earlier_one(membership: Any) -> None:
    give(membership, JOINED)
    give(membership, date(2026, 11, 1), role="member", unpaid=False)
    assert held(membership) == [
        ("trainee", True, JOINED, date(2026, 10, 31)),
        ("member", False, date(2026, 11, 1), None),
    ]


def test_a_role_is_unpaid_on_its_own_days_alone(membership: Any) -> None:
    give(membership, date(2026, 10, 1))
    give(
        queries.members(membership.project_id, [membership.participant_id], date(2026, 10, 2))[
            membership.participant_id
        ],
        date(2026, 11, 1),
        unpaid=False,
    )
    unpaid = [
        bool(queries.unpaid_roles(membership.project_id, [membership.participant_id], day))
        for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))
    ]
    assert unpaid == [False, True, True, False]


def test_a_role_that_begins_later_is_not_todays(membership: Any) -> None:
    give(membership, date(2027, 1, 1))
    today = queries.members(membership.project_id, [membership.participant_id], date(2026, 11, 23))
    assert today[membership.participant_id].role is None


@pytest.mark.parametrize(
    ("since", "until"), [(date(2026, 8, 31), None), (date(2026, 10, 2), date(2026, 10, 1))]
)
def test_a_role_outside_the_membership_is_refused(membership: Any, since: date, until: date | None) -> None:
    with writing():
        membership.until = until
    with pytest.raises(Invalid) as refused:
        give(membership, since)
    assert refused.value.field == "since"


@pytest.mark.parametrize("since", [JOINED, date(2026, 11, 1)])
def test_a_role_changed_by_somebody_else_meanwhile_is_shown_first(membership: Any, since: date) -> None:
    version = membership.version
    give(membership, JOINED, role="volunteer")
    with pytest.raises(StaleVersion):
        give(membership, since, version=version)
