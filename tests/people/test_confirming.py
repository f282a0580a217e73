"""Changed bank details: who asks the person, and what nobody may do alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import people as made
from tests.factories.settings import settings
from tests.factories.staff import sign_in, staff
from tracker import clock
from tracker.errors import Refused
from tracker.people import confirming, merging, payee_queries, payees, services
from tracker.people.confirmation_models import AskedBy, PayeeConfirmation
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Actor
from tracker.web.filters import day
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def marek(db_session: Any) -> Actor:
    return staff("finance").actor()


@pytest.fixture
def joyce(db_session: Any) -> Actor:
    return staff("finance").actor()


def enter(actor: Actor, person: Participant, account: str, **more: Any) -> PayeeVersion:
    given = {"account_name": "A Example", "sort_code": "20-00-34", "account_number": account}
    with writing():
        return payees.set_payee(actor=actor, on=clock.today(), participant=person, **given | more)


def ask(actor: Actor, payee: PayeeVersion, *, theirs: bool = True, **more: Any) -> PayeeConfirmation:
    with writing():
        return confirming.confirm(
            actor=actor, on=TODAY, payee=payee, theirs=theirs, asked_by=AskedBy.PHONE, **more
        )


def test_what_is_entered_first_waits_for_nobody_and_a_change_waits(marek: Actor) -> None:
    person = made.participant()
    first = enter(marek, person, "11111111")
    second = enter(marek, person, "22222222")
    assert confirming.waiting([first.id, second.id]) == {second.id: False}


@pytest.mark.parametrize(
    ("account", "roll", "waits"),
    [("11111111", None, False), ("22222222", None, True), ("11111111", "1234-5", True)],
)
def test_a_second_record_of_theirs_is_a_change_where_it_may_go_to_another_account(
    marek: Actor, account: str, roll: str | None, waits: bool
) -> None:
    stays, joins = made.participant(), made.participant()
    enter(marek, stays, "11111111")
    clock.fix_today(TODAY + timedelta(days=1))
    later = enter(marek, joins, account, roll_number=roll)
    lead = staff("lead").actor()
    with writing():
        merging.merge(actor=lead, on=clock.today(), participant=joins, into=stays, reason="She said.")
    assert bool(confirming.waiting([later.id])) is waits


def test_an_account_of_somebody_trusted_is_no_change_of_the_persons_own(marek: Actor) -> None:
    person = made.participant()
    enter(marek, person, "11111111")
    trusted = enter(marek, person, "22222222", recipient="Hal Helper", consent_on=TODAY)
    assert confirming.waiting([trusted.id]) == {}
    again = enter(marek, person, "33333333", recipient="Hal Helper", consent_on=TODAY)
    assert confirming.waiting([again.id]) == {again.id: False}


def test_a_colleague_asks_and_whoever_entered_it_does_not(marek: Actor, joyce: Actor) -> None:
    person = made.participant()
    enter(joyce, person, "11111111")
    new = enter(marek, person, "22222222")
    with pytest.raises(Refused, match="somebody else in finance must ask") as refused:
        ask(marek, new)
    assert refused.value.code == "same-person"
    assert ask(joyce, new).confirmed_by_id == joyce.user_id
    assert confirming.waiting([new.id]) == {}
    with pytest.raises(Refused, match="wait for nobody"):
        ask(joyce, new, theirs=False)


def test_what_is_not_theirs_is_not_paid_to_and_anybody_may_say_so(marek: Actor) -> None:
    person = made.participant()
    enter(marek, person, "11111111")
    new = enter(marek, person, "22222222")
    ask(marek, new, theirs=False)
    assert confirming.waiting([new.id]) == {new.id: True}


def test_a_small_team_asks_with_a_second_name_that_stays(marek: Actor) -> None:
    settings(small_team_reason="There are two of us")
    person = made.participant()
    enter(marek, person, "11111111")
    new = enter(marek, person, "22222222")
    with pytest.raises(Refused, match="somebody else in finance must ask"):
        ask(marek, new)
    kept = ask(marek, new, second_person="Ann Other")
    assert (kept.second_person, kept.small_team_reason) == ("Ann Other", "There are two of us")


def test_a_colleague_s_confirmation_in_a_small_team_is_no_use_of_it(marek: Actor, joyce: Actor) -> None:
    settings(small_team_reason="There are two of us")
    person = made.participant()
    enter(marek, person, "11111111")
    kept = ask(joyce, enter(marek, person, "22222222"), second_person="Ann Other")
    assert (kept.second_person, kept.small_team_reason) == (None, None)


@pytest.mark.parametrize("role", ["lead", "approver", "manager", "administrator", "auditor"])
def test_only_finance_confirms(marek: Actor, role: str) -> None:
    person = made.participant()
    enter(marek, person, "11111111")
    new = enter(marek, person, "22222222")
    with pytest.raises(Refused, match="Only finance"):
        ask(staff(role).actor(), new)


def test_a_number_changed_shortly_before_the_account_is_pointed_out(
    marek: Actor, client: FlaskClient
) -> None:
    person = made.participant(phone="0121 496 0000")
    enter(marek, person, "11111111")
    assert confirming.contact_changed(enter(marek, person, "22222222")) is None
    with writing():
        services.update_participant(
            actor=marek, participant=person, version=person.version, values={"phone": "07700 900000"}
        )
    new = enter(marek, person, "33333333")
    assert confirming.contact_changed(new) is not None
    sign_in(client, staff("finance").email)
    shown = client.get(f"/people/{encode(person.id)}/bank/{encode(new.id)}/confirm").text
    assert f"Their phone or email was changed on {day(clock.now())}" in shown
    assert "33333333" not in shown


def test_finance_records_on_a_page_what_the_person_says(marek: Actor, client: FlaskClient) -> None:
    person = made.participant()
    enter(marek, person, "11111111")
    new = enter(marek, person, "22222222")
    address = f"/people/{encode(person.id)}/bank"
    sign_in(client, staff("finance").email)
    assert "Nobody asked them yet" in client.get(address).text
    page = f"{address}/{encode(new.id)}/confirm"
    answer = client.post(page, data={"asked_by": "by-phone", "theirs": ""})
    assert "Choose what they said." in answer.text
    answer = client.post(page, data={"asked_by": "by-phone", "theirs": "yes"}, follow_redirects=True)
    assert "the details are right" in answer.text
    assert "by phone, 23 November 2026" in answer.text
    assert "It is recorded already what they said." in client.get(page).text
    assert payee_queries.current_payee(person.id) == new


def test_details_that_stand_no_more_are_not_confirmed(marek: Actor, client: FlaskClient) -> None:
    person = made.participant()
    enter(marek, person, "11111111")
    old = enter(marek, person, "22222222")
    enter(marek, person, "33333333")
    sign_in(client, staff("finance").email)
    page = f"/people/{encode(person.id)}/bank/{encode(old.id)}/confirm"
    assert client.get(page).status_code == 404
    answer = client.post(page, data={"asked_by": "by-phone", "theirs": "yes"})
    assert answer.status_code == 404
