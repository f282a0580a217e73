"""What all tables of one question leave of a hidden count, read side by side. Pure.

A whole and its parts may each hide what is to be hidden, and still say together how many it was: of eight in
the whole, two parts that each hide one to four hide four. So each hidden count is held between what it can be
at least and at most, for a reader who knows how many answers every two tables have in common, and what is
learnt of one count is used for the others until nothing more is learnt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.diversity.differencing import Printed
from tracker.diversity.disclosure import LEAST_SHOWN, MOST_HIDDEN

# So many values at least must be left to a hidden count that may be small.
LEAST_POSSIBLE = 3
# Of tables that agree two or three are enough; of any that do not, what is learnt would have no end.
_MOST_ROUNDS = 50


@dataclass
class _Between:
    """The least and the most that a count can be."""

    least: int
    most: int

    def narrow(self, least: int, most: int) -> bool:
        """Take in what else is known; whether that was news."""
        before = self.least, self.most
        self.least, self.most = max(self.least, least), min(self.most, most)
        return before != (self.least, self.most)

    @property
    def tells(self) -> bool:
        """Whether it may be a small count, and can be too few different ones. Five or more may be known."""
        return self.least <= MOST_HIDDEN and self.most - self.least + 1 < LEAST_POSSIBLE


def tell_together(earlier: Sequence[Printed], new: Printed) -> bool:
    """Whether beside a new table a hidden count that may be small has fewer than three values left.

    What the earlier ones tell by themselves is out already, and is no reason to refuse another.
    """
    told = _told([*earlier, new])
    return bool(told) and bool(told - _told(earlier))


def _told(tables: Sequence[Printed]) -> frozenset[tuple[int, str]]:
    """The hidden counts that are told, by the place of their table and by group."""
    reading = _Reading(tables)
    for _ in range(_MOST_ROUNDS):
        if not reading.learns():
            break
    return reading.told()


class _Reading:
    """Tables side by side: answers that are in the same of them are one remainder, by its place."""

    def __init__(self, tables: Sequence[Printed]) -> None:
        self.tables = tables
        marks = frozenset().union(*(table.answers for table in tables))
        kinds = Counter(tuple(mark in table.answers for table in tables) for mark in marks)
        self.sizes = list(kinds.values())
        self.places = [
            frozenset(place for place, kind in enumerate(kinds) if kind[at]) for at in range(len(tables))
        ]
        groups = dict.fromkeys(name for table in tables for name in table.counts)
        self.counts = {name: [_at_first(table, name) for table in tables] for name in groups}

    def learns(self) -> bool:
        """Go once through all hidden counts; whether anything new was learnt."""
        news = [
            heard
            for at, table in enumerate(self.tables)
            for name in table.hidden
            for heard in (self._from_its_table(at, name), self._from_the_others(at, name))
        ]
        return any(news)

    def told(self) -> frozenset[tuple[int, str]]:
        """The hidden counts of which too few values are left."""
        return frozenset(
            (at, name)
            for at, table in enumerate(self.tables)
            for name in table.hidden
            if self.counts[name][at].tells
        )

    def _from_its_table(self, at: int, name: str) -> bool:
        """The hidden counts of one table add up, and one of them is small."""
        table = self.tables[at]
        others = [self.counts[other][at] for other in table.hidden if other != name]
        least = table.left - sum(other.most for other in others)
        most = table.left - sum(other.least for other in others)
        if all(other.least >= LEAST_SHOWN for other in others):
            most = min(most, MOST_HIDDEN)
        return self.counts[name][at].narrow(least, most)

    def _from_the_others(self, at: int, name: str) -> bool:
        """What other tables count of the same group, added and taken from one another."""
        counts = self.counts[name]
        room = list(self.sizes)
        for one, places in zip(counts, self.places, strict=True):
            for place in places:
                room[place] = min(room[place], one.most)
        sums = _Sums(self.places, counts, room)
        return counts[at].narrow(sums.least(at, 1), -sums.least(at, -1))


class _Sums:
    """Sums of tables, and what they say at least of one group in the table that is sought.

    `places` are the remainders that a table holds and `counts` what is known of it, both by table; `room` is
    the most that a remainder can hold of the group.
    """

    def __init__(
        self, places: Sequence[frozenset[int]], counts: Sequence[_Between], room: Sequence[int]
    ) -> None:
        self.places, self.counts, self.room = places, counts, room

    def least(self, sought: int, sign: int) -> int:
        """The least that the table holds; where `sign` is -1, the least that its negative can be.

        A sum begins with one table and is bettered by whichever helps most, until none does: what it finds is
        always true, and may not be the best.
        """
        wanted = self.places[sought]
        alone = 0 if sign > 0 else -sum(self.room[place] for place in wanted)
        starts = [
            at for at, places in enumerate(self.places) if at != sought and not wanted.isdisjoint(places)
        ]
        return max([alone, *(alone + self._bettered(sought, sign, start) for start in starts)])

    def _bettered(self, sought: int, sign: int, start: int) -> int:
        """How much the best sum says that begins with a table, beside none at all."""
        over = [0] * len(self.room)
        for place in self.places[sought]:
            over[place] = -sign
        taken, worth = [0] * len(self.places), 0
        gain, at, step = self._gain(over, 0, start, sign), start, sign
        while True:
            worth, taken[at] = worth + gain, taken[at] + step
            for place in self.places[at]:
                over[place] += step
            gain, at, step = max(
                (self._gain(over, taken[at], at, step), at, step)
                for at in range(len(self.places))
                for step in (1, -1)
                if at != sought and abs(taken[at] + step) <= 1
            )
            if gain <= 0:
                return worth

    def _gain(self, over: Sequence[int], taken: int, at: int, step: int) -> int:
        """What a sum says more with a table added or taken away; less where it then reaches beyond."""
        reach = 0 if step > 0 else 1
        beyond = sum(self.room[place] for place in self.places[at] if over[place] >= reach)
        return self._counted(at, taken + step) - self._counted(at, taken) - step * beyond

    def _counted(self, at: int, taken: int) -> int:
        known = self.counts[at]
        return taken * (known.least if taken > 0 else known.most)


def _at_first(table: Printed, name: str) -> _Between:
    """What the table alone says; of what is hidden, that nothing smaller is shown."""
    if name not in table.counts:
        return _Between(0, len(table.answers))
    count = table.counts[name]
    if count is not None:
        return _Between(count, count)
    smallest = min((one for one in table.counts.values() if one), default=table.left)
    return _Between(1, min(table.left - len(table.hidden) + 1, smallest))
