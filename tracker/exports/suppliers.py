"""Tell the finance system of payees it does not know, and keep the numbers that it gives back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker import clock
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.exports import setups, supplier_queries
from tracker.exports.setup import SetupKind
from tracker.exports.supplier_file import Row, supplier_file
from tracker.exports.supplier_models import Supplier
from tracker.exports.supplier_queries import Payee
from tracker.payments import numbering
from tracker.permissions import Actor, Permission
from tracker.tables import harmless
from tracker.values import needed_line

LONGEST_NUMBER = 40
_SERIES = "supplier"


@dataclass(frozen=True)
class SetUpFile:
    """The file that tells a finance system of payees."""

    name: str
    content: bytes


def set_up_file(*, actor: Actor) -> SetUpFile:
    """The payees that the finance system does not know, or knows with other bank details, as a file.

    Asked for again before any number comes back, it has the same rows. Raises Refused where there are none,
    or where a value does not fit the columns that were set up.
    """
    _must_be_finance(actor)
    layout = setups.in_force([SetupKind.SUPPLIER_COLUMNS]).supplier_columns
    payees = [payee for payee in supplier_queries.waiting() if payee.must_be_told]
    if not payees:
        raise Refused("The finance system knows everybody whose payment waits.", code="nothing-new")
    told = [(payee, _told(payee)) for payee in payees]
    rows = [_row(payee, supplier) for payee, supplier in told]
    content = supplier_file(rows, layout, made_on=clock.today())
    values = {"sha256": hashlib.sha256(content).hexdigest(), "rows": len(rows)}
    record(actor, "made-payee-set-up-file", Supplier.__tablename__, values=values)
    return SetUpFile(f"new-payees-{clock.today().isoformat()}.csv", content)


def _told(payee: Payee) -> Supplier:
    """Keep what the finance system is told of a payee, under a reference that never changes."""
    kept = payee.supplier
    if kept is None:
        participant_id, named = payee.key
        itself = participant_id is not None and not named
        kept = Supplier(
            ref=payee.person if itself else f"S-{numbering.next_number(_SERIES, 0):06d}",
            participant_id=participant_id,
            named=named,
        )
        db.session.add(kept)
    kept.payee_version_id, kept.told_at = payee.version.id if payee.version else None, clock.now()
    db.session.flush()
    return kept


def _row(payee: Payee, supplier: Supplier) -> Row:
    version = payee.version
    code = version.sort_code if version else ""
    return Row(
        named=supplier.ref,
        values={
            "payee_ref": supplier.ref,
            "payee_number": supplier.number,
            "name": payee.name,
            "for_person": payee.person if payee.person != supplier.ref else None,
            "account_name": version.account_name if version else None,
            "sort_code": code or None,
            "sort_code_hyphens": f"{code[:2]}-{code[2:4]}-{code[4:]}" if code else None,
            "account_number": version.account_number if version else None,
            "roll_number": version.roll_number if version else None,
            "what": "change" if supplier.number else "new",
        },
    )


@dataclass(frozen=True)
class Numbered:
    """What numbers that came back would change: payees that get one, that get another, and the same."""

    new: Sequence[tuple[Supplier, str]]
    changed: Sequence[tuple[Supplier, str]]
    same: int
    unknown: Sequence[str]
    faults: Sequence[str]


def numbers(given: Mapping[str, str]) -> Numbered:
    """What reading numbers in, by the payee's reference, would change. Nothing is written."""
    known = supplier_queries.by_ref()
    ours = {ref: number for ref, number in given.items() if ref in known}
    new = [(known[ref], number) for ref, number in ours.items() if known[ref].number is None]
    others = {ref: number for ref, number in ours.items() if known[ref].number is not None}
    changed = [(known[ref], number) for ref, number in others.items() if known[ref].number != number]
    return Numbered(
        new=new,
        changed=changed,
        same=len(others) - len(changed),
        unknown=sorted(set(given) - set(ours)),
        faults=_faults(ours, known),
    )


def _faults(ours: Mapping[str, str], known: Mapping[str, Supplier]) -> Sequence[str]:
    """Why numbers cannot be kept: two payees would have one."""
    holders: dict[str, str] = {
        one.number: ref for ref, one in known.items() if one.number and ref not in ours
    }
    faults = []
    for ref, number in ours.items():
        if number in holders:
            faults.append(f"{number} is given to {holders[number]} and to {ref}: each payee has its own.")
        holders.setdefault(number, ref)
    return faults


def read_in(*, actor: Actor, given: Mapping[str, str], sha256: str) -> Numbered:
    """Keep the numbers that came back, all of them or none. Raises Refused, Invalid."""
    _must_be_finance(actor)
    found = numbers({ref: checked(number) for ref, number in given.items()})
    if found.faults:
        raise Refused(" ".join(found.faults[:5]), code="number-twice")
    if not found.new and not found.changed:
        raise Refused("Nothing in this file changes anything.", code="nothing-new")
    both = [*found.new, *found.changed]
    _clear(supplier for supplier, _ in found.changed)
    for supplier, number in both:
        supplier.number, supplier.numbered_at, supplier.numbered_by_id = number, clock.now(), actor.user_id
    db.session.flush()
    values = {"sha256": sha256, "rows": len(both)}
    record(actor, "read-in-payee-numbers", Supplier.__tablename__, values=values)
    return found


def _clear(those: Iterable[Supplier]) -> None:
    """Take numbers away before they are given anew, so that two payees can change places."""
    for supplier in those:
        supplier.number = None
    db.session.flush()


def checked(number: str) -> str:
    """A number in the form that is stored. Raises Invalid."""
    kept = needed_line(
        number, field="number", longest=LONGEST_NUMBER, sentence="A payee has no number in this file."
    )
    if kept != harmless(kept):
        raise Invalid(f"{kept}: a payee number begins with a letter or a digit.", field="number")
    return kept


def _must_be_finance(actor: Actor) -> None:
    if actor.projects(Permission.PREPARE_RUNS) is not None:
        raise Refused("Payees are kept by somebody in finance for all projects: ask one of them.")
