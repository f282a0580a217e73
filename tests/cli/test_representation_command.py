"""`tracker representation`: answers and a benchmark in, protected tables out, and no database anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

BENCHMARK = """dimension,category,area,count,percent,source,base_total,note
sex,Female,Here,51,51,Census,100,
sex,Male,Here,49,49,Census,100,
ethnic_group,"Asian, Asian British or Asian Welsh",Here,30,30,Census,100,
ethnic_group,White,Here,70,70,Census,100,
"""
DIMENSION_KEYS = {"known", "completeness", "base", "tier", "categories"}
KEYS = {
    "count",
    "share",
    "difference_pp",
    "expected_count",
    "ppr",
    "wilson_low",
    "wilson_high",
    "ppr_low",
    "ppr_high",
    "lower_bound",
    "upper_bound",
    "status",
    "state",
}


def written(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def answers(**counts: int) -> str:
    rows = ["person,dimension,category"]
    for category, count in counts.items():
        rows += [f"{category}{number},sex,{category}" for number in range(count)]
    return "\n".join(rows)


def asked(run: Run, folder: Path, text: str, *more: str, benchmark: str = BENCHMARK) -> Any:
    said, beside = written(folder, "answers.csv", text), written(folder, "benchmark.csv", benchmark)
    return run("representation", "--answers", said, "--benchmark", beside, *more)


def test_json_has_the_keys_of_the_contract_for_each_dimension_and_category(run: Run, tmp_path: Path) -> None:
    ran = asked(run, tmp_path, answers(Female=30, Male=15, not_answered=5), "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert found.keys() == {"sex"}
    assert found["sex"].keys() == DIMENSION_KEYS
    assert (found["sex"]["known"], found["sex"]["base"], found["sex"]["tier"]) == (45, 50, "internal")
    assert list(found["sex"]["categories"]) == ["Female", "Male"]
    for one in found["sex"]["categories"].values():
        assert one.keys() == KEYS
    assert found["sex"]["categories"]["Female"]["status"] == "more_than_benchmark"


def test_the_public_tier_rounds(run: Run, tmp_path: Path) -> None:
    ran = asked(run, tmp_path, answers(Female=33, Male=14, not_answered=5), "--json", "--tier", "public")
    found = json.loads(ran.out)["sex"]
    assert (found["known"], found["base"], found["tier"]) == (45, 50, "public")
    assert [one["count"] for one in found["categories"].values()] == [35, 15]


@pytest.mark.parametrize("tier", ["internal", "public"])
def test_a_small_count_is_nowhere_in_what_is_printed(run: Run, tmp_path: Path, tier: str) -> None:
    text = answers(Female=47, Male=3, prefer_not_to_say=2)
    plain = asked(run, tmp_path, text, "--tier", tier).out
    assert "Male: hidden" in plain
    assert "3" not in plain
    found = json.loads(asked(run, tmp_path, text, "--tier", tier, "--json").out)["sex"]["categories"]
    assert {value for one in found.values() for name, value in one.items() if name != "state"} == {None}


def test_a_short_answer_is_taken_for_the_benchmarks_longer_name(run: Run, tmp_path: Path) -> None:
    rows = ["person,dimension,category"]
    rows += [f"P{number},Ethnic_Group,{'asian' if number < 12 else 'WHITE'}" for number in range(40)]
    found = json.loads(asked(run, tmp_path, "\n".join(rows), "--json").out)["ethnic_group"]["categories"]
    assert {name: one["count"] for name, one in found.items()} == {
        "Asian, Asian British or Asian Welsh": 12,
        "White": 28,
    }


def test_groups_that_the_benchmark_lacks_are_said_and_no_gap_is(run: Run, tmp_path: Path) -> None:
    ran = asked(run, tmp_path, answers(Women=30, Men=20))
    assert "Some answered in groups that the benchmark lacks, so nothing is said about gaps." in ran.out
    assert "It lacks Men; Women. It has Female; Male." in ran.out
    assert "gap;" not in ran.out


def test_a_question_that_the_benchmark_lacks_is_said_to_be_unknown_and_is_only_described(
    run: Run, tmp_path: Path
) -> None:
    rows = ["person,dimension,category"]
    rows += [f"P{number},shoe size,{'six' if number < 12 else 'nine'}" for number in range(30)]
    ran = asked(run, tmp_path, "\n".join(rows))
    assert "The benchmark has no question of this name; it has sex, ethnic_group." in ran.out
    assert "six: 12; 40%" in ran.out
    assert "expected" not in ran.out
    few = asked(run, tmp_path, "\n".join(rows[:4]))
    assert "no question of this name" in few.out
    assert "six" not in few.out


def test_a_file_of_headings_alone_is_said_to_hold_no_answers(run: Run, tmp_path: Path) -> None:
    ran = asked(run, tmp_path, "person,dimension,category\n")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "answers.csv holds no answers, so there is nothing to say about who is heard.\n"
    assert json.loads(asked(run, tmp_path, "person,dimension,category\n", "--json").out) == {}


def test_where_everybody_answered_no_range_of_one_number_is_given(run: Run, tmp_path: Path) -> None:
    ran = asked(run, tmp_path, answers(Female=34, Male=16))
    assert "Female: 34; 68%; about 26 expected" in ran.out
    some = asked(run, tmp_path, answers(Female=34, Male=16, not_answered=10))
    assert "Female: 34; 68%, somewhere between 57% and 73%;" in some.out


def test_who_left_a_census_question_blank_is_no_group_of_people(run: Run, tmp_path: Path) -> None:
    benchmark = f"{BENCHMARK}sex,Not answered,Here,6,6,Census,100,\n"
    ran = asked(run, tmp_path, answers(Female=30, Male=20), "--json", benchmark=benchmark)
    assert list(json.loads(ran.out)["sex"]["categories"]) == ["Female", "Male"]


def test_few_answers_are_said_to_be_few(run: Run, tmp_path: Path) -> None:
    assert "no table is shown" in asked(run, tmp_path, answers(Female=5, Male=4)).out
    assert "Fewer than half answered" in asked(run, tmp_path, answers(Female=8, Male=8, not_asked=20)).out
    assert "with care" in asked(run, tmp_path, answers(Female=8, Male=8, not_asked=10)).out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("person,category\nA,Female", "answers.csv needs a column named dimension"),
        (
            "person,dimension,category\nA,,Female",
            "answers.csv, row 2 lacks a person, a dimension or a category.",
        ),
        (
            "person,dimension,category\nA,sex,Female\n a ,Sex,Male",
            "answers.csv, row 3 answers a question again that the same person answered otherwise in row 2.",
        ),
        (
            "person,dimension,category\nA,sex,Female\nA,sex,not asked",
            "answers.csv, row 3 answers a question again",
        ),
        ("", "answers.csv is empty."),
    ],
)
def test_answers_that_cannot_be_counted_are_unusable_and_say_what_to_mend(
    run: Run, tmp_path: Path, text: str, sentence: str
) -> None:
    ran = asked(run, tmp_path, text, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert "Female" not in ran.err


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("sex,Other,Here,,,Census,,", "row 6 says no share"),
        ("sex,Other,Here,5,,Census,0,", "row 6 says no share"),
        ("sex,Other,Here,,101,Census,,", "row 6 says no share"),
        ("sex,Other,Here,,-1,Census,,", "row 6 says no share"),
        ("sex,Other,Here,7,,Census,5,", "row 6 says no share"),
        ("sex,,Here,7,,Census,50,", "row 6 lacks a dimension or a category"),
        ("sex,Male,Here,7,,Census,50,", "row 6 says a category for the second time"),
        ("sex,Other,There,7,,Census,50,", "benchmark.csv holds more than one area"),
    ],
)
def test_a_benchmark_that_says_no_share_is_unusable(
    run: Run, tmp_path: Path, row: str, sentence: str
) -> None:
    ran = asked(run, tmp_path, answers(Female=20, Male=20), benchmark=BENCHMARK + row)
    assert ran.code == 2
    assert sentence in ran.err


def test_the_same_answer_twice_is_one(run: Run, tmp_path: Path) -> None:
    twice = answers(Female=20, Male=20) + "\nFemale0,sex,female"
    assert json.loads(asked(run, tmp_path, twice, "--json").out)["sex"]["known"] == 40
