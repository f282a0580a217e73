"""Who could do what, and which limits stood, on a day; and every time one person did the work of two."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.settings import settings
from tests.factories.staff import sign_in, staff
from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import Organisation, OverBudget
from tracker.accounts.queries import organisation
from tracker.db import db
from tracker.evidence import alone, as_of
from tracker.money import Money
from tracker.payments import services as payments
from tracker.permissions import SYSTEM, Role
from tracker.projects import budgets
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def on_day(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recorded from now on is recorded at noon of that day."""
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def held(on: date, user_id: int) -> list[tuple[str, int | None]]:
    accounts = [one for one in as_of.standing(on).accounts if one.user.id == user_id]
    return [what for one in accounts for what in one.held]


def test_roles_are_told_as_they_stood_on_each_day(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(date(2026, 3, 1), monkeypatch)
    user, where = staff("lead"), project()
    on_day(date(2026, 5, 1), monkeypatch)
    with writing():
        services.grant_role(actor=SYSTEM, user=user, role=Role.FINANCE, project_id=where.id)
        services.take_back(actor=SYSTEM, user=user, grant_id=user.grants[0].id)
    on_day(date(2026, 7, 1), monkeypatch)
    with writing():
        services.end_account(actor=SYSTEM, on=date(2026, 7, 1), user=user)
    assert as_of.standing(date(2026, 2, 28)).accounts == []
    assert held(date(2026, 3, 1), user.id) == [("lead", None)]
    assert held(date(2026, 4, 30), user.id) == [("lead", None)]
    assert held(date(2026, 5, 1), user.id) == [("finance", where.id)]
    assert held(date(2026, 7, 1), user.id) == []


def test_an_auditor_is_not_there_after_their_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    user = staff()
    with writing():
        services.grant_role(actor=SYSTEM, user=user, role=Role.AUDITOR, until=date(2026, 11, 30))
    assert held(date(2026, 11, 30), user.id) == [("auditor", None)]
    assert held(date(2026, 12, 1), user.id) == []


def test_limits_are_told_as_they_stood_before_and_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(date(2026, 2, 1), monkeypatch)
    with writing():
        services.save_organisation(actor=SYSTEM, version=None, values={"promised_days": 14})
    on_day(date(2026, 6, 1), monkeypatch)
    changes = {
        "promised_days": 30,
        "receipt_needed_over_pence": Money(2500),
        "over_budget": OverBudget.STOP,
        "small_team_reason": "There are two of us",
    }
    with writing():
        services.save_organisation(actor=SYSTEM, version=organisation().version, values=changes)
    before, after = (
        list(as_of.standing(day).limits.values()) for day in (date(2026, 5, 31), date(2026, 6, 1))
    )
    assert before == ["14", "£10.00", "90", "3", "asks for a reason", "no"]
    assert after == ["30", "£25.00", "90", "3", "is refused", "yes"]


def test_a_limit_changed_before_values_were_kept_is_unknown_and_not_todays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tracker.audit.services import record

    with writing() as session:
        kept = Organisation(id=1, promised_days=30)
        session.add(kept)
        record(SYSTEM, "changed-settings", kept, fields=["promised_days"])
    yesterday = list(as_of.standing(date(2026, 1, 1)).limits.values())
    assert yesterday[:2] == [None, "£10.00"]


def test_a_budget_is_told_as_it_stood() -> None:
    finance, where = staff("finance").actor(), project()
    with writing():
        kept = budgets.set_budget(
            actor=finance,
            project=where,
            starts_on=date(2026, 4, 1),
            ends_on=date(2027, 3, 31),
            pence=Money(100_000),
        )
        kept.set_at = datetime(2026, 4, 1, 12, tzinfo=UTC)
    with writing():
        cut = budgets.change_budget(
            actor=finance, budget=kept, pence=Money(50_000), reason="The funder cut it."
        )
        # Half past midnight in London, where it is the next day already.
        cut.set_at = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    told = [
        [one.pence for one in as_of.standing(day).budgets] for day in (date(2026, 7, 31), date(2026, 8, 1))
    ]
    assert told == [[Money(100_000)], [Money(50_000)]]


def test_the_page_is_for_whoever_examines_every_project(client: FlaskClient) -> None:
    sign_in(client, staff("auditor", project_id=project().id).email)
    assert client.get("/who-could").status_code == 403
    client.post("/sign-out")
    sign_in(client, staff("auditor").email)
    assert "Who could do what on 23 November 2026" in client.get("/who-could").text
    assert "Enter a day up to today" in client.get("/who-could?on=24&on=11&on=2026").text


def test_every_use_of_a_small_team_is_listed_with_reason_and_second_name(client: FlaskClient) -> None:
    settings(small_team_reason="There are two of us")
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    make.approved(stage, "Bo Example")
    with writing():
        services.grant_role(actor=SYSTEM, user=stage.cast.lead, role=Role.APPROVER)
    with writing():
        payments.approve(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            shown_hash=payments.current_hash(claim),
            small_team_second_person="Ann Other",
        )
    run = make.prepared_run(stage)
    with writing():
        payments.release(actor=stage.as_("finance"), on=TODAY, run=run, small_team_second_person="Ann Other")
    found = alone.uses(stage.as_("finance"))
    assert sorted(one.ref for one in found) == sorted([claim.ref, run.ref])
    assert alone.uses(staff("auditor", project_id=project().id).actor()) == []
    sign_in(client, staff("auditor").email)
    for address in ("/one-person", "/one-person/file"):
        text = client.get(address).text
        assert text.count("Ann Other") == 2
        assert text.count("There are two of us") == 2
    db.session.rollback()
