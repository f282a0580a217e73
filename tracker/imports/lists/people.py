"""A list of people in anybody's words: for each row who it is, and what it says of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.imports.lists import proposing, rows, table
from tracker.imports.lists.roles import LABELS, SEVERAL, Column, Role, What
from tracker.imports.lists.said import Said
from tracker.imports.reading import Sheet
from tracker.imports.wide import joined
from tracker.imports.wide.rows import is_of_total
from tracker.imports.wide.said import Ask

# What is kept of a person; a name and a reference say who they are.
KEPT = (Role.KNOWN_AS, Role.EMAIL, Role.PHONE, Role.CONTACT, Role.LANGUAGE, Role.FORMAT, Role.ROUTE)


@dataclass(frozen=True)
class PersonRow:
    """One row: who, and the cells that say something of them, as written, by what they say."""

    row: int
    name: str
    ref: str
    given: Mapping[Role, str] = field(default_factory=dict)


@dataclass
class PeopleList:
    """What a list of people says, as far as it says it."""

    table: table.Table
    columns: list[Column]
    said: Said
    people: list[PersonRow] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def column(self, role: Role) -> str | None:
        """How the column of a meaning is named to people."""
        names = (Role.NAME, Role.FIRST, Role.LAST)
        wanted = names if role in names else (role,)
        return next((one.named for one in self.columns if one.role in wanted), None)

    def kept(self) -> list[Role]:
        """What is kept of the people in it, besides who they are."""
        roles = {one.role for one in self.columns}
        return [role for role in KEPT if role in roles]

    def settled(self) -> Said:
        """Everything that was said or seemed so, as it holds of this list."""
        return replace(self.said, what=What.PEOPLE, roles={one.at: one.role for one in self.columns})

    def sentence(self) -> str:
        """How many people, in a sentence."""
        return "1 person is listed." if len(self.people) == 1 else f"{len(self.people):,} people are listed."


def understand(sheet: Sheet, said: Said) -> PeopleList:
    """The people of a sheet with what was said of its columns."""
    found = table.find(sheet)
    columns = proposing.columns(found, What.PEOPLE, said.roles)
    made = PeopleList(found, columns, said, asks=_asks(columns))
    made.remarks += [joined.said_beyond(found.beyond)] if found.beyond else []
    names, ref = rows.names_of(columns), proposing.only(columns, Role.REF)
    for line in found.rows:
        name = " ".join(filter(None, (line.at(at) for at in names)))
        own = "" if ref is None else line.at(ref)
        if is_of_total(name):
            made.remarks.append(f"Row {line.number} holds a total and is nobody.")
            continue
        given = {one.role: line.at(one.at) for one in columns if one.role in KEPT and line.at(one.at)}
        made.people.append(PersonRow(line.number, name, own, given))
    left_out = [one.named for one in columns if one.role is Role.OTHER and found.texts(one.at)]
    if left_out:
        made.remarks.append(f"Left out: {', '.join(left_out)}.")
    return made


def _asks(columns: Sequence[Column]) -> list[Ask]:
    asks = []
    if not rows.names_of(columns) and proposing.only(columns, Role.REF) is None:
        asks.append(Ask("columns", "Which column holds the names or the references of the people?"))
    for role in LABELS[What.PEOPLE]:
        same = [one.named for one in columns if one.role is role and role not in SEVERAL]
        if len(same) > 1:
            asks.append(
                Ask("columns", f"{' and '.join(same)} are both said to be the {role.value}. Keep one.")
            )
    return asks
