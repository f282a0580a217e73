"""`tracker representation`: who is heard beside who could be, from two spreadsheets and with no database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tracker.diversity.representation import Category, Dimension, State, Status, Tier, dimension_of
from tracker.errors import Invalid
from tracker.imports import answers_list, reading
from tracker.imports.answers_list import Answers, Benchmark
from tracker.web.filters import counted

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WORDS = {
    Status.TOO_FEW_TO_SAY: "too few to say",
    Status.CLEAR_GAP: "clear gap",
    Status.POSSIBLE_GAP: "possible gap",
    Status.IN_LINE: "in line",
    Status.MORE_THAN_BENCHMARK: "more than the benchmark",
}
_FEW_ANSWERED, _MANY_ANSWERED = 0.5, 0.7


@click.command()
@click.option("--answers", "answers_file", type=_FILE, required=True, help="What people answered.")
@click.option("--benchmark", "benchmark_file", type=_FILE, required=True, help="Whom to compare with.")
@click.option("--tier", type=click.Choice([tier.value for tier in Tier]), default=Tier.INTERNAL.value)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def representation(answers_file: Path, benchmark_file: Path, tier: str, *, as_json: bool) -> None:
    """Whether the people heard are like those who could be, with small numbers protected.

    The answers have columns person, dimension and category, one row an answer; prefer_not_to_say,
    not_answered and not_asked are never guessed. The benchmark has the columns of a census file: dimension,
    category, percent, or count and base_total. The public tier rounds, and hides all that the internal does.
    """
    try:
        benchmark = answers_list.benchmark_of(_sheet(benchmark_file))
        found = answers_list.answers(_sheet(answers_file), benchmark)
    except Invalid as refusal:
        raise _Unusable(refusal.message) from None
    tables = {
        name: dimension_of(one.counts, sum(one.none.values()), benchmark.get(name, {}), Tier(tier))
        for name, one in found.items()
    }
    if as_json:
        document = {name: table.as_json() for name, table in tables.items()}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    if not tables:
        click.echo(f"{answers_file.name} holds no answers, so there is nothing to say about who is heard.")
    for name, table in tables.items():
        click.echo("\n".join(_lines(name, table, found[name], benchmark)))


def _sheet(file: Path) -> reading.Sheet:
    return reading.read(reading.contents(file), file.name)[0]


class _Unusable(click.ClickException):
    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def _lines(name: str, table: Dimension, answers: Answers, benchmark: Benchmark) -> list[str]:
    about = "about " if table.tier is Tier.PUBLIC else ""
    said = [f"{name}: {about}{table.known} of {about}{counted(table.base, 'person', 'people')} answered."]
    groups = benchmark.get(name)
    if groups is None:
        said.append(f"  The benchmark has no question of this name; it has {', '.join(benchmark) or 'none'}.")
    if any(one.state is State.WITHHELD for one in table.categories.values()):
        said.append("  Too few answered, or all alike: no table is shown, so that nobody can be made out.")
        return said
    if table.completeness is not None and table.completeness < _FEW_ANSWERED:
        said.append("  Fewer than half answered, so nothing is said about gaps: only the least and the most.")
    elif table.completeness is not None and table.completeness < _MANY_ANSWERED:
        said.append("  Fewer than seven in ten answered: read what is said about gaps with care.")
    if groups and (lacking := sorted(answers.counts.keys() - groups.keys())):
        said.append("  Some answered in groups that the benchmark lacks, so nothing is said about gaps.")
        said.append(f"  It lacks {'; '.join(lacking)}. It has {'; '.join(groups)}.")
    said += [f"  {category}: {_in_words(one)}" for category, one in table.categories.items()]
    if any(one.state is State.HIDDEN for one in table.categories.values()):
        said.append("  Small numbers are hidden, and others so that they cannot be worked out.")
    return said


def _in_words(one: Category) -> str:
    if one.state is State.HIDDEN:
        return "hidden"
    said = [str(one.count)]
    if one.share is not None and one.lower_bound is not None and one.upper_bound is not None:
        least, most = f"{one.lower_bound:.0%}", f"{one.upper_bound:.0%}"
        between = f", somewhere between {least} and {most}" if least != most else ""
        said.append(f"{one.share:.0%}{between}")
    if one.expected_count is not None:
        said.append(f"about {round(one.expected_count)} expected")
    if one.status is not None:
        said.append(_WORDS[one.status])
    return "; ".join(said)
