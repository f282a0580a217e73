"""Two servers on one database are asked the same thing at the same moment: it is done once, and said once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.conftest import TODAY
from tests.contracts import test_in_hand_at_once as in_hand
from tests.factories import advances as ahead
from tests.factories import payments as make
from tests.factories.staff import staff
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.documents.models import Document
from tracker.money import ZERO
from tracker.payments import ledger, services
from tracker.payments.models import Claim, ClaimState, Method
from tracker.payments.run_models import Payment, PaymentState, PayRun, RunState
from tracker.web.transaction import writing

# A server of its own: each line it reads is a deed on some records, each line it writes what came of it.
PROGRAM = """
import importlib, json, sys
from datetime import date
from tracker import create_app
from tracker.accounts.models import User
from tracker.errors import TrackerError
from tracker.money import Money
from tracker.payments.cash_models import CashFloat
from tracker.payments.day_models import SignedHow
from tracker.payments.models import Claim, ClaimLine
from tracker.payments.run_models import Payment, PayRun
from tracker.web.transaction import writing

TABLES = {"claim": Claim, "line": ClaimLine, "run": PayRun, "payment": Payment, "cash": CashFloat}
# How a value that JSON cannot say is made of one that it can.
MADE = {
    "counted": Money,
    "signed_how": SignedHow,
    "amounts": lambda said: {int(one): Money(pence) for one, pence in said.items()},
}
DAY = date(2026, 11, 23)

app = create_app()
print("ready", flush=True)
for asked in map(json.loads, sys.stdin):
    try:
        with app.app_context(), writing() as session:
            given = {name: session.get_one(TABLES[name], id_) for name, id_ in asked["records"].items()}
            given |= {name: DAY for name in asked["on"]}
            given |= {name: MADE.get(name, lambda it: it)(said) for name, said in asked["values"].items()}
            module, _, name = asked["deed"].rpartition(".")
            service = getattr(importlib.import_module(f"tracker.payments.{module or 'services'}"), name)
            service(actor=session.get_one(User, asked["by"]).actor(), **given)
        answer = "done"
    except TrackerError as refusal:
        answer = refusal.message
    except Exception as error:
        answer = f"broken: {error!r}"
    print(json.dumps(answer), flush=True)
"""

Deed = dict[str, Any]


def deed(
    name: str, by: int, *, on: tuple[str, ...] = ("on",), values: Deed | None = None, **records: int
) -> Deed:
    """A service to call, with its module where that is not `services`: by whom, on which records.

    Each argument named in `on` is today.
    """
    return {"deed": name, "by": by, "on": on, "values": values or {}, "records": records}


class Servers:
    """Two processes that wait to be asked."""

    def __init__(self, processes: list[subprocess.Popen[str]]) -> None:
        self.processes = processes

    def at_once(self, first: Deed, second: Deed) -> list[str]:
        """Ask both at the same moment; what was refused is in the answer, as its sentence."""
        db.session.rollback()
        for process, asked in zip(self.processes, (first, second), strict=True):
            assert process.stdin is not None
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
        return [json.loads(process.stdout.readline()) for process in self.processes if process.stdout]

    def one_wins(self, first: Deed, second: Deed) -> str:
        """The sentence that the one who came second got."""
        answers = self.at_once(first, second)
        assert answers.count("done") == 1, answers
        return next(answer for answer in answers if answer != "done")


@contextmanager
def two_servers(app: Flask) -> Iterator[Servers]:
    """Two servers that have started, stopped when the block ends."""
    kept = app.config["TRACKER"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "TRACKER_INSTANCE": str(kept.instance), "DATABASE_URL": kept.database_url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield Servers(processes)
    finally:
        for process in processes:
            process.communicate(timeout=60)


def test_two_servers_do_each_step_of_a_payment_once(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        stage = make.stage()
        approvers = [stage.cast.approver.id, staff("approver").id]
        payers = [stage.cast.finance.id, stage.cast.releaser.id]
        releasers = [staff("finance").id, staff("finance").id]
        claim_id = make.submitted(stage, "Ada Example").id
        shown = services.current_hash(db.session.get_one(Claim, claim_id))
        with two_servers(fresh_app) as servers:
            approves = [deed("approve", by, claim=claim_id, values={"shown_hash": shown}) for by in approvers]
            assert servers.one_wins(*approves).startswith("This cannot be done now: the claim is")
            sanctioned_once(claim_id)

            prepares = [deed("prepare_run", by, on=("on", "pay_on")) for by in payers]
            assert servers.one_wins(*prepares) == "No approved claim is ready to be paid."
            run_id = only(PayRun).id

            releases = [deed("release", by, run=run_id) for by in releasers]
            assert servers.one_wins(*releases) == "This cannot be done now: the pay run is released."
            payment_id = only(Payment).id

            pays = [
                deed("mark_paid", by, run=run_id, on=("on", "paid_on"), values={"bank_reference": "BACS 1"})
                for by in payers
            ]
            assert servers.one_wins(*pays) == "This cannot be done now: the pay run is paid."
            assert only(Document).number == "2026-000001"
            assert ledger.position([claim_id]).outstanding == ZERO

            ends = [
                deed("end_payment", by, payment=payment_id, on=("on", "ended_on"), values={"code": "arucs-c"})
                for by in payers
            ]
            already = "This cannot be done now: the payment is recorded as returned already."
            assert servers.one_wins(*ends) == already
            sanctioned_once(claim_id)
            assert only(Document).void_on is not None
            assert (only(Payment).state, only(PayRun).state) == (PaymentState.RETURNED, RunState.FAILED)
        assert broken_at() is None


def test_two_servers_approve_a_claim_as_shown_or_change_it_never_both(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        stage = make.stage()
        lead_id, approver_id = stage.cast.lead.id, stage.cast.approver.id
        claims = [make.submitted(stage, name) for name in ("Ada Example", "Bob Example", "Cat Example")]
        known = [(claim.id, claim.lines[0].id, services.current_hash(claim)) for claim in claims]
        with two_servers(fresh_app) as servers:
            for claim_id, line_id, shown in known:
                servers.one_wins(
                    deed("approve", approver_id, claim=claim_id, values={"shown_hash": shown}),
                    deed("remove_line", lead_id, on=(), line=line_id),
                )
                db.session.rollback()
                claim = db.session.get_one(Claim, claim_id, populate_existing=True)
                assert (claim.state == ClaimState.APPROVED) is bool(claim.lines)
        assert broken_at() is None


def test_two_servers_give_a_voucher_once_and_an_advance_to_one_claim(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        stage = make.stage()
        payers = [stage.cast.finance.id, stage.cast.releaser.id]
        payments = in_hand.paid_by(stage, Method.VOUCHER, "Ann", "Ben")
        in_hand.in_stock(stage)
        first = ahead.with_expense(stage, "Cat")
        advance = ahead.given(stage, first.participant)
        with writing():
            second = services.claim_for(
                actor=stage.as_("lead"), on=TODAY, participant=first.participant, project=stage.project
            )
        ahead.spent(stage, second, 3000)
        claims, amounts = [first.id, second.id], {str(advance.id): 2000}
        float_id, said = in_hand.floated(stage), f"Only £0.00 is left of {advance.ref}."
        with two_servers(fresh_app) as servers:
            signed = {"serials": "V002", "signed_how": "signature"}
            issues = [
                deed("voucher_stock.issue", by, on=("on", "signed_on"), values=signed, payment=payment)
                for by, payment in zip(payers, payments, strict=True)
            ]
            assert servers.one_wins(*issues) == "V002 is issued already."
            lead, values = stage.cast.lead.id, {"amounts": amounts}
            sets = [
                deed("advances.set_against", lead, on=(), values=values, claim=claim_id)
                for claim_id in claims
            ]
            assert servers.one_wins(*sets) == said
            counts = [
                deed(
                    "cash_floats.hand_back",
                    by,
                    on=("on", "handed_on"),
                    values={"counted": 20_000},
                    cash=float_id,
                )
                for by in payers
            ]
            assert servers.one_wins(*counts).endswith("was handed back, so nothing of it moves any more.")
        assert broken_at() is None


def only(table: Any) -> Any:
    """The one record there is."""
    db.session.rollback()
    return db.session.scalars(select(table)).one()


def sanctioned_once(claim_id: int) -> None:
    db.session.rollback()
    position = ledger.position([claim_id])
    assert position.sanctioned == position.outstanding == db.session.get_one(Claim, claim_id).total
