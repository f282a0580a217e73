"""Which counts of a table may be shown, so that nobody's answer can be worked out from it. Pure.

For a table of people by one question, whose exact total is shown: the four steps of the project's research
on diversity reporting, section 5.2. Small counts are hidden, and as many others as it takes for each small
one to have four possible values; where that leaves nothing, or everybody is in one group, no table is shown
at all. A true nought is shown: in a report of who is missing, it is the message.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

# A table on fewer answers than this is withheld; counts from 1 to the most below are hidden.
LEAST_KNOWN = 10
MOST_HIDDEN = 4
LEAST_SHOWN = MOST_HIDDEN + 1
# A hidden count must be able to be any of these.
_POSSIBLE = MOST_HIDDEN
ROUNDED_TO = 5


def hidden_in(counts: Mapping[str, int]) -> frozenset[str] | None:
    """The categories whose counts are hidden, which may be none; None withholds the whole table."""
    known = sum(counts.values())
    if known < LEAST_KNOWN or sum(count > 0 for count in counts.values()) < 2:
        return None
    small = {name for name, count in counts.items() if 1 <= count <= MOST_HIDDEN}
    hidden = set(small)
    while hidden and not _all_open(counts, small, hidden):
        shown = [(count, name) for name, count in counts.items() if count and name not in hidden]
        if not shown:
            return None
        hidden.add(min(shown)[1])
    return frozenset(hidden)


def _all_open(counts: Mapping[str, int], small: Collection[str], hidden: Collection[str]) -> bool:
    """Whether each small count can still be anything from 1 to 4, for a reader who knows these steps.

    Such a reader subtracts what is shown from the total. Of a large hidden count they know that it is five or
    more and, since the smallest is hidden first, no more than the smallest that is shown; of two that are
    alike, the first by name.
    """
    left, others = sum(counts[name] for name in hidden), len(small) - 1
    large = [name for name in hidden if name not in small]
    shown = [(count, name) for name, count in counts.items() if count and name not in hidden]
    smallest, first = min(shown, default=(left, ""))
    largest = sum(smallest - (bool(shown) and name > first) for name in large)
    lowest = max(1, left - others * MOST_HIDDEN - largest)
    highest = min(MOST_HIDDEN, left - others - len(large) * LEAST_SHOWN)
    return highest - lowest + 1 >= _POSSIBLE


def rounded(count: int) -> int:
    """A count to the nearest five, as a public table shows it."""
    return (2 * count + ROUNDED_TO) // (2 * ROUNDED_TO) * ROUNDED_TO
