"""Reading the folder of TOML files into a rulebook.

Every refusal is a `RulebookError` that names the file, the key and the fix. `rulebook.toml` holds what
all benefits share; every other file is one benefit.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tracker.errors import Invalid, TrackerError
from tracker.rules import codes, wording
from tracker.rules.kinds import KINDS
from tracker.rules.outcome import Parameter
from tracker.rules.overlay import Overlay, no_overlay, read_overlay
from tracker.rules.reading import Record
from tracker.rules.rulebook import Action, BenefitRule, DatedValue, Example, Rulebook, Series

BUILT_IN = Path(__file__).parent / "data" / "uk"
SHARED = "rulebook.toml"
UNITS = {"pounds": 100, "minutes": 1, "days": 1, "rate": 0}
COMPARISONS = ("at-most", "less-than", "disregard", "rate")
ROUNDINGS = ("none", "half-up", "down")
CONFIDENCES = ("verified", "derived", "memory")
WHENS = ("always", "attention", "counted", "payroll")


class RulebookError(TrackerError):
    """A rule file is wrong: the message names the file, the key and the fix."""

    default_code = "rulebook"


def load(overlay: Path | str | None = None) -> Rulebook:
    """The built-in rulebook, tightened by an organisation's overlay folder where there is one.

    Raises RulebookError.
    """
    return load_folder(BUILT_IN, overlay=Path(overlay) if overlay else None)


@cache
def load_built_in() -> Rulebook:
    """The built-in rulebook alone, read once a process."""
    return load()


def load_folder(folder: Path, *, overlay: Path | None = None) -> Rulebook:
    """The rulebook that a folder of TOML files makes."""
    shared_text = read_bytes(folder / SHARED)
    files = {path: read_bytes(path) for path in rule_files(folder)}
    shared = read_shared(folder / SHARED, shared_text)
    tighter = read_overlay(overlay, shared["warn_share_percent"]) if overlay else no_overlay()
    rules: dict[str, BenefitRule] = {}
    for path, text in files.items():
        rule = read_rule(path, text, shared, tighter)
        if rule.id in rules:
            first = rules[rule.id].file
            raise RulebookError(f"{path.name}: id: {first} has this id too; give each its own.")
        rules[rule.id] = rule
    texts = [(SHARED, shared_text), *((path.name, text) for path, text in files.items())]
    digest = fingerprint(texts, tighter)
    return Rulebook(shared["version"], digest, rules, shared["wording"], shared["facts"])


def rule_files(folder: Path) -> list[Path]:
    """The files of a folder that hold one benefit each, in order of name."""
    return sorted(path for path in folder.glob("*.toml") if path.name != SHARED)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; a missing one is refused by name."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path.name}: cannot be read ({error.strerror}); check that it is there."
        raise RulebookError(message) from None


def fingerprint(files: list[tuple[str, bytes]], tighter: Overlay) -> str:
    """The digest of every file that has a say, names and bytes, in order of name."""
    digest = hashlib.sha256()
    for name, text in [*sorted(files), *tighter.files]:
        digest.update(f"{name}\0{len(text)}\0".encode())
        digest.update(text)
    return f"sha256:{digest.hexdigest()}"


def parse(path: Path, text: bytes) -> dict[str, Any]:
    """TOML with exact decimals; a syntax error is refused with its place."""
    try:
        return tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError(f"{path.name}: this is not valid TOML ({error}); mend it there.") from None


def read_shared(path: Path, text: bytes) -> dict[str, Any]:
    """The version, the warning share, and the words that all benefits share."""
    record = Record(parse(path, text), "")
    try:
        record.required("warn_share_percent")
        shared = {
            "version": record.needed_text("version"),
            "warn_share_percent": record.whole("warn_share_percent", 1, 100),
            "wording": templates(record, "wording"),
            "facts": templates(record, "facts"),
        }
        record.finish()
    except Invalid as refusal:
        raise RulebookError(f"{path.name}: {refusal.message}", field=refusal.field) from None
    return shared


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
    rule_id = record.needed_choice("id", (*codes.BENEFIT_NAMES, codes.PERMISSION_TO_WORK, codes.OWN_LIMIT))
    valid_through = record.needed_day("valid_through")
    sources = _sources(record)
    values = record.record("values")
    rule = BenefitRule(
        id=rule_id,
        name=record.needed_text("name"),
        kind=record.needed_choice("kind", tuple(KINDS)),
        file=path.name,
        nations=_nations(record),
        review_by=record.needed_day("review_by"),
        valid_through=valid_through,
        verified_on=record.needed_day("verified_on"),
        ended_on=_ended_on(record),
        series={
            name: _series(values, name, rule_id, valid_through, sources)
            for name in (values.raw if values else ())
        },
        settings=dict(record.get("settings") or {}),
        wording={**shared["wording"], **templates(record, "wording")},
        actions=tuple(_actions(record)),
        cannot_test=tuple(_texts(record, "cannot_test")),
        examples=tuple(_examples(record)),
        warn_share_percent=tighter.share_for(rule_id) or shared["warn_share_percent"],
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


def _sources(record: Record) -> dict[str, tuple[str, str]]:
    table = record.record("sources")
    found = {}
    for key in table.raw if table else ():
        source = table.record(key) if table else None
        if source is not None:
            found[key] = (source.needed_text("title"), source.needed_text("link"))
            source.finish()
    return found


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


def _ended_on(record: Record) -> dict[str, Any]:
    table = record.record("ended_on")
    if table is None:
        return {}
    days = {nation: table.needed_day(nation) for nation in codes.NATION_NAMES if table.get(nation)}
    table.finish()
    return days


def _series(
    values: Record | None, name: str, rule_id: str, valid_through: Any, sources: Mapping[str, tuple[str, str]]
) -> Series:
    record = values.record(name) if values else None
    if record is None:
        raise Invalid(f"values.{name}: write a table.", field=f"values.{name}")
    record.path = f'values."{name}"'
    unit = record.needed_choice("unit", UNITS)
    dated = tuple(_dated(item, unit, f"{rule_id}.{name}", sources) for item in record.records("dated"))
    starts = [value.start for value in dated]
    if not dated or starts != sorted(set(starts)):
        raise record.refuse("dated", "give at least one value, oldest first, no date twice.")
    if valid_through < starts[-1]:
        raise record.refuse("dated", "the last value begins after valid_through; set valid_through later.")
    series = Series(
        id=f"{rule_id}.{name}",
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


def _dated(
    record: Record, unit: str, parameter_id: str, sources: Mapping[str, tuple[str, str]]
) -> DatedValue:
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
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal) or raw < 0:
        raise record.refuse("value", "write a number without quotes, nought or more.")
    value = Decimal(raw)
    scale = UNITS[unit]
    if scale and value * scale != (value * scale).to_integral_value():
        raise record.refuse("value", f"too many digits after the point for {unit}.")
    return value


def _actions(record: Record) -> Iterator[Action]:
    for item in record.records("actions"):
        yield Action(item.needed_text("key"), item.needed_text("text"), item.needed_choice("when", WHENS))
        item.finish()


def _examples(record: Record) -> Iterator[Example]:
    for item in record.records("examples"):
        name = item.needed_text("name")
        yield Example(name, item.required("facts"), item.required("expect"))
        item.finish()
