"""Representation: who is heard beside who could be, from tables that are protected and frozen already.

Works from a snapshot's content alone: no answer can be reached from here. What is hidden has no number in
it, and so none in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.diversity.question_set import NonAnswer, question_set
from tracker.diversity.representation import State, Tier
from tracker.reports.bars import Chart
from tracker.reports.shares import HIDDEN, STATES, between, chart_of, expected_percent, percent, ratio
from tracker.tables import Row

KEY = "representation"
TITLE = "Who is heard, and who is missing"

WHY_NONE: Mapping[str, str] = {
    NonAnswer.PREFER_NOT_TO_SAY: "preferred not to say",
    NonAnswer.NOT_ANSWERED: "left it blank",
    NonAnswer.NOT_ASKED: "were not asked",
}
HEADINGS = (
    "dimension",
    "group",
    "people",
    "share",
    "expected_people",
    "ratio",
    "ratio_low",
    "ratio_high",
    "state",
    "answered",
    "of",
    "compared_with",
    "why_compared",
    "source",
)
_FEW_ANSWERED, _MANY_ANSWERED = 0.5, 0.7


@dataclass(frozen=True)
class Line:
    """One group in words; everything but the name is a dash where it is hidden."""

    name: str
    people: str
    share: str
    could_be: str
    bounds: str
    expected: str
    ratio: str
    seats: str
    state: tuple[str, str, str] | None


@dataclass(frozen=True)
class Section:
    """One question: what to say first, its table if there is one, and what stands below it."""

    code: str
    label: str
    answered: str
    sentences: Sequence[str]
    lines: Sequence[Line]
    chart: Chart | None
    compared: str
    why: str
    notes: Sequence[str]


def sections(content: Mapping[str, Any]) -> list[Section]:
    """The questions of a frozen report, in the order in which they are asked."""
    dimensions = question_set(content["question_set"]).dimensions
    held = content["questions"]
    return [
        _section(code, one.label, held[code], one.source) for code, one in dimensions.items() if code in held
    ]


def _section(code: str, label: str, held: Mapping[str, Any], source: str) -> Section:
    if held.get("too_alike"):
        said = (
            "So few answers differ from an earlier report that the two side by side could give somebody "
            "away. Look at the earlier one."
        )
        return Section(code, label, "", [said], [], None, "", "", [])
    table, benchmark = held[Tier.INTERNAL.value], held["benchmark"]
    lines = [_line(group, table) for group in table["groups"]]
    return Section(
        code=code,
        label=label,
        answered=f"{table['known']} of {table['base']} people answered.",
        sentences=list(_sentences(table, compared=bool(benchmark["name"]))),
        lines=lines,
        chart=chart_of(code, label, table),
        compared=benchmark["name"],
        why=benchmark["why"],
        notes=[f"Question: {source}.", *benchmark["notes"]],
    )


def _sentences(table: Mapping[str, Any], *, compared: bool) -> Iterator[str]:
    said = [f"{number} {WHY_NONE[kind]}" for kind, number in table["none"].items() if number]
    if said:
        yield f"Of the others, {', '.join(said)}."
    elif table["known"] < table["base"] and not table["none"]:
        yield "Why others gave no answer is not shown, since they are few."
    if not table["printed"]:
        yield (
            "No table is shown: too few answered, all answered alike, or at least half of the groups would "
            "be hidden. See the communities you set out to reach instead."
        )
        return
    if table["completeness"] < _FEW_ANSWERED:
        yield "Fewer than half answered, so nothing is said about gaps: only the least and the most."
    elif table["completeness"] < _MANY_ANSWERED:
        yield "Fewer than seven in ten answered: read what is said about gaps with care."
    if any(group["state"] == State.HIDDEN for group in table["groups"]):
        yield "Small numbers are hidden, and others so that they cannot be worked out."
    if not compared:
        yield "This is compared with nobody: it describes, and says nothing about gaps."


def _line(group: Mapping[str, Any], table: Mapping[str, Any]) -> Line:
    if group["state"] != State.SHOWN:
        return Line(group["name"], HIDDEN, "–", "–", "–", "–", "–", "–", None)
    return Line(
        name=group["name"],
        people=str(group["count"]),
        share=_percent(group["share"]),
        could_be=between(group),
        bounds=f"{_percent(group['lower_bound'])} to {_percent(group['upper_bound'])}",
        expected=_expected(group),
        ratio=ratio(group) or "–",
        seats=_seats(group["seats"], table["all_seats"]),
        state=STATES[group["status"]] if group["status"] else None,
    )


def _expected(group: Mapping[str, Any]) -> str:
    """How many people would be expected, and what share: where the chart has its mark."""
    if group["expected_count"] is None:
        return "–"
    return f"about {round(group['expected_count'])} ({expected_percent(group)}%)"


def _seats(seats: int | None, whole: int | None) -> str:
    """The share of seats, of rounded ones, to five percent."""
    if seats is None or not whole:
        return "–"
    return f"about {min(100, 5 * round(20 * seats / whole))}%"


def _percent(share: float) -> str:
    return f"{percent(share)}%"


def rows(content: Mapping[str, Any]) -> Iterator[Row]:
    """The public table of a frozen report as rows of a spreadsheet: rounded, and hidden as text."""
    dimensions = question_set(content["question_set"]).dimensions
    for code in (code for code in dimensions if code in content["questions"]):
        held = content["questions"][code]
        if held.get("too_alike"):
            continue
        table, benchmark = held[Tier.PUBLIC.value], held["benchmark"]
        beside = (
            f"about {table['known']}",
            f"about {table['base']}",
            benchmark["name"],
            benchmark["why"],
            " ".join(benchmark["notes"]),
        )
        if not table["printed"]:
            yield code, "", "no table: too few", "", "", "", "", "", "", *beside
        for group in table["groups"]:
            yield code, group["name"], *_public(group), *beside


def _public(group: Mapping[str, Any]) -> Iterator[str]:
    if group["state"] != State.SHOWN:
        yield HIDDEN
        yield from ("",) * 6
        return
    yield str(group["count"])
    for name in ("share", "expected_count", "ppr", "ppr_low", "ppr_high"):
        yield "" if group[name] is None else f"{group[name]:g}"
    yield STATES[group["status"]][0] if group["status"] else ""
