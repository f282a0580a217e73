"""Whether tables beside one another say what none of them says alone. Pure.

Each table was counted from a set of answers, of which only marks are known here. Three things are tried: two
sets that differ by a few answers; any number of sets that can be added and taken from one another until a few
answers are left, such as a whole less all its parts but one; and a count shown in one table that leaves too
little room for one hidden in another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tracker.diversity.disclosure import LEAST_SHOWN, MOST_HIDDEN

# More unions of small remainders than this are not tried out: then the new table is refused.
_MOST_UNIONS = 5_000
# Ranks are worked out modulo a prime, which for noughts and ones can only be too careful.
_PRIME = 2_147_483_647

Marks = frozenset[str]


@dataclass(frozen=True)
class Printed:
    """What a table was counted from, and its counts by group; None where one is hidden."""

    answers: Marks
    counts: Mapping[str, int | None]

    @property
    def hidden(self) -> Sequence[str]:
        """The groups whose counts are hidden."""
        return [name for name, count in self.counts.items() if count is None]

    @property
    def left(self) -> int:
        """How many answers the hidden counts add up to."""
        return len(self.answers) - sum(count or 0 for count in self.counts.values())


def differ_by_few(one: Marks, other: Marks) -> bool:
    """Whether from one to four are in the one and not in the other, either way."""
    return any(0 < len(left) < LEAST_SHOWN for left in (one - other, other - one))


def leave_few(earlier: Sequence[Marks], new: Marks) -> bool:
    """Whether sums and differences of the new set with earlier ones leave from one to four answers.

    Answers that are in the same sets can never be told apart. Such a remainder of a few answers is left where
    the sets are less independent of one another without it.
    """
    sets = list(dict.fromkeys([*earlier, new]))
    member: dict[str, tuple[int, ...]] = {}
    for mark in frozenset().union(*sets):
        member[mark] = tuple(int(mark in one) for one in sets)
    sizes = Counter(member.values())
    small = [kind for kind, size in sizes.items() if size < LEAST_SHOWN]
    whole = _rank(list(sizes))
    for tried, union in enumerate(_unions(small, sizes)):
        if tried >= _MOST_UNIONS or _rank([kind for kind in sizes if kind not in union]) < whole:
            return True
    return False


def narrows(one: Printed, other: Printed) -> bool:
    """Whether a table leaves a hidden count of the other fewer than its four possible values."""
    return _narrowed(one, other) or _narrowed(other, one)


def _narrowed(hiding: Printed, beside: Printed) -> bool:
    """Of each hidden count: what the other table's counts and the sets' differences leave it, and its sum."""
    hidden, left = hiding.hidden, hiding.left
    if not hidden:
        return False
    gone, come = len(hiding.answers - beside.answers), len(beside.answers - hiding.answers)
    # Whoever went from or came to groups that both show is accounted for.
    for name, count in hiding.counts.items():
        other = beside.counts.get(name)
        if count is not None and other is not None:
            gone, come = gone - max(0, count - other), come - max(0, other - count)
    least, most = {}, {}
    for name in hidden:
        shown = beside.counts.get(name)
        least[name] = 1 if shown is None else max(1, shown - come)
        most[name] = left if shown is None else min(left, shown + gone)
    for name in hidden:
        low = max(least[name], left - sum(most.values()) + most[name])
        high = min(most[name], left - sum(least.values()) + least[name])
        # Five or more is no small count, and may be known; of a small one, all four values must be open.
        if low <= MOST_HIDDEN and not (low <= 1 and high >= MOST_HIDDEN):
            return True
    return False


def _unions(
    small: Sequence[tuple[int, ...]], sizes: Mapping[tuple[int, ...], int]
) -> Iterator[frozenset[tuple[int, ...]]]:
    """Every union of remainders that holds at most four answers."""
    for many in range(1, MOST_HIDDEN + 1):
        for chosen in combinations(small, many):
            if sum(sizes[kind] for kind in chosen) < LEAST_SHOWN:
                yield frozenset(chosen)


def _rank(columns: Sequence[Sequence[int]]) -> int:
    """How many of the sets are independent, each a row across these columns."""
    rows = [list(row) for row in zip(*columns, strict=True)]
    rank = 0
    for place in range(len(columns)):
        pivot = next((at for at in range(rank, len(rows)) if rows[at][place]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][place], -1, _PRIME)
        for at in range(rank + 1, len(rows)):
            factor = rows[at][place] * inverse % _PRIME
            if factor:
                rows[at] = [(x - factor * y) % _PRIME for x, y in zip(rows[at], rows[rank], strict=True)]
        rank += 1
    return rank
