"""A register that names the committee of each row: one day may be a meeting of each, so a person is asked."""

from tests.imports.wide.registers import asked, facts, problems, understood

TEXT = (
    "Committee,Member,10/01/2023,14/02/2023\n"
    "Planning,Ann Lee,Y,A\n,Bo Lind,Y,Y\nAudit,Ann Lee,A,Y\n,Cy Dent,Y,Y\n"
)


def test_what_makes_a_session_is_asked_with_the_counts_of_each_answer() -> None:
    made = understood(TEXT)
    assert asked(made) == ["sessions"]
    assert [(way.code, way.sessions, way.attendances) for way in made.ways] == [
        ("day", 2, 6),
        ("table", 4, 6),
    ]


def test_each_committee_has_its_own_sessions_and_somebody_may_sit_on_two() -> None:
    made = understood(TEXT, session="table")
    assert (asked(made), problems(made)) == ([], [])
    titles = {sitting.title for sitting in made.register.sittings.values()}
    assert titles == {"Planning", "Audit"}
    assert ("Ann Lee", "2023-01-10", True) in facts(made)
    assert ("Ann Lee", "2023-01-10", False) in facts(made)
    assert not any("Committee (A)" in remark for remark in made.remarks)


def test_one_session_of_all_is_said_where_that_is_chosen() -> None:
    made = understood(TEXT.replace("Audit,Ann Lee,A,Y", "Audit,Eli Moss,A,Y"), session="day")
    assert len(made.register.sittings) == 2
    assert "A day that several bodies share is taken for one session of all of them." in made.remarks


def test_one_committee_throughout_asks_nothing() -> None:
    made = understood(TEXT.replace("Audit,Ann Lee", ",Eli Moss"))
    assert (asked(made), len(made.register.sittings)) == ([], 2)


ACROSS = (
    "Attendance 2023\n,Planning Committee,,,Audit Committee,,\n"
    "Member,10/01/2023,14/02/2023,% attended,10/01/2023,17/01/2023,% attended\n"
    "Ann Lee,Y,A,50%,Y,,50%\nBo Lind,Y,Y,100%,,Y,50%\nCy Dent,,,,,,\n"
)


def test_bodies_side_by_side_under_merged_headings_have_sessions_of_their_own() -> None:
    made = understood(ACROSS)
    assert (asked(made), problems(made)) == ([], [])
    held = sorted((one.title, one.held_on.isoformat()) for one in made.register.sittings.values())
    assert held == [
        ("Audit Committee", "2023-01-10"),
        ("Audit Committee", "2023-01-17"),
        ("Planning Committee", "2023-01-10"),
        ("Planning Committee", "2023-02-14"),
    ]
    assert made.register.attendances == 5
    assert list(made.register.unmarked) == ["cy dent"]
    assert (
        "2 bodies stand side by side, each with days of its own: Planning Committee, Audit Committee."
        in made.remarks
    )
    assert not any("taken for one person" in remark for remark in made.remarks)


def test_bodies_of_any_name_are_told_by_a_day_that_two_of_them_share() -> None:
    made = understood(ACROSS.replace(" Committee", ""))
    assert {one.title for one in made.register.sittings.values()} == {"Planning", "Audit"}


def test_days_without_a_year_begin_anew_under_each_body() -> None:
    made = understood(
        "Attendance 2023\n,Planning,Planning,Audit,Audit\nMember,10 Jan,14 Feb,10 Jan,17 Jan\n"
        "Ann Lee,Y,,Y,\nBo Lind,,Y,,Y\n"
    )
    assert problems(made) == []
    assert ("Bo Lind", "2023-01-17", True) in facts(made)


def test_words_over_the_days_that_are_no_bodies_change_nothing() -> None:
    made = understood(
        "Member,Design,,Delivery,\n,10/01/2023,14/02/2023,14/03/2023,11/04/2023\n"
        "Ann Lee,Y,Y,,Y\nBo Lind,Y,,Y,\n"
    )
    assert len(made.tables) == 1
    assert len(made.register.sittings) == 4


def test_a_mark_without_a_name_under_one_of_the_bodies_is_given_to_nobody() -> None:
    made = understood(ACROSS.replace("Cy Dent,,,,,,", ",,,,,Y,"))
    (problem,) = problems(made)
    assert problem.startswith("row 6, column 17/01/2023 (F)")
    assert made.register.attendances == 5
