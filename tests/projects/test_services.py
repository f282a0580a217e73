"""Projects and who belongs to them."""

from datetime import date
from typing import Any

import pytest

from tests.factories import people, projects
from tracker.errors import Invalid, StaleVersion
from tracker.permissions import SYSTEM, Actor, Permission
from tracker.projects import queries, services
from tracker.projects.models import Design
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def update(project: Any, version: int | None = None, **values: Any) -> None:
    with writing():
        services.update_project(
            actor=SYSTEM, project=project, version=version or project.version, values=values
        )


def test_a_project_begins_on_the_day_it_is_given() -> None:
    project = projects.project(ref=" EYP-1 ", name="Early  years", design=Design.OPEN_CALL, pool=120)
    assert (project.ref, project.name, project.since) == ("EYP-1", "Early years", date(2026, 1, 5))
    assert project.until is None


def test_two_projects_cannot_share_a_reference() -> None:
    projects.project(ref="EYP-1")
    with pytest.raises(Invalid, match="Another project has this reference") as refused:
        projects.project(ref="EYP-1")
    assert refused.value.field == "ref"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ref": " "}, "ref"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"cost_code": "a\x00b"}, "cost_code"),
        ({"pool": 0}, "pool"),
        ({"pool": -4}, "pool"),
    ],
)
def test_a_value_that_cannot_be_names_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        projects.project(**values)
    assert refused.value.field == field


def test_a_change_moves_the_version_on() -> None:
    project = projects.project()
    update(project, name="Renamed", pool=40)
    assert (project.name, project.pool, project.version) == ("Renamed", 40, 2)


def test_a_save_over_somebody_elses_shows_both_values() -> None:
    card = projects.rate_card(Standard=2500)
    project = projects.project(name="As it was")
    update(project, version=1, name="Theirs", rate_card_id=card.id)
    with pytest.raises(StaleVersion) as refused:
        update(project, version=1, name="Mine", rate_card_id=None)
    assert refused.value.theirs == {"name": "Theirs", "rate_card": card.name}
    assert refused.value.yours == {"name": "Mine", "rate_card": ""}


def test_a_project_cannot_end_before_it_began() -> None:
    with pytest.raises(Invalid) as refused:
        update(projects.project(on=date(2026, 1, 5)), until=date(2026, 1, 4))
    assert refused.value.field == "until"


def test_joining_twice_is_joining_once() -> None:
    project = projects.project()
    person = people.participant()
    first = projects.member(project, person, date(2026, 2, 1))
    assert projects.member(project, person, date(2026, 3, 1)).id == first.id


def test_somebody_who_left_can_join_again() -> None:
    project = projects.project()
    person = people.participant()
    first = projects.member(project, person, date(2026, 2, 1))
    with writing():
        services.end_membership(actor=SYSTEM, on=date(2026, 3, 1), membership=first)
    second = projects.member(project, person, date(2026, 4, 1))
    assert second.id != first.id
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 1)]
    assert [queries.is_member(project.id, person.id, day) for day in days] == [True, False, True]


def test_nobody_leaves_before_they_joined() -> None:
    membership = projects.member(projects.project(), people.participant(), date(2026, 2, 1))
    with pytest.raises(Invalid, match="before they joined"), writing():
        services.end_membership(actor=SYSTEM, on=date(2026, 1, 31), membership=membership)


def test_projects_outside_the_scope_are_not_listed() -> None:
    mine, _other = projects.project(name="Mine"), projects.project(name="Other")
    viewer = Actor(user_id=None, name="A lead", in_projects={mine.id: frozenset({Permission.SEE_PROJECTS})})
    assert [project.name for project in queries.projects(viewer)] == ["Mine"]


def test_ended_projects_come_after_open_ones() -> None:
    ended = projects.project(name="A, ended")
    update(ended, until=date(2026, 6, 1))
    projects.project(name="B, open")
    everywhere = Actor(user_id=None, name="x", everywhere=frozenset({Permission.SEE_PROJECTS}))
    assert [project.name for project in queries.projects(everywhere)] == ["B, open", "A, ended"]
