"""One day sheet under two people at once, or under a server that dies: nothing twice, nothing half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.contracts.test_two_at_once import actor, at_once, count, saving
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.documents.models import Document
from tracker.money import Money
from tracker.payments import day_closing, day_sanction, day_sheets, services
from tracker.payments.day_models import DaySheet, DaySheetLine, DaySheetState, SignedHow
from tracker.payments.day_rows import Row
from tracker.payments.day_signatures import key_in
from tracker.payments.models import Claim, ClaimLine
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment, PayRun
from tracker.permissions import Actor
from tracker.sessions.models import InvolvementSession


@pytest.fixture
def on_stage(fresh_app: Flask) -> Iterator[make.Stage]:
    with fresh_app.app_context():
        yield make.stage()


def signed(on_stage: make.Stage, *names: str) -> DaySheet:
    """A sheet of these people, whose signatures are keyed in and whose register is taken."""
    places = [sheets.to_come(on_stage, name) for name in names]
    sheet = sheets.sanctioned(on_stage, *(sheets.entry(place) for place in places))
    for place in places:
        sheets.came(on_stage, place)
    sheets.keyed(on_stage, sheet, *(sheets.row(sheet, place) for place in places))
    return sheet


def entered() -> list[int]:
    """How much of a closed sheet there is: runs, payments, entries, receipts, claims."""
    return [
        count(select(func.count(PayRun.id))),
        count(select(func.count(Payment.id))),
        count(select(func.count(LedgerEntry.id)).where(LedgerEntry.kind == EntryKind.PAID)),
        count(select(func.count(Document.id))),
        count(select(func.count(Claim.id))),
    ]


def test_a_sheet_closed_by_two_people_is_paid_once(fresh_app: Flask, on_stage: make.Stage) -> None:
    sheet = signed(on_stage, "Ann", "Bob")
    given = {"on": TODAY, "sheet": (DaySheet, sheet.id), "version": sheet.version, "counted": Money(3000)}
    closing = [
        saving(day_closing.close, actor=actor(on_stage, who), **given) for who in ("finance", "releaser")
    ]
    outcomes = at_once(fresh_app, *closing)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert entered() == [1, 2, 4, 2, 2]
    assert broken_at() is None


def key_one(*, actor: Actor, sheet: DaySheet, line: DaySheetLine, version: int) -> None:
    row = Row(line, "x", version, SignedHow.SIGNATURE, fee=Money(7500))
    key_in(actor=actor, on=TODAY, sheet=sheet, rows=[row])


def test_one_row_keyed_by_two_people_stands_once_and_two_rows_both_stand(
    fresh_app: Flask, on_stage: make.Stage
) -> None:
    places = [sheets.to_come(on_stage, name) for name in ("Ann", "Bob")]
    sheet = sheets.sanctioned(on_stage, *(sheets.entry(place) for place in places))
    ann, bob = ((line.id, line.version) for line in sheet.by_name)
    given = {"actor": actor(on_stage, "lead"), "sheet": (DaySheet, sheet.id)}
    keying = [
        saving(key_one, line=(DaySheetLine, line_id), version=version, **given)
        for line_id, version in (ann, ann, bob)
    ]
    outcomes = at_once(fresh_app, *keying)
    assert (len(outcomes.done), len(outcomes.refused)) == (2, 1)
    assert count(select(func.count(DaySheetLine.id)).where(DaySheetLine.signed_how.is_not(None))) == 2


def test_a_fee_goes_on_a_sheet_or_on_a_claim_but_never_on_both(
    fresh_app: Flask, on_stage: make.Stage
) -> None:
    place = sheets.to_come(on_stage, "Ann")
    sheet = sheets.prepared(on_stage, sheets.entry(place))
    sheets.came(on_stage, place)
    session_id = on_stage.involvement.id
    outcomes = at_once(
        fresh_app,
        saving(
            day_sanction.sanction,
            actor=actor(on_stage, "approver"),
            on=sheets.BEFORE,
            sheet=(DaySheet, sheet.id),
            version=sheet.version,
        ),
        saving(
            services.draft_claims,
            actor=actor(on_stage, "lead"),
            on=TODAY,
            involvement=(InvolvementSession, session_id),
        ),
    )
    assert len(outcomes.done) in {1, 2}
    drafted = count(select(func.count(ClaimLine.id)))
    sanctioned = count(select(func.count(DaySheet.id)).where(DaySheet.state == DaySheetState.SANCTIONED))
    assert (drafted, sanctioned) in {(1, 0), (0, 1)}


def test_two_sheets_prepared_at_once_hold_each_fee_once(fresh_app: Flask, on_stage: make.Stage) -> None:
    place = sheets.to_come(on_stage, "Ann")
    place_id, session_id = place.id, on_stage.involvement.id

    def prepare(*, actor: Actor, involvement: InvolvementSession, place: object) -> None:
        day_sheets.prepare(
            actor=actor,
            on=sheets.BEFORE,
            involvement=involvement,
            outline=sheets.outline(),
            entries=[sheets.entry(place)],  # type: ignore[arg-type]
        )

    deed = saving(
        prepare,
        actor=actor(on_stage, "lead"),
        involvement=(InvolvementSession, session_id),
        place=(type(place), place_id),
    )
    outcomes = at_once(fresh_app, deed, deed)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert count(select(func.count(DaySheetLine.id))) == 1


# What a process of its own does: it is killed, unasked, after so many of the sheet's receipts are frozen.
PROGRAM = """
import os, signal, sys
from datetime import date
from tracker import create_app
from tracker.accounts.models import User
from tracker.documents import services as documents
from tracker.money import Money
from tracker.payments import day_closing
from tracker.payments.day_models import DaySheet
from tracker.web.transaction import writing

sheet_id, user_id, receipts = map(int, sys.argv[1:])
app = create_app()
seen = []

def issue_and_die(*args, **kwargs):
    seen.append(issue(*args, **kwargs))
    if len(seen) == receipts:
        os.kill(os.getpid(), signal.SIGKILL)
    return seen[-1]

issue, documents.issue = documents.issue, issue_and_die
with app.app_context(), writing() as session:
    sheet = session.get_one(DaySheet, sheet_id)
    day_closing.close(
        actor=session.get_one(User, user_id).actor(), on=date(2026, 11, 23), sheet=sheet,
        version=sheet.version, counted=Money(3000),
    )
"""


@pytest.mark.parametrize("receipts", [1, 2])
def test_a_server_killed_while_a_sheet_is_closed_leaves_it_as_it_was(
    fresh_app: Flask, on_stage: make.Stage, receipts: int
) -> None:
    kept = fresh_app.config["TRACKER"]
    sheet_id, finance_id = signed(on_stage, "Ann", "Bob").id, on_stage.cast.finance.id
    db.session.rollback()
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(sheet_id), str(finance_id), str(receipts)],
        env={**os.environ, "TRACKER_INSTANCE": str(kept.instance), "DATABASE_URL": kept.database_url},
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert entered() == [0, 0, 0, 0, 0]
    sheets.closed(on_stage, db.session.get_one(DaySheet, sheet_id))
    assert sorted(db.session.scalars(select(Document.number))) == ["2026-000001", "2026-000002"]
    assert broken_at() is None
