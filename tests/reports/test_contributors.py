"""The page for the people who took part can be read at an age of about ten, whatever there is to say."""

from __future__ import annotations

from datetime import date
from statistics import mean

import pytest

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tests.rules.test_reading_age import grade
from tracker.db import db
from tracker.projects.models import Project
from tracker.reports.asked import Asked
from tracker.reports.catalogue.papers import contributors
from tracker.reports.paper import Paper
from tracker.sessions.models import Feedback, Outcome
from tracker.web.transaction import writing

SINCE, ENDS = date(2025, 10, 1), date(2026, 9, 30)
# An age of ten is grade 5.
AGE_OF_TEN = 5.0


def heard(people: int, sessions: int, *, told: bool = False) -> Project:
    """A project heard so often, which wrote down what came of it or not."""
    of = project(name="Readers")
    came = [participant(of) for _ in range(people)]
    for at in range(sessions):
        session = involvement(of, held_on=date(2026, 6, 1 + at))
        for one in came:
            attendance(session, one, Outcome.ATTENDED)
        if told:
            with writing():
                db.session.add(
                    Feedback(
                        involvement_session_id=session.id,
                        you_said=STAFF,
                        we_did=STAFF,
                        recorded_on=TODAY,
                    )
                )
    return of


# What staff wrote is theirs, and is not measured.
STAFF = "Notwithstanding subsequent determinations, remuneration terminates."


def sentences(of: Project) -> list[str]:
    """Everything the page says in our own words."""
    asked = Asked(organisation="Invented", project=of, projects=[of], since=SINCE, until=ENDS, on=TODAY)
    paper = contributors.build(asked)
    said = [paper.title, paper.lead]
    for part in paper.parts:
        assert part.table is None
        assert part.chart is None
        said += [part.heading, *part.sentences, *part.notes]
        said += [item for item in part.items if STAFF not in item]
    return [one for one in said if one]


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize(
    ("people", "sessions", "told"), [(0, 0, False), (3, 1, False), (12, 1, True), (12, 3, False)]
)
def test_every_sentence_can_be_read_at_ten(people: int, sessions: int, told: bool) -> None:
    said = sentences(heard(people, sessions, told=told))
    assert {one: grade(one) for one in said if grade(one) > AGE_OF_TEN} == {}
    assert mean(map(grade, said)) < AGE_OF_TEN / 2


def page_of(of: Project, contact: str = "") -> Paper:
    return contributors.build(
        Asked(
            organisation="Invented",
            project=of,
            projects=[of],
            since=SINCE,
            until=ENDS,
            on=TODAY,
            contact=contact,
        )
    )


@pytest.mark.usefixtures("db_session")
def test_the_page_says_how_to_reach_us_where_that_is_known() -> None:
    of = heard(12, 1)
    last = page_of(of, contact="Ring Asha on 0121 496 0000").parts[-1]
    assert (last.heading, list(last.sentences)) == ("How to reach us", ["Ring Asha on 0121 496 0000"])
    assert "How to reach us" not in [part.heading for part in page_of(of).parts]
    silent = page_of(heard(0, 0), contact="Ring Asha on 0121 496 0000")
    assert silent.parts[-1].heading == "How to reach us"


@pytest.mark.usefixtures("db_session")
def test_few_people_are_thanked_without_a_number_and_many_with_one() -> None:
    assert page_of(heard(3, 1)).title == "Thank you for telling us what you think"
    assert page_of(heard(12, 1)).title == "Thank you: about 10 people told us what they think"


@pytest.mark.usefixtures("db_session")
def test_what_was_done_stands_on_a_line_of_its_own_below_what_was_said() -> None:
    part = page_of(heard(12, 1, told=True)).parts[1]
    assert list(part.items) == [f"“{STAFF}”\nWe did: {STAFF}"]
