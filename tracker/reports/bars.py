"""Bar charts as numbers ready to draw: every length is worked out here, for the browser and the PDF. Pure.

A length is made of what stands beside the bar in words, rounded as it is there, so that nobody who measures
the drawing learns more than somebody who reads it. What is hidden has no length at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from textwrap import wrap
from typing import NamedTuple

# So many letters fit on a line of a telephone. Where a name and its number do not, the number has its own.
_LONGEST_LINE = 34


class Room(NamedTuple):
    """In pixels: a line of words, where its letters stand in it, how thick the bar below is, and its room."""

    line: int
    letters: int
    thick: int
    bar: int


_ON_SCREEN, _ON_PAPER = Room(20, 16, 14, 26), Room(13, 10, 8, 15)
# Between the words and their bar.
_GAP = 2
# The longest bar or mark, in percent of the width: at the very edge it would be cut.
_WIDEST = 98


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row: words above the bar on its left and right, and the bar itself.

    `whole` is None where the number is hidden: then nothing is drawn. `part` is its dark beginning, `mark` a
    line across it, such as what was expected, and `between` the least and the most that the number could be.
    All of them are in the chart's own unit.
    """

    words: str
    said: str
    whole: int | None
    part: int | None = None
    mark: int | None = None
    between: tuple[int, int] | None = None


@dataclass(frozen=True)
class Drawn:
    """One row as it is drawn: lengths are percent of the chart's width, the others pixels from the top.

    `lines` are the words with where each line stands, `said_at` where the number stands.
    """

    lines: Sequence[tuple[int, str]]
    said: str
    said_at: int
    bar: int
    whole: str | None
    part: str | None
    mark: str | None
    between: tuple[str, str] | None


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: what it is of, the sentence that says the same, its rows, and its key.

    `key` names the dark tone and the pale one, and is None where there is one tone alone; `marked` names the
    line across, `ranged` the line along. `code` tells it apart from others of the page.
    """

    code: str
    title: str
    sentence: str
    bars: Sequence[Bar]
    key: tuple[str, str] | None = None
    marked: str = ""
    ranged: str = ""
    room: Room = _ON_SCREEN

    def on_paper(self) -> Chart:
        """The same chart as it is printed, whose letters are smaller."""
        return replace(self, room=_ON_PAPER)

    @property
    def long(self) -> bool:
        """Whether the number of a row has a line of its own."""
        return any(len(bar.words) + len(bar.said) > _LONGEST_LINE for bar in self.bars)

    @property
    def height(self) -> int:
        """Of the whole drawing, in pixels."""
        return len(self.bars) * self._step()

    @property
    def rows(self) -> Sequence[Drawn]:
        """The rows from top to bottom."""
        most = self._most()
        return [self._drawn(bar, place * self._step(), most) for place, bar in enumerate(self.bars)]

    def _drawn(self, bar: Bar, top: int, most: Fraction) -> Drawn:
        letters, lines = top + self.room.letters, _lines(bar.words)
        # A shorter name than the longest stands close to its bar.
        spare = self._lines_above() - len(lines) - (1 if self.long else 0)
        return Drawn(
            lines=[(letters + self.room.line * at, line) for at, line in enumerate(lines, start=spare)],
            said=bar.said,
            said_at=letters + (self.room.line * (self._lines_above() - 1) if self.long else 0),
            bar=top + self.room.line * self._lines_above() + _GAP,
            whole=_length(bar.whole, most),
            part=_length(bar.part, most) if bar.part else None,
            mark=_length(bar.mark, most),
            between=_range(bar.between, most),
        )

    def _lines_above(self) -> int:
        """The lines of words above each bar: as many as the longest needs."""
        words = max((len(_lines(bar.words)) for bar in self.bars), default=1)
        return words + 1 if self.long else words

    def _step(self) -> int:
        return self.room.line * self._lines_above() + self.room.bar

    def _most(self) -> Fraction:
        """What the full width stands for: the largest of what is shown, with room for a line at its end."""
        drawn = ((bar.whole, bar.mark, *(bar.between or ())) for bar in self.bars)
        shown = [number for numbers in drawn for number in numbers if number is not None]
        return Fraction(max(shown, default=0) * 100, _WIDEST)


def _lines(words: str) -> list[str]:
    return wrap(words, _LONGEST_LINE) or [""]


def _range(between: tuple[int, int] | None, most: Fraction) -> tuple[str, str] | None:
    """From where to where a range is drawn; None where it is hidden or has no length."""
    low, high = (_length(number, most) for number in between or (None, None))
    return None if low is None or high is None or low == high else (low, high)


def _length(number: int | None, most: Fraction) -> str | None:
    """A length in percent of the width, to two places; None where nothing is drawn."""
    if number is None:
        return None
    return f"{float(round(100 * Fraction(number, most), 2)):g}%" if most else "0%"
