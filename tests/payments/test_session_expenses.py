"""What everybody spent to come to a session, typed in beside its register: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import payments as make
from tests.factories import projects
from tracker.db import db
from tracker.payments.models import ClaimLine, LineKind
from tracker.web.ids import encode

As = Callable[..., FlaskClient]


class Session:
    """A session that Amina, offered a fee, and Brendan came to."""

    def __init__(self) -> None:
        stage = make.stage()
        make.drafted(stage, "Amina Example")
        amina = make.attended(stage, "Brendan Example")
        places = (amina.involvement_session_id,)
        self.path = f"/sessions/{encode(places[0])}/expenses"
        self.brendan = str(amina.id)
        self.project_id = stage.project.id
        from tracker.sessions.queries import attendances

        self.amina = next(str(place.id) for place in attendances(places[0]) if place.id != amina.id)


@pytest.fixture
def session(app: Flask) -> Session:
    with app.app_context():
        return Session()


def row(number: int, who: str, category: str, **values: str) -> dict[str, str]:
    given = {"who": who, "category": category, "pence": "", "miles": "", "no_receipt_reason": ""} | values
    return {f"{name}_{number}": text for name, text in given.items()}


def expenses(app: Flask) -> list[tuple[str, str, int, bool]]:
    with app.app_context():
        lines = db.session.scalars(select(ClaimLine).where(ClaimLine.kind == LineKind.EXPENSE)).all()
        found = [
            (line.claim.participant.name.split()[0], line.category, line.pence.pence, line.receipt_seen)
            for line in lines
        ]
        return sorted(found)


def test_everybodys_expenses_go_on_their_claims_at_once(app: Flask, as_: As, session: Session) -> None:
    sent = (
        row(0, session.amina, "taxi", pence="14.20", receipt_seen="y")
        | row(2, session.amina, "mileage/car", miles="12.5")
        | row(
            3, session.brendan, "public-transport", pence="4", no_receipt_reason="The machine kept the ticket"
        )
    )
    answer = as_("lead").post(session.path, data=sent, follow_redirects=True).text
    assert "3 expenses added to 2 claims." in answer
    assert expenses(app) == [
        ("Amina", "mileage", 688, False),
        ("Amina", "taxi", 1420, True),
        ("Brendan", "public-transport", 400, False),
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"who": ""}, "Row 2: Choose who spent it."),
        ({"category": ""}, "Row 2: Choose what it was for."),
        ({"pence": "", "miles": "3"}, "Row 2: "),
        ({"pence": "1.234"}, "Row 2: Enter an amount with no more than two numbers"),
        ({"pence": "50", "no_receipt_reason": "Lost"}, "Over £10.00 there must be one."),
        ({"pence": "5"}, "Row 2: Tick that you have seen the receipt"),
        ({"who": "1"}, "Row 2: Choose one from the list."),
        ({"category": "mileage/rocket"}, "Row 2: Choose one from the list."),
        ({"category": "mileage/car", "pence": "", "miles": "x"}, "Row 2: Enter miles as a number"),
        ({"category": "mileage/car", "pence": ""}, "Row 2: Enter how many miles."),
    ],
)
def test_a_faulty_row_is_named_and_no_row_is_saved(
    app: Flask, as_: As, session: Session, values: dict[str, str], sentence: str
) -> None:
    good = row(0, session.brendan, "public-transport", pence="4", receipt_seen="y")
    given: dict[str, Any] = {"who": session.amina, "category": "taxi", "pence": "7"} | values
    page = as_("lead").post(session.path, data=good | row(1, **given)).text
    assert "There is a problem" in page
    assert sentence in page
    assert expenses(app) == []


def test_an_empty_page_says_what_to_do(as_: As, session: Session) -> None:
    assert "Fill in at least one row." in as_("lead").post(session.path, data=row(0, "", "")).text


def test_another_projects_expenses_are_not_there(app: Flask, as_: As, session: Session) -> None:
    with app.app_context():
        other = projects.project().id
    lead = as_("lead", project_id=other)
    assert lead.get(session.path).status_code == 404
    assert (
        lead.post(session.path, data=row(0, session.amina, "public-transport", pence="4")).status_code == 404
    )
