"""Keep a file that was given back, say what its columns are, and carry it out as it was shown."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from tracker import clock
from tracker.audit.services import record
from tracker.db import canonical_json, db
from tracker.errors import Refused
from tracker.payments import run_locks
from tracker.payments import services as payments
from tracker.payments.run_models import Payment
from tracker.permissions import SYSTEM, Actor
from tracker.reconciliation import matching, payroll_keeping, queries
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import Fate, FileKind, Finding, Read
from tracker.reconciliation.models import ReadFile
from tracker.reconciliation.table import Says, Table

KEPT_DAYS = 7
_LONGEST_REFERENCE = 60


def keep(*, actor: Actor, kind: FileKind, file_name: str, content: bytes, table: Table) -> ReadFile:
    """Keep a file that was read, its columns guessed, or said as for the last file alike."""
    alike = hashlib.sha256(canonical_json([kind.value, table.headings]).encode()).hexdigest()
    last = db.session.scalars(
        select(ReadFile.mapping)
        .where(ReadFile.alike == alike, ReadFile.carried_out_at.is_not(None))
        .order_by(ReadFile.carried_out_at.desc())
        .limit(1)
    ).one_or_none()
    guessed = {says.value: index for says, index in tables.guess(table, columns_of(kind)).items()}
    kept = ReadFile(
        kind=kind,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        alike=alike,
        rows=len(table.rows),
        sealed=canonical_json(asdict(table)),
        mapping=last or guessed,
        read_by_id=actor.user_id,
    )
    db.session.add(kept)
    db.session.flush()
    record(actor, f"read-file-of-{kind.value}", kept, values={"sha256": kept.sha256, "rows": kept.rows})
    return kept


def columns_of(kind: FileKind) -> Sequence[Says]:
    """What the columns of such a file can say."""
    return tables.OF_PAYROLL if kind is FileKind.PAYROLL else tables.OF_PAYMENTS


def say_columns(*, actor: Actor, kept: ReadFile, mapping: Mapping[str, Any]) -> ReadFile:
    """Keep what a person said of the columns."""
    _must_wait(kept)
    kept.mapping = dict(mapping)
    db.session.flush()
    record(actor, "mapped-file", kept, fields=sorted(mapping))
    return kept


def dry_run(viewer: Actor, kept: ReadFile, today: date) -> list[Finding]:
    """What the file means now, payment by payment; nothing is written."""
    table = queries.table_of(kept)
    if table is None:
        return []
    how = how_read(kept)
    if kept.kind is FileKind.PAYROLL:
        return payroll_keeping.dry_run(viewer, table, how, today)
    known = queries.known(viewer, matching.run_refs(table, how))
    return matching.findings(table, how, known, today)


def how_read(kept: ReadFile) -> Read:
    """The columns that were said, within the file's own."""
    columns = {says: kept.mapping[says.value] for says in Says if says.value in kept.mapping}
    return Read(kept.kind, columns, kept.mapping.get("usual", ""))


def digest(found: Sequence[Finding]) -> str:
    """What a person was shown of a dry run, so that exactly that is carried out."""
    told = [
        (one.fate, one.rows, one.sentence, str(one.on), str(one.net), str(one.reported_on)) for one in found
    ]
    return hashlib.sha256(canonical_json(told).encode()).hexdigest()


def can_be_done(kind: FileKind, found: Sequence[Finding]) -> bool:
    """Whether anything in the file can be carried out; of a payroll's file all of it, or none."""
    matched = any(one.fate is Fate.MATCHED for one in found)
    return matched and (kind is not FileKind.PAYROLL or payroll_keeping.is_whole(found))


def carry_out(*, actor: Actor, on: date, kept: ReadFile, shown: str) -> int:
    """Do what the dry run showed, all of it or nothing, and return how many payments it changed.

    Raises Refused where it was carried out before, where the payments changed since, or where nothing in it
    is left to do.
    """
    _must_wait(kept)
    _lock(dry_run(actor, kept, on))
    found = dry_run(actor, kept, on)
    matched = [one for one in found if one.fate is Fate.MATCHED]
    if digest(found) != shown:
        raise Refused("The payments changed after you opened this page. Look again.", code="changed")
    if not matched:
        raise Refused("Nothing in this file changes anything.", code="nothing-new")
    if kept.kind is FileKind.PAYROLL:
        _keep_payroll(actor, on, found, matched)
    elif kept.kind is FileKind.PAID:
        _mark_paid(actor, on, matched)
    else:
        _end(actor, on, matched)
    kept.summary = _summary(found)
    kept.sealed, kept.carried_out_at, kept.carried_out_by_id = None, clock.now(), actor.user_id
    db.session.flush()
    values = {"sha256": kept.sha256, "lines": len(matched), "pence": kept.summary["pence"]}
    record(actor, f"carried-out-file-of-{kept.kind.value}", kept, values=values)
    return len(matched)


def forget(*, actor: Actor, kept: ReadFile) -> None:
    """Delete a file that is not carried out."""
    _must_wait(kept)
    db.session.delete(kept)
    db.session.flush()
    record(actor, "deleted-read-file", kept)


def forget_old(now: datetime) -> None:
    """Empty the rows of files that were read more than seven days ago and never carried out."""
    old = db.session.scalars(
        select(ReadFile.id).where(
            ReadFile.read_at < now - timedelta(days=KEPT_DAYS),
            ReadFile.carried_out_at.is_(None),
            ReadFile.sealed.is_not(None),
        )
    ).all()
    if old:
        db.session.execute(update(ReadFile).where(ReadFile.id.in_(old)).values(sealed=None))
        record(SYSTEM, "emptied-read-files", ReadFile.__tablename__, values={"rows": len(old)})


def _must_wait(kept: ReadFile) -> None:
    if kept.carried_out_at is not None:
        raise Refused("This file was carried out already: read it again if it has changed.", code="done")


def _lock(found: Sequence[Finding]) -> None:
    """Lock every run that the file changes before anything is written, so that two files cannot cross."""
    run_locks.lock_all({one.payment.run_id for one in found if one.payment and one.fate is Fate.MATCHED})
    db.session.expire_all()


def _mark_paid(actor: Actor, on: date, matched: Sequence[Finding]) -> None:
    """Each run's payments of one day in one go, as by hand."""
    days: defaultdict[tuple[int, date], dict[int, str]] = defaultdict(dict)
    for one in matched:
        if one.payment is not None and one.on is not None:
            days[one.payment.run_id, one.on][one.payment.id] = one.said[:_LONGEST_REFERENCE]
    for (run_id, day), only in sorted(days.items()):
        [run] = run_locks.lock_all([run_id])
        payments.mark_paid(actor=actor, on=on, run=run, paid_on=day, bank_reference=run.ref, only=only)


def _keep_payroll(actor: Actor, on: date, found: Sequence[Finding], matched: Sequence[Finding]) -> None:
    payroll_keeping.must_be_whole(found)
    payroll_keeping.keep(actor, on, matched)
    _mark_paid(actor, on, payroll_keeping.to_mark_paid(matched))
    payroll_keeping.look_again(actor, on, matched)


def _end(actor: Actor, on: date, matched: Sequence[Finding]) -> None:
    for one in sorted(matched, key=lambda found: found.payment.id if found.payment else 0):
        if one.payment is not None and one.on is not None:
            payment = db.session.get_one(Payment, one.payment.id)
            payments.end_payment(
                actor=actor, on=on, payment=payment, code=one.code, ended_on=one.on, note=one.note
            )


def _summary(found: Sequence[Finding]) -> dict[str, Any]:
    """The numbers that stay with a file: no names, no cells."""
    fates = Counter(one.fate.value for one in found)
    changed = [one.payment for one in found if one.payment and one.fate is Fate.MATCHED]
    runs = {payment.run_ref: payment.run_id for payment in changed}
    return {"fates": dict(fates), "pence": sum(one.pence.pence for one in changed), "runs": runs}
