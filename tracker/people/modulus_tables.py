"""Keep the published tables of modulus checking by versions, and check bank details by the one in force.

A check informs: it never keeps details from being entered or paid. Without tables nothing is checked, which
is not the same as good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.files import services as files
from tracker.people import modulus
from tracker.people.models import PayeeVersion
from tracker.people.modulus import Checked, Result, Tables
from tracker.people.modulus_models import ModulusCheck, ModulusTable
from tracker.permissions import Actor, Permission
from tracker.values import needed_line
from tracker.web.transaction import explain

_TWICE = "Somebody else uploaded tables at the same moment: look again before you upload these."
explain("uq_modulus_table_number", "weights", _TWICE)
explain("modulus_table.number", "weights", _TWICE)

LONGEST_VERSION = 40
# The publisher brings out new tables a few times a year.
OLD_AFTER_MONTHS = 6
_PLAIN = "text/plain"
_WEIGHTS, _SUBSTITUTIONS = "VALACDOS.txt", "SCSUBTAB.txt"
NO_TABLES = Checked(
    Result.NOT_CHECKED,
    "There are no tables to check it by: an administrator uploads them under Settings, Bank check tables.",
)


@dataclass(frozen=True)
class Found:
    """What a check came to, and by which version of the tables; `table` is None where there are none.

    `before` is what the same details came to when they were entered, where that was by another version.
    """

    checked: Checked
    table: ModulusTable | None
    before: tuple[Result, str] | None = None


def in_force() -> ModulusTable | None:
    """The tables that were uploaded last."""
    return db.session.scalars(select(ModulusTable).order_by(ModulusTable.number.desc()).limit(1)).first()


def versions() -> Sequence[ModulusTable]:
    """Every version, the newest first."""
    return db.session.scalars(select(ModulusTable).order_by(ModulusTable.number.desc())).all()


def is_old(table: ModulusTable, on: date) -> bool:
    """Whether its publisher has probably brought out another since."""
    published = table.published_on
    months = (on.year - published.year) * 12 + on.month - published.month - (on.day < published.day)
    return months >= OLD_AFTER_MONTHS


def upload(
    *,
    actor: Actor,
    on: date,
    version: str,
    published_on: date,
    weights: bytes,
    substitutions: bytes | None = None,
) -> ModulusTable:
    """Keep another version of the tables, which is in force from now on; the same again changes nothing.

    Raises Invalid for a file that is no such table, naming the line, Refused without the permission.
    """
    if Permission.SET_UP not in actor.everywhere:
        raise Refused("Only an administrator uploads the tables of bank checks: ask one of them.")
    named = needed_line(
        version, field="version", longest=LONGEST_VERSION, sentence="Enter the version, like 7.70."
    )
    if published_on > on:
        raise Invalid("Enter the day on which it was published, today or earlier.", field="published_on")
    rows = modulus.read_weights(_text(weights, "weights"), _WEIGHTS)
    if substitutions is not None:
        modulus.read_substitutions(_text(substitutions, "substitutions"), _SUBSTITUTIONS)
    last = in_force()
    kept = ModulusTable(
        number=last.number + 1 if last else 1,
        version=named,
        published_on=published_on,
        weights_sha256=files.store(weights, _PLAIN).sha256,
        substitutions_sha256=files.store(substitutions, _PLAIN).sha256 if substitutions else None,
        rows=len(rows),
        uploaded_by_id=actor.user_id,
    )
    if last is not None and _same(last, kept):
        return last
    db.session.add(kept)
    db.session.flush()
    record(
        actor,
        "uploaded-bank-check-tables",
        kept,
        values={"number": kept.number, "sha256": kept.weights_sha256, "rows": kept.rows},
    )
    return kept


def _same(one: ModulusTable, other: ModulusTable) -> bool:
    names = ("version", "published_on", "weights_sha256", "substitutions_sha256")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _text(content: bytes, field: str) -> str:
    if len(content) > modulus.MOST_TABLE_BYTES:
        raise Invalid("The file is too large to be a published table: choose the file itself.", field=field)
    return content.decode("utf-8", errors="replace")


def check(sort_code: str, account: str) -> Found:
    """What six and eight digits come to by the tables in force."""
    table = in_force()
    if table is None:
        return Found(NO_TABLES, None)
    return Found(modulus.check(sort_code, account, _tables(table)), table)


def note(payee: PayeeVersion) -> None:
    """Check bank details as they are entered, and keep the result with the version of the tables."""
    found = check(payee.sort_code, payee.account_number)
    if found.table is not None:
        db.session.add(
            ModulusCheck(payee_version_id=payee.id, table_id=found.table.id, result=found.checked.result)
        )
        db.session.flush()


def of_payee(payee: PayeeVersion) -> Found:
    """What bank details come to by the tables in force, and what they came to when they were entered."""
    found = check(payee.sort_code, payee.account_number)
    then = db.session.execute(
        select(ModulusCheck.result, ModulusTable.version, ModulusTable.id)
        .join(ModulusTable, ModulusTable.id == ModulusCheck.table_id)
        .where(ModulusCheck.payee_version_id == payee.id)
    ).first()
    if then is None or found.table is None or then.id == found.table.id:
        return found
    return replace(found, before=(then.result, then.version))


def _tables(table: ModulusTable) -> Tables:
    return _read(table.weights_sha256, table.substitutions_sha256)


@lru_cache(maxsize=2)
def _read(weights: str, substitutions: str | None) -> Tables:
    """The tables of stored files; their hashes name their content, so what was read once stays true."""
    return Tables(
        modulus.read_weights(_stored(weights), _WEIGHTS),
        modulus.read_substitutions(_stored(substitutions), _SUBSTITUTIONS) if substitutions else None,
    )


def _stored(sha256: str) -> str:
    return files.stored(sha256).bytes.decode("utf-8", errors="replace")
