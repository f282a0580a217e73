"""The voices report: counted in SQL, it says what the plain statistics say of the same list."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker.people.models import Participant
from tracker.projects.models import Project
from tracker.reports.catalogue import voices
from tracker.reports.queries import Choice
from tracker.reports.statistics import Attended, spread_of, timeline
from tracker.reports.stretches import MOST_BARS, Stretch
from tracker.sessions.models import HEARD, InvolvementSession, Outcome
from tracker.web import ids

FIRST = date(2026, 1, 14)


def held(of: Project, week: int, people: Iterable[Participant], **values: object) -> InvolvementSession:
    """A session that many weeks after the first, which these people attended."""
    session = involvement(of, held_on=FIRST + timedelta(weeks=week), title=f"Week {week}", **values)
    for person in people:
        attendance(session, person, Outcome.ATTENDED)
    return session


def report(*projects: Project, since: date | None = None, until: date | None = None) -> voices.Report:
    chosen = [one.id for one in projects] or None
    project = projects[0] if len(projects) == 1 else None
    return voices.build(Choice(projects=chosen, since=since, until=until), on=TODAY, project=project)


@pytest.mark.usefixtures("db_session")
def test_the_report_agrees_with_the_plain_statistics_on_any_register() -> None:
    dice = Random(7)
    here, elsewhere = project(), project()
    people = [participant() for _ in range(9)]
    came: list[tuple[Project, Attended]] = []
    for week in range(8):
        of = dice.choice((here, here, elsewhere))
        session = involvement(of, held_on=FIRST + timedelta(weeks=week))
        for person in dice.sample(people, 5):
            outcome = dice.choice((Outcome.ATTENDED, Outcome.PART, Outcome.DID_NOT_ATTEND, None))
            role = dice.choice(("participant", "chair", "staff"))
            attendance(session, person, outcome, role=role)
            if outcome in HEARD and role != "staff":
                came.append((of, Attended(str(session.ref), session.held_on, person.ref)))
    everything = [one for _, one in came]
    of_project = [one for of, one in came if of is here]

    whole, part = report(), report(here)
    assert whole.spread == spread_of(everything)
    assert [(bar.seats, bar.new_here) for bar in whole.bars] == [
        (step.seats, step.first_time) for step in timeline(everything)
    ]
    assert part.spread == spread_of(of_project)
    assert [(bar.seats, bar.new_here) for bar in part.bars] == [
        (step.seats, step.first_time) for step in timeline(of_project)
    ]
    new_to_us = {step.session: step.first_time for step in timeline(everything)}
    assert part.new_to_us <= sum(new_to_us.values())


@pytest.mark.usefixtures("db_session")
def test_somebody_heard_in_another_project_is_new_here_but_not_new_to_us() -> None:
    here, elsewhere = project(), project()
    amina = participant()
    held(elsewhere, 0, [amina])
    held(here, 1, [amina, participant()])
    found = report(here)
    assert (found.new_here, found.new_to_us) == (2, 1)


@pytest.mark.usefixtures("db_session")
def test_somebody_heard_before_the_dates_chosen_is_not_new_in_them() -> None:
    here, amina = project(), participant()
    held(here, 0, [amina])
    held(here, 4, [amina, participant()])
    found = report(here, since=FIRST + timedelta(weeks=1))
    assert (found.spread.people, found.new_here, found.new_to_us) == (2, 1, 1)


@pytest.mark.usefixtures("db_session")
def test_of_two_sessions_on_one_day_only_the_first_is_somebodys_first_time() -> None:
    here, amina = project(), participant()
    held(here, 0, [amina])
    held(here, 0, [amina])
    assert sorted(bar.new_here for bar in report(here).bars) == [0, 1]


@pytest.mark.usefixtures("db_session")
def test_a_first_time_as_staff_does_not_make_a_later_voice_old() -> None:
    here, amina = project(), participant()
    attendance(held(here, 0, []), amina, Outcome.ATTENDED, role="staff")
    held(here, 1, [amina])
    found = report(here)
    assert (found.new_here, found.left_out) == (1, {"staff": 1})


@pytest.mark.usefixtures("db_session")
def test_more_sessions_than_are_read_as_bars_are_shown_by_month() -> None:
    here, amina = project(), participant()
    for week in range(MOST_BARS + 1):
        held(here, week, [amina])
    found = report(here)
    assert found.stretch is Stretch.MONTH
    assert found.bars[0] == voices.Bar("January 2026", "", 3, 1, 1)
    assert found.sessions == MOST_BARS + 1


# --- the page ---------------------------------------------------------------------------------------------


def register_of_twelve(of: Project) -> None:
    """Three regulars at four sessions and nine people once: 12 of 21 seats."""
    regulars = [participant(name=f"Regular {number}") for number in range(3)]
    for week in range(4):
        held(of, week, [*regulars, *(participant() for _ in range((2, 2, 2, 3)[week]))])


def test_the_page_says_how_many_seats_three_people_hold(
    db_session: object, as_: Callable[..., FlaskClient]
) -> None:
    register_of_twelve(project())
    page = as_("manager").get("/voices").text
    assert "12 people heard in 4 sessions" in page
    assert "12 of 21 seats (57%)" in page
    assert "three people would hold 25%" in page


def test_the_page_names_nobody(db_session: object, as_: Callable[..., FlaskClient]) -> None:
    register_of_twelve(project())
    assert "Regular" not in as_("manager").get("/voices").text


def test_the_chart_has_words_and_the_same_numbers_stand_in_a_table(
    db_session: object, as_: Callable[..., FlaskClient]
) -> None:
    register_of_twelve(project())
    page = as_("manager").get("/voices").text
    assert '<svg role="img" aria-labelledby="voices-title voices-text"' in page
    assert "12 of 21 seats were taken by somebody heard for the first time" in page
    assert "style=" not in page
    assert '<th scope="row" class="govuk-table__header">21 January 2026' in page


def test_helpers_and_headcounts_are_told_apart(db_session: object, as_: Callable[..., FlaskClient]) -> None:
    here = project()
    session = held(here, 0, [participant()], heard_without_names=23)
    attendance(session, None, Outcome.ATTENDED, role="interpreter")
    attendance(session, None, Outcome.ATTENDED, role="staff")
    page = as_("manager").get("/voices").text
    assert "1 seat as interpreter and 1 seat as staff" in page
    assert "Heard without names: 23 people at 1 session" in page


def test_a_lead_sees_the_voices_of_their_own_project_only(
    db_session: object, as_: Callable[..., FlaskClient]
) -> None:
    mine, other = project(name="Mine"), project(name="Somebody else's")
    held(mine, 0, [participant()])
    held(other, 0, [participant(), participant()])
    lead = as_("lead", project_id=mine.id)
    page = lead.get("/voices").text
    assert "1 person heard in 1 session" in page
    assert "Somebody else" not in page
    assert "heard in" not in lead.get(f"/voices?project={ids.encode(other.id)}").text


def test_a_date_that_does_not_exist_is_explained_beside_its_field(
    db_session: object, as_: Callable[..., FlaskClient]
) -> None:
    page = as_("manager").get("/voices?since=31&since=2&since=2026").text
    assert "There is no such date. Check the day and the month." in page
    assert 'href="#since-day"' in page


def test_a_last_day_before_the_first_is_refused(db_session: object, as_: Callable[..., FlaskClient]) -> None:
    page = as_("manager").get("/voices?since=1&since=3&since=2026&until=1&until=2&until=2026").text
    assert "Enter a last day that is not before the first." in page


def test_nobody_heard_is_said_kindly(db_session: object, as_: Callable[..., FlaskClient]) -> None:
    assert "Nobody has been heard here yet" in as_("manager").get("/voices").text
