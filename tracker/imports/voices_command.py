"""`tracker voices REGISTER`: is it always the same few? From a spreadsheet alone, with no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from tracker.errors import Invalid
from tracker.imports import attendance_list, reading
from tracker.imports.register_options import register_options
from tracker.imports.register_options import said as register_said
from tracker.reports.chance import Balance, Breadth, Verdict
from tracker.reports.repetition import Repetition, repetition
from tracker.reports.statistics import Spread
from tracker.web.filters import counted, day


@click.command()
@click.argument("register", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pool", type=click.IntRange(1, 1_000_000), help="How many people could have been asked.")
@register_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def voices(register: Path, *, pool: int | None, as_json: bool, **answers: Any) -> None:
    """Whether the same voices come back more than chance would bring them: REGISTER is an attendance list.

    Its columns are session, date and person, and where known stage, role and count (of people without
    names); or a register of somebody's own making, long or with days across. CSV, XLSX or ODS. Staff,
    supporters, interpreters and observers are left out.
    """
    try:
        sheets = reading.read(reading.contents(register), register.name)
        said = register_said(answers)
        rows = attendance_list.entries(sheets, register.name, said, answers["sheet"])
        found = repetition(rows, pool)
    except Invalid as error:
        raise _Unusable(error.message) from None
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        return
    for sentence in _sentences(found, pool_given=pool is not None):
        click.echo(sentence)


class _Unusable(click.ClickException):
    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def _sentences(found: Repetition, *, pool_given: bool) -> list[str]:
    spread = found.spread
    if not spread.seats:
        return ["Nobody is named in this list, so there is nothing to say about voices.", *_left_out(found)]
    heard = f"{counted(spread.people, 'person', 'people')} {'was' if spread.people == 1 else 'were'} heard"
    said = [
        f"{heard} at {counted(len(found.timeline), 'session')}, and filled {counted(spread.seats, 'seat')}.",
        *_when(found),
        f"{_people(spread.people_with_2_or_more)} came more than once.",
        *_new(found),
        *_shared_out(spread),
    ]
    if pool_given:
        said += _breadth(found.breadth)
    said += _balance(found.balance, spread.seats / len(found.timeline), spread.people)
    if not pool_given:
        said.append(
            f"How many people could have been asked is not known: the {found.breadth.pool:,} who came were "
            "taken. With --pool it can also be said whether enough different people are heard."
        )
    for one in found.carry_over:
        said.append(
            f"Of {counted(one.carried.size_to, 'person', 'people')} in the stage {one.later}, "
            f"{one.carried.shared:,} had taken part in the stage {one.earlier}."
        )
    return [*said, *_left_out(found)]


def _shared_out(spread: Spread) -> list[str]:
    """How evenly the seats were shared; of three people, the three who came most often are everybody."""
    said = []
    if spread.people > 3:
        three = round((spread.top_3_share or 0) * spread.seats)
        said.append(
            f"The three who came most often filled {three:,} of the {spread.seats:,} seats "
            f"({spread.top_3_share:.0%}). Had everybody come equally often, any three would have filled "
            f"{3 / spread.people:.0%}."
        )
    if spread.people > 1:
        said.append(f"It is as if {spread.hill_q2:.1f} people had spoken equally.")
    return said


def _people(number: int) -> str:
    return counted(number, "person", "people") if number else "Nobody"


def _when(found: Repetition) -> list[str]:
    first, last = found.timeline[0].date, found.timeline[-1].date
    return [f"From {day(first)} to {day(last)}."] if first != last else []


def _new(found: Repetition) -> list[str]:
    """New voices after the first session, where everybody is new."""
    later = found.timeline[1:]
    if not later:
        return []
    new, seats = sum(step.first_time for step in later), sum(step.seats for step in later)
    return [f"After the first session, {new:,} of {counted(seats, 'seat')} went to somebody new."]


def _breadth(found: Breadth) -> list[str]:
    if found.verdict is Verdict.TOO_EARLY:
        return []
    drawn = (
        f"a fair draw from {found.pool:,} people would have brought about {found.expected_distinct:,.0f}, "
        f"and {found.observed_distinct:,} were heard"
    )
    heard = {
        Verdict.FLAG: f"Fewer people were heard than chance explains: {drawn}.",
        Verdict.WATCH: f"Somewhat fewer people were heard than chance brings: {drawn}.",
    }.get(found.verdict, f"The number of people heard is within chance: {drawn}.")
    small = "The pool is small: chance alone makes at least half of the seats repeats."
    return [heard, small] if found.small_pool else [heard]


def _balance(found: Balance, at_once: float, people: int) -> list[str]:
    if found.verdict is Verdict.TOO_EARLY:
        return ["It is too early to compare with chance: wait for three sessions and twelve seats."]
    # A group that mostly meets whole is met on purpose: a council, a board, a panel.
    meant = (
        [f"On average {at_once:.0f} of the {people} came: a group with fixed members is meant to be so."]
        if 2 * at_once > people
        else []
    )
    return {
        Verdict.FLAG: ["The same people came together again more often than chance explains.", *meant],
        Verdict.WATCH: ["The same people came together again somewhat more often than chance brings."],
    }.get(found.verdict, ["The seats are spread over people about as chance would spread them."])


def _left_out(found: Repetition) -> list[str]:
    said = []
    if found.excluded:
        said.append(f"Left out: {counted(found.excluded, 'row')} of people who were there to help.")
    if found.unnamed:
        said.append(f"Heard without names: {found.unnamed:,}. They are not part of the figures above.")
    return said
