"""Reading the folder of TOML files into a rulebook.

Every refusal is a `RulebookError` that names the file, the key and the fix. `rulebook.toml` holds what
all benefits share; every other file is one benefit, read by `rule_file.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tracker.errors import Invalid
from tracker.rules import codes
from tracker.rules.later import extended, first_difference, later_files, overtaken
from tracker.rules.overlay import OVERLAY_FILE, Overlay, no_overlay, read_overlay
from tracker.rules.reading import Record
from tracker.rules.rule_file import RulebookError, parse, read_rule, templates
from tracker.rules.rulebook import BenefitRule, Rulebook

BUILT_IN = Path(__file__).parent / "data" / "uk"
SHARED = "rulebook.toml"


def load(overlay: Path | str | None = None) -> Rulebook:
    """The built-in rulebook, tightened and extended in time by an instance's folder where there is one.

    Raises RulebookError.
    """
    return load_folder(BUILT_IN, overlay=Path(overlay) if overlay else None)


def load_leaving_aside(overlay: Path) -> tuple[Rulebook, tuple[str, ...]]:
    """The same for an instance at work: a file of its folder that is wrong is left aside, not in the way.

    Returns a sentence for each such file, for an administrator: nobody's payment waits for it.
    """
    problems: list[str] = []
    book = load_folder(BUILT_IN, overlay=overlay, problems=problems)
    return book, tuple(problems)


def load_folder(folder: Path, *, overlay: Path | None = None, problems: list[str] | None = None) -> Rulebook:
    """The rulebook that a folder of TOML files makes.

    What is wrong in the `overlay` is noted in `problems` and left aside; without `problems` it is raised.
    """
    shared_text = read_bytes(folder / SHARED)
    files = {path: read_bytes(path) for path in rule_files(folder)}
    shared = read_shared(folder / SHARED, shared_text)
    with _left_aside(problems):
        _refuse_unknown(overlay, files)
    tighter = no_overlay()
    with _left_aside(problems):
        tighter = _tighter(overlay, shared["warn_share_percent"])
    advice = tighter.advice_from(shared["wording"]["advice"])
    shared["wording"] = {**shared["wording"], "advice": advice}
    later = later_files(overlay)
    texts = [(SHARED, shared_text), *((path.name, text) for path, text in files.items())]
    rules: dict[str, BenefitRule] = {}
    for path, text in files.items():
        rule = read_rule(path, text, shared, tighter)
        if rule.id in rules:
            first = rules[rule.id].file
            raise RulebookError(f"{path.name}: id: {first} has this id too; give each its own.")
        rules[rule.id] = rule
        if path.name in later:
            with _left_aside(problems):
                added = read_bytes(later[path.name])
                rules[rule.id] = _with_later(rule, later[path.name], added, shared, tighter)
                texts.append((f"later/{path.name}", added))
    for needed in (codes.PERMISSION_TO_WORK, codes.OWN_LIMIT):
        if needed not in rules:
            raise RulebookError(f"{needed}.toml: every rulebook needs this file; put it back.")
    digest = fingerprint(texts, tighter)
    return Rulebook(
        shared["version"],
        digest,
        rules,
        shared["wording"],
        shared["facts"],
        own=tighter,
    )


@contextmanager
def _left_aside(problems: list[str] | None) -> Iterator[None]:
    """Note a refusal instead of raising it, where there is somewhere to note it."""
    try:
        yield
    except RulebookError as refusal:
        if problems is None:
            raise
        problems.append(refusal.message)


def _refuse_unknown(folder: Path | None, files: Mapping[Path, bytes]) -> None:
    known = {path.name for path in files}
    for name in later_files(folder):
        if name not in known:
            raise RulebookError(
                f"{name}: name a file of later figures as its benefit's own, such as carers-allowance.toml, "
                f"and write an organisation's own warnings in {OVERLAY_FILE}."
            )


def _with_later(
    held: BenefitRule, path: Path, text: bytes, shared: Mapping[str, Any], tighter: Overlay
) -> BenefitRule:
    """The rule as an instance's later file extends it."""
    rule = read_rule(path, text, shared, tighter)
    if problem := overtaken(held, rule) or first_difference(held, rule):
        raise RulebookError(f"{path.name} (entered here): {problem}")
    return extended(held, rule)


def _tighter(overlay: Path | None, statute_share: int) -> Overlay:
    try:
        return read_overlay(overlay, statute_share) if overlay else no_overlay()
    except Invalid as refusal:
        raise RulebookError(refusal.message, field=refusal.field) from None


def later_rule(name: str, text: bytes) -> BenefitRule:
    """The rule that a file of later figures, of this name and text, would make of ours.

    Raises RulebookError where it may not extend the rulebook, as `load` would.
    """
    shared = read_shared(BUILT_IN / SHARED, read_bytes(BUILT_IN / SHARED))
    held = read_rule(Path(name), read_bytes(BUILT_IN / name), shared, no_overlay())
    return _with_later(held, Path(name), text, shared, no_overlay())


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
