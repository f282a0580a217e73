"""What the manager's page says in exact numbers, of one project and of all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.conftest import TODAY
from tracker.reports.asked import Asked
from tracker.reports.caps import OverCaps
from tracker.reports.catalogue.voices import LONG_AGO
from tracker.reports.inside_parts import coming_back

ALL = Asked(organisation="Invented", project=None, projects=(), since=TODAY, until=TODAY, on=TODAY)


def report(quiet: int, over: OverCaps) -> Any:
    return SimpleNamespace(
        last_heard={LONG_AGO: quiet},
        spread=SimpleNamespace(people=9),
        as_of=TODAY,
        carried=(),
        over_caps=over,
    )


def test_over_all_projects_a_number_was_set_by_a_project_and_not_by_the_project() -> None:
    [quiet, over] = coming_back(ALL, report(4, OverCaps(3, 2))).items
    assert quiet == "4 of 9 people heard were last heard more than six months before 23 November 2026."
    assert over.startswith("3 invitations went over the number that a project set itself for one person, 2 ")


def test_where_nobody_is_long_unheard_that_is_said_and_nothing_of_numbers_that_nobody_set() -> None:
    [quiet] = coming_back(ALL, report(0, OverCaps(0, 0))).items
    assert quiet == "Everybody heard was heard in the six months before 23 November 2026."
