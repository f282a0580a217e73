"""Two records of one person: put together, read as one, and taken apart again as they were."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import people
from tests.factories.projects import member, project
from tests.factories.staff import staff
from tracker import clock
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, NotFound, Refused
from tracker.people import merging, payee_queries, payees, queries, record_queries, services
from tracker.people.models import Participant, PayeeVersion
from tracker.people.record_models import PersonMerge
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def of(db_session: Any) -> Project:
    return project()


@pytest.fixture
def lead(of: Project) -> Actor:
    return staff("lead", project_id=of.id).actor()


@pytest.fixture
def two(of: Project) -> tuple[Participant, Participant]:
    return people.participant(of, name="Anna Rees"), people.participant(of, name="Ann Rees")


def put_together(
    actor: Actor, joins: Participant, stays: Participant, reason: str = "She told me"
) -> PersonMerge:
    with writing():
        return merging.merge(actor=actor, on=clock.today(), participant=joins, into=stays, reason=reason)


def take_apart(actor: Actor, joined: Participant) -> None:
    with writing():
        merging.take_apart(actor=actor, on=clock.today(), participant=joined, reason="A mistake")


def test_the_record_that_joins_is_found_as_the_one_that_stays(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    stays, joins = two
    put_together(lead, joins, stays)
    assert queries.participant(lead, joins.id) is stays
    assert queries.by_ref(joins.ref) is stays
    assert list(queries.by_match_name("Ann Rees")) == [stays]
    assert list(queries.people(lead, search=joins.ref).rows) == [stays]
    assert list(queries.people(lead).rows) == [stays]


def test_it_is_on_record_who_put_them_together_and_why(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    kept = put_together(lead, two[1], two[0], "They showed me both letters")
    assert (kept.reason, kept.merged_by_id) == ("They showed me both letters", lead.user_id)
    verbs = {tuple(row) for row in db.session.execute(select(AuditEvent.verb, AuditEvent.record_id))}
    assert {("put-together", two[1].id), ("put-together-with", two[0].id)} <= verbs


def test_without_a_reason_nothing_is_put_together(lead: Actor, two: tuple[Participant, Participant]) -> None:
    with pytest.raises(Invalid, match="how you know"):
        put_together(lead, two[1], two[0], "  ")
    assert db.session.get_one(Participant, two[1].id).merged_into_id is None


def test_taking_apart_leaves_each_as_it_was(lead: Actor, two: tuple[Participant, Participant]) -> None:
    stays, joins = two
    before = [(one.name, one.ref, one.email, one.merged_into_id) for one in two]
    put_together(lead, joins, stays)
    take_apart(lead, joins)
    assert [(one.name, one.ref, one.email, one.merged_into_id) for one in two] == before
    assert queries.participant(lead, joins.id) is joins
    assert len(queries.people(lead).rows) == 2
    with pytest.raises(Refused, match="already"):
        take_apart(lead, joins)


def test_they_may_be_put_together_again_after_they_were_taken_apart(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    put_together(lead, two[1], two[0])
    take_apart(lead, two[1])
    put_together(lead, two[0], two[1])
    assert queries.participant(lead, two[0].id) is two[1]


def test_whoever_sees_one_record_sees_the_person(of: Project, lead: Actor) -> None:
    elsewhere = project()
    joins, stays = people.participant(of), people.participant(elsewhere)
    both = staff("lead").actor()
    with pytest.raises(NotFound):
        queries.participant(lead, stays.id)
    put_together(both, joins, stays)
    assert queries.participant(lead, stays.id) is stays
    assert [kept.project_id for kept in projects.memberships(lead, stays.id)] == [of.id]
    assert projects.is_member(of.id, stays.id, clock.today())
    assert set(projects.members(of.id, [stays.id], clock.today())) == {stays.id}


def test_nobody_puts_together_whom_they_may_not_change(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    stranger = people.participant(project())
    with pytest.raises(Refused, match="may change the details of both"):
        put_together(lead, stranger, two[0])


def test_a_person_in_two_records_of_one_project_is_one_of_its_people(
    of: Project, lead: Actor, two: tuple[Participant, Participant]
) -> None:
    assert projects.people_count(of.id, clock.today()) == 2
    put_together(lead, two[1], two[0])
    assert projects.people_count(of.id, clock.today()) == 1


def test_a_record_that_holds_another_stays(
    of: Project, lead: Actor, two: tuple[Participant, Participant]
) -> None:
    third = people.participant(of, name="Anne Rees")
    put_together(lead, two[1], two[0])
    with pytest.raises(Refused, match=f"Let {two[0].ref} stay"):
        put_together(lead, two[0], third)
    put_together(lead, third, two[0])
    assert {one.id for one in record_queries.other_records(two[0].id)} == {two[1].id, third.id}
    assert queries.participant(lead, third.id) is two[0]


def test_there_is_no_going_round_in_a_circle(lead: Actor, two: tuple[Participant, Participant]) -> None:
    put_together(lead, two[1], two[0])
    for joins, stays in ((two[0], two[1]), (two[1], two[0]), (two[0], two[0])):
        with pytest.raises(Refused):
            put_together(lead, joins, stays)


def test_an_erased_record_is_not_put_together(lead: Actor, two: tuple[Participant, Participant]) -> None:
    with writing():
        two[0].erased_on = clock.today()
    with pytest.raises(Refused, match="erased"):
        put_together(lead, two[1], two[0])


def test_somebody_is_known_by_the_name_and_the_day_of_birth_of_either_record(
    of: Project, lead: Actor
) -> None:
    stays = people.participant(of, name="Anna Rees")
    joins = people.participant(of, name="Ann Rees", date_of_birth=date(1980, 5, 1))
    put_together(lead, joins, stays)
    assert services.known(name="ann rees", date_of_birth=date(1980, 5, 1)) is stays
    assert services.known(name="Anna Rees", date_of_birth=date(1980, 5, 1)) is None


# --- two people -------------------------------------------------------------------------------------------


def say_two(actor: Actor, one: Participant, other: Participant) -> None:
    with writing():
        merging.two_people(actor=actor, on=clock.today(), one=one, other=other)


def test_a_pair_of_two_people_is_not_asked_about_again_until_that_is_taken_back(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    assert [{pair.one.id, pair.other.id} for pair in record_queries.alike(lead)] == [{two[0].id, two[1].id}]
    say_two(lead, two[1], two[0])
    say_two(lead, two[0], two[1])
    assert record_queries.alike(lead) == []
    assert list(record_queries.told_apart_from(lead, two[0])) == [two[1]]
    with pytest.raises(Refused, match="two people"):
        put_together(lead, two[1], two[0])
    with writing():
        merging.take_back_two_people(actor=lead, one=two[0], other=two[1])
    assert len(record_queries.alike(lead)) == 1


def test_who_was_put_together_is_not_two_people(lead: Actor, two: tuple[Participant, Participant]) -> None:
    put_together(lead, two[1], two[0])
    with pytest.raises(Refused, match="Take them apart first"):
        say_two(lead, two[0], two[1])


# --- who may be one ---------------------------------------------------------------------------------------


def reasons(viewer: Actor) -> list[list[str]]:
    return [pair.why for pair in record_queries.alike(viewer)]


def test_one_name_one_address_and_one_number_are_reasons_to_ask(of: Project, lead: Actor) -> None:
    people.participant(of, name="Chidi Rees", email="c@example.org", phone="+44 121 496 0000")
    people.participant(of, name="Rees, Chidi", email="c@example.org", phone="(0121) 496-0000")
    assert reasons(lead) == [
        [
            "Their names differ only by the order of its parts.",
            "They have the same email address.",
            "They have the same telephone number.",
        ]
    ]


def test_other_names_at_one_address_are_asked_about_and_an_office_is_not(of: Project, lead: Actor) -> None:
    for name in ("Chidi Rees", "Ewa Khan"):
        people.participant(of, name=name, email="home@example.org")
    for name in ("Ada Ash", "Ben Birch", "Cy Cedar", "Di Dogwood", "Ed Elm", "Fay Fir"):
        people.participant(of, name=name, phone="0121 496 0001")
    assert reasons(lead) == [["They have the same email address."]]


def test_people_of_one_name_born_on_other_days_are_two(of: Project, lead: Actor) -> None:
    for year in (1970, 1980):
        people.participant(of, name="Chidi Rees", date_of_birth=date(year, 1, 1))
    assert reasons(lead) == []


def test_somebody_whom_the_viewer_may_not_change_is_not_offered(of: Project, lead: Actor) -> None:
    people.participant(of, name="Chidi Rees")
    people.participant(project(), name="Chidi Rees")
    assert reasons(lead) == []
    assert len(reasons(staff("lead").actor())) == 1


# --- bank details -----------------------------------------------------------------------------------------


def bank(person: Participant, account: str) -> PayeeVersion:
    finance = staff("finance").actor()
    with writing():
        return payees.set_payee(
            actor=finance,
            on=clock.today(),
            participant=person,
            account_name="A Rees",
            sort_code="20-00-34",
            account_number=account,
        )


def test_putting_together_sends_no_money_to_another_account(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    stays, joins = two
    first, second = bank(stays, "55779911"), bank(joins, "66884433")
    put_together(lead, joins, stays)
    newest = payee_queries.newest_payee_ids({stays.id, joins.id})
    assert newest == {(stays.id, None): first.id, (joins.id, None): second.id}
    assert payee_queries.current_payee(joins.id) is second
    assert not payees.shared_with(first)


def test_details_entered_afterwards_count_for_both_until_they_are_taken_apart(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    stays, joins = two
    second = bank(joins, "66884433")
    put_together(lead, joins, stays)
    assert payee_queries.current_payee(stays.id) is None
    assert payee_queries.with_payee([stays.id]) == {stays.id}
    later = bank(stays, "55779911")
    assert payee_queries.newest_payee_ids({joins.id}) == {(joins.id, None): later.id}
    assert payee_queries.current_payee(joins.id) is later
    take_apart(lead, joins)
    assert payee_queries.newest_payee_ids({joins.id}) == {(joins.id, None): second.id}
    assert payee_queries.current_payee(joins.id) is second


def test_one_account_under_two_records_of_one_person_is_not_two_peoples(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    first = bank(two[0], "55779911")
    bank(two[1], "55779911")
    assert payees.shared_with(first)
    put_together(lead, two[1], two[0])
    assert not payees.shared_with(first)


def test_a_person_is_held_by_a_permission_under_any_record(
    lead: Actor, two: tuple[Participant, Participant]
) -> None:
    put_together(lead, two[1], two[0])
    assert queries.holds(lead, two[1].id, Permission.ADD_PEOPLE)
    assert not queries.holds(lead, two[1].id, Permission.MANAGE_PAYEES)


def test_somebody_added_and_in_no_project_is_seen_by_whoever_added_them_until_a_record_has_one(
    of: Project,
) -> None:
    adder = staff("lead", project_id=of.id).actor()
    alone, other = people.participant(actor=adder), people.participant()
    assert queries.holds(adder, alone.id, Permission.SEE_PEOPLE)
    member(project(), other)
    put_together(staff("lead").actor(), other, alone)
    assert not queries.holds(adder, alone.id, Permission.SEE_PEOPLE)
