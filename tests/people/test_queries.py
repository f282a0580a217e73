"""Who sees whom: membership makes a person visible, and nothing else does."""

from datetime import date

import pytest

from tests.factories import people, projects
from tests.factories.staff import staff
from tracker import clock
from tracker.errors import NotFound
from tracker.people import queries
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project
from tracker.projects.services import end_membership
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def lead_of(*in_projects: Project) -> Actor:
    held = frozenset({Permission.SEE_PEOPLE, Permission.ADD_PEOPLE, Permission.BENEFIT_CONTACT})
    return Actor(
        user_id=staff("lead").id,
        name="A lead",
        in_projects={project.id: held for project in in_projects},
    )


ANYWHERE = Actor(user_id=None, name="Somebody", everywhere=frozenset({Permission.SEE_PEOPLE}))


def seen(viewer: Actor, person: Participant, permission: Permission = Permission.SEE_PEOPLE) -> bool:
    try:
        return queries.participant(viewer, person.id, permission) is person
    except NotFound:
        return False


def test_a_lead_sees_the_people_of_their_projects_and_nobody_else() -> None:
    mine, other = projects.project(), projects.project()
    inside, outside, nowhere = people.participant(mine), people.participant(other), people.participant()
    lead = lead_of(mine)
    assert [seen(lead, person) for person in (inside, outside, nowhere)] == [True, False, False]
    assert [person.id for person in queries.people(lead).rows] == [inside.id]


def test_somebody_who_left_is_no_longer_seen_from_the_next_day() -> None:
    project = projects.project()
    gone, last_day = people.participant(), people.participant()
    for person, left in ((gone, date(2026, 11, 22)), (last_day, clock.today())):
        membership = projects.member(project, person, date(2026, 1, 1))
        with writing():
            end_membership(actor=ANYWHERE, on=left, membership=membership)
    lead = lead_of(project)
    assert [seen(lead, person) for person in (gone, last_day)] == [False, True]


def test_whoever_added_somebody_sees_them_until_they_join_a_project() -> None:
    mine, other = projects.project(), projects.project()
    lead = lead_of(mine)
    added = people.participant(actor=lead)
    assert seen(lead, added)
    assert not seen(lead_of(mine), added)
    projects.member(other, added)
    assert not seen(lead, added)


def test_adding_somebody_opens_nothing_they_tell_in_confidence() -> None:
    lead = lead_of(projects.project())
    added = people.participant(actor=lead)
    assert not seen(lead, added, Permission.BENEFIT_CONTACT)


def test_adding_somebody_is_nothing_without_a_role() -> None:
    user = staff()
    added = people.participant(actor=user.actor())
    assert not seen(user.actor(), added)


def test_a_role_for_all_projects_sees_people_in_none() -> None:
    assert seen(ANYWHERE, people.participant())


def test_a_list_can_be_narrowed_to_a_project() -> None:
    project = projects.project()
    inside, _outside = people.participant(project), people.participant()
    assert [person.id for person in queries.people(ANYWHERE, project.id).rows] == [inside.id]


def test_somebody_is_found_by_part_of_the_name_start_of_the_reference_or_whole_email() -> None:
    person = people.participant(name="Dilys Pritchard", ref="DP-7", email="dilys@example.org")
    people.participant(name="100% Example")
    for search in ("pritch", " DILYS  p", "dp-", "Dilys@example.org"):
        assert [found.id for found in queries.people(ANYWHERE, search=search).rows] == [person.id]
    assert [found.name for found in queries.people(ANYWHERE, search="%").rows] == ["100% Example"]
    for search in ("P-7", "example.org", "_"):
        assert queries.people(ANYWHERE, search=search).rows == []


def test_pages_follow_each_other_even_where_people_share_a_name() -> None:
    made = [people.participant(name=name).id for name in ("A ~ b", "A ~ b", "A ~ b", "C", "D")]
    seen_ids, after = [], None
    while True:
        page = queries.people(ANYWHERE, after=after, size=2)
        seen_ids += [person.id for person in page.rows]
        after = page.next_cursor
        if after is None:
            break
    assert len(seen_ids) == len(made)
    assert set(seen_ids) == set(made)


@pytest.mark.parametrize("after", ["x", "12", "99999999999999999999", "1~2", "\u0661"])
def test_a_cursor_nobody_gave_out_starts_at_the_beginning(after: str) -> None:
    person = people.participant()
    assert [found.id for found in queries.people(ANYWHERE, after=after).rows] == [person.id]


def test_merged_people_are_not_listed() -> None:
    standing, merged = people.participant(), people.participant()
    with writing():
        merged.merged_into_id = standing.id
    assert [person.id for person in queries.people(ANYWHERE).rows] == [standing.id]
