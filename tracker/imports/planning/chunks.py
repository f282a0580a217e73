"""Long lists of ids in pieces that both databases take in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")

CHUNK = 5_000


def chunks(values: Collection[Item]) -> Iterator[list[Item]]:
    """The values, in pieces; nothing at all for none."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
