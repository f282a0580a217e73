"""Where involvement is unpaid no fee is offered by mistake; expenses are paid and people count as heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.errors import Refused
from tracker.money import Money
from tracker.payments import queries, services
from tracker.payments.offers import without_offer
from tracker.permissions import SYSTEM
from tracker.projects import queries as projects
from tracker.projects.roles import give_role
from tracker.reports.catalogue import voices
from tracker.reports.queries import Choice
from tracker.sessions import queries as sessions
from tracker.sessions import services as sessions_services
from tracker.sessions.models import Attendance, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


@pytest.fixture
def stage(db_session: Any) -> make.Stage:
    return make.stage()


def unpaid_session(stage: make.Stage) -> Attendance:
    place = make.invited(stage, make.person(stage, "Ada Example"))
    with writing():
        sessions_services.update_session(
            actor=SYSTEM,
            on=TODAY,
            involvement=stage.involvement,
            version=stage.involvement.version,
            values={"unpaid": True},
        )
    return place


def unpaid_trainee(stage: make.Stage) -> Attendance:
    person = make.person(stage, "Ada Example")
    place = make.invited(stage, person)
    membership = projects.members(stage.project.id, [person.id], make.HELD_ON)[person.id]
    with writing():
        give_role(
            actor=SYSTEM,
            membership=membership,
            version=membership.version,
            role="trainee",
            unpaid=True,
            since=membership.since,
        )
    return place


def offer(stage: make.Stage, place: Attendance) -> Any:
    with writing():
        return services.prepare_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate
        )


@pytest.mark.parametrize(
    ("begin", "sentence"),
    [
        (unpaid_session, "This session is unpaid, so no fee is offered. Expenses can be claimed."),
        (
            unpaid_trainee,
            "The role of Ada Example in this project, Intern or trainee, is unpaid, so no fee is offered.",
        ),
    ],
)
def test_no_fee_is_offered_and_the_reason_is_said(
    stage: make.Stage, as_: As, begin: Callable[[make.Stage], Attendance], sentence: str
) -> None:
    place = begin(stage)
    attendances = sessions.attendances(stage.involvement.id)
    assert without_offer(attendances, queries.offers_of_session(stage.involvement.id)) == []
    with pytest.raises(Refused, match="no fee is offered") as refused:
        offer(stage, place)
    assert refused.value.code == "unpaid"
    assert sentence in as_("lead").get(f"/sessions/{encode(stage.involvement.id)}/offers").text


def test_others_in_the_same_session_are_offered_theirs(stage: make.Stage) -> None:
    unpaid_trainee(stage)
    place = make.invited(stage, make.person(stage, "Bo Example"))
    attendances = sessions.attendances(stage.involvement.id)
    assert without_offer(attendances, {}) == [place]
    assert offer(stage, place).pence == Money(7500)


def test_an_unpaid_person_is_heard_and_their_expenses_can_be_claimed(stage: make.Stage, as_: As) -> None:
    place = unpaid_session(stage)
    with writing():
        sessions_services.record_attendance(
            actor=stage.as_("lead"), on=TODAY, attendance=place, outcome=Outcome.ATTENDED
        )
    assert voices.build(Choice(), on=TODAY).spread.people == 1
    answer = as_("lead").post(f"/attendances/{encode(place.id)}/claim", follow_redirects=True)
    assert "Add an expense" in answer.text
