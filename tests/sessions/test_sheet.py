"""Sheets to print: room for twenty names and for people who come without an invitation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import people, projects, sessions
from tracker.sessions.models import Outcome
from tracker.web.ids import encode

As = Callable[..., FlaskClient]


def path_of(app: Flask, expected: int) -> str:
    with app.app_context():
        project = projects.project(name="Early years")
        involvement = sessions.involvement(project, title="Steering group", venue="The Hall")
        for number in range(expected):
            sessions.attendance(involvement, people.participant(project, name=f"Person {number:03d}"))
        cancelled = people.participant(project, name="Cora Cancelled")
        sessions.attendance(involvement, cancelled, Outcome.CANCELLED_BY_THEM)
        return f"/sessions/{encode(involvement.id)}/sheet"


@pytest.mark.parametrize(("expected", "blank"), [(0, 20), (12, 8), (15, 5), (31, 5)])
def test_there_is_room_for_twenty_and_for_walk_ins(app: Flask, as_: As, expected: int, blank: int) -> None:
    page = as_("lead").get(path_of(app, expected)).text
    assert page.count("Empty line") == blank
    assert page.count("Person ") == expected
    assert "Cora Cancelled" not in page
    for words in ("Signature", "Steering group", "12 November 2026", "The Hall", "Early years"):
        assert words in page


def test_the_register_has_boxes_and_each_comes_in_large_print(app: Flask, as_: As) -> None:
    path, lead = path_of(app, 2), as_("lead")
    page = lead.get(f"{path}?for=register&print=large").text
    for words in ("Came", "Did not come", "Expenses, notes", "tracker-sheet--large"):
        assert words in page
    assert "Signature" not in page
    assert "tracker-sheet--large" not in lead.get(path).text


def test_another_projects_sheet_does_not_exist(app: Flask, as_: As) -> None:
    path = path_of(app, 1)
    with app.app_context():
        other = projects.project().id
    assert as_("lead", project_id=other).get(path).status_code == 404
