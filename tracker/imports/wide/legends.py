"""What a sheet itself says of its marks: a key such as "P = present, A = apologies"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tracker.imports.wide.grid import Grid
from tracker.imports.wide.marks import Meaning
from tracker.values import folded

_LONGEST = 400
_ENTRY = re.compile(
    r"(?:^|[\s;,:(“\"])([^\s=;,:(“”\"]{1,4})[”\"]?\s*=\s*([^=;,.()\n]+?)(?=[;,.()\n]|\s+\S{1,4}\s*=|$)"
)
_NOTHING = re.compile(
    r"\bnot (?:yet )?(?:a )?(?:member|in post|applicable|invited|required)|\bn/a\b|\bvacan", re.IGNORECASE
)
_DID_NOT = re.compile(
    r"\bapolog|\babsen|\bregrets?\b|\bexcused|\bdid not|\bnot (?:present|attend)|\bno show|\bdeclin",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\bpresent\b|\battend|\bcame\b|\bin person\b|\bonline\b|\bremote|\bvirtual|\blate\b", re.IGNORECASE
)


def find(grid: Grid, used: Collection[str]) -> dict[str, tuple[Meaning, str]]:
    """The marks in use that the sheet explains, folded, with what they mean and the words that say so."""
    found: dict[str, tuple[Meaning, str]] = {}
    for mark, words in _entries(grid):
        meaning = _meaning(words)
        if mark in used and meaning is not None:
            found.setdefault(mark, (meaning, words))
    return found


def _entries(grid: Grid) -> Iterator[tuple[str, str]]:
    for line in grid:
        for text in line.cells:
            if "=" in text and len(text) <= _LONGEST:
                for mark, words in _ENTRY.findall(" ".join(text.split())):
                    yield folded(mark), words.strip()


def _meaning(words: str) -> Meaning | None:
    for pattern, meaning in (
        (_NOTHING, Meaning.NOTHING),
        (_DID_NOT, Meaning.DID_NOT_COME),
        (_CAME, Meaning.CAME),
    ):
        if pattern.search(words):
            return meaning
    return None
