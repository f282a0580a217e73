"""Try a payroll's result and keep it: net pay, the day it was reported, and that it was paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.db import db
from tracker.errors import Refused
from tracker.payments import payroll_results, rechecks
from tracker.payments.run_models import Payment
from tracker.permissions import Actor
from tracker.reconciliation import matching, payroll_rows, queries
from tracker.reconciliation.matching import Fate, Finding, Read
from tracker.reconciliation.table import Table


def dry_run(viewer: Actor, table: Table, how: Read, today: date) -> list[Finding]:
    """What a payroll's result means now, row by row; nothing is written."""
    run_refs = matching.run_refs(table, how)
    unreleased = queries.unreleased(viewer, run_refs)
    return payroll_rows.findings(table, how, queries.sent(viewer, run_refs), unreleased, today)


def is_whole(found: Sequence[Finding]) -> bool:
    """Whether no row is in the way: a payroll's result is kept whole or not at all."""
    return not any(one.fate in payroll_rows.IN_THE_WAY for one in found)


def must_be_whole(found: Sequence[Finding]) -> None:
    """Raises Refused where a row is in the way."""
    if not is_whole(found):
        raise Refused(
            "Some rows cannot be kept, so nothing of the file is. Correct it and read it again.",
            code="in-part",
        )


def keep(actor: Actor, on: date, matched: Sequence[Finding]) -> None:
    """Keep each payment's net pay and the day reported, before it is marked as paid."""
    for one in matched:
        if one.payment is not None and one.net is not None and one.reported_on is not None:
            payroll_results.keep_result(
                actor=actor,
                on=on,
                payment=db.session.get_one(Payment, one.payment.id),
                net=one.net,
                reported_on=one.reported_on,
            )


def look_again(actor: Actor, on: date, matched: Sequence[Finding]) -> None:
    """Check what is still to move of these people anew, now that their net pay is known."""
    payments = [db.session.get_one(Payment, one.payment.id) for one in matched if one.payment is not None]
    people = {payment.participant_id: payment.participant for payment in payments}
    rechecks.check_all_again([people[key] for key in sorted(people)], actor, on)


def to_mark_paid(matched: Sequence[Finding]) -> list[Finding]:
    """Those of what is kept that are on their way still."""
    waiting = matching.Standing.ON_ITS_WAY
    return [
        one for one in matched if one.fate is Fate.MATCHED and one.payment and one.payment.standing is waiting
    ]
