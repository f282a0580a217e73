"""Invented names of many origins, for people of whom nothing but a name is told."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random

_LISTS = Path(__file__).with_name("names.toml")
_DOUBLE_BARRELLED = 0.06
_NOT_TAKEN_APART = str.maketrans("łŁıøØđ", "lLioOd")


def many(dice: Random) -> Iterator[tuple[str, str]]:
    """First and last names without end, no two people of one name."""
    names = tomllib.loads(_LISTS.read_text(encoding="utf-8"))
    given: set[tuple[str, str]] = set()
    while True:
        last = dice.choice(names["last"])
        if dice.random() < _DOUBLE_BARRELLED:
            last = f"{last}-{dice.choice(names['last'])}"
        name = (dice.choice(names["first"]), last)
        if name not in given:
            given |= {name}
            yield name


def plain(name: str) -> str:
    """A name as an address may have it: small plain letters, nothing between them."""
    bare = unicodedata.normalize("NFKD", name.translate(_NOT_TAKEN_APART)).encode("ascii", "ignore").decode()
    return "".join(letter for letter in bare if letter.isalnum()).lower()
