"""Figures entered on an instance extend the law in time, and change nothing that the rulebook vouches for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.rules.build import UC, answer, finding, payment, person
from tests.rules.test_rulebook import CA
from tracker import rules
from tracker.rules.loader import BUILT_IN

BOOK = rules.load()
NAME = "carers-allowance.toml"
HELD = BOOK.rules["carers-allowance"]
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "yearly-uprating.md"


def followed(folder: Path) -> Path:
    """The folder once the how-to was followed, word for word, for Carer's Allowance."""
    source, line, last = re.findall(r" *```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    text = (BUILT_IN / NAME).read_text(encoding="utf-8")
    text = text.replace("[values.earnings-limit]", f"{unindented(source)}\n[values.earnings-limit]")
    newest = text.index("\n]\n", text.index("dated = ["))
    text = f"{text[:newest]}\n{unindented(line).rstrip()}{text[newest:]}"
    for setting in unindented(last).strip().splitlines():
        key = setting.split(" = ")[0]
        text = re.sub(rf"^{key} = .*$", setting, text, count=1, flags=re.MULTILINE)
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder


def unindented(text: str) -> str:
    return "".join(line.removeprefix("   ") for line in text.splitlines(keepends=True))


def outcome(book: rules.Rulebook, amount: str, on: str) -> str:
    return str(answer(person(CA, payments=[payment(amount, received_on=on, due_on=on)]), book)["outcome"])


def spoiled(folder: Path, old: str, new: str) -> Path:
    path = followed(folder) / NAME
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_whoever_follows_the_how_to_has_next_years_figure_at_once(tmp_path: Path) -> None:
    book = rules.load(followed(tmp_path))
    assert rules.rulebook_problems(overlay=tmp_path) == []
    assert outcome(BOOK, "212.00", "2027-04-14") == "cannot_tell"
    assert outcome(book, "212.00", "2027-04-14") == "near"
    assert outcome(book, "212.01", "2027-04-14") == "above"
    assert outcome(book, "204.01", "2027-04-07") == "above"
    assert outcome(book, "204.00", "2026-11-25") == outcome(BOOK, "204.00", "2026-11-25") == "near"
    assert book.fingerprint != BOOK.fingerprint
    assert (book.rules["carers-allowance"].entered_here, HELD.entered_here) == (True, False)
    assert book.rules["universal-credit"] == BOOK.rules["universal-credit"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 204.00", "value = 304.00", "must stand first and unchanged"),
        ("from = 2026-04-06, value", "from = 2026-04-07, value", "must stand first and unchanged"),
        ("from = 2027-04-12", "from = 2027-04-01", "vouches for all days to 2027-04-05"),
        ("valid_through = 2028-04-09", "valid_through = 2027-04-05", "last value begins after valid_through"),
        ('counts_by = "due_on"', 'counts_by = "received_on"', "settings: this differs"),
        ('nations = ["england", ', "nations = [", "nations: this differs"),
    ],
)
def test_a_later_file_that_changes_what_is_held_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(rules.RulebookError, match=said) as refusal:
        rules.load(spoiled(tmp_path, old, new))
    assert refusal.value.message.startswith(NAME)
    assert rules.rulebook_problems(overlay=tmp_path) == [refusal.value.message]


def test_a_copy_that_adds_nothing_is_asked_to_be_taken_away(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes((BUILT_IN / NAME).read_bytes())
    with pytest.raises(rules.RulebookError, match=f"now knows all days to {HELD.valid_through}"):
        rules.load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Carer', 'name = "My carer', "name: this differs"),
        ("[settings]", "[ended_on]\nengland = 2020-01-01\n\n[settings]", "ended_on: this differs"),
        ("is at risk", "is safe", "wording: this differs"),
        ("cannot_test = [", 'cannot_test = [\n  "Nothing.",', "cannot_test: this differs"),
        ("{ from = 2027-04-12", "# { from = 2027-04-12", "no line begins after 2027-04-05"),
    ],
)
def test_a_later_file_says_nothing_but_later_figures(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(rules.RulebookError, match=said):
        rules.load(spoiled(tmp_path, old, new))


def test_an_instance_at_work_leaves_a_wrong_file_aside_and_says_which(tmp_path: Path) -> None:
    followed(tmp_path)
    (tmp_path / "new-style-jsa.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "organisation.toml").write_text("warn_share_percent = 99", encoding="utf-8")
    (tmp_path / "my-own.toml").write_text("", encoding="utf-8")
    book, problems = rules.load_leaving_aside(tmp_path)
    assert sorted(problem.split(":")[0] for problem in problems) == [
        "my-own.toml",
        "new-style-jsa.toml",
        "organisation.toml",
    ]
    assert book.rules["carers-allowance"].entered_here
    assert book.rules["new-style-jsa"] == BOOK.rules["new-style-jsa"]


def test_nothing_wrong_is_nothing_left_aside(tmp_path: Path) -> None:
    assert rules.load_leaving_aside(followed(tmp_path)) == (rules.load(tmp_path), ())


def test_a_figure_that_is_left_out_is_asked_for(tmp_path: Path) -> None:
    name = "new-style-jsa.toml"
    text = (BUILT_IN / name).read_text(encoding="utf-8")
    later = HELD.valid_through + timedelta(days=365)
    text = re.sub(r"^valid_through = .*$", f"valid_through = {later}", text, flags=re.MULTILINE)
    start = text.index('[values."personal-rate.under-25"]')
    end = text.index("\n[", start + 1)
    (tmp_path / name).write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(rules.RulebookError, match="the rulebook has this figure; put it back"):
        rules.load(tmp_path)


def test_a_figure_is_compared_as_the_rulebook_compares_it(tmp_path: Path) -> None:
    name = "new-style-jsa.toml"
    text = (BUILT_IN / name).read_text(encoding="utf-8")
    text = re.sub(r"^valid_through = .*$", "valid_through = 2029-04-05", text, flags=re.MULTILINE)
    start = text.index('[values."personal-rate.25-or-over"]')
    text = text[:start] + text[start:].replace('rounding = "', 'rounding = "half-up" # "', 1)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(rules.RulebookError, match="must stay as the rulebook has them"):
        rules.load(tmp_path)


def test_a_threshold_that_nobody_read_again_is_not_taken_to_go_on(tmp_path: Path) -> None:
    name = "universal-credit.toml"
    lines, last = [], ""
    for line in (BUILT_IN / name).read_text(encoding="utf-8").splitlines():
        last = line if line.startswith("[values") else last
        if line == "]" and "threshold" not in last and lines[-1].startswith("    { from"):
            moved = re.sub(r"from = [0-9-]+", "from = 2027-04-06", lines[-1])
            lines.append(moved)
        lines.append("valid_through = 2028-04-05" if line.startswith("valid_through") else line)
    (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    book = rules.load(tmp_path)
    held = book.rules["universal-credit"]
    assert held.value("work-allowance.with-housing", date(2027, 5, 1)) is not None
    assert held.value("threshold.gateway", date(2027, 5, 1)) is None
    found = finding(person(UC, payments=[payment("1000.00", "2027-05-10")]), book)
    assert found["outcome"] == "reduces"
    assert not any("threshold" in parameter["id"] for parameter in found["parameters"])


def extended_to(folder: Path, starts_on: str, known_to: str, value: str = "210.00") -> Path:
    """Carer's Allowance with one line more, and known to a later day."""
    line = (
        f'    {{ from = {starts_on}, value = {value}, source = "model", verified_on = 2026-11-23, '
        'confidence = "verified" }},\n'.replace("}}", "}")
    )
    text = (BUILT_IN / NAME).read_text(encoding="utf-8")
    text = re.sub(r"^valid_through = .*$", f"valid_through = {known_to}", text, flags=re.MULTILINE)
    (folder / NAME).write_text(text.replace("]\n\n[wording]", f"{line}]\n\n[wording]"), encoding="utf-8")
    return folder


def test_a_line_for_the_next_year_extends_the_law_by_it(tmp_path: Path) -> None:
    book = rules.load(extended_to(tmp_path, "2027-04-06", "2028-04-05"))
    assert book.rules["carers-allowance"].value("earnings-limit", date(2028, 1, 1)) is not None


@pytest.mark.parametrize(
    ("starts_on", "known_to", "value", "said"),
    [
        ("2027-04-06", "2199-12-31", "210.00", "add a line for each year"),
        ("2030-01-07", "2030-12-31", "210.00", "must begin within a week after"),
        ("2027-04-13", "2028-04-05", "210.00", "must begin within a week after"),
        ("2027-04-06", "2028-04-05", "99999999.00", "no figure in pounds is larger"),
        ("2027-04-06", "2028-04-05", "1E+500000", "no figure in pounds is larger"),
    ],
)
def test_a_line_that_reaches_too_far_is_refused(
    tmp_path: Path, starts_on: str, known_to: str, value: str, said: str
) -> None:
    with pytest.raises(rules.RulebookError, match=said):
        rules.load(extended_to(tmp_path, starts_on, known_to, value))


@pytest.mark.parametrize(("known_to", "fine"), [("2028-04-05", True), ("2028-06-01", False)])
def test_a_rule_without_figures_is_vouched_for_a_year_at_a_time(
    tmp_path: Path, known_to: str, *, fine: bool
) -> None:
    text = (BUILT_IN / "pip.toml").read_text(encoding="utf-8")
    text = re.sub(r"^valid_through = .*$", f"valid_through = {known_to}", text, flags=re.MULTILINE)
    (tmp_path / "pip.toml").write_text(text, encoding="utf-8")
    if fine:
        assert rules.load(tmp_path).rules["pip"].valid_through == date.fromisoformat(known_to)
        return
    with pytest.raises(rules.RulebookError, match="one without figures is to be read again each year"):
        rules.load(tmp_path)
