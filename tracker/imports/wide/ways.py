"""What makes a session of a wide register: the day, the half day, the meeting, or each column on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tracker.imports.wide.across import BODY
from tracker.imports.wide.dated import Day, by_table
from tracker.imports.wide.tables import Table
from tracker.values import folded

TABLE = "table"
Key = tuple[str, ...]
# A column of a table: which table, and which column.
Spot = tuple[int, int]
Keys = dict[Spot, Key]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say what a session is, and how many sessions and attendances that makes."""

    code: str
    label: str
    keys: Keys
    sessions: int
    attendances: int


def offered(days: Sequence[Day], tables: Sequence[Table], came: dict[Spot, set[str]]) -> list[Way]:
    """The ways that come to different sessions, likeliest first. `came` is who came in each column."""
    found: list[Way] = []
    seen: list[frozenset[frozenset[Spot]]] = []
    across = any(table.beside for table in tables)
    for code, label, make in _WAYS:
        if across and code != TABLE:
            # Bodies that stand side by side, each with days of its own, met apart.
            continue
        if code == TABLE and not (across or differ(days) or _are_of_bodies(tables, came)):
            continue
        keys = {spot: key for spot, key in make(days, tables).items() if spot in came}
        parts = frozenset(frozenset(spot for spot in keys if keys[spot] == key) for key in set(keys.values()))
        if keys and parts not in seen:
            seen.append(parts)
            attended = {(keys[spot], person) for spot in keys for person in came[spot]}
            named = "Each day of each body" if across else label
            found.append(Way(code, named, keys, len(set(keys.values())), len(attended)))
    return found


def _half_days(days: Sequence[Day], tables: Sequence[Table]) -> Keys:
    if not any(day.column.part for day in days):
        return {}
    return {
        (day.table, day.at): tuple(filter(None, (day.on.isoformat(), folded(day.column.part))))
        for day in days
    }


def _days(days: Sequence[Day], tables: Sequence[Table]) -> Keys:
    return {(day.table, day.at): (day.on.isoformat(),) for day in days}


def _meetings(days: Sequence[Day], tables: Sequence[Table]) -> Keys:
    """By number: columns side by side with one number are one meeting; numbers may begin anew each year."""
    if not any(day.column.meeting for day in days):
        return {}
    keys: Keys = {}
    for columns in by_table(days):
        before, first = None, ""
        for day in columns:
            meeting = day.column.meeting
            if not meeting or meeting != before:
                first = day.on.isoformat()
            keys[day.table, day.at] = tuple(filter(None, (first, meeting)))
            before = meeting
    return keys


def _columns(days: Sequence[Day], tables: Sequence[Table]) -> Keys:
    """Each column for itself; the second of a day in one table is the second of that day in every table."""
    keys: Keys = {}
    for columns in by_table(days):
        of_day = Counter(day.on for day in columns)
        met: Counter[Key] = Counter()
        for day in columns:
            words = " ".join(filter(None, (day.column.meeting, day.column.part, day.column.words)))
            key = (day.on.isoformat(), folded(words)) if of_day[day.on] > 1 else (day.on.isoformat(),)
            met[key] += 1
            keys[day.table, day.at] = key if met[key] == 1 else (*key, str(met[key]))
    return keys


def _tables(days: Sequence[Day], tables: Sequence[Table]) -> Keys:
    """Each column of each table: they may be of different groups."""
    return {
        spot: (*key, folded(tables[spot[0]].title or f"table {spot[0] + 1}"))
        for spot, key in _columns(days, tables).items()
    }


def _are_of_bodies(tables: Sequence[Table], came: dict[Spot, set[str]]) -> bool:
    """Whether tables of the same days may be of different bodies: by their titles, or by who is in both."""
    titles = {folded(table.title) for table in tables if table.title}
    if len(titles) < 2:
        return False
    if any(table.body_column is not None for table in tables):
        return True
    if sum(bool(BODY.search(title)) for title in titles) * 2 > len(titles):
        return True
    people = [set().union(*(came[spot] for spot in came if spot[0] == one.number)) for one in tables]
    return any(
        len(one & other) * 2 > min(len(one), len(other))
        for one, other in combinations([each for each in people if each], 2)
    )


def differ(days: Sequence[Day]) -> bool:
    """Whether the tables of a sheet are about different days."""
    return len({frozenset(day.on for day in columns) for columns in by_table(days)}) > 1


_WAYS: tuple[tuple[str, str, Callable[[Sequence[Day], Sequence[Table]], Keys]], ...] = (
    ("half-day", "Each half day", _half_days),
    ("day", "Each day", _days),
    ("meeting", "Each meeting by its number", _meetings),
    ("column", "Each column", _columns),
    (TABLE, "Each day of each table", _tables),
)
