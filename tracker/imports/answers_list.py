"""Plain lists of answers and of benchmarks, as `tracker representation` takes them. Pure.

Answers: columns person, dimension, category, one row an answer; three categories say that there is none, and
they are never made one. A refusal names a row and never what stands in it: it may be shown to others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tracker.errors import Invalid
from tracker.imports.reading import Sheet
from tracker.values import folded

NON_ANSWERS = ("prefer_not_to_say", "not_answered", "not_asked")
_ANSWER_COLUMNS = ("person", "dimension", "category")
_BENCHMARK_COLUMNS = ("dimension", "category", "count", "percent", "base_total", "area")
_HUNDRED = 100
_FILL = "Fill it in, or take the row out"


@dataclass
class Answers:
    """The answers to one question: people by category, and by why there is none."""

    counts: dict[str, int] = field(default_factory=dict)
    none: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NON_ANSWERS, 0))


Benchmark = Mapping[str, Mapping[str, Fraction]]


def answers(sheet: Sheet, benchmark: Benchmark) -> dict[str, Answers]:
    """What was answered, by question; categories are named as the benchmark names them, where it does.

    Raises Invalid where a person answered one question twice and not alike.
    """
    at = _columns(sheet, _ANSWER_COLUMNS, _ANSWER_COLUMNS)
    names = {
        folded(dimension): (dimension, {folded(category): category for category in categories})
        for dimension, categories in benchmark.items()
    }
    said: dict[tuple[str, str], tuple[str, int]] = {}
    for number, row in sheet.rows:
        person, dimension, category = (_cell(row, at[name]) for name in _ANSWER_COLUMNS)
        if not (person and dimension and category):
            raise _refusal(sheet, number, f"lacks a person, a dimension or a category. {_FILL}")
        dimension, known = names.get(folded(dimension), (dimension, {}))
        kept = _named(category, known)
        earlier = said.setdefault((folded(person), dimension), (kept, number))
        if earlier[0] != kept:
            raise _refusal(
                sheet,
                number,
                f"answers a question again that the same person answered otherwise in row {earlier[1]}. "
                "Keep one of the two",
            )
    found: dict[str, Answers] = {}
    for (_, dimension), (category, _) in said.items():
        kinds = found.setdefault(dimension, Answers())
        of = kinds.none if category in NON_ANSWERS else kinds.counts
        of[category] = of.get(category, 0) + 1
    return found


def benchmark_of(sheet: Sheet) -> dict[str, dict[str, Fraction]]:
    """The share of each category, by question; who left a census question blank is no category.

    Raises Invalid naming the row that cannot be one.
    """
    at = _columns(sheet, _BENCHMARK_COLUMNS, ("dimension", "category"))
    shares: dict[str, dict[str, Fraction]] = {}
    areas = set()
    for number, row in sheet.rows:
        dimension, category = _cell(row, at["dimension"]), _cell(row, at["category"])
        if not (dimension and category):
            raise _refusal(sheet, number, f"lacks a dimension or a category. {_FILL}")
        areas.add(_cell(row, at.get("area")))
        of = shares.setdefault(dimension, {})
        if _named(category, {}) in NON_ANSWERS:
            continue
        if category in of:
            raise _refusal(sheet, number, "says a category for the second time. Keep one of the two")
        of[category] = _reference(sheet, number, row, at)
    if len(areas) > 1:
        raise Invalid(f"{sheet.name} holds more than one area. Keep the rows of the one to compare with.")
    return shares


def _reference(sheet: Sheet, number: int, row: list[str], at: Mapping[str, int]) -> Fraction:
    count, total = (_number(_cell(row, at.get(name))) for name in ("count", "base_total"))
    percent = _number(_cell(row, at.get("percent")))
    share = None
    if count is not None and total:
        share = count / total
    elif percent is not None:
        share = percent / _HUNDRED
    if share is None or not 0 <= share <= 1:
        raise _refusal(
            sheet, number, "says no share: it needs a percent, or a count and a base_total that holds it"
        )
    return share


def _number(text: str) -> Fraction | None:
    try:
        number = Fraction(text.replace(",", "")) if text else None
    except (ValueError, ZeroDivisionError):
        return None
    return number if number is not None and number >= 0 else None


def _named(category: str, known: Mapping[str, str]) -> str:
    """A non-answer by its code, or the benchmark's longer name for what was answered in short."""
    said = folded(category)
    plain = said.replace(" ", "_").replace("-", "_")
    if plain in NON_ANSWERS:
        return plain
    begun = [name for folded_name, name in known.items() if folded_name.startswith(said)]
    return known.get(said) or (begun[0] if len(begun) == 1 else category)


def _columns(sheet: Sheet, wanted: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, int]:
    headings = [folded(heading) for heading in sheet.headings]
    at = {name: headings.index(name) for name in wanted if name in headings}
    if missing := [name for name in needed if name not in at]:
        raise Invalid(f"{sheet.name} needs a column named {missing[0]}: its columns are {', '.join(wanted)}.")
    return at


def _cell(row: list[str], index: int | None) -> str:
    return " ".join(row[index].split()) if index is not None and index < len(row) else ""


def _refusal(sheet: Sheet, number: int, what: str) -> Invalid:
    return Invalid(f"{sheet.name}, row {number} {what}.")
