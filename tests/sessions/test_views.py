"""Pages of sessions and of the register."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from tests.factories import people, projects, sessions
from tracker.permissions import SYSTEM
from tracker.projects import queries as project_queries
from tracker.projects.services import seed_lists
from tracker.sessions import queries, views
from tracker.sessions.models import Attendance, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def lists(app: Flask) -> None:
    with app.app_context(), writing():
        seed_lists(actor=SYSTEM, on=date(2026, 11, 23))


@pytest.fixture
def project_id(app: Flask) -> int:
    with app.app_context():
        return projects.project(name="Early years").id


def typed(project_id: int, **values: Any) -> dict[str, Any]:
    given = {"project": str(project_id), "title": "Steering group", "held_on": ["12", "11", "2026"]}
    return given | {"mode": "in-person", "start": "10:00", "end": "12.30pm"} | values


def test_a_lead_logs_a_session(as_: As, project_id: int) -> None:
    lead = as_("lead", project_id=project_id)
    values = typed(project_id, stage="governance", level="co-production", consulted_by="research")
    page = lead.post("/sessions/new", data=values, follow_redirects=True).text
    for words in ("The session is logged", "2 hours 30 minutes", "Governance", "Co-production", "S-000001"):
        assert words in page


def test_where_there_is_no_project_yet_nobody_is_left_with_an_empty_list(as_: As) -> None:
    assert "Ask an administrator to make one" in as_("lead").get("/sessions/new").text
    page = as_("lead", "administrator").get("/sessions/new").text
    assert "Make a project first" in page
    assert "<form method" not in page.partition("<main")[2]


def test_what_a_letter_may_say_later_is_asked_and_unknown_is_not_no(
    app: Flask, as_: As, project_id: int
) -> None:
    lead = as_("lead")
    values = typed(project_id, activity="interview", unpaid="yes", free_to_withdraw="yes")
    path = lead.post("/sessions/new", data=values).location.partition("?")[0]
    page = lead.get(path).text
    for words in ("Interview", "None: it is unpaid. Expenses can be paid", "Not known"):
        assert words in page
    with app.app_context():
        kept = queries.by_ref("S-000001")
        assert kept is not None
        assert (kept.service_user_activity, kept.free_to_withdraw, kept.unpaid) == (None, True, True)
    form = lead.get(f"{path}/edit").text
    assert '<option value="interview" selected>' in form
    assert re.search(r'name="free_to_withdraw"[^>]*value="yes" checked', form)
    assert re.search(r'name="consulted_by"[^>]*value="" checked', form)


def test_every_stage_and_level_carries_its_meaning(as_: As, project_id: int) -> None:
    page = as_("lead").get("/sessions/new").text
    assert "Working out together what should be done" in page
    assert "People and staff share the decisions" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Enter what the session is about"),
        ({"title": "x" * 201}, "Make this 200 letters or fewer"),
        ({"venue": "a\x00b"}, "characters that cannot be printed"),
        ({"held_on": ["31", "2", "2026"]}, "There is no such date"),
        ({"held_on": ["99999999999999999999", "2", "2026"]}, "There is no such date"),
        ({"held_on": ["1", "9223372036854775808", "2026"]}, "There is no such date"),
        ({"held_on": ["1", "2", "26"]}, "Enter the year with four numbers"),
        ({"end": "9:00"}, "Enter an end later than the start."),
        ({"start": "25:00"}, "There is no such time"),
        ({"start": "", "end": "", "length": "0"}, "Enter a whole number from 1"),
        ({"length": "-2"}, "Enter hours like"),
        ({"heard_without_names": "-3"}, "Enter a whole number from 0"),
        ({"mode": "by-post"}, "Choose one from the list."),
        ({"activity": "by-post"}, "Choose one from the list."),
        ({"free_to_withdraw": "perhaps"}, "Choose one from the list."),
        ({"stage": "nowhere"}, "Choose one from the list."),
        ({"project": ""}, "Choose the project."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    as_: As, project_id: int, values: dict[str, Any], sentence: str
) -> None:
    answer = as_("lead").post("/sessions/new", data=typed(project_id, **values))
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert sentence in answer.text


def test_a_lead_logs_nothing_for_another_project(app: Flask, as_: As, project_id: int) -> None:
    with app.app_context():
        mine = projects.project().id
    answer = as_("lead", project_id=mine).post("/sessions/new", data=typed(project_id))
    assert "Choose one from the list." in answer.text


def test_another_projects_session_does_not_exist(app: Flask, as_: As, project_id: int) -> None:
    with app.app_context():
        place = sessions.attendance(sessions.involvement())
        path = f"/sessions/{encode(place.involvement_session_id)}"
        code = encode(place.id)
    lead = as_("lead", project_id=project_id)
    for address in (
        path,
        f"{path}/edit",
        f"{path}/invite",
        f"{path}/invite/everybody",
        f"{path}/again",
        f"{path}/register",
    ):
        assert lead.get(address).status_code == 404
    assert lead.post(f"{path}/register", data={}).status_code == 404
    assert lead.post(f"{path}/places/{code}/take-off").status_code == 404


def test_the_list_goes_on_from_page_to_page(app: Flask, as_: As, project_id: int) -> None:
    with app.app_context():
        project = project_queries.project(everybody(), project_id)
        for number in range(52):
            sessions.involvement(project, title=f"Meeting {number:02d}", held_on=date(2026, 1, 1))
    first = as_("lead").get(f"/sessions?project={project_id}")
    assert first.text.count("Meeting ") == 50
    assert "Next page" in first.text
    assert f"project={project_id}" in first.text


def everybody() -> Any:
    from tracker.permissions import Actor, Permission

    return Actor(user_id=None, name="x", everywhere=frozenset(Permission))


def test_a_search_with_a_null_byte_is_a_search(as_: As) -> None:
    assert as_("lead").get("/sessions?search=a%00b&after=x%00~1").status_code == 200


def test_two_people_saving_at_once_are_shown_both_values(app: Flask, as_: As, project_id: int) -> None:
    with app.app_context():
        involvement = sessions.involvement(project_queries.project(everybody(), project_id))
        path = f"/sessions/{encode(involvement.id)}/edit"
    client = as_("lead")
    client.post(path, data=typed(project_id, title="Theirs", ref="S-000001", version="1"))
    answer = client.post(path, data=typed(project_id, title="Mine", ref="S-000001", version="1"))
    assert "Saved by somebody else meanwhile" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text


def test_a_session_keeps_its_values_through_its_form(app: Flask, as_: As, project_id: int) -> None:
    lead = as_("lead")
    values = typed(project_id, start="", end="", length="1:20", preparation="0:45", stage="design")
    path = lead.post("/sessions/new", data=values).location.partition("?")[0]
    page = lead.get(f"{path}/edit").text
    assert 'value="1:20"' in page
    assert 'value="0:45"' in page
    answer = lead.post(f"{path}/edit", data=values | {"version": "1", "ref": "S-000001", "length": "2"})
    assert answer.status_code == 302
    assert "2 hours" in lead.get(path).text


# --- people and the register ------------------------------------------------------------------------------


class Meeting:
    """A session of Early years with three people invited, and how a browser fills in its register."""

    def __init__(self, app: Flask, **values: Any) -> None:
        self.app = app
        with app.app_context():
            project = projects.project()
            involvement = sessions.involvement(project, **values)
            self.project_id, self.id = project.id, involvement.id
            self.path = f"/sessions/{encode(involvement.id)}"
            for name in ("Amina", "Brendan", "Chidi"):
                person = people.participant(project, name=f"{name} Example")
                sessions.attendance(involvement, person)

    def places(self) -> dict[str, Attendance]:
        with self.app.app_context():
            found = queries.attendances(self.id)
            return {place.participant.name.split()[0]: place for place in found}

    def form(self, **rows: dict[str, Any]) -> dict[str, Any]:
        """The register as it is shown now, with the rows named filled in over it."""
        data: dict[str, Any] = {}
        for name, place in self.places().items():
            code = encode(place.id)
            values = {
                "outcome": place.outcome.value if place.outcome else "",
                "minutes": "" if place.minutes is None else str(place.minutes),
                "preparation_minutes": ""
                if place.preparation_minutes is None
                else str(place.preparation_minutes),
                "role": place.role,
            }
            data[f"shown_{code}"] = "|".join(values.values())
            data[f"version_{code}"] = str(place.version)
            data |= {f"{field}_{code}": text for field, text in (values | rows.get(name, {})).items()}
        return data

    def outcomes(self) -> list[Outcome | None]:
        return [place.outcome for place in self.places().values()]


def test_the_whole_register_is_recorded_on_one_screen(app: Flask, as_: As) -> None:
    meeting = Meeting(app, minutes=120, preparation_minutes=30)
    data = meeting.form(
        Amina={"outcome": "attended"},
        Brendan={"outcome": "part", "minutes": "45", "role": "chair"},
        Chidi={"outcome": "cancelled-by-them"},
    )
    answer = as_("lead").post(f"{meeting.path}/register", data=data, follow_redirects=True)
    assert "The register is saved." in answer.text
    places = meeting.places()
    assert meeting.outcomes() == [Outcome.ATTENDED, Outcome.PART, Outcome.CANCELLED_BY_THEM]
    assert (places["Amina"].minutes, places["Amina"].preparation_minutes) == (120, 30)
    assert (places["Brendan"].minutes, places["Brendan"].role) == (45, "chair")


def test_one_button_says_that_the_others_attended(app: Flask, as_: As) -> None:
    meeting = Meeting(app)
    data = meeting.form(Chidi={"outcome": "did-not-attend"}) | {"fill": "attended"}
    as_("lead").post(f"{meeting.path}/register", data=data)
    assert meeting.outcomes() == [Outcome.ATTENDED, Outcome.ATTENDED, Outcome.DID_NOT_ATTEND]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"outcome": "part"}, "Enter how many minutes they were there."),
        ({"outcome": "attended", "minutes": "-5"}, "Enter a whole number from 0 to 1,440."),
        ({"outcome": "attended", "minutes": "1441"}, "Enter a whole number from 0 to 1,440."),
        ({"outcome": "asleep"}, "Choose one from the list."),
        ({"outcome": "attended", "role": "queen"}, "Choose one from the list."),
    ],
)
def test_one_bad_row_saves_nothing_and_is_pointed_at(
    app: Flask, as_: As, row: dict[str, str], sentence: str
) -> None:
    meeting = Meeting(app)
    data = meeting.form(Amina={"outcome": "attended"}, Brendan=row)
    answer = as_("lead").post(f"{meeting.path}/register", data=data)
    assert answer.status_code == 200
    assert f"Brendan Example: {sentence}" in answer.text
    assert encode(meeting.places()["Brendan"].id) in answer.text.partition("There is a problem")[2][:600]
    assert meeting.outcomes() == [None, None, None]


def test_two_people_take_one_register_together(app: Flask, as_: As) -> None:
    meeting = Meeting(app)
    mine = meeting.form(Amina={"outcome": "attended"})
    theirs = meeting.form(Brendan={"outcome": "attended"})
    client = as_("lead")
    assert client.post(f"{meeting.path}/register", data=theirs).status_code == 302
    assert client.post(f"{meeting.path}/register", data=mine).status_code == 302
    assert meeting.outcomes() == [Outcome.ATTENDED, Outcome.ATTENDED, None]


def test_two_people_recording_one_person_differently_are_shown_both(app: Flask, as_: As) -> None:
    meeting = Meeting(app)
    mine = meeting.form(Amina={"outcome": "did-not-attend"})
    theirs = meeting.form(Amina={"outcome": "attended"}, Chidi={"outcome": "attended"})
    client = as_("lead")
    client.post(f"{meeting.path}/register", data=theirs)
    answer = client.post(f"{meeting.path}/register", data=mine)
    assert "Saved by somebody else meanwhile" in answer.text
    assert "Amina Example: outcome" in answer.text
    assert meeting.outcomes() == [Outcome.ATTENDED, None, Outcome.ATTENDED]
    chidi = encode(meeting.places()["Chidi"].id)
    # The row that only they changed is shown as they left it, so that saving again keeps it.
    row = answer.text.partition(f'id="outcome_{chidi}"')[2].partition("</select>")[0]
    assert '<option value="attended" selected>' in row


def hidden(page: str, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return found[1]


def test_a_fault_in_another_row_does_not_let_unseen_values_be_overwritten(app: Flask, as_: As) -> None:
    meeting = Meeting(app)
    mine = meeting.form(Amina={"outcome": "did-not-attend"}, Brendan={"outcome": "part", "minutes": "-5"})
    client = as_("lead")
    client.post(f"{meeting.path}/register", data=meeting.form(Amina={"outcome": "attended"}))
    page = client.post(f"{meeting.path}/register", data=mine).text
    amina, brendan = (encode(meeting.places()[name].id) for name in ("Amina", "Brendan"))
    mended = {f"{kind}_{amina}": hidden(page, f"{kind}_{amina}") for kind in ("version", "shown")}
    answer = client.post(f"{meeting.path}/register", data=mine | mended | {f"minutes_{brendan}": "45"})
    assert "Saved by somebody else meanwhile" in answer.text
    assert meeting.outcomes() == [Outcome.ATTENDED, None, None]
    seen = {f"{kind}_{amina}": hidden(answer.text, f"{kind}_{amina}") for kind in ("version", "shown")}
    last = client.post(f"{meeting.path}/register", data=mine | seen | {f"minutes_{brendan}": "45"})
    assert last.status_code == 302
    assert meeting.outcomes() == [Outcome.DID_NOT_ATTEND, Outcome.PART, None]


def test_a_register_before_the_day_takes_cancellations_only(app: Flask, as_: As) -> None:
    meeting = Meeting(app, held_on=date(2026, 12, 1))
    client = as_("lead")
    answer = client.post(f"{meeting.path}/register", data=meeting.form(Amina={"outcome": "attended"}))
    assert "has not taken place yet" in answer.text
    answer = client.post(f"{meeting.path}/register", data=meeting.form(Amina={"outcome": "cancelled-by-us"}))
    assert answer.status_code == 302


def test_a_manager_sees_who_came_and_records_nothing(app: Flask, as_: As) -> None:
    meeting = Meeting(app)
    manager = as_("manager")
    page = manager.get(meeting.path).text
    assert "Amina Example" in page
    assert "Take the register" not in page
    assert manager.post(f"{meeting.path}/register", data=meeting.form()).status_code == 403


def test_somebody_put_on_by_mistake_is_taken_off(app: Flask, as_: As) -> None:
    meeting = Meeting(app)
    place = encode(meeting.places()["Chidi"].id)
    page = as_("lead").post(f"{meeting.path}/places/{place}/take-off", follow_redirects=True).text
    assert "Amina Example" in page
    assert "Chidi Example" not in page


def test_a_package_above_shows_its_part_on_the_page_of_a_session(
    app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = Meeting(app)
    monkeypatch.setattr(views, "sections", [lambda shown: Markup("<h2>About {}</h2>").format(shown.title)])
    assert "<h2>About Steering group</h2>" in as_("lead").get(meeting.path).text


def test_each_role_is_asked_whether_it_is_consulted_and_unknown_stays_unknown(
    app: Flask, as_: As, project_id: int
) -> None:
    lead = as_("lead", project_id=project_id)
    path = lead.post("/sessions/new", data=typed(project_id, consulted_by="duty")).location.partition("?")[0]
    with app.app_context():
        kept = queries.by_ref("S-000001")
        assert kept is not None
        assert (kept.service_user_activity, kept.consulted_by) == (True, "duty")
        place = sessions.attendance(kept, people.participant())
        with writing():
            place.role = "chair"
    assert "Consulted as chair" in lead.get(path).text
    form = lead.get(f"{path}/consulted").text
    assert "Chair: are they asked what they think?" in form
    version = re.findall(r'name="version" value="(\d+)"', form)[0]
    answered = lead.post(
        f"{path}/consulted", data={"version": version, "role_0": "no"}, follow_redirects=True
    ).text
    assert "What rests on it was checked again" in answered
    with app.app_context():
        kept = queries.by_ref("S-000001")
        assert kept is not None
        assert (kept.service_user_as("chair"), kept.service_user_as("participant")) == (False, True)
    stale = lead.post(f"{path}/consulted", data={"version": version, "role_0": "yes"}).text
    assert "Somebody else saved this" in stale


def test_where_nobody_has_another_role_there_is_nothing_to_ask(as_: As, project_id: int) -> None:
    lead = as_("lead", project_id=project_id)
    path = lead.post("/sessions/new", data=typed(project_id)).location.partition("?")[0]
    assert "has to be asked about" in lead.get(f"{path}/consulted").text


def test_an_answer_that_came_in_without_its_limb_stays_when_the_session_is_changed(
    app: Flask, as_: As, project_id: int
) -> None:
    lead = as_("lead", project_id=project_id)
    path = lead.post("/sessions/new", data=typed(project_id)).location.partition("?")[0]
    with app.app_context(), writing():
        kept = queries.by_ref("S-000001")
        assert kept is not None
        kept.service_user_activity = True
    form = lead.get(f"{path}/edit").text
    assert "it was not said which" in form
    version = re.findall(r'name="version" value="(\d+)"', form)[0]
    lead.post(
        f"{path}/edit",
        data=typed(project_id, version=version, consulted_by="unsaid", title="Renamed", ref="S-1"),
    )
    with app.app_context():
        kept = queries.by_ref("S-1")
        assert kept is not None
        assert (kept.title, kept.service_user_activity) == ("Renamed", True)
