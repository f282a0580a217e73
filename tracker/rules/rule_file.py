"""Reading one benefit's TOML file into a rule; the format is told in `README.md` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.errors import Invalid, TrackerError
from tracker.rules import codes, wording
from tracker.rules.kinds import CLAIM_KINDS, KINDS
from tracker.rules.outcome import Parameter
from tracker.rules.overlay import Overlay, no_overlay
from tracker.rules.reading import Record
from tracker.rules.rulebook import Action, BenefitRule, Criterion, DatedValue, Example, Series

UNITS = {"pounds": 100, "minutes": 1, "days": 1, "rate": 0}
# Past these a figure is a slip of the keys.
MOST = {"pounds": 1_000_000, "minutes": 7 * 24 * 60, "days": 366, "rate": 1}
COMPARISONS = ("at-most", "less-than", "disregard", "rate", "reached-at", "passed")
ROUNDINGS = ("none", "half-up", "down")
CONFIDENCES = ("verified", "derived", "memory")
# Title and link by the short key that dated values use.
Sources = Mapping[str, tuple[str, str]]

TESTED = ("yes", "part", "no")
WHENS = ("always", "attention", "counted", "payroll")


class RulebookError(TrackerError):
    """A rule file is wrong: the message names the file, the key and the fix."""

    default_code = "rulebook"


def parse(path: Path, text: bytes) -> dict[str, Any]:
    """TOML with exact decimals; a syntax error is refused with its place."""
    try:
        return tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError(f"{path.name}: this is not valid TOML ({error}); mend it there.") from None


def read_rule(path: Path, text: bytes, shared: Mapping[str, Any], tighter: Overlay) -> BenefitRule:
    """One benefit's rule from its file."""
    try:
        rule = _rule(path, Record(parse(path, text), ""), shared, tighter)
    except Invalid as refusal:
        raise RulebookError(f"{path.name}: {refusal.message}", field=refusal.field) from None
    problems = KINDS[rule.kind].problems(rule)
    if problems:
        raise RulebookError(f"{path.name}: {problems[0]}")
    return rule


def _rule(path: Path, record: Record, shared: Mapping[str, Any], tighter: Overlay) -> BenefitRule:
    rule_id = record.needed_choice("id", codes.RULE_IDS)
    valid_through = record.day("valid_through") or date.max
    settings = record.record("settings")
    sources = {key: _source(table) for key, table in record.tables("sources").items()}
    rule = BenefitRule(
        id=rule_id,
        name=record.needed_text("name"),
        kind=record.needed_choice("kind", CLAIM_KINDS if rule_id in codes.BENEFIT_NAMES else (rule_id,)),
        file=path.name,
        nations=_nations(record),
        review_by=record.needed_day("review_by"),
        valid_from=record.day("valid_from") or date.min,
        valid_through=valid_through,
        verified_on=record.needed_day("verified_on"),
        ended_on=_by_nation(record, "ended_on"),
        nations_until=_by_nation(record, "nations_until"),
        series={
            name: _series(table, f"{rule_id}.{name}", valid_through, sources)
            for name, table in record.tables("values").items()
        },
        settings=settings.raw if settings else {},
        wording={**shared["wording"], **templates(record, "wording")},
        actions=tuple(_actions(record, tighter if rule_id in codes.BENEFIT_NAMES else no_overlay())),
        criteria=tuple(_criteria(record)),
        cannot_test=tuple(_texts(record, "cannot_test")),
        examples=tuple(_examples(record)),
        warn_share_percent=tighter.share_for(rule_id) or shared["warn_share_percent"],
        told_first=record.yes_no("told_first") or False,
    )
    record.finish()
    return rule


def templates(record: Record, name: str) -> dict[str, str]:
    """A table of sentences, each with placeholders that we know how to show."""
    table = record.record(name)
    if table is None:
        return {}
    found = {key: table.needed_text(key) for key in table.raw}
    for key, template in found.items():
        try:
            unknown = [spec for _, spec in wording.placeholders(template) if spec not in wording.SHOWN_AS]
        except ValueError as error:
            raise table.refuse(key, f"the curly brackets do not match ({error}).") from None
        if unknown:
            shown_as = ", ".join(wording.SHOWN_AS[1:])
            raise table.refuse(key, f"show a value as one of {shown_as}, not {unknown[0]}.")
    return found


def _source(record: Record) -> tuple[str, str]:
    source = (record.needed_text("title"), record.needed_text("link"))
    record.finish()
    return source


def _nations(record: Record) -> tuple[str, ...]:
    nations = _texts(record, "nations")
    unknown = [nation for nation in nations if nation not in codes.NATION_NAMES]
    if unknown or not nations:
        raise record.refuse("nations", f"list some of: {', '.join(codes.NATION_NAMES)}.")
    return tuple(nations)


def _texts(record: Record, name: str) -> list[str]:
    values = record.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise record.refuse(name, "write a list of texts in quotes.")
    return values


def _by_nation(record: Record, name: str) -> dict[str, date]:
    table = record.record(name)
    if table is None:
        return {}
    days = {nation: table.needed_day(nation) for nation in codes.NATION_NAMES if table.get(nation)}
    table.finish()
    return days


def _series(record: Record, series_id: str, valid_through: date, sources: Sources) -> Series:
    unit = record.needed_choice("unit", UNITS)
    dated = tuple(_dated(item, unit, series_id, sources) for item in record.records("dated"))
    starts = [value.start for value in dated]
    if not dated or starts != sorted(set(starts)):
        raise record.refuse("dated", "give at least one value, oldest first, no date twice.")
    if valid_through < starts[-1]:
        raise record.refuse("dated", "the last value begins after valid_through; set valid_through later.")
    series = Series(
        id=series_id,
        label=record.needed_text("label"),
        unit=unit,
        comparison=record.needed_choice("comparison", COMPARISONS),
        rounding=record.needed_choice("rounding", ROUNDINGS),
        law=record.needed_text("law"),
        valid_through=valid_through,
        dated=dated,
    )
    record.finish()
    return series


def _dated(record: Record, unit: str, parameter_id: str, sources: Sources) -> DatedValue:
    start = record.needed_day("from")
    value = _number(record, unit)
    title, link = sources[record.needed_choice("source", sources)]
    dated = DatedValue(
        start=start,
        value=value,
        number=int(value * UNITS[unit]),
        source_title=title,
        source_link=link,
        verified_on=record.needed_day("verified_on"),
        confidence=record.needed_choice("confidence", CONFIDENCES),
        parameter=Parameter(parameter_id, _shown(value, unit), str(start), link),
    )
    record.finish()
    return dated


def _shown(value: Decimal, unit: str) -> str:
    return f"{value:.2f}" if unit in ("pounds", "rate") else str(value)


def _number(record: Record, unit: str) -> Decimal:
    raw = record.required("value")
    number = isinstance(raw, int | Decimal) and not isinstance(raw, bool)
    value = Decimal(raw) if number else Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise record.refuse("value", "write a number without quotes, nought or more.")
    if value > MOST[unit]:
        raise record.refuse("value", f"no figure in {unit} is larger than {MOST[unit]}; check it.")
    scale = UNITS[unit]
    if scale and value * scale != (value * scale).to_integral_value():
        raise record.refuse("value", f"too many digits after the point for {unit}.")
    return value


def _actions(record: Record, tighter: Overlay) -> Iterator[Action]:
    for item in record.records("actions"):
        key, text = item.needed_text("key"), item.needed_text("text")
        said = tighter.advice_from(text) if key == "advice" else text
        yield Action(key, said, item.needed_choice("when", WHENS))
        item.finish()


def _criteria(record: Record) -> Iterator[Criterion]:
    """At least one: a benefit whose rule says nothing of what the law asks cannot be judged by its reader."""
    items = list(record.records("criteria"))
    if not items:
        raise record.refuse("criteria", "say at least one thing that the law asks, and whether we test it.")
    for item in items:
        tested, note = item.needed_choice("tested", TESTED), item.get("note") or ""
        if tested == "part" and not note:
            raise item.refuse("note", "say which part is tested.")
        yield Criterion(item.needed_text("text"), tested, note)
        item.finish()


def _examples(record: Record) -> Iterator[Example]:
    for item in record.records("examples"):
        name = item.needed_text("name")
        yield Example(name, item.required("facts"), item.required("expect"))
        item.finish()
