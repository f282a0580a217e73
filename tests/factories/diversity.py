"""Questions switched on, people who answered them, and a browser on somebody's own page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories.saving import saved
from tracker.diversity import answers, asked
from tracker.diversity.answers import Answer
from tracker.diversity.models import DiversityQuestion
from tracker.people.models import Participant
from tracker.permissions import SYSTEM
from tracker.projects.models import Project

PIN = "270594"
WHY = "To see whom we miss."


@saved()
def asks(of: Project | None, *dimensions: str) -> Mapping[str, DiversityQuestion]:
    """Have a project, or the whole organisation, ask these questions."""
    asked.set_questions(
        actor=SYSTEM, project_id=of.id if of else None, reasons=dict.fromkeys(dimensions, WHY)
    )
    return asked.questions_of(of.id if of else None)


@saved()
def code_for(person: Participant) -> str:
    """A code that was given to somebody on paper."""
    return answers.give_code(actor=SYSTEM, on=TODAY, participant=person)


@saved()
def said(person: Participant, **given: str) -> None:
    """Somebody's paper, typed in; `main_language` is the question main-language."""
    answers.key_in(
        actor=SYSTEM,
        on=TODAY,
        participant=person,
        given={name.replace("_", "-"): Answer(answer) for name, answer in given.items()},
    )


def come_in(client: FlaskClient, code: str, pin: str = PIN, again: str = PIN) -> None:
    """Open somebody's own page; fails the test if that does not work."""
    answer = client.post("/answers/pin", data={"code": code, "pin": pin, "again": again})
    assert (answer.status_code, answer.location) == (302, "/answers/mine"), answer.text


def code_in(page: str) -> str:
    """The code that a printed paper shows."""
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
    assert found is not None
    return found[0]
