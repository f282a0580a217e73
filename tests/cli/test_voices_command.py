"""`tracker voices`: a plain attendance list in, what it says of repetition out, and no database anywhere."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.reports.test_statistics import WORKED, register

KEYS = {
    "people",
    "seats",
    "mean_sessions_per_person",
    "median_sessions_per_person",
    "max_sessions",
    "people_with_2_or_more",
    "repeat_person_rate",
    "repeat_seats",
    "repeat_seat_rate",
    "top_1_share",
    "top_3_share",
    "top_10pct_people",
    "top_10pct_share",
    "gini",
    "hhi",
    "hill_q1",
    "hill_q2",
    "breadth",
    "balance",
    "carry_over",
    "timeline",
    "excluded",
    "unnamed",
}


def written(folder: Path, text: str, name: str = "list.csv") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def as_csv(attended: list[object]) -> str:
    rows = "".join(f"{one.session},{one.date},{one.person}\n" for one in attended)  # type: ignore[attr-defined]
    return f"session,date,person\n{rows}"


def test_where_nobody_came_again_it_says_so_in_words(run: Run, tmp_path: Path) -> None:
    once = "session,date,person\nOne,2026-01-05,A\nTwo,2026-02-05,B\n"
    assert "Nobody came more than once." in run("voices", written(tmp_path, once)).out
    again = f"{once}Three,2026-03-05,A\n"
    assert "1 person came more than once." in run("voices", written(tmp_path, again)).out


def test_the_document_has_the_keys_of_the_contract_and_nothing_else_is_printed(
    run: Run, tmp_path: Path
) -> None:
    ran = run("voices", written(tmp_path, as_csv(list(WORKED))), "--pool", "20", "--json")
    document = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert set(document) == KEYS
    assert {
        "pool",
        "observed_distinct",
        "expected_distinct",
        "p_at_most_observed",
        "shortfall",
        "flag",
    } <= set(document["breadth"])
    assert {"observed_pairs", "expected_pairs", "variance", "z", "sameness", "flag"} <= set(
        document["balance"]
    )
    assert document["breadth"]["pool"] == 20
    assert document["balance"]["flag"] is True
    assert document["breadth"]["flag"] is False
    assert document["timeline"][0] == {"session": "S1", "date": "2026-01-12", "seats": 5, "first_time": 5}
    assert not (tmp_path / "instance").exists()


def test_helpers_are_left_out_and_headcounts_stand_apart(run: Run, tmp_path: Path) -> None:
    rows = (
        "session,date,person,stage,role,count\n"
        "Design day,2026-01-05,Ann,design,participant,\n"
        "Design day,2026-01-05,Bob,design,Staff,\n"
        "Design day,2026-01-05,Cy,design,supporters,1\n"
        "Design day,2026-01-05,,,,30\n"
        "Review,2026-03-05, ANN ,evaluation,,\n"
        "Review,2026-03-05,Di,evaluation,chair,\n"
    )
    document = json.loads(run("voices", written(tmp_path, rows), "--pool", "10", "--json").out)
    assert (document["people"], document["seats"]) == (2, 3)
    assert (document["excluded"], document["unnamed"]) == (2, 30)
    assert document["carry_over"] == [
        {
            "from": "design",
            "to": "evaluation",
            "size_from": 1,
            "size_to": 2,
            "shared": 1,
            "share": 0.5,
            "p_at_least": pytest.approx(0.2),
        }
    ]


def test_a_role_of_several_words_is_told_by_what_it_is(run: Run, tmp_path: Path) -> None:
    rows = ["session,date,person,role"]
    helpers = ("BSL interpreter", "Support workers", "Member of staff", "staff member", "Council Observers")
    others = ("Former staff", "Non-staff", "Carer", "Supporter group member")
    rows += [f"A,2026-01-05,P{number},{role}" for number, role in enumerate((*helpers, *others))]
    found = json.loads(run("voices", written(tmp_path, "\n".join(rows)), "--json").out)
    assert (found["people"], found["excluded"]) == (len(others), len(helpers))


def test_helpers_without_names_are_left_out_as_those_with_names_are(run: Run, tmp_path: Path) -> None:
    rows = "session,date,person,role,count\nA,2026-01-05,Ann,,\nA,2026-01-05,,staff,4\nA,2026-01-05,,,0\n"
    document = json.loads(run("voices", written(tmp_path, rows), "--json").out)
    assert (document["people"], document["excluded"], document["unnamed"]) == (1, 1, 0)


def test_a_session_and_a_stage_are_one_however_they_are_spelt(run: Run, tmp_path: Path) -> None:
    rows = (
        "session,date,person,stage\n"
        "Open day,2026-01-05,Ann,Design\n"
        "open  DAY,2026-01-05,Bob,design\n"
        "Review,2026-03-05,Ann,Evaluation\n"
    )
    document = json.loads(run("voices", written(tmp_path, rows), "--json").out)
    assert [(step["session"], step["seats"]) for step in document["timeline"]] == [
        ("Open day", 2),
        ("Review", 1),
    ]
    assert [(one["from"], one["to"], one["size_from"]) for one in document["carry_over"]] == [
        ("Design", "Evaluation", 2)
    ]


def test_sentences_about_one_person_and_about_nobody_read_as_such(run: Run, tmp_path: Path) -> None:
    rows = "session,date,person,stage\nA,2026-01-05,Ann,design\nB,2026-02-05,Ann,review\n"
    said = run("voices", written(tmp_path, rows), "--pool", "1000000").out
    assert "1 person was heard at 2 sessions" in said
    assert "spoken equally" not in said
    assert "Of 1 person in the stage review, 1 had taken part in the stage design." in said
    once = run("voices", written(tmp_path, "date,person\n2026-01-05,Ann\n2026-02-05,Bob\n")).out
    assert "Nobody came more than once." in once
    assert "After the first session, 1 of 1 seat went to somebody new." in once


def test_a_title_that_comes_back_on_another_day_is_another_session(run: Run, tmp_path: Path) -> None:
    text = "session,date,person\nBoard,1 March 2026,Ann\nBoard,1 April 2026,Ann\n"
    document = json.loads(run("voices", written(tmp_path, text), "--json").out)
    assert (document["seats"], document["repeat_seats"]) == (2, 1)
    assert [step["session"] for step in document["timeline"]] == ["Board", "Board"]


def test_sentences_say_what_was_heard_and_name_nobody(run: Run, tmp_path: Path) -> None:
    ran = run("voices", written(tmp_path, as_csv(list(WORKED))), "--pool", "60")
    assert ran.code == 0
    assert "14 people were heard at 6 sessions, and filled 29 seats." in ran.out
    assert "filled 17 of the 29 seats (59%)" in ran.out
    assert "Had everybody come equally often, any three would have filled 21%." in ran.out
    assert "After the first session, 9 of 24 seats went to somebody new." in ran.out
    assert "Fewer people were heard than chance explains" in ran.out
    assert "not known" not in ran.out
    assert "fixed members" not in ran.out


def test_a_group_that_mostly_meets_whole_is_said_to_be_meant_so(run: Run, tmp_path: Path) -> None:
    panel = register("ABCDEF", "ABCDEG", "ABCDEF", "ABCDEG", "ABCDEF", "ABCDEH")
    ran = run("voices", written(tmp_path, as_csv(list(panel))))
    assert "came together again more often than chance explains" in ran.out
    assert "On average 6 of the 8 came: a group with fixed members is meant to be so." in ran.out


def test_a_list_of_money_says_that_it_holds_no_attendance(run: Run, tmp_path: Path) -> None:
    listed = "Name,Basic,Travel,Total\nAmina Example,100.00,5.50,105.50\nBrendan Example,100.00,,100.00\n"
    ran = run("voices", written(tmp_path, listed, "allowances.csv"))
    assert (ran.code, ran.out) == (2, "")
    assert "allowances.csv: This is a list of money for 2 people. It does not say who came to what" in ran.err


def test_without_a_pool_it_says_that_it_is_not_known(run: Run, tmp_path: Path) -> None:
    ran = run("voices", written(tmp_path, as_csv(list(register("ABCDEF", "ABCDEF", "ABCDEF")))))
    assert "could have been asked is not known: the 6 who came were taken" in ran.out


def test_a_list_of_nobody_is_said_to_hold_nobody(run: Run, tmp_path: Path) -> None:
    ran = run("voices", written(tmp_path, "session,date,person,count\nOpen day,2026-05-01,,212\n"))
    assert ran.code == 0
    assert "Nobody is named" in ran.out
    assert "Heard without names: 212" in ran.out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("session,date,person\nA,31/02/2026,Ann\n", "row 2, column B (date): There is no such date"),
        ("session,date,person\nA,,Ann\n", "column B (date): Enter the date"),
        ("session,date,person,count\nA,2026-01-01,,\n", "column C (person): Enter a person"),
        ("session,date,person,count\nA,2026-01-01,,-3\n", "column D (count): Enter a whole number"),
        ("session,date,person,count\nA,2026-01-01,Ann,4\n", "column D (count): A named person counts once"),
        ("colour,shape\nred,round\n", "no columns of names and dates were found"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    run: Run, tmp_path: Path, text: str, sentence: str
) -> None:
    ran = run("voices", written(tmp_path, text))
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err


def test_a_pool_smaller_than_those_who_came_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("voices", written(tmp_path, as_csv(list(WORKED))), "--pool", "13")
    assert ran.code == 2
    assert "the pool cannot be 13" in ran.err


def test_a_long_register_of_somebody_elses_is_understood(run: Run, tmp_path: Path) -> None:
    rows = "".join(
        f"{first},Osei,2026-0{month}-02,{part},{mark}\n"
        for month in (1, 2, 3)
        for part in ("Morning", "Afternoon")
        for first, mark in (("Ama", "Y"), ("Kofi", "N" if part == "Morning" else "Y"))
    )
    path = written(tmp_path, f"FirstName,LastName,SessionDate,SessionType,Present\n{rows}")
    asked = run("voices", path)
    assert asked.code == 2
    assert "Say what makes a session" in asked.err
    document = json.loads(run("voices", path, "--sessions", "half-day", "--json").out)
    assert (document["people"], document["seats"]) == (2, 9)


def test_a_register_with_days_across_is_understood(run: Run, tmp_path: Path) -> None:
    wide = "Panel 2022\nName,11 May,18 May\nAnn Lee,Y,Y\nBo Lind,,Y\nTotal,1,2\n"
    document = json.loads(run("voices", written(tmp_path, wide), "--json").out)
    assert (document["people"], document["seats"], document["people_with_2_or_more"]) == (2, 3, 1)


def test_what_such_a_register_leaves_open_is_asked(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "Name,11 May 2022,\n,AM,PM\nAnn Lee,Y,Y\nBo Lind,,Y\n")
    asked = run("voices", file)
    assert asked.code == 2
    assert "--sessions half-day: Each half day: 2 sessions, 3 attendances" in asked.err
    assert json.loads(run("voices", file, "--sessions", "half-day", "--json").out)["seats"] == 3
    assert json.loads(run("voices", file, "--sessions", "day", "--json").out)["seats"] == 2
