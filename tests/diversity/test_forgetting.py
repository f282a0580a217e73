"""Answers go 24 months after somebody was last heard or last answered, with a count and no name."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker import clock
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.diversity import answers, link
from tracker.diversity.answers import Answer
from tracker.diversity.forgetting import forget_unheard, years_before
from tracker.diversity.models import DiversityAnswer
from tracker.jobs import services as jobs
from tracker.people.models import Participant
from tracker.permissions import SYSTEM
from tracker.reports.forgetting import forget_old_answers, heard_after
from tracker.sessions.models import Outcome
from tracker.web.transaction import writing

# The last day that is due on the day of the tests, and the first that is not.
DUE, NOT_DUE = date(2024, 11, 23), date(2024, 11, 24)


def answered(on: date) -> Participant:
    """Somebody whose paper was typed in on a day."""
    person = participant()
    with writing():
        answers.key_in(actor=SYSTEM, on=on, participant=person, given={"sex": Answer("female")})
    return person


def heard(
    person: Participant, on: date, outcome: Outcome = Outcome.ATTENDED, role: str = "participant"
) -> None:
    session = involvement(project(), held_on=on)
    attendance(session, person, outcome, role=role)


def forget(on: date = TODAY) -> int:
    with writing():
        return forget_unheard(on, heard_after)


@pytest.mark.usefixtures("db_session")
def test_answers_go_on_the_day_24_months_after_the_last_answer_and_not_before() -> None:
    gone, stays = answered(DUE), answered(NOT_DUE)
    assert forget() == 1
    assert link.given_on(gone.id) is None
    assert link.given_on(stays.id) == NOT_DUE
    assert db.session.scalar(select(func.count()).select_from(DiversityAnswer)) == 1
    assert forget() == 0


@pytest.mark.usefixtures("db_session")
def test_whoever_was_heard_since_keeps_them_and_whoever_only_helped_or_stayed_away_does_not() -> None:
    people = [answered(DUE) for _ in range(4)]
    heard(people[0], NOT_DUE)
    heard(people[1], DUE)
    heard(people[2], NOT_DUE, role="staff")
    heard(people[3], NOT_DUE, Outcome.DID_NOT_ATTEND)
    assert forget() == 3
    assert [link.given_on(one.id) is not None for one in people] == [True, False, False, False]


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("under", ["stays", "joins"])
def test_somebody_heard_under_another_record_of_theirs_keeps_them(under: str) -> None:
    answering, other = answered(DUE), participant()
    heard(other, NOT_DUE)
    stays, joins = (answering, other) if under == "stays" else (other, answering)
    with writing():
        joins.merged_into_id = stays.id
    assert forget() == 0


@pytest.mark.usefixtures("db_session")
def test_a_code_that_nobody_used_is_counted_from_the_day_it_was_given() -> None:
    person = participant()
    with writing():
        link.give_code(person.id, DUE)
    assert forget() == 1
    assert link.given_on(person.id) is None


@pytest.mark.usefixtures("db_session")
def test_the_record_has_the_number_and_nobody_and_only_when_something_went() -> None:
    forget()
    asked = select(AuditEvent).where(AuditEvent.verb == "forgot-old-answers")
    assert db.session.scalars(asked).all() == []
    answered(DUE), answered(DUE)
    forget()
    [event] = db.session.scalars(asked).all()
    assert (event.kind, event.record_id, event.values) == ("diversity", None, {"rows": 2})


@pytest.mark.usefixtures("db_session")
def test_it_is_done_by_itself_every_hour() -> None:
    assert forget_old_answers in jobs.chores
    answered(DUE)
    with writing():
        forget_old_answers(clock.now())
    assert db.session.scalar(select(func.count()).select_from(DiversityAnswer)) == 0


def test_24_months_before_a_leap_day_is_the_last_of_february() -> None:
    assert years_before(date(2028, 2, 29)) == date(2026, 2, 28)
