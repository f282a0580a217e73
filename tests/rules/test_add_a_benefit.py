"""Whoever follows the how-to adds a benefit with one file, which everything finds by itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.rules.build import answer, payment, person
from tests.rules.test_rulebook import CA
from tracker import rules
from tracker.rules.loader import BUILT_IN, load_folder

HOW_TO = (Path(__file__).parents[2] / "docs" / "how-to" / "add-a-benefit.md").read_text(encoding="utf-8")
# The files that the how-to copies: one for each shape of law that most benefits have.
MODELS = re.findall(r"`rules/data/uk/([\w-]+)\.toml` for", HOW_TO)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A rulebook in which nobody has written the rule of one benefit yet."""
    made = shutil.copytree(BUILT_IN, tmp_path / "uk")
    (made / "bereavement-support.toml").unlink()
    return made


def copied(folder: Path, model: str) -> rules.Rulebook:
    """The rulebook once the model's file was copied and named for the benefit, its examples too."""
    text = (folder / f"{model}.toml").read_text(encoding="utf-8")
    text = text.replace(f'"{model}"', '"bereavement-support"')
    text = re.sub(r"^name = .*$", 'name = "Bereavement Support Payment"', text, count=1, flags=re.MULTILINE)
    (folder / "bereavement-support.toml").write_text(text, encoding="utf-8")
    return load_folder(folder)


def test_the_how_to_names_a_model_for_a_cliff_a_taper_and_no_test() -> None:
    kinds = [load_folder(BUILT_IN).rules[model].kind for model in MODELS]
    assert kinds == ["weekly-limit", "taper", "no-test"]


@pytest.mark.parametrize("model", MODELS)
def test_a_copy_of_the_nearest_file_is_a_rule_with_its_examples_its_figures_and_its_page(
    folder: Path, model: str
) -> None:
    book = copied(folder, model)
    assert rules.rulebook_problems([folder]) == []
    new, old = book.rules["bereavement-support"], book.rules[model]
    assert (new.name, new.kind, len(new.examples)) == (
        "Bereavement Support Payment",
        old.kind,
        len(old.examples),
    )
    assert rules.coverage(new).criteria == rules.coverage(old).criteria
    assert "Bereavement Support Payment" in rules.as_markdown(book)


def test_a_payment_is_held_against_the_new_rule_at_once(folder: Path) -> None:
    facts = person(
        {**CA, "benefit": "bereavement-support"},
        payments=[payment("204.01", received_on="2026-11-25", due_on="2026-11-25")],
    )
    assert answer(facts, load_folder(folder))["outcome"] == "cannot_tell"
    assert answer(facts, copied(folder, "carers-allowance"))["outcome"] == "above"
