"""References that we number ourselves."""

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests.factories import people
from tracker.people.models import Participant
from tracker.projects.refs import next_ref

pytestmark = pytest.mark.usefixtures("db_session")


def after(*refs: str) -> str:
    for ref in refs:
        people.participant(ref=ref)
    return next_ref(Participant.ref, "P")


def test_the_first_reference_is_number_one() -> None:
    assert after() == "P-000001"


def test_the_next_reference_follows_the_highest_of_ours() -> None:
    assert after("P-000003", "P-000122", "P-99A999", "P-12", "Q-000500", "P-1234567") == "P-000123"


def test_a_last_reference_typed_by_hand_does_not_block_the_next_ones() -> None:
    assert after("P-000122", "P-999998", "P-999999") == "P-000123"
    assert people.participant().ref == "P-000123"
    assert people.participant().ref == "P-000124"


def test_with_the_last_reference_alone_the_numbers_begin_at_one() -> None:
    assert after("P-999999") == "P-000001"


def test_a_long_run_at_the_end_is_passed_over(db_session: scoped_session[Session]) -> None:
    assert after("P-000007", *(f"P-{number}" for number in range(999_930, 1_000_000))) == "P-000008"
