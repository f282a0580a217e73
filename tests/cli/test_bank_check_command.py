"""`tracker bank-check`: two numbers and the published tables in, one of three results out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.cli.conftest import Run
from tests.people.test_modulus import WEIGHTS
from tests.people.test_modulus_tables import uploaded


@pytest.fixture
def weights(tmp_path: Path) -> str:
    file = tmp_path / "VALACDOS.txt"
    file.write_text(WEIGHTS, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("sort_code", "account", "expected"),
    [
        ("08-99-99", "66374958", "valid"),
        ("089999", "6637-4959", "invalid"),
        ("99 99 99", "12345678", "not-checked"),
        ("938063", "55065200", "not-checked"),
    ],
)
def test_json_holds_the_result_and_the_reason_and_nothing_else(
    run: Run, weights: str, sort_code: str, account: str, expected: str
) -> None:
    ran = run("bank-check", "--weights", weights, "--json", sort_code, account)
    assert ran.code == 0
    found = json.loads(ran.out)
    assert found.keys() == {"result", "reason"}
    assert found["result"] == expected
    assert found["reason"].endswith(".")


def test_with_substitutions_the_sort_codes_that_need_them_are_checked(
    run: Run, weights: str, tmp_path: Path
) -> None:
    pairs = tmp_path / "SCSUBTAB.txt"
    pairs.write_text("938600 938611\n", encoding="utf-8")
    ran = run("bank-check", "--weights", weights, "--substitutions", str(pairs), "938063", "55065200")
    assert ran.code == 0
    assert ran.out.split(":")[0] in {"valid", "invalid"}


@pytest.mark.parametrize(
    ("sort_code", "account", "sentence"),
    [
        ("8-99-99", "66374958", "Enter the sort code as six digits"),
        ("089999", "12345", "six to ten digits"),
    ],
)
def test_numbers_that_are_none_are_unusable_and_say_what_to_type(
    run: Run, weights: str, sort_code: str, account: str, sentence: str
) -> None:
    ran = run("bank-check", "--weights", weights, "--json", sort_code, account)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err


def test_a_table_that_is_none_is_unusable_and_names_the_line(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "table.txt"
    wrong.write_bytes(b"\x00\xff\xfe nonsense")
    ran = run("bank-check", "--weights", str(wrong), "089999", "66374958")
    assert ran.code == 2
    assert "table.txt, line 1 is no row" in ran.err
    assert run("bank-check", "--weights", str(tmp_path / "none.txt"), "089999", "66374958").code == 2


def test_without_files_it_takes_the_tables_of_the_instance(instance: Run, fresh_app: Flask) -> None:
    ran = instance("bank-check", "--json", "089999", "66374958")
    assert (ran.code, json.loads(ran.out)["result"]) == (0, "not-checked")
    with fresh_app.app_context():
        uploaded()
    ran = instance("bank-check", "--json", "089999", "66374958")
    assert json.loads(ran.out)["result"] == "valid"
    assert json.loads(ran.out)["reason"].endswith("By version 7.70 of the tables.")
    assert instance("bank-check", "089999", "66374959").out.startswith("invalid: ")


def test_substitutions_alone_are_unusable(run: Run, weights: str) -> None:
    ran = run("bank-check", "--substitutions", weights, "089999", "66374958")
    assert ran.code == 2
    assert "Give the weight table too" in ran.err
