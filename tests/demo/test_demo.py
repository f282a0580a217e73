"""The demo's year, made once: every state is there, by the right people, and every home page opens."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click.testing
import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Client, close
from tests.factories.staff import sign_in
from tracker import clock, create_app
from tracker.accounts.queries import user_by_email
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.demo import command, folder, year
from tracker.demo.organisation import WORKSHOP
from tracker.demo.stories import garden
from tracker.documents.kinds import kinds
from tracker.documents.models import Document
from tracker.exports import bank_name_queries, bank_naming
from tracker.money import ZERO
from tracker.payments import budgets, ledger
from tracker.payments.day_models import DaySheet, DaySheetLine, DaySheetState
from tracker.payments.models import Answer, Claim, ClaimLine, ClaimSource, ClaimState, LineKind, Offer
from tracker.payments.own_work import handlers
from tracker.payments.run_models import EntryKind, Payment, PaymentState, PayRun, RunState
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project, ProjectPerson
from tracker.sessions import hearing_queries
from tracker.sessions.models import Attendance, CostKind, InvolvementSession, Outcome, PlannedCost
from tracker.settings import Settings
from tracker.web.ids import encode
from tracker.web.transaction import writing
from tracker.working_days import bacs_file_by

# The demo always lives in SQLite.
pytestmark = pytest.mark.on_sqlite

LAST_DAY = date(2026, 11, 23)
EVERYBODY = Actor(user_id=None, name="Everybody", everywhere=frozenset(Permission))


@dataclass
class Demo:
    """A demo that was made, ready to be looked at."""

    app: Flask
    settings: Settings
    users: list[dict[str, str]]

    def signed_in(self, number: int) -> Any:
        client = self.app.test_client()
        sign_in(client, self.users[number]["email"], self.users[number]["password"])
        return client


@pytest.fixture(scope="module")
def demo(database_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One year, made as the command makes it."""
    into = tmp_path_factory.mktemp("demo")
    settings, users = command.made(folder.prepared(str(into), {"TRACKER_TODAY": LAST_DAY.isoformat()}), 1)
    app = create_app(replace(settings, testing=True))
    app.test_client_class = Client
    app.config["WTF_CSRF_ENABLED"] = False
    yield Demo(app, settings, users)
    close(app)


@pytest.fixture
def there(demo: Demo) -> Iterator[Demo]:
    """The demo with its application context."""
    with demo.app.app_context():
        yield demo


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def states_of(column: Any) -> set[Any]:
    return set(db.session.scalars(select(column).distinct()))


@pytest.mark.usefixtures("there")
def test_eight_groups_seven_hundred_people_ninety_sessions_and_five_hundred_attendances_over_a_year() -> None:
    assert count(Project) == len(year.all_stories()) == 8
    assert 690 <= count(Participant) <= 720
    assert 88 <= count(InvolvementSession) <= 95
    assert 480 <= count(Attendance) <= 540
    days = sorted(db.session.scalars(select(InvolvementSession.held_on)))
    assert (LAST_DAY - days[0]).days > 340
    assert days[-1] > LAST_DAY


@pytest.mark.usefixtures("there")
def test_most_people_are_in_one_large_group() -> None:
    sizes = db.session.execute(
        select(func.count()).select_from(ProjectPerson).group_by(ProjectPerson.project_id)
    ).scalars()
    assert max(sizes) >= 600


@pytest.mark.usefixtures("there")
def test_claims_stand_in_every_state() -> None:
    assert states_of(Claim.state) == set(ClaimState)
    assert states_of(PayRun.state) >= {RunState.PREPARED, RunState.RELEASED, RunState.PAID, RunState.FAILED}


@pytest.mark.usefixtures("there")
def test_payments_stand_in_every_state_and_two_were_made_again() -> None:
    assert states_of(Payment.state) == set(PaymentState)
    assert db.session.scalar(select(func.count(Payment.replaces_id))) == 2
    voided = db.session.scalar(select(func.count(Document.void_on)))
    ended = Payment.state.in_((PaymentState.FAILED, PaymentState.RETURNED))
    assert voided == db.session.scalar(select(func.count()).select_from(Payment).where(ended))


@pytest.mark.usefixtures("there")
def test_claims_came_by_screen_and_on_paper_late_and_held() -> None:
    assert states_of(Claim.source) == set(ClaimSource)
    assert db.session.scalar(select(func.count(Claim.late_reason))) == 1
    assert states_of(Claim.held) == {True, False}


@pytest.mark.usefixtures("there")
def test_money_in_hand_was_sanctioned_beforehand_and_a_sheet_still_waits() -> None:
    assert states_of(DaySheet.state) >= {DaySheetState.PREPARED, DaySheetState.CLOSED}
    for sheet in db.session.scalars(select(DaySheet).where(DaySheet.state == DaySheetState.CLOSED)):
        assert sheet.sanctioned_on is not None
        assert sheet.sanctioned_on < sheet.involvement.held_on


@pytest.mark.usefixtures("there")
def test_offers_are_answered_in_every_way_and_some_not_yet() -> None:
    assert states_of(Offer.answer) == {*Answer, None}


@pytest.mark.usefixtures("there")
def test_not_everybody_came() -> None:
    assert states_of(Attendance.outcome) == {*Outcome, None}


@pytest.mark.usefixtures("there")
def test_most_sessions_were_heard_back_from_some_still_owe_it_and_some_were_closed_with_a_reason() -> None:
    past = InvolvementSession.held_on < LAST_DAY - timedelta(days=60)
    held = list(db.session.scalars(select(InvolvementSession).where(past)))
    closed = [one for one in held if one.closed_on is not None]
    assert len(closed) > len(held) * 0.8
    assert sum(one.not_heard_back_reason is not None for one in closed) == 5
    assert 5 <= hearing_queries.owing_count(EVERYBODY, LAST_DAY) <= 30


@pytest.mark.usefixtures("there")
def test_people_gave_without_meeting_were_unpaid_interns_and_are_paid_by_the_time_or_for_preparing() -> None:
    assert states_of(InvolvementSession.activity) >= {"message", "phone-call", "artwork", "online-survey"}
    assert states_of(ProjectPerson.unpaid) == {True, False}
    assert states_of(InvolvementSession.unpaid) == {True, False}
    fees = {
        (place.outcome, claim.state): line.pence.pence
        for line, place, claim in db.session.execute(
            select(ClaimLine, Attendance, Claim)
            .join(Attendance, ClaimLine.attendance_id == Attendance.id)
            .join(Claim, ClaimLine.claim_id == Claim.id)
            .where(ClaimLine.kind == LineKind.FEE, ClaimLine.rate_label.endswith(WORKSHOP))
        )
    }
    # 105 of 180 minutes with 30 of preparation each, of £60.00; and two fifths of it.
    assert fees[Outcome.PART, ClaimState.PAID] == 3857
    assert fees[Outcome.PREPARATION_ONLY, ClaimState.PAID] == 2400


@pytest.mark.usefixtures("there")
def test_fees_were_reduced_and_given_away_on_claims_and_a_sister_and_a_charity_got_money() -> None:
    assert db.session.scalar(select(func.count(ClaimLine.chosen_on))) == 2
    assert db.session.scalar(select(func.count(Payment.confirmed_on))) == 2
    assert states_of(Payment.recipient) >= {garden.SISTER, None}


@pytest.mark.usefixtures("there")
def test_papers_of_every_kind_were_given() -> None:
    assert states_of(Document.kind) == set(kinds())
    assert states_of(Document.format) >= {"standard", "large-print"}


@pytest.mark.usefixtures("there")
def test_sessions_have_planned_costs_within_a_budget() -> None:
    assert states_of(PlannedCost.kind) >= {
        CostKind.FARES,
        CostKind.CHILDCARE,
        CostKind.INTERPRETER,
        CostKind.SUPPORT,
    }
    assert count(PlannedCost) > 60


@pytest.mark.usefixtures("there")
def test_paid_sessions_to_come_have_a_planned_fee() -> None:
    with_fee = select(PlannedCost.involvement_session_id).where(PlannedCost.kind == CostKind.FEE)
    to_come = db.session.scalars(
        select(InvolvementSession).where(
            InvolvementSession.held_on > LAST_DAY,
            InvolvementSession.unpaid.is_(False),
            InvolvementSession.expected_people > 0,
        )
    ).all()
    assert to_come
    without = {one.id for one in to_come} - set(db.session.scalars(with_fee))
    assert not without, "each is one that somebody can be invited to"


@pytest.mark.usefixtures("there")
def test_nobody_approves_what_they_wrote_down_nor_releases_what_they_prepared() -> None:
    for claim in db.session.scalars(select(Claim).where(Claim.approved_by_id.is_not(None))):
        assert claim.approved_by_id not in handlers(claim)
    for run in db.session.scalars(select(PayRun).where(PayRun.releaser_id.is_not(None))):
        assert run.releaser_id != run.preparer_id
        assert run.small_team_reason is None


@pytest.mark.usefixtures("there")
def test_everything_paid_was_sanctioned_and_the_audit_chain_is_whole() -> None:
    for claim in db.session.scalars(select(Claim).where(Claim.state == ClaimState.PAID)):
        kinds = ledger.balance([claim.id])
        assert kinds[EntryKind.PAID] == kinds[EntryKind.SANCTIONED] == claim.total
        assert claim.total > ZERO
    assert broken_at() is None


@pytest.mark.usefixtures("there")
def test_every_deed_happened_on_a_day_of_the_year() -> None:
    of_sheets = set(db.session.scalars(select(DaySheetLine.claim_id)))
    for claim in db.session.scalars(select(Claim).where(Claim.approved_on.is_not(None))):
        assert claim.submitted_on is not None
        assert claim.involvement is not None
        assert claim.approved_on is not None
        assert claim.involvement.held_on <= claim.submitted_on <= LAST_DAY
        if claim.id in of_sheets:
            # What is handed over on the day was sanctioned before it, and entered after.
            assert claim.approved_on <= claim.involvement.held_on
        else:
            assert claim.submitted_on <= claim.approved_on <= LAST_DAY


def test_everybody_can_sign_in_to_a_home_page_marked_demo(there: Demo) -> None:
    for number in range(len(there.users)):
        answer = there.signed_in(number).get("/")
        assert answer.status_code == 200
        assert "DEMO" in answer.text


def test_the_lead_reads_whom_to_talk_to_and_no_more(there: Demo) -> None:
    page = there.signed_in(0).get("/").text
    assert "Talk to Claire Donnelly before you offer" in page
    assert "Allowance" not in page
    assert "Universal Credit" not in page


def test_the_files_of_a_run_can_be_taken_and_the_newest_run_is_far_enough_ahead_for_bacs(
    there: Demo,
) -> None:
    finance = next(place for place, user in enumerate(there.users) if user["role"] == "finance")
    newest = db.session.scalars(select(PayRun).order_by(PayRun.ref.desc())).first()
    assert newest is not None
    assert newest.state == RunState.PREPARED
    assert bacs_file_by(newest.pay_on) > LAST_DAY
    released = db.session.scalars(select(PayRun).where(PayRun.state == RunState.RELEASED)).first()
    assert released is not None
    run = f"/pay-runs/{encode(released.id)}"
    client = there.signed_in(finance)
    user = user_by_email(there.users[finance]["email"])
    assert user is not None
    who = user.actor()
    page = client.get(f"{run}/files").text
    assert "Set it up first" not in page
    for code in set(re.findall(rf'href="{run}/names/([a-z0-9-]+)"', page)):
        found = bank_name_queries.asked(bank_name_queries.accounts(released.id), bank_naming.width_of(code))
        given = {bank_naming.field_of(one): one.suggestion for one in found}
        with writing():
            bank_naming.confirm(actor=who, run=released, format_code=code, given=given)
    for code in (
        "bacs-standard-18-txt",
        "own-bank-columns-csv",
        "own-ledger-columns-csv",
        "payables-csv",
        "pain-001-09-xml",
    ):
        taken = client.post(f"{run}/export/{code}")
        assert (taken.status_code, "attachment" in taken.headers["Content-Disposition"]) == (200, True), code


def test_budgets_are_set_for_some_projects_and_nothing_went_over(there: Demo) -> None:
    found = budgets.standings(None)
    assert len(found) == 3
    assert all(ZERO < one.paid < one.set for one in found)


def test_every_role_is_there_and_passwords_are_new_each_time(there: Demo) -> None:
    held = {"lead", "approver", "finance", "manager", "administrator", "auditor"}
    held |= {"benefit-contact", "diversity"}
    assert {user["role"] for user in there.users} == held
    assert len({user["password"] for user in there.users}) == len(there.users)


@pytest.mark.usefixtures("database_template")
def test_the_command_prints_one_json_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(year, "tell", lambda stage, scale: None)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    ran = click.testing.CliRunner().invoke(
        command.demo, ["--into", str(tmp_path / "new"), "--no-serve", "--json"], catch_exceptions=False
    )
    assert set(json.loads(ran.stdout)) == {"instance", "users"}
    assert json.loads(ran.stdout)["instance"] == str(tmp_path / "new")


@pytest.mark.usefixtures("database_template")
def test_the_year_ends_on_the_last_day_that_the_rules_cover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(year, "tell", lambda stage, scale: told.append((stage.last_day, scale)))
    settings, _ = command.made(folder.prepared(str(tmp_path), {"TRACKER_TODAY": "2031-06-01"}), 3)
    [(last_day, scale)] = told
    assert last_day < date(2031, 6, 1)
    assert (settings.today, scale) == (last_day, 3)
    clock.fix_today(None)
