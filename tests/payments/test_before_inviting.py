"""Whom to talk to before anybody is invited: as the offer's own check would say, and nothing kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.money import Money
from tracker.payments import offers
from tracker.payments.before_inviting import offered_fee, planned_fee, talks_before_inviting
from tracker.payments.check_models import Check
from tracker.people import services as people
from tracker.people.models import LimitPer, Participant
from tracker.sessions.costs import Cost, plan_costs
from tracker.sessions.models import CostKind
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
NEXT = date(2026, 12, 10)


@pytest.fixture
def stage(app: Flask, db_session: object) -> make.Stage:
    return make.stage_in(make.stage(), "Reading group", held_on=NEXT)


def plan(stage: make.Stage, *costs: tuple[CostKind, int, int]) -> None:
    with writing():
        plan_costs(
            actor=stage.as_("lead"),
            involvement=stage.involvement,
            version=stage.involvement.version,
            expected_people=None,
            budget=None,
            costs=[Cost(kind, Money(pence), number) for kind, pence, number in costs],
        )


def keeps_to(stage: make.Stage, pence: int | None, minutes: int | None = None) -> Participant:
    """Somebody who asked us to keep to so much a month."""
    person = make.person(stage, "Tia Told")
    with writing():
        people.set_own_limit(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=person,
            per=LimitPer.MONTH,
            starts_on=date(2026, 11, 1),
            amount=None if pence is None else Money(pence),
            minutes=minutes,
        )
    return person


@pytest.mark.parametrize(
    ("costs", "fee"),
    [
        ([], None),
        ([(CostKind.FARES, 900, 5)], None),
        ([(CostKind.FEE, 7500, 10), (CostKind.FEE, 15_000, 1)], 7500),
        ([(CostKind.FEE, 7500, 2), (CostKind.FEE, 15_000, 2)], 15_000),
        ([(CostKind.FEE, 7500, 10), (CostKind.PREPARATION, 1500, 10)], 9000),
    ],
)
def test_the_planned_fee_is_what_most_people_are_paid(
    stage: make.Stage, costs: list[tuple[CostKind, int, int]], fee: int | None
) -> None:
    plan(stage, *costs)
    assert planned_fee(stage.involvement) == (None if fee is None else Money(fee))


@pytest.mark.parametrize(
    ("offered", "fee"), [([], None), ([9500, 9500, 12_000], 9500), ([9500, 12_000], 12_000)]
)
def test_the_fee_offered_is_what_most_people_were_offered(
    stage: make.Stage, offered: list[int], fee: int | None
) -> None:
    for place, pence in enumerate(offered):
        offer(stage, f"Person {place}", pence)
    assert offered_fee(stage.involvement) == (None if fee is None else Money(fee))


def offer(stage: make.Stage, name: str, pence: int) -> None:
    invited = make.invited(stage, make.person(stage, name))
    with writing():
        offers.prepare_offer(actor=stage.as_("lead"), on=TODAY, attendance=invited, pence=Money(pence))


def test_where_no_fee_is_planned_the_one_offered_is_what_people_are_checked_for(
    as_: As, stage: make.Stage
) -> None:
    offer(stage, "Ola Offered", 9500)
    keeps_to(stage, 7500)
    path = f"/sessions/{encode(stage.involvement.id)}/invite"
    page = as_("lead", project_id=stage.project.id).get(path).text
    assert "£95.00" in page
    assert "the fee offered for it so far" in page
    assert "No fee is planned yet" not in page
    assert page.count(f"Talk to {stage.cast.contact.name} before you offer") == 1


@pytest.mark.parametrize(("pence", "talk"), [(5000, False), (7501, True)])
def test_whoever_a_fee_would_take_past_their_limit_is_talked_to_first(
    stage: make.Stage, pence: int, talk: bool
) -> None:
    person, other = keeps_to(stage, 7500), make.person(stage, "Uma Untold")
    found = talks_before_inviting(stage.involvement, [person, other], Money(pence))
    assert found == ({person.id} if talk else frozenset())


def test_time_alone_can_be_past_a_limit(stage: make.Stage) -> None:
    person = keeps_to(stage, None, minutes=119)
    assert talks_before_inviting(stage.involvement, [person], None) == {person.id}


@pytest.mark.parametrize("pence", [500, 2501])
def test_what_is_foreseen_is_what_the_offers_check_then_says(stage: make.Stage, pence: int) -> None:
    """Another fee offered for the same month counts in both."""
    person = keeps_to(stage, 10_000)
    earlier = make.invited(make.stage_in(stage, "Earlier", held_on=date(2026, 12, 2)), person)
    with writing():
        offers.make_offer(actor=stage.as_("lead"), on=TODAY, attendance=earlier, pence=Money(7500))
    foreseen = talks_before_inviting(stage.involvement, [person], Money(pence))
    place = make.invited(stage, person)
    with writing():
        offer = offers.prepare_offer(actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(pence))
    kept = db.session.scalars(select(Check.talk).where(Check.offer_id == offer.id)).one()
    assert (bool(foreseen), kept) == (pence > 2500,) * 2


def test_the_page_says_whom_to_talk_to_and_keeps_nothing(app: Flask, as_: As, stage: make.Stage) -> None:
    plan(stage, (CostKind.FEE, 7501, 3))
    keeps_to(stage, 7500)
    make.person(stage, "Uma Untold")
    path = f"/sessions/{encode(stage.involvement.id)}/invite"
    name = stage.cast.contact.name
    lead = as_("lead", project_id=stage.project.id)
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(AuditEvent))
    for address in (path, f"{path}/everybody"):
        page = lead.get(address).text
        assert page.count(f"Talk to {name} before you offer") == 1
        assert "£75.01" in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Check)) == 0
        assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == before
