"""One module a format of export; adding one adds a file here and nothing else.

Each sets FORMAT (its name in addresses and on the command line), LABEL, MEDIA_TYPE, EXTENSION and
PERMISSION, and has `build(run)`, which gives a `Built`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from tracker import registry
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
