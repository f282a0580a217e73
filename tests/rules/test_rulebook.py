"""The folder of rules: what is refused by file and key, what an organisation may tighten, what is listed."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.build import BOOK, CA, answer, payment, person
from tracker import rules
from tracker.rules.loader import BUILT_IN, load_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in folder, to spoil."""
    return Path(shutil.copytree(BUILT_IN, tmp_path / "uk"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("pip.toml", 'kind = "no-test"', 'kind = "mystery"', "pip.toml: kind: write one of:"),
        ("pip.toml", 'id = "pip"', 'id = "pipp"', "pip.toml: id: write one of:"),
        ("pip.toml", 'id = "pip"', 'id = "universal-credit"', "universal-credit.toml: id: pip.toml has"),
        ("pip.toml", "review_by = 2027-03-15", "", "pip.toml: review_by: this is needed"),
        ("pip.toml", "valid_through = 2027-04-05", "", "pip.toml: valid_through: say until when"),
        ("pip.toml", "valid_from = 2014-04-06", "", "pip.toml: valid_from: say from which day"),
        ("pip.toml", 'no_test = "{benefit}', 'no_test = "{benefit', "pip.toml: wording.no_test"),
        ("pip.toml", "{checked:date}", "{checked:daft}", "pip.toml: wording.no_test: show a value as"),
        ("pip.toml", "id =", "id", "pip.toml: this is not valid TOML"),
        ("pip.toml", '"scotland"', '"cornwall"', "pip.toml: nations: list some of:"),
        (
            "pip.toml",
            "[wording]",
            "[settings]\nspeed = 1\n[wording]",
            "pip.toml: settings.speed: a rule of kind no-test has no such",
        ),
        ("pip.toml", "[wording]", "[sources]\nlaw = 1\n[wording]", "sources.law must be an object"),
        ("pip.toml", "cannot_test = [", "cannot_test = [1,", "pip.toml: cannot_test: write a list of texts"),
        ("universal-credit.toml", "[settings.disregards]", "[settings.other]", "settings.disregards: a rule"),
        ("pip.toml", "[wording]", "[oddments]", "pip.toml: oddments: there is no such field"),
        ("pip.toml", 'no_test = "', 'no_test = "} ', "wording.no_test: the curly brackets do not match"),
        ("pip.toml", 'when = "always"', 'when = "never"', "pip.toml: actions[1].when: write one of:"),
        ("carers-allowance.toml", "value = 204.00", 'value = "204"', "dated[10].value: write a number"),
        ("carers-allowance.toml", "value = 204.00", "value = 204.005", "dated[10].value: too many digits"),
        ("carers-allowance.toml", "value = 204.00", "value = -1", "dated[10].value: write a number"),
        ("carers-allowance.toml", "from = 2026-04-06", "from = 2014-04-06", "dated: give at least one"),
        ("carers-allowance.toml", "from = 2026-04-06", "from = 2028-04-06", "begins after valid_through"),
        (
            "carers-allowance.toml",
            'source = "rates-2026"',
            'source = "hearsay"',
            "dated[10].source: write one",
        ),
        ("carers-allowance.toml", "value = 204.00", "value = nan", "value: write a number without quotes"),
        ("carers-allowance.toml", "value = 204.00", "value = inf", "value: write a number without quotes"),
        ("carers-allowance.toml", "value = 204.00", 'value = "204"', "value: write a number without quotes"),
        ("carers-allowance.toml", 'comparison = "at-most"', 'comparison = "less-than"', "at-most"),
        ("carers-allowance.toml", "[values.earnings-limit]", "[values.limit]", "values.earnings-limit"),
        ("carers-allowance.toml", 'counts_by = "due_on"', 'counts_by = "hope"', "settings.counts_by: write"),
        ("universal-credit.toml", "[values.taper]", "[values.tapir]", 'values."taper"'),
        ("universal-credit.toml", 'rounding = "half-up"', 'rounding = "down"', 'values."taper": this kind'),
        ("universal-credit.toml", '"work_allowance"', '"shoe_size"', "settings.disregard_fact: name a fact"),
        (
            "universal-credit.toml",
            "\ncouple = ",
            "\npair = ",
            "wording.couple: a rule of kind taper needs it",
        ),
        ("universal-credit.toml", 'none = ""', "none = {}", "settings.disregards: write a table"),
        ("pension-credit.toml", 'single = "disregard.single"', "single = {}", "settings.disregards: write"),
        ("rulebook.toml", 'version = "2026-27.11"', "", "rulebook.toml: version: this is needed"),
        ("rulebook.toml", "warn_share_percent = 90", "warn_share_percent = 101", "warn_share_percent: write"),
    ],
)
def test_a_spoilt_file_is_refused_by_file_key_and_fix(
    folder: Path, name: str, old: str, new: str, said: str
) -> None:
    spoil(folder, name, old, new)
    with pytest.raises(rules.RulebookError) as refusal:
        load_folder(folder)
    assert said in refusal.value.message
    assert refusal.value.message.endswith(".")
    assert any(said in problem for problem in rules.rulebook_problems([folder]))


def test_a_rulebook_cannot_do_without_permission_to_work(folder: Path) -> None:
    (folder / "permission-to-work.toml").unlink()
    with pytest.raises(rules.RulebookError, match=r"permission-to-work\.toml: every rulebook needs"):
        load_folder(folder)


def test_disregards_that_are_no_table_are_refused(folder: Path) -> None:
    path = folder / "universal-credit.toml"
    before, after = path.read_text(encoding="utf-8").split("[settings.disregards]")
    path.write_text(
        f"{before}disregards = 3\n\n[sources.model]{after.split('[sources.model]')[1]}", encoding="utf-8"
    )
    assert rules.rulebook_problems([folder])[0] == (
        "universal-credit.toml: settings.disregards: write a table of figures by fact."
    )


def test_every_spoilt_file_is_named_at_once(folder: Path) -> None:
    spoil(folder, "pip.toml", 'kind = "no-test"', 'kind = "mystery"')
    spoil(folder, "own-limit.toml", "review_by", "revue_by")
    assert [problem.split(":")[0] for problem in rules.rulebook_problems([folder])] == [
        "own-limit.toml",
        "pip.toml",
    ]


def test_an_example_that_comes_out_otherwise_is_a_problem(folder: Path) -> None:
    spoil(folder, "carers-allowance.toml", "value = 204.00", "value = 205.00")
    problems = rules.rulebook_problems([folder])
    assert any('example "£204.01 is above and loses the week"' in problem for problem in problems)


def test_a_rule_without_examples_is_a_problem(folder: Path) -> None:
    path = folder / "pip.toml"
    path.write_text(path.read_text(encoding="utf-8").split("[[examples]]")[0], encoding="utf-8")
    assert rules.rulebook_problems([folder]) == [
        "pip.toml: examples: every rule shows itself at work; add one."
    ]


def test_an_example_with_malformed_facts_is_a_problem(folder: Path) -> None:
    spoil(folder, "pip.toml", 'amount = "5000.00"', 'amount = "lots"')
    assert "payments[0].amount" in rules.rulebook_problems([folder])[0]


def test_a_missing_folder_is_refused_by_the_file_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(rules.RulebookError, match=r"rulebook\.toml: cannot be read"):
        load_folder(tmp_path)
    assert rules.rulebook_problems([tmp_path])


def test_the_fingerprint_moves_with_any_byte_of_any_file(folder: Path) -> None:
    assert load_folder(folder).fingerprint == BOOK.fingerprint
    spoil(folder, "pip.toml", "# Personal", "# personal")
    assert load_folder(folder).fingerprint != BOOK.fingerprint


# --- an organisation's own rules --------------------------------------------------------------------------


def overlay(tmp_path: Path, text: str, name: str = "organisation.toml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def near_from(book: rules.Rulebook, amount: str) -> str:
    return answer(person(CA, payments=[payment(amount)]), book)["outcome"]


def test_an_organisation_may_warn_earlier(tmp_path: Path) -> None:
    book = rules.load(overlay(tmp_path, "warn_share_percent = 80"))
    assert (near_from(book, "163.19"), near_from(book, "163.20")) == ("within", "near")
    assert near_from(BOOK, "163.20") == "within"
    assert book.fingerprint != BOOK.fingerprint


def test_an_organisation_may_warn_earlier_for_one_benefit(tmp_path: Path) -> None:
    book = rules.load(overlay(tmp_path, "[warn_share_percents]\ncarers-allowance = 50"))
    assert near_from(book, "102.00") == "near"
    assert book.rules["universal-credit"].warn_share_percent == 90


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("warn_share_percent = 91", "may warn earlier than 90%, never later"),
        ("[warn_share_percents]\ncarers-allowance = 100", "may warn earlier than 90%, never later"),
        ("warn_share_percent = 0", "write a whole number from 1 to 100"),
        ('[values.earnings-limit]\ndated = "more"', "values: there is no such field"),
        ("[warn_share_percents]\ndole = 50", "warn_share_percents.dole: there is no such field"),
        ("warn_share_percent", "not valid TOML"),
    ],
)
def test_an_organisation_never_loosens_the_law(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(rules.RulebookError) as refusal:
        rules.load(overlay(tmp_path, text))
    assert refusal.value.message.startswith("organisation.toml: ")
    assert said in refusal.value.message
    assert rules.rulebook_problems(overlay=tmp_path) == [refusal.value.message]


def test_a_file_of_another_name_in_the_overlay_is_refused(tmp_path: Path) -> None:
    with pytest.raises(rules.RulebookError, match=r"mine\.toml: name a file of later figures"):
        rules.load(overlay(tmp_path, "", "mine.toml"))


def test_no_overlay_changes_nothing(tmp_path: Path) -> None:
    assert (
        rules.load(tmp_path).fingerprint == rules.load(tmp_path / "nowhere").fingerprint == BOOK.fingerprint
    )


# --- lists ------------------------------------------------------------------------------------------------


def test_values_in_force_are_those_of_the_day() -> None:
    listed = {value.id: value for value in rules.values_in_force(BOOK, date(2026, 4, 5))}
    assert listed["carers-allowance.earnings-limit"].value == "196.00"
    assert listed["carer-support-payment.earnings-limit"].value == "204.00"
    assert listed["universal-credit.taper"].value == "0.55"
    assert listed["universal-credit.taper"].source_link is not None


def test_no_value_is_in_force_past_the_last_day_we_hold() -> None:
    listed = rules.values_in_force(BOOK, date(2027, 4, 6))
    assert listed
    assert all(value.value is None for value in listed)


def test_past_review_lists_files_only_after_their_day() -> None:
    assert rules.past_review(BOOK, date(2027, 3, 15)) == []
    overdue = rules.past_review(BOOK, date(2027, 3, 16))
    assert {item.benefit for item in overdue} == set(BOOK.rules)


def test_a_benefit_that_the_law_has_ended_is_closed_after_its_day(folder: Path) -> None:
    ended = "[ended_on]\nengland = 2026-10-31\nnorthern-ireland = 2026-12-31\n\n[wording]"
    spoil(folder, "pip.toml", "[wording]", ended)
    book = load_folder(folder)
    document = person({"benefit": "pip"}, payments=[payment("10.00", "2026-11-01")])
    assert answer({**document, "nation": "england"}, book)["outcome"] == "closed"
    assert answer({**document, "nation": "northern-ireland"}, book)["outcome"] == "no_test"
    unknown = answer(document, book)
    assert (unknown["outcome"], unknown["findings"][0]["missing"]) == ("cannot_tell", ["nation"])
    later = person({"benefit": "pip"}, payments=[payment("10.00", "2027-01-01")])
    assert answer(later, book)["outcome"] == "closed"


# --- figures that begin on different days -----------------------------------------------------------------


def asked_on(folder: Path, benefit: str, day: str) -> dict[str, Any]:
    claim = {"benefit": benefit, "week_ends_on": "sunday"}
    return answer(person(claim, payments=[payment("30.00", day)], nation="england"), load_folder(folder))


@pytest.mark.parametrize(
    ("benefit", "day", "first"),
    [
        ("housing-benefit", "2013-01-01", "1 April 2016"),
        ("new-style-jsa", "2013-01-01", "10 April 2023"),
        ("pension-credit", "2028-01-01", "7 April 2014"),
    ],
)
def test_a_day_without_figures_reads_from_when_we_hold_them(
    folder: Path, benefit: str, day: str, first: str
) -> None:
    found = asked_on(folder, benefit, day)
    assert found["outcome"] == "cannot_tell"
    assert f"run from {first} to" in found["findings"][0]["reasons"][0]


@pytest.mark.parametrize(
    ("benefit", "day", "name", "old", "new"),
    [
        (
            "new-style-jsa",
            "2024-05-01",
            "new-style-jsa.toml",
            "from = 2023-04-10, value = 20.00",
            "from = 2025-04-07, value = 20.00",
        ),
        (
            "housing-benefit",
            "2016-05-04",
            "housing-benefit.toml",
            "    { from = 2016-04-01, value = 115.50,",
            "    { from = 2016-09-01, value = 115.50,",
        ),
    ],
)
def test_while_one_of_the_figures_that_may_apply_is_not_held_we_cannot_tell(
    folder: Path, benefit: str, day: str, name: str, old: str, new: str
) -> None:
    spoil(folder, name, old, new)
    found = asked_on(folder, benefit, day)
    assert found["outcome"] == "cannot_tell"
    assert "the figures we hold" in found["findings"][0]["reasons"][0]


def test_disregards_of_a_week_that_are_no_table_are_refused(folder: Path) -> None:
    path = folder / "pension-credit.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("[settings.disregards]")
    end = text.index("\n[", start)
    text = text.replace(text[start:end], "").replace("[settings]", "[settings]\ndisregards = 5", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(rules.RulebookError, match=r"settings\.disregards: write a table"):
        load_folder(folder)


def test_the_benefits_whose_offices_are_told_before_the_work_are_those_of_incapacity_and_maternity() -> None:
    assert BOOK.told_first == {
        "new-style-esa",
        "income-related-esa",
        "incapacity-benefit",
        "severe-disablement-allowance",
        "maternity-allowance",
    }
