"""People: adding, finding, changing, their own limits, and advice offered."""

from datetime import date
from typing import Any

import pytest

from tests.factories import people, projects
from tests.factories.staff import staff
from tracker import clock
from tracker.errors import Invalid, Refused, StaleVersion
from tracker.money import Money
from tracker.people import queries, services
from tracker.people.models import LimitPer, OwnLimit, Participant
from tracker.permissions import SYSTEM
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def update(person: Participant, version: int | None = None, **values: Any) -> None:
    with writing():
        services.update_participant(
            actor=SYSTEM, participant=person, version=version or person.version, values=values
        )


def limit(person: Participant, **values: Any) -> OwnLimit:
    given = {"per": LimitPer.MONTH, "starts_on": date(2026, 11, 1), "amount": Money(10000)}
    with writing():
        return services.set_own_limit(actor=SYSTEM, on=clock.today(), participant=person, **given | values)


def test_people_without_a_reference_are_numbered_on() -> None:
    refs = [people.participant().ref, people.participant(ref="OURS-1").ref, people.participant().ref]
    assert refs == ["P-000001", "OURS-1", "P-000002"]


def test_two_people_cannot_share_a_reference() -> None:
    people.participant(ref="A-1")
    with pytest.raises(Invalid, match="Another person has this reference") as refused:
        people.participant(ref="A-1")
    assert refused.value.field == "ref"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Ami\x00na"}, "name"),
        ({"email": "amina@"}, "email"),
        ({"email": "a" * 250 + "@example.org"}, "email"),
        ({"phone": "0" * 41}, "phone"),
        ({"date_of_birth": date(2026, 11, 24)}, "date_of_birth"),
        ({"date_of_birth": date(1899, 12, 31)}, "date_of_birth"),
    ],
)
def test_a_value_that_cannot_be_names_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.participant(**values)
    assert refused.value.field == field


def test_a_name_is_matched_whatever_its_case_and_spaces() -> None:
    person = people.participant(name="  ZO\u00cb   o'Neil ")
    assert person.name == "ZO\u00cb o'Neil"
    assert [found.id for found in queries.by_match_name("zoe\u0308 O'NEIL")] == [person.id]


def test_a_new_name_is_matched_and_the_old_one_no_longer() -> None:
    person = people.participant(name="Ewa Old")
    update(person, name="Ewa New")
    assert person.version == 2
    assert queries.by_match_name("Ewa Old") == []
    assert [found.id for found in queries.by_match_name("ewa new")] == [person.id]


def test_a_save_over_somebody_elses_shows_both_values() -> None:
    person = people.participant(name="As it was")
    update(person, version=1, name="Theirs", phone="0100")
    with pytest.raises(StaleVersion) as refused:
        update(person, version=1, name="Mine", phone=None)
    assert refused.value.theirs == {"name": "Theirs", "phone": "0100"}
    assert refused.value.yours == {"name": "Mine", "phone": ""}
    assert person.match_name == "theirs"


def test_nobody_is_known_by_a_name_alone() -> None:
    people.participant(name="Grace Example", date_of_birth=date(1980, 2, 29))
    assert services.known(name="Grace Example") is None


def test_somebody_is_known_by_name_with_date_of_birth_by_reference_or_by_email() -> None:
    person = people.participant(
        name="Grace Example", ref="G-1", email="Grace@Example.org", date_of_birth=date(1980, 2, 29)
    )
    born = date(1980, 2, 29)
    assert services.known(name="grace  example", date_of_birth=born) is person
    assert services.known(name="grace example", date_of_birth=date(1980, 2, 28)) is None
    assert services.known(ref="G-1") is person
    assert services.known(email=" grace@example.org ") is person


def test_a_shared_address_asks_for_the_name_as_well() -> None:
    first = people.participant(name="Ewa Example", email="family@example.org")
    people.participant(name="Jan Example", email="family@example.org")
    with pytest.raises(Refused, match="Several people share this email"):
        services.known(email="family@example.org")
    assert services.known(email="family@example.org", name="ewa example") is first
    assert services.known(email="family@example.org", name="Ola Example") is None


def test_a_merged_record_leads_to_the_one_that_stands() -> None:
    standing, merged = people.participant(), people.participant(ref="OLD-1", name="Old Name")
    with writing():
        merged.merged_into_id = standing.id
    assert queries.by_ref("OLD-1") is standing
    assert list(queries.by_match_name("Old Name")) == [standing]


def test_an_own_limit_replaces_the_one_for_the_same_stretch_of_time() -> None:
    person = people.participant()
    monthly, weekly = limit(person), limit(person, per=LimitPer.WEEK, amount=None, minutes=240)
    newer = limit(person, amount=Money(5000))
    standing = {kept.id for kept in queries.own_limits(person.id, clock.today())}
    assert standing == {weekly.id, newer.id}
    assert monthly.until == date(2026, 11, 22)


def test_a_limit_of_nothing_means_nothing_is_to_be_paid() -> None:
    assert limit(people.participant(), amount=Money(0)).amount == Money(0)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": None}, "amount"),
        ({"amount": Money(-1)}, "amount"),
        ({"amount": None, "minutes": -1}, "minutes"),
    ],
)
def test_a_limit_that_cannot_be_names_its_field(values: dict[str, Any], field: str) -> None:
    person = people.participant()
    with pytest.raises(Invalid) as refused:
        limit(person, **values)
    assert refused.value.field == field


def test_advice_offered_names_who_offered_it() -> None:
    person, lead = people.participant(), staff("lead")
    with writing():
        services.offer_advice(actor=lead.actor(), on=date(2026, 11, 2), participant=person)
        services.offer_advice(actor=lead.actor(), on=date(2026, 11, 9), participant=person)
    last = queries.last_advice(person.id)
    assert last is not None
    assert (last.offered_on, last.by_id) == (date(2026, 11, 9), lead.id)


def test_pressing_the_button_twice_offers_advice_once() -> None:
    person, lead = people.participant(), staff("lead")
    offered = []
    for _ in range(2):
        with writing():
            offered.append(services.offer_advice(actor=lead.actor(), on=clock.today(), participant=person).id)
    assert offered[0] == offered[1]


def test_advice_is_offered_by_a_person_never_by_the_system() -> None:
    person = people.participant()
    with pytest.raises(Refused):
        services.offer_advice(actor=SYSTEM, on=clock.today(), participant=person)


def test_a_record_cannot_end_before_it_began() -> None:
    with pytest.raises(Invalid) as refused:
        update(people.participant(projects.project()), until=date(2026, 11, 22))
    assert refused.value.field == "until"
