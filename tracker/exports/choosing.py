"""What stands on the page where a run's files are chosen: each format, what it is for and what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.exports import queries, setups
from tracker.exports.formats import formats, is_for_bank, needs
from tracker.exports.setup import SetupKind
from tracker.money import ZERO, Money
from tracker.payments.models import Method
from tracker.payments.run_models import PayRun, RunState


@dataclass(frozen=True)
class Choice:
    """A format as it is offered for one run; `lacks` is what must be set up first."""

    code: str
    label: str
    is_for: str
    for_bank: bool
    lacks: SetupKind | None
    too_late: bool


def choices(run: PayRun) -> Sequence[Choice]:
    """Every format in the order of its label, those of banks first."""
    known = {kind for kind in SetupKind if setups.last(kind) is not None}
    offered = [
        Choice(
            code=code,
            label=made_by.LABEL,
            is_for=made_by.FOR,
            for_bank=is_for_bank(made_by),
            lacks=next((kind for kind in needs(made_by) if kind not in known), None),
            too_late=is_for_bank(made_by) and run.state != RunState.RELEASED,
        )
        for code, made_by in formats().items()
    ]
    return sorted(offered, key=lambda one: (not one.for_bank, one.label))


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
