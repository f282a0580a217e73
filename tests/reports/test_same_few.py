"""Is it always the same few: stages, ways, chance and pools in the voices report and on its pages."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import member, project
from tests.factories.sessions import attendance, involvement
from tests.reports.test_voices import FIRST, held
from tracker.imports.voices_command import voices as voices_command
from tracker.people.models import Participant
from tracker.projects.models import Design, Project
from tracker.reports.catalogue import by_project, voices
from tracker.reports.queries import Choice
from tracker.reports.tested import Says
from tracker.sessions.models import Mode, Outcome
from tracker.web import ids

STAGES = ("design", "governance", "delivery", "evaluation")
As = Callable[..., FlaskClient]


def report(of: Project, pool: int | None = None, **dates: date) -> voices.Report:
    return voices.build(Choice(projects=[of.id], **dates), on=TODAY, project=of, pool=pool)


def six_meet(of: Project, weeks: int, **values: object) -> list[Participant]:
    """The same six people week after week."""
    people = [participant() for _ in range(6)]
    for week in range(weeks):
        held(of, week, people, **values)
    return people


@pytest.mark.usefixtures("db_session")
def test_the_report_and_the_command_say_the_same_of_the_same_register(tmp_path: Path) -> None:
    dice, here = Random(11), project()
    people = [participant() for _ in range(14)]
    rows = ["session,date,person,stage,role,count"]
    for week in range(9):
        stage = STAGES[week * len(STAGES) // 9]
        session = held(here, week, [], stage=stage, heard_without_names=week)
        for person in dice.sample(people, 5):
            role = dice.choice(("participant", "participant", "chair", "interpreter"))
            attendance(session, person, Outcome.ATTENDED, role=role)
            rows.append(f"Week {week},{session.held_on},{person.ref},{stage},{role},")
        if week:
            rows.append(f"Week {week},{session.held_on},,{stage},,{week}")
    file = tmp_path / "register.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    said = json.loads(CliRunner().invoke(voices_command, [str(file), "--pool", "40", "--json"]).output)
    found = report(here, pool=40)

    assert found.spread.as_json() == {name: said[name] for name in found.spread.as_json()}
    assert found.tested is not None
    assert found.tested.breadth is not None
    assert found.tested.balance is not None
    for test, name in ((found.tested.breadth, "breadth"), (found.tested.balance, "balance")):
        assert said[name] == {**vars(test), "verdict": test.verdict.value, "flag": test.flag}
    assert [(one.earlier, one.later, one.size_from, one.size_to, one.shared) for one in found.carried] == [
        (one["from"], one["to"], one["size_from"], one["size_to"], one["shared"])
        for one in said["carry_over"]
    ]
    assert [(bar.seats, bar.new_here) for bar in found.bars] == [
        (step["seats"], step["first_time"]) for step in said["timeline"]
    ]
    assert (sum(found.left_out.values()), found.without_names) == (said["excluded"], said["unnamed"])


@pytest.mark.usefixtures("db_session")
def test_the_same_six_out_of_forty_are_more_than_chance_and_out_of_six_a_small_pool() -> None:
    here = project(pool=40)
    six_meet(here, 6)
    found = report(here).tested
    assert found is not None
    assert found.flags
    assert (found.pool.people, found.pool.stated) == (40, True)
    few = report(here, pool=6).tested
    assert few is not None
    assert not few.flags
    assert few.breadth is not None
    assert few.breadth.small_pool


@pytest.mark.usefixtures("db_session")
def test_where_nobody_says_how_many_could_be_asked_its_people_are_counted() -> None:
    here = project()
    six_meet(here, 3)
    for person in (participant(), participant(), participant()):
        member(here, person, on=FIRST)
    member(project(), participant())
    found = report(here).tested
    assert found is not None
    assert (found.pool.people, found.pool.stated) == (9, False)
    early = report(here, until=FIRST - timedelta(days=1))
    assert early.tested is None


@pytest.mark.usefixtures("db_session")
def test_a_pool_that_the_project_gave_too_small_is_not_believed() -> None:
    here = project(pool=3)
    six_meet(here, 3)
    found = report(here).tested
    assert found is not None
    assert (found.pool.people, found.pool.stated) == (6, False)


@pytest.mark.usefixtures("db_session")
def test_a_standing_panel_is_not_held_against_chance_and_two_sessions_are_too_early() -> None:
    panel, new = project(design=Design.STANDING_PANEL, pool=60), project(pool=60)
    six_meet(panel, 6)
    six_meet(new, 2)
    on_purpose, early = report(panel).tested, report(new).tested
    assert on_purpose is not None
    assert early is not None
    assert (on_purpose.says, on_purpose.flags) == (Says.ON_PURPOSE, False)
    assert early.says is Says.TOO_EARLY


@pytest.mark.usefixtures("db_session")
def test_whoever_judges_what_they_designed_is_seen_from_stage_to_stage() -> None:
    here = project()
    six = six_meet(here, 1, stage="design")
    held(here, 5, [*six[:3], participant()], stage="evaluation")
    [found] = report(here).carried
    assert (found.size_to, found.shared, found.mostly_the_same) == (4, 3, True)


@pytest.mark.usefixtures("db_session")
def test_a_stage_to_which_nobody_came_is_none() -> None:
    here = project()
    six_meet(here, 1, stage="design")
    attendance(held(here, 4, [], stage="evaluation"), outcome=Outcome.DID_NOT_ATTEND)
    attendance(held(here, 5, [], stage="governance"), outcome=Outcome.ATTENDED, role="staff")
    assert report(here).carried == []


@pytest.mark.usefixtures("db_session")
def test_who_is_heard_without_a_meeting_is_counted_apart() -> None:
    here, amina = project(), participant()
    held(here, 0, [amina, participant()])
    held(here, 1, [amina, participant()], activity="phone-call")
    held(here, 2, [participant()], mode=Mode.OWN_TIME)
    found = report(here)
    assert found.never_met == 2
    assert {(way.activity, way.mode): way.seats for way in found.ways} == {
        (None, "in-person"): 2,
        ("phone-call", "in-person"): 2,
        (None, "own-time"): 1,
    }


@pytest.mark.usefixtures("db_session")
def test_how_long_ago_people_were_last_heard_is_told_as_of_the_last_day_chosen() -> None:
    here, amina = project(), participant()
    for ago in (400, 10):
        attendance(involvement(here, held_on=TODAY - timedelta(days=ago)), amina, Outcome.ATTENDED)
    attendance(involvement(here, held_on=TODAY - timedelta(days=200)), None, Outcome.ATTENDED)
    found = report(here)
    assert found.last_heard == {
        "In the last month": 1,
        "1 to 3 months ago": 0,
        "3 to 6 months ago": 0,
        "More than 6 months ago": 1,
    }
    then = report(here, until=TODAY - timedelta(days=195))
    assert then.last_heard["In the last month"] == 1
    assert then.last_heard["More than 6 months ago"] == 1


@pytest.mark.usefixtures("db_session")
def test_project_by_project_says_what_each_project_s_own_report_says() -> None:
    often, seldom, nobody = project(pool=40), project(), project()
    six_meet(often, 6)
    six_meet(seldom, 1)
    lines = by_project.build(Choice(), [nobody, seldom, often])
    assert [line.project for line in lines] == [often, seldom, nobody]
    assert [line.tested for line in lines] == [report(one).tested for one in (often, seldom, nobody)]
    assert (lines[0].people, lines[0].seats, lines[0].sessions, lines[0].top_three_seats) == (6, 36, 6, 18)


# --- the pages --------------------------------------------------------------------------------------------


def address(of: Project, page: str = "", **more: object) -> str:
    return f"/voices{page}?project={ids.encode(of.id)}" + "".join(
        f"&{key}={one}" for key, one in more.items()
    )


def test_the_page_says_in_words_what_chance_says(db_session: object, as_: As) -> None:
    here = project(pool=40)
    six_meet(here, 6)
    page = as_("manager").get(address(here)).text
    assert "Fewer people were heard than chance explains." in page
    assert "about 25 different people would have been heard; 6 were" in page
    assert "Could have been asked: 40 people, as somebody stated." in page
    words = as_("manager").get(address(here, "/method")).text
    assert "Balance: sameness" in words
    for hidden in ("Gini", "HHI", "sameness"):
        assert hidden not in page


def test_a_pool_is_corrected_on_the_page_and_one_too_small_is_refused(db_session: object, as_: As) -> None:
    here = project(pool=40)
    six_meet(here, 6)
    manager = as_("manager")
    assert "from 9 people each time" in manager.get(address(here, pool=9)).text
    refused = manager.get(address(here, pool=5)).text
    assert "6 people were heard, so the pool cannot be 5." in refused
    assert 'href="#pool"' in refused


def test_over_several_projects_chance_is_compared_in_each_apart(db_session: object, as_: As) -> None:
    often = project(name="Often", pool=40)
    six_meet(often, 6)
    project(name="Silent")
    manager = as_("manager")
    assert "Projects ask different people" in manager.get("/voices").text
    page = manager.get("/voices/by-project").text
    assert "In 1 of 1 project it is more often the same people" in page
    assert "Silent" in page


def test_a_lead_compares_only_their_own_projects(db_session: object, as_: As) -> None:
    mine, other = project(name="Mine"), project(name="Somebody else's", pool=40)
    six_meet(other, 6)
    page = as_("lead", project_id=mine.id).get("/voices/by-project").text
    assert "Mine" in page
    assert "Somebody else" not in page


def test_a_project_s_page_leads_to_its_voices_for_those_who_may_see_them(db_session: object, as_: As) -> None:
    here = project()
    link = address(here)
    code = ids.encode(here.id)
    assert link in as_("manager").get(f"/projects/{code}").text
    assert link not in as_("finance").get(f"/projects/{code}").text
