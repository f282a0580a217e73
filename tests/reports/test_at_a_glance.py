"""The numbers of the home page are those of the voices report, found without reading every attendance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker.reports.at_a_glance import Glance, glance
from tracker.reports.catalogue import voices
from tracker.reports.queries import Choice
from tracker.sessions.models import Outcome

pytestmark = pytest.mark.usefixtures("db_session")

YEAR_AGO = TODAY - timedelta(days=365)


def as_reported(choice: Choice) -> Glance:
    """The same numbers out of the whole report."""
    report = voices.build(choice, on=TODAY)
    return Glance(
        people=report.spread.people,
        seats=report.spread.seats,
        sessions=report.sessions,
        new_to_us=report.new_to_us,
        top_three=report.top_three_seats,
    )


def test_the_numbers_are_those_of_the_report() -> None:
    here, there = project(), project()
    regular, newcomer, elsewhere, absent = (participant() for _ in range(4))
    for held_on in (date(2025, 3, 1), date(2026, 3, 1), date(2026, 10, 1)):
        meeting = involvement(here, held_on=held_on)
        attendance(meeting, regular, Outcome.ATTENDED)
        attendance(meeting, absent, Outcome.DID_NOT_ATTEND)
    last = involvement(here, held_on=date(2026, 11, 1))
    attendance(last, newcomer, Outcome.PART)
    attendance(last, elsewhere, Outcome.ATTENDED)
    attendance(last, participant(), Outcome.ATTENDED, role="interpreter")
    attendance(involvement(there, held_on=date(2026, 5, 1)), elsewhere, Outcome.ATTENDED)
    attendance(involvement(there, held_on=date(2026, 6, 1)), outcome=Outcome.DID_NOT_ATTEND)
    everywhere = Choice(since=YEAR_AGO, until=TODAY)
    assert glance(everywhere) == as_reported(everywhere)
    assert glance(everywhere).new_to_us == 2
    only_here = Choice(projects=frozenset({here.id}), since=YEAR_AGO, until=TODAY)
    assert glance(only_here) == as_reported(only_here)
    assert glance(only_here).new_to_us == 1


def test_of_nobody_everything_is_nought() -> None:
    assert glance(Choice(since=YEAR_AGO, until=TODAY)) == Glance(0, 0, 0, 0, 0)
