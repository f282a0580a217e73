"""Bank details: who may see them, what is refused, what the database and the record hold."""

from typing import Any

import pytest
from sqlalchemy import select, text

from tests.factories import people
from tests.factories.staff import staff
from tracker import clock
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.people import payee_queries, payees
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Actor
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def finance(db_session: Any) -> Actor:
    return staff("finance").actor()


def keep(actor: Actor, person: Participant, **values: Any) -> PayeeVersion:
    given = {"account_name": "A Example", "sort_code": "20-00-34", "account_number": "55779911"}
    with writing():
        return payees.set_payee(actor=actor, on=clock.today(), participant=person, **given | values)


@pytest.mark.parametrize("role", ["lead", "approver", "manager", "administrator", "auditor"])
def test_only_finance_writes_or_reveals_bank_details(finance: Actor, role: str) -> None:
    actor, person = staff(role).actor(), people.participant()
    with pytest.raises(Refused, match="Only finance"):
        keep(actor, person)
    keep(finance, person)
    with pytest.raises(Refused, match="Only finance"), writing():
        payees.reveal(actor=actor, participant=person)


@pytest.mark.parametrize("written", ["20-00-34", "200034", " 20 00 34 ", "20\u201300\u201334"])
def test_a_sort_code_may_be_written_with_spaces_or_hyphens(finance: Actor, written: str) -> None:
    assert keep(finance, people.participant(), sort_code=written).sort_code == "200034"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("sort_code", "20003", "this has 5. If it begins with 0, a spreadsheet"),
        ("sort_code", "2000345", "this has 7"),
        ("sort_code", "", "Enter the sort code"),
        ("sort_code", "20-00-3x", "Enter the sort code"),
        ("sort_code", "\u0662\u0660\u0660\u0660\u0663\u0664", "Enter the sort code"),
        ("account_number", "5577991", "this has 7. If it begins with 0, a spreadsheet"),
        ("account_number", "557799", "this has 6. If it begins with 0, a spreadsheet"),
        ("account_number", "55779", "this has 5."),
        ("account_number", "557799112", "this has 9."),
        ("account_number", "five", "Enter the account number"),
        ("account_name", " ", "Enter the name on the account"),
        ("account_name", "x" * 71, "70 letters or fewer"),
        ("roll_number", "1" * 31, "30 letters or fewer"),
    ],
)
def test_details_that_cannot_be_say_what_to_do(finance: Actor, field: str, value: str, sentence: str) -> None:
    person = people.participant()
    with pytest.raises(Invalid) as refused:
        keep(finance, person, **{field: value})
    assert refused.value.field == field
    assert sentence in refused.value.message


def test_a_change_is_a_new_version_and_the_old_one_stays(finance: Actor) -> None:
    person = people.participant()
    first, second = keep(finance, person), keep(finance, person, account_number="55779912")
    assert [kept.number for kept in payee_queries.payee_versions(person.id)] == [2, 1]
    current = payee_queries.current_payee(person.id)
    assert current is not None
    assert (current.id, first.account_number) == (second.id, "55779911")


def test_the_same_details_again_are_the_same_version(finance: Actor) -> None:
    person = people.participant()
    assert keep(finance, person).id == keep(finance, person, sort_code="200034").id


def test_only_the_last_digits_are_shown(finance: Actor) -> None:
    assert payees.masked(keep(finance, people.participant())) == ("**-**-34", "****9911")


def test_revealing_is_on_record_and_the_record_holds_no_digits(finance: Actor) -> None:
    person = people.participant()
    keep(finance, person)
    with writing():
        assert payees.reveal(actor=finance, participant=person).account_number == "55779911"
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "payee_version")).all()
    assert [event.verb for event in events] == ["set-bank-details", "revealed-bank-details"]
    assert all("55779911" not in f"{event.fields}{event.values}" for event in events)


def test_there_is_nothing_to_reveal_before_details_are_entered(finance: Actor) -> None:
    person = people.participant()
    with pytest.raises(Refused, match="no bank details"), writing():
        payees.reveal(actor=finance, participant=person)


def test_the_database_holds_no_readable_digit(finance: Actor) -> None:
    keep(finance, people.participant(), roll_number="ROLL-77")
    row = db.session.execute(text("SELECT * FROM payee_version")).one()
    stored = " ".join(str(bytes(cell) if isinstance(cell, memoryview) else cell) for cell in row)
    for secret in ("200034", "55779911", "A Example", "ROLL-77"):
        assert secret not in stored


def test_one_account_under_two_people_is_noticed_while_both_use_it(finance: Actor) -> None:
    first, second = people.participant(), people.participant()
    one, two = keep(finance, first), keep(finance, second, account_name="B Example")
    assert payees.shared_with(one)
    assert payees.shared_with(two)
    keep(finance, second, account_number="55779912")
    assert not payees.shared_with(one)
