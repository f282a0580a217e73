"""The voices report as a spreadsheet: of what it is, the numbers of the page, what both tests say."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories.projects import project
from tests.reports.test_same_few import address, six_meet
from tests.reports.test_voices import FIRST, register_of_twelve
from tracker.projects.models import Design

As = Callable[..., FlaskClient]


def test_the_file_has_the_numbers_of_the_page_and_no_name(db_session: object, as_: As) -> None:
    here = project()
    register_of_twelve(here)
    answer = as_("manager").get(address(here, "/file"))
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    numbers = {(part, of, measure): number for part, of, measure, number in rows[1:]}
    assert numbers["All", "", "People heard"] == "12"
    assert numbers["All", "", "Seats of the three most frequent people"] == "12"
    assert numbers["How often", "3 to 5 times", "Seats"] == "12"
    assert "Regular" not in answer.text


def in_file(client: FlaskClient, of: str) -> dict[tuple[str, str, str], str]:
    rows = csv.reader(io.StringIO(client.get(of).data.decode("utf-8-sig")))
    return {(part, what, measure): number for part, what, measure, number in rows}


def test_the_file_says_of_which_project_and_days_it_is_and_what_both_tests_say(
    db_session: object, as_: As
) -> None:
    here, other = project(name="Often", pool=40), project(name="Other")
    six_meet(here, 6)
    manager = as_("manager")
    said = in_file(manager, f"{address(here, '/file')}&since=1&since=1&since=2026")
    assert said["About", "", "Project"] == "Often"
    assert said["About", "", "From"] == "2026-01-01"
    assert said["About", "", "To"] == said["About", "", "Made on"] == TODAY.isoformat()
    assert said["About", "", "First session"] == FIRST.isoformat()
    new = "Do new people come through?"
    assert said["Chance", new, "What it says"] == "Fewer people were heard than chance explains"
    assert int(said["Chance", new, "People that a draw by lot would have brought"]) > 6
    together = said["Chance", "Are seats shared out?", "What it says"]
    assert together == "The same people came together again more often than chance explains"
    every = in_file(manager, "/voices/file")
    assert every["About", "", "Project"] == "All projects"
    assert every["About", "", "From"] == "The beginning"
    assert every["Chance", "", "What it says"] == "Compared in each project apart: choose one"
    assert in_file(manager, address(other, "/file"))["About", "", "First session"] == "None"


@pytest.mark.parametrize(
    ("design", "weeks", "says"),
    [
        (None, 2, "Too early to say: fewer than 3 sessions or 12 seats"),
        (Design.STANDING_PANEL, 6, "Not compared with chance: a standing panel meets again on purpose"),
    ],
)
def test_the_file_says_why_chance_was_not_compared_with(
    db_session: object, as_: As, design: Design | None, weeks: int, says: str
) -> None:
    here = project(design=design)
    six_meet(here, weeks)
    assert in_file(as_("manager"), address(here, "/file"))["Chance", "", "What it says"] == says


def test_the_file_of_a_lead_names_their_own_projects_only(db_session: object, as_: As) -> None:
    mine, other = project(name="Mine"), project(name="Somebody else's")
    six_meet(other, 3)
    six_meet(mine, 3)
    said = in_file(as_("lead", project_id=mine.id), "/voices/file")
    assert said["About", "", "Project"] == "Mine"
