"""A sheet with people down and days across, understood: who came when, what is left out, what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.imports import lost
from tracker.imports.reading import Sheet
from tracker.imports.register import Register
from tracker.imports.wide import (
    bodies,
    dated,
    filling,
    grid,
    legends,
    marks,
    remarks,
    rows,
    tables,
    totals,
    turned,
    ways,
)
from tracker.imports.wide.dated import Dated, Day
from tracker.imports.wide.marks import Alphabet, Meaning
from tracker.imports.wide.rows import Row, Sort
from tracker.imports.wide.said import Ask, Said
from tracker.imports.wide.tables import Table
from tracker.imports.wide.turned import Turned
from tracker.imports.wide.ways import Way
from tracker.values import folded


@dataclass
class Understood:
    """A wide register: the register itself, what should be said of it, and what a person has to say first."""

    tables: Sequence[Table]
    days: Sequence[Day]
    # Each mark as first written, how often it stands there, and what it is taken for.
    marks: list[tuple[str, int, Meaning]]
    ways: list[Way] = field(default_factory=list)
    way: Way | None = None
    register: Register = field(default_factory=Register)
    remarks: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    rows: Sequence[Sequence[Row]] = ()
    alphabet: Alphabet = field(default_factory=lambda: marks.usual((), hours=False))
    # Where the sheet has its days down and its people across.
    turned: Turned | None = None

    @property
    def may_be_hours(self) -> bool:
        """Whether numbers stand among the marks that can be hours."""
        return marks.looks_like_hours([text for text, _, _ in self.marks])


def is_wide(sheet: Sheet) -> bool:
    """Whether a sheet is a register with people down and days across."""
    beginning = _beginning(sheet)
    return _has_days_across(beginning) or turned.find(beginning) is not None


def _beginning(sheet: Sheet) -> Sheet:
    """The rows within which the first table begins, or there is none."""
    return replace(sheet, rows=sheet.rows[: 2 * tables.LOOKED_AT])


def _has_days_across(sheet: Sheet) -> bool:
    found = tables.find(grid.of_sheet(sheet), sheet=sheet.name)
    return any(row.marks for table in found for row in rows.sorted_out(table))


def understand(sheet: Sheet, said: Said, group: str = "") -> Understood:
    """What a wide register says. `group` tells its sessions from those of other sheets of its workbook."""
    across = _has_days_across(_beginning(sheet))
    found = None if across else turned.find(sheet)
    if found is None:
        return _understand(sheet, said, group)
    made = _understand(found.sheet, replace(said, names=(0,)), group)
    made.turned = found
    found.register(made.register)
    made.asks = [replace(ask, sentence=found.back(ask.sentence)) for ask in made.asks]
    made.remarks = [found.said(), *turned.left_out(sheet, found), *map(found.back, made.remarks)]
    return made


def _understand(sheet: Sheet, said: Said, group: str) -> Understood:
    cells = grid.of_sheet(sheet)
    found = bodies.apart(tables.find(cells, said.names, sheet.name))
    sorted_rows = [rows.sorted_out(table) for table in found]
    columns = dated.find(sheet.name, found, sorted_rows, said)
    written, times = _written(sorted_rows, columns.days)
    legend = legends.find(cells, written)
    alphabet = _alphabet(found, times, legend, said)
    counted = [(written[one], count, alphabet.meaning(one)) for one, count in times.most_common()]
    sorted_rows = [
        _settled(table, one, columns, alphabet) for table, one in zip(found, sorted_rows, strict=True)
    ]
    made = Understood(found, columns.days, counted, rows=sorted_rows, alphabet=alphabet)
    made.asks = [
        *columns.asks.values(),
        *remarks.about_marks(counted, said=bool(said.came or said.did_not or said.nothing)),
    ]
    made.remarks = [
        *remarks.about_tables(found, columns.days, apart=said.session == ways.TABLE),
        *columns.remarks,
        *remarks.about_rows(found, sorted_rows),
        *totals.compare(found, sorted_rows, columns.days, alphabet),
    ]
    made.register.problems = [
        *columns.problems,
        *remarks.nameless(sheet.name, found, sorted_rows),
    ]
    filling.fill(made, sheet, said, group)
    if alphabet.hours:
        made.remarks.append("The numbers under the days are taken for hours.")
    made.remarks += [*remarks.about_unmarked(made.register), *remarks.about_legend(legend)]
    return made


def _written(
    sorted_rows: Sequence[Sequence[Row]], days: Sequence[Day]
) -> tuple[dict[str, str], Counter[str]]:
    """The marks under the days, folded: as first written, and how often."""
    at = {(day.table, day.at) for day in days}
    written: dict[str, str] = {}
    times: Counter[str] = Counter()
    for number, group in enumerate(sorted_rows):
        for row in group:
            for column, text in row.marks.items() if row.sort is Sort.PERSON else ():
                if (number, column) in at and not lost.is_lost(text):
                    written.setdefault(folded(text), text)
                    times[folded(text)] += 1
    return written, times


def _alphabet(
    found: Sequence[Table], times: Counter[str], legend: Mapping[str, tuple[Meaning, str]], said: Said
) -> Alphabet:
    """What each mark means: as a person said, else as the sheet says, else as is usual."""
    words = " ".join(text for table in found for text in (*table.titles, *table.band.texts.values()))
    hours = said.hours if said.hours is not None else marks.says_hours(times, words)
    alphabet = marks.usual(times, hours=hours and marks.looks_like_hours(times))
    explained = {mark: meaning for mark, (meaning, _) in legend.items()}
    explained |= dict.fromkeys(said.came, Meaning.CAME)
    explained |= dict.fromkeys(said.did_not, Meaning.DID_NOT_COME)
    explained |= dict.fromkeys(said.nothing, Meaning.NOTHING)

    def meant(usual: frozenset[str], meaning: Meaning) -> frozenset[str]:
        return (usual - explained.keys()) | {mark for mark, one in explained.items() if one is meaning}

    return replace(
        alphabet,
        came=meant(alphabet.came, Meaning.CAME),
        did_not=meant(alphabet.did_not, Meaning.DID_NOT_COME),
        nothing=meant(alphabet.nothing, Meaning.NOTHING),
    )


def _settled(table: Table, group: Sequence[Row], columns: Dated, alphabet: Alphabet) -> list[Row]:
    """The rows, with those without a name taken for totals where nothing else can be meant."""
    days = {day.at: day for day in columns.days if day.table == table.number}
    settled: list[Row] = []
    for row in group:
        if row.sort is Sort.NAMELESS and rows.are_sums(row):
            above = [one for one in settled if one.sort is Sort.PERSON]
            strange = all(
                alphabet.meaning(text) is Meaning.UNKNOWN for text in row.marks.values() if text > "1"
            )
            if totals.sums_agree(row, above, days, alphabet) or (strange and not alphabet.hours and above):
                settled.append(replace(row, sort=Sort.TOTALS))
                continue
        settled.append(row)
    return settled
