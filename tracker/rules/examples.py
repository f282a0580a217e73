"""Running the worked examples that every rule file carries, and checking whole folders of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tracker.errors import TrackerError
from tracker.rules.contract import assess_document
from tracker.rules.loader import BUILT_IN, SHARED, load_folder, read_bytes, read_shared, rule_files
from tracker.rules.outcome import SEVERITY, Outcome
from tracker.rules.overlay import no_overlay, read_overlay
from tracker.rules.rule_file import read_rule
from tracker.rules.rulebook import BenefitRule, Example, Rulebook


def rulebook_problems(paths: Iterable[Path] = (), *, overlay: Path | None = None) -> list[str]:
    """What is wrong in folders of rule files (the built-in one by default): a sentence a problem.

    Each names the file, the key or the example, and the fix. Empty: all well, examples included.
    """
    problems = []
    for folder in tuple(paths) or (BUILT_IN,):
        found = _file_problems(folder, overlay)
        # The examples show the law: what an organisation keeps to beside it would change their answers.
        problems += found or _example_problems(load_folder(folder))
    return problems


def run_example(rulebook: Rulebook, rule: BenefitRule, example: Example) -> str | None:
    """None if the example comes out as its file says, else a sentence saying what came out instead."""
    where = f'{rule.file}: example "{example.name}"'
    try:
        answer = assess_document(as_json(example.facts), rulebook)
    except TrackerError as refusal:
        return f"{where}: {refusal.message}"
    assert isinstance(answer, dict)  # noqa: S101 - one object in gives one out; this tells mypy
    about = [finding for finding in answer["findings"] if finding["benefit"] == rule.id]
    worst: dict[str, Any] = max(about, key=_severity, default={})
    whole = {"overall": answer["outcome"], "not_checked": answer["not_checked"]}
    seen = {**worst, **whole, "findings": len(about)}
    for key, wanted in as_json(example.expect).items():
        if seen.get(key) != wanted:
            return f"{where}: {key} should be {wanted} but is {seen.get(key)}; mend the rule or the example."
    return None


def as_json(value: Any) -> Any:
    """A value read from TOML as it would stand in JSON: dates become text."""
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return str(value) if isinstance(value, date) else value


def _severity(finding: dict[str, Any]) -> int:
    return SEVERITY[Outcome(finding["outcome"])]


def _file_problems(folder: Path, overlay: Path | None) -> list[str]:
    problems: list[str] = []
    try:
        shared = read_shared(folder / SHARED, read_bytes(folder / SHARED))
    except TrackerError as refusal:
        return [refusal.message]
    for path in rule_files(folder):
        try:
            read_rule(path, read_bytes(path), shared, no_overlay())
        except TrackerError as refusal:
            problems.append(refusal.message)
    try:
        if overlay:
            read_overlay(overlay, shared["warn_share_percent"])
        if not problems:
            load_folder(folder, overlay=overlay)
    except TrackerError as refusal:
        problems.append(refusal.message)
    return problems


def _example_problems(rulebook: Rulebook) -> list[str]:
    problems = []
    for rule in rulebook.rules.values():
        if not rule.examples:
            problems.append(f"{rule.file}: examples: every rule shows itself at work; add one.")
        found = (run_example(rulebook, rule, example) for example in rule.examples)
        problems += [problem for problem in found if problem]
    return problems
