"""One module a format of export; adding one adds a file here and nothing else.

Each sets FORMAT (its name in addresses and on the command line), LABEL, FOR (a sentence on what the file
is for), MEDIA_TYPE, EXTENSION and PERMISSION, and has `build(run)`, which makes a `Built` of a `FrozenRun`:
pure, so that the same run is the same bytes. It may set NEEDS, what must be set up first; FOR_BANK, where
a bank acts on the file and so none is made once the run was paid, with `name_width(setup)`, the longest name
on an account in it; FOR_PAID, where it books what was paid; and FOR_ANOTHER_WAY, where it is of what goes
neither through a bank nor into a ledger.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from tracker import registry
from tracker.exports.setup import Setup, SetupKind
from tracker.money import Money


@dataclass(frozen=True)
class Built:
    """A file: its bytes, how many payments are in it, and what they add up to."""

    content: bytes
    rows: int
    total: Money


@cache
def formats() -> dict[str, ModuleType]:
    """Every format by its name."""
    return registry.members(sys.modules[__name__], "FORMAT")


def needs(made_by: ModuleType) -> Sequence[SetupKind]:
    """What must be set up before a format can be made."""
    found: Sequence[SetupKind] = getattr(made_by, "NEEDS", ())
    return found


def name_width(made_by: ModuleType, setup: Setup) -> int:
    """The longest name on an account in a bank's file; 0 where the file has no such name."""
    found = getattr(made_by, "name_width", None)
    return int(found(setup)) if found else 0


def is_for_paid(made_by: ModuleType) -> bool:
    """Whether the file books a run that was paid, and so none is made before."""
    return bool(getattr(made_by, "FOR_PAID", False))


def is_for_bank(made_by: ModuleType) -> bool:
    """Whether a bank acts on the file."""
    return bool(getattr(made_by, "FOR_BANK", False))


def is_for_another_way(made_by: ModuleType) -> bool:
    """Whether it is of what people are paid by payroll, in vouchers or in cash."""
    return bool(getattr(made_by, "FOR_ANOTHER_WAY", False))
