"""Bands of how often people took part, for others to read: wide enough that no band holds few people.

The number of everybody stands beside them: what is only called few would follow from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.diversity.disclosure import LEAST_SHOWN
from tracker.reports.catalogue.voices import BANDS, Band

_RANGES = {words: (least, most) for words, least, most in BANDS}


@dataclass(frozen=True)
class Wide:
    """Neighbouring bands as one: from how often to how often (`most` None: no end), people and seats."""

    least: int
    most: int | None
    people: int
    seats: int

    @property
    def words(self) -> str:
        """The band in words, as it is called where it is no wider."""
        same = next((words for words, ends in _RANGES.items() if ends == (self.least, self.most)), None)
        if same:
            return same
        if (self.least, self.most) == (1, 2):
            return "Once or twice"
        return f"{self.least} to {self.most} times" if self.most else f"{self.least} times or more"

    def with_next(self, other: Wide) -> Wide:
        """This band and the next one."""
        return Wide(self.least, other.most, self.people + other.people, self.seats + other.seats)


def wide(bands: Sequence[Band]) -> list[Wide]:
    """The bands with whichever hold few people put to their neighbours."""
    found: list[Wide] = []
    for band in bands:
        least, most = _RANGES[band.words]
        one = Wide(least, most, band.people, band.seats)
        if found and found[-1].people < LEAST_SHOWN:
            one = found.pop().with_next(one)
        found.append(one)
    if len(found) > 1 and found[-1].people < LEAST_SHOWN:
        last = found.pop()
        found.append(found.pop().with_next(last))
    return found
