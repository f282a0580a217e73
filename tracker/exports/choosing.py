"""What stands on the page where a run's files are chosen: each format, what it is for and what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType

from tracker.exports import bank_name_queries, bank_naming, queries, setups
from tracker.exports.formats import formats, is_for_another_way, is_for_bank, is_for_paid, needs
from tracker.exports.models import PayRunExport
from tracker.exports.setup import SetupKind
from tracker.money import ZERO, Money
from tracker.payments.models import Method
from tracker.payments.run_models import PayRun, RunState


class Group(StrEnum):
    """What people come for, in the order in which the page has it."""

    LIST = "To read and to check"
    BANK = "For your bank"
    LEDGER = "For your finance system"
    OTHER_WAYS = "For payroll, vouchers and cash"


@dataclass(frozen=True)
class Choice:
    """A format as it is offered for one run: `lacks` must be set up first, `wait` says why it is not made."""

    code: str
    label: str
    is_for: str
    lacks: SetupKind | None
    wait: str | None
    # How many names on accounts must be confirmed first.
    names: int = 0


def choices(run: PayRun) -> Mapping[Group, Sequence[Choice]]:
    """Every format by its group."""
    known = {kind for kind in SetupKind if setups.last(kind) is not None}
    methods = {part.method.value for part in split(run) if part.method}
    accounts = bank_name_queries.accounts(run.id) if run.state == RunState.RELEASED else ()
    grouped: dict[Group, list[Choice]] = {group: [] for group in Group}
    for code, made_by in formats().items():
        lacks = next((kind for kind in needs(made_by) if kind not in known), None)
        wait = _wait(made_by, run, methods)
        asked = is_for_bank(made_by) and not lacks and not wait
        names = bank_name_queries.outstanding(accounts, bank_naming.width_of(code)) if asked else 0
        grouped[_group(made_by)].append(Choice(code, made_by.LABEL, made_by.FOR, lacks, wait, names))
    return grouped


def _group(made_by: ModuleType) -> Group:
    if is_for_bank(made_by):
        return Group.BANK
    if is_for_another_way(made_by):
        return Group.OTHER_WAYS
    return Group.LEDGER if needs(made_by) else Group.LIST


def _wait(made_by: ModuleType, run: PayRun, methods: Collection[str]) -> str | None:
    if is_for_bank(made_by) and (run.state != RunState.RELEASED or queries.is_partly_paid(run.id)):
        return "The run was paid: no new file for a bank is made of it."
    if is_for_paid(made_by) and run.state != RunState.PAID:
        return "Mark the run as paid first: it books what was paid."
    if is_for_another_way(made_by) and not made_by.METHODS & set(methods):
        return "Nothing of this run is paid that way."
    return None


def given_to_bank(made: Sequence[PayRunExport]) -> Sequence[PayRunExport]:
    """Of the files that were made, those on which a bank may have acted already."""
    return [one for one in made if one.format in formats() and is_for_bank(formats()[one.format])]


def label(format_code: str) -> str:
    """What people call a format; one that is no more is called by its code."""
    made_by = formats().get(format_code)
    return made_by.LABEL if made_by else format_code


@dataclass(frozen=True)
class Part:
    """Of a run's payments, those of one way of paying, or those that did not arrive (no method)."""

    method: Method | None
    count: int
    pence: Money


def split(run: PayRun) -> Sequence[Part]:
    """How the whole of a run is made up, so that whoever takes a bank's file sees what is not in it."""
    found: defaultdict[Method | None, list[Money]] = defaultdict(list)
    for payment in queries.payments(run.id):
        found[payment.method if payment.ended_on is None else None].append(payment.pence)
    parts = [Part(method, len(sums), sum(sums, ZERO)) for method, sums in found.items()]
    return sorted(parts, key=lambda part: (part.method is None, part.method or ""))
