"""The words of documents, looked up by language and key in `tracker/locale/`; never typed in a template.

Knows dates, amounts and durations as that language writes them. A language without a file is served in
English, and the document records which language it is really in.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from tracker.money import Money

ENGLISH = "english"
_FOLDER = Path(__file__).parent / "locale"


class Wording:
    """One language's sentences, and its way to write a day, an amount and a length of time."""

    def __init__(self, code: str, sentences: dict[str, Any]) -> None:
        self.code = code
        self.tag: str = sentences["language"]["tag"]
        self.direction: str = sentences["language"]["direction"]
        self._months: list[str] = sentences["language"]["months"]
        self._sentences = sentences

    def say(self, key: str, /, **places: object) -> str:
        """The sentence under "part.name", its {places} filled in. Raises KeyError for a missing one."""
        part, name = key.split(".")
        sentence: str = self._sentences[part][name]
        return sentence.format(**places)

    def mark(self, key: str, /, **places: object) -> Markup:
        """The same, for sentences whose places hold an `amount`: what else is put in is escaped."""
        part, name = key.split(".")
        return escape(self._sentences[part][name]).format(**places)

    def tenths(self, number: int) -> str:
        """Tenths as a decimal number: 124 is 12.4, and 120 is 12."""
        whole, rest = divmod(number, 10)
        return f"{whole}.{rest}" if rest else str(whole)

    def day(self, text: str) -> str:
        """A date of the frozen content (ISO) as people read it: 12 March 2026."""
        value = date.fromisoformat(text)
        return f"{value.day} {self._months[value.month - 1]} {value.year}"

    def amount(self, pence: int) -> Markup:
        """£12.34, kept left to right inside any script: in Arabic or Urdu it would otherwise flip."""
        return Markup('<bdi dir="ltr">{}</bdi>').format(Money(pence).pounds())

    def duration(self, minutes: int) -> str:
        """2 hours 30 minutes."""
        hours, rest = divmod(minutes, 60)
        parts = [self._counted("hour", hours)] if hours else []
        if rest or not hours:
            parts.append(self._counted("minute", rest))
        return " ".join(parts)

    def _counted(self, unit: str, count: int) -> str:
        return self.say(f"duration.{unit}" if count == 1 else f"duration.{unit}s", count=count)


def languages() -> list[str]:
    """The codes of the languages that documents can be written in."""
    return sorted(file.stem for file in _FOLDER.glob("*.toml"))


def nearest(language: str) -> str:
    """The language that a person's documents are written in: their own where we have it, else English."""
    code = language.strip().lower().replace(" ", "-")
    return code if code in languages() else ENGLISH


@cache
def wording(code: str) -> Wording:
    """The words of a language that `languages` names."""
    if code not in languages():
        raise KeyError(f"no wording file for the language {code!r}")
    return Wording(code, tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8")))
