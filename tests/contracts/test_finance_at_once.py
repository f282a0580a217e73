"""Two people read one statement back, or approve against one budget, at the same moment: one wins."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.contracts.at_once import actor, at_once, count, saving
from tests.factories import payments as made
from tracker.db import db
from tracker.documents.models import Document
from tracker.money import Money
from tracker.payments import services
from tracker.payments.models import Claim, ClaimState
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.projects import budgets
from tracker.reconciliation import services as reconciliation
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import FileKind
from tracker.reconciliation.models import ReadFile
from tracker.web.transaction import writing


def test_one_statement_read_back_by_two_people_pays_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    for name in ("Ann", "Ben"):
        made.approved(on_stage, name)
    run = made.released_run(on_stage)
    rows = "".join(f"{TODAY.isoformat()},{one.reference},75.00\n" for one in run.payments)
    content = f"Date,Reference,Amount\n{rows}".encode()
    table, deeds = tables.read(content, "bank.csv"), []
    for who in ("finance", "releaser"):
        reader = on_stage.as_(who)
        with writing():
            kept = reconciliation.keep(
                actor=reader, kind=FileKind.PAID, file_name="bank.csv", content=content, table=table
            )
        shown = reconciliation.digest(reconciliation.dry_run(reader, kept, TODAY))
        file = (ReadFile, kept.id)
        deeds.append(saving(reconciliation.carry_out, actor=reader, on=TODAY, kept=file, shown=shown))
    outcomes = at_once(fresh_app, *deeds)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert count(select(func.count(Document.id))) == 2
    paid = select(func.count(LedgerEntry.id)).where(LedgerEntry.kind == EntryKind.PAID)
    assert count(paid) == 2


def test_two_approvals_at_once_do_not_pass_a_budget_that_holds_one(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    claims = [made.submitted(on_stage, name) for name in ("Ann", "Ben")]
    with writing():
        budgets.set_budget(
            actor=on_stage.as_("finance"),
            project=on_stage.project,
            starts_on=date(2026, 4, 1),
            ends_on=date(2027, 3, 31),
            pence=Money(14_999),
        )
    approver = actor(on_stage, "approver")
    approvals = [
        saving(
            services.approve,
            actor=approver,
            on=TODAY,
            claim=(Claim, claim.id),
            shown_hash=services.current_hash(claim),
        )
        for claim in claims
    ]
    outcomes = at_once(fresh_app, *approvals)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert "goes £0.01 over the budget" in outcomes.refused[0].message
    db.session.rollback()
    states = db.session.scalars(select(Claim.state).order_by(Claim.state)).all()
    assert sorted(states) == [ClaimState.APPROVED, ClaimState.SUBMITTED]
