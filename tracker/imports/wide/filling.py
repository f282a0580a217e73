"""Fill the register of a wide sheet: its people, its sessions as they are cut, and who came to each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracker.errors import Invalid
from tracker.imports import lost
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.register import Key, Presence, Register, Sitting
from tracker.imports.wide import ways
from tracker.imports.wide.dated import Day, place
from tracker.imports.wide.marks import Meaning
from tracker.imports.wide.rows import Row, Sort
from tracker.imports.wide.said import Ask, Said
from tracker.imports.wide.tables import Table
from tracker.imports.wide.ways import Spot, Way
from tracker.values import folded, line

if TYPE_CHECKING:
    from tracker.imports.wide.understand import Understood

_MOST_NAMED = 12


def fill(made: Understood, sheet: Sheet, said: Said, group: str) -> None:
    """Fill the register, and note what is to be asked or remarked on the way."""
    people = list(_people(made, sheet))
    if not made.tables or not all(table.names for table in made.tables):
        made.asks.append(Ask("names", "No column of names was found. Say which column holds the names."))
    came: dict[Spot, set[str]] = {}
    for table, row, match in people:
        for at, meaning in _meanings(made, table, row):
            came.setdefault((table.number, at), set())
            if meaning is Meaning.CAME:
                came[table.number, at].add(match)
    made.ways = ways.offered(made.days, made.tables, came)
    made.way = _chosen(made, said)
    _say_empty_days(made, came)
    if made.way is not None:
        filler = _Filler(made, made.way, sheet, group)
        for table, row, match in people:
            filler.row(table, row, match)
        filler.compare_rows()
        filler.name_unmarked(people)


def _people(made: Understood, sheet: Sheet) -> Iterator[tuple[Table, Row, str]]:
    """Each row of a person with how the name is matched; a name that stands twice in a table is a problem."""
    register = made.register
    for table, group in zip(made.tables, made.rows, strict=True):
        met: dict[str, int] = {}
        for row in group:
            if row.sort is not Sort.PERSON:
                continue
            letter = column_letter(table.names[0])
            if shown := lost.in_texts([row.line.at(at) for at in table.names]):
                register.problems.append(Problem(sheet.name, row.line.number, letter, lost.why(shown)))
                continue
            try:
                name = line(row.name, field="", longest=200) or ""
            except Invalid as error:
                register.problems.append(Problem(sheet.name, row.line.number, letter, error.message))
                continue
            first = met.setdefault(folded(name), row.line.number)
            if first != row.line.number:
                sentence = (
                    f"{name} stands in row {first} already. If it is one person, put the marks into one row; "
                    "if they are two, tell them apart in the name."
                )
                register.problems.append(Problem(sheet.name, row.line.number, letter, sentence))
                continue
            register.people.setdefault(folded(name), name)
            yield table, row, folded(name)


def _meanings(made: Understood, table: Table, row: Row) -> Iterator[tuple[int, Meaning]]:
    """What each mark of a row under a day means, those that say nothing left out."""
    for day in made.days:
        if day.table == table.number and (text := row.marks.get(day.at)):
            meaning = made.alphabet.meaning(text)
            if meaning is not Meaning.NOTHING:
                yield day.at, meaning


def _why_unknown(mark: str) -> str:
    if lost.is_lost(mark):
        return lost.why(mark)
    return f"“{mark[:30]}” is not known to mean that somebody came, or did not."


def _chosen(made: Understood, said: Said) -> Way | None:
    """The way that was said, or the only one; else it is asked."""
    chosen = next((way for way in made.ways if way.code == said.session), None)
    if chosen is not None or len(made.ways) == 1:
        return chosen or made.ways[0]
    if made.ways:
        options = tuple(
            (way.code, f"{way.label}: {way.sessions:,} sessions, {way.attendances:,} attendances")
            for way in made.ways
        )
        made.asks.append(Ask("sessions", "Say what makes a session in this register.", options))
    return None


def _say_empty_days(made: Understood, came: dict[Spot, set[str]]) -> None:
    """Days under which nobody is marked, in any table, make no session."""
    marked = {day.on for day in made.days if (day.table, day.at) in came}
    empty = {day.on: place(day.column) for day in made.days if day.on not in marked}
    if empty:
        shown = ", ".join(list(empty.values())[:_MOST_NAMED])
        more = f" and {len(empty) - _MOST_NAMED:,} more" if len(empty) > _MOST_NAMED else ""
        made.remarks.append(f"Nothing stands under {shown}{more}, so no session is made of it.")


class _Filler:
    """Puts the marks of one row after the other into the register."""

    def __init__(self, made: Understood, way: Way, sheet: Sheet, group: str) -> None:
        self.made = made
        self.register: Register = made.register
        self.way = way
        self.sheet = sheet
        self.group = group
        self.days: dict[Spot, Day] = {(day.table, day.at): day for day in made.days}
        self.titled = ways.differ(made.days) or way.code == ways.TABLE
        # What each row says of a person in a session: whether they came, and for how many minutes.
        self.said: dict[tuple[Key, str], dict[int, tuple[bool, int]]] = {}

    def row(self, table: Table, row: Row, match: str) -> None:
        """The marks of one person."""
        for at, meaning in _meanings(self.made, table, row):
            day = self.days[table.number, at]
            if meaning is Meaning.UNKNOWN:
                sentence = _why_unknown(row.marks[at])
                problem = Problem(self.sheet.name, row.line.number, place(day.column), sentence)
                self.register.problems.append(problem)
                continue
            key = self._key(day)
            self._sitting(key, day)
            if (key, match) not in self.register.places:
                self.register.places[key, match] = Presence(row.line.number, column=place(day.column))
                self.register.rows.append((row.line.number, key, match))
            came = meaning is Meaning.CAME
            minutes = self.made.alphabet.minutes(row.marks[at]) if came else None
            self._mark((key, match), row, day, came=came, minutes=minutes or 0)

    def _mark(self, spot: tuple[Key, str], row: Row, day: Day, *, came: bool, minutes: int) -> None:
        """One mark. Columns of one row add up; a second row of the same person must say the same."""
        rows = self.said.setdefault(spot, {})
        present, before = rows.get(row.line.number, (False, 0))
        rows[row.line.number] = (present or came, before + minutes)
        presence = self.register.places[spot]
        if row.line.number == presence.row:
            presence.present, presence.said_minutes = present or came, before + minutes or None

    def compare_rows(self) -> None:
        """A problem for each person of whom two rows say different things of one session."""
        for (key, match), rows in self.said.items():
            first, *others = rows
            for number in others:
                if rows[number] != rows[first]:
                    name, title = self.register.people[match], self.register.sittings[key].title
                    sentence = (
                        f"{name} stands in row {first} too, which says something else of {title}. Correct "
                        "one of the two, or tell the people apart in the name."
                    )
                    self.register.problems.append(Problem(self.sheet.name, number, None, sentence))
                    break

    def _key(self, day: Day) -> Key:
        key = self.way.keys[day.table, day.at]
        return (folded(self.group), *key) if self.group else key

    def _sitting(self, key: Key, day: Day) -> None:
        sitting = self.register.sittings.get(key)
        if sitting is None:
            title = self._title(day)
            sitting = self.register.sittings[key] = Sitting(key, title, day.on, timed=False)
        sitting.days.add(day.on)
        sitting.held_on = min(sitting.held_on, day.on)

    def _title(self, day: Day) -> str:
        """What a session is called: what all its columns say, with the group or the title of its table."""
        key = self.way.keys[day.table, day.at]
        spots = [spot for spot, other in self.way.keys.items() if other == key]
        columns = [self.days[spot].column for spot in spots]
        words = [
            getattr(columns[0], name)
            for name in ("meeting", "part", "words")
            if len({getattr(column, name) for column in columns}) == 1
        ]
        titles = {self.made.tables[table].title for table, _ in spots} if self.titled else set()
        parts = [self.group, *(titles if len(titles) == 1 else ()), *words]
        said = ", ".join(part[:1].upper() + part[1:] for part in parts if part)
        return said[:200] or f"Session on {day.on.day} {day.on:%B %Y}"

    def name_unmarked(self, people: Sequence[tuple[Table, Row, str]]) -> None:
        """Note who is listed and marked nowhere, and who stands in several tables."""
        marked = {match for _, match in self.register.places}
        rows: dict[str, list[str]] = {}
        for _, row, match in people:
            stands = rows.setdefault(match, [])
            # Bodies side by side have their people in the same rows.
            stands += [] if str(row.line.number) in stands else [str(row.line.number)]
        for match, numbers in rows.items():
            if match not in marked:
                self.register.unmarked[match] = int(numbers[0])
            if len(numbers) > 1:
                name = self.register.people[match]
                self.made.remarks.append(f"{name} stands in rows {', '.join(numbers)}: taken for one person.")
