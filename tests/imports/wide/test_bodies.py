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
