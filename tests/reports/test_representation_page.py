"""The page of representation: made once and frozen, refused where two would give somebody away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories.diversity import asks, said
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.diversity.models import RepresentationSnapshot
from tracker.people.models import Participant
from tracker.projects.models import Project
from tracker.reports.seats import quarter_ends, twelve_months_to
from tracker.sessions.models import Outcome
from tracker.web.ids import encode

As = Callable[..., FlaskClient]
IN_TIME = date(2026, 9, 10)
ENDS = "2026-09-30"


def heard(of: Project, answers: Sequence[str | None], held_on: date = IN_TIME) -> list[Participant]:
    """People who came to one session; each said this about their sex, or nothing."""
    session = involvement(of, held_on=held_on)
    people = []
    for answer in answers:
        person = participant(of)
        attendance(session, person, Outcome.ATTENDED)
        if answer:
            said(person, sex=answer)
        people.append(person)
    return people


def stage(app: Flask) -> tuple[int, str]:
    """A project in which eighteen people were heard, sixteen of whom answered."""
    with app.app_context():
        of = project()
        asks(of, "sex")
        heard(of, ["female"] * 10 + ["male"] * 6 + [None, "prefer_not_to_say"])
        return of.id, encode(of.id)


def made(client: FlaskClient, of: str, once: str = "a") -> str:
    answer = client.post("/representation", data={"project": of, "until": ENDS, "once": once})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def body(page: str) -> str:
    """What a report says, without the notice above it and the button below it."""
    return page[page.index("<h1") : page.index("To give to others")]


def test_a_report_says_who_is_heard_beside_whom_and_is_frozen(app: Flask, as_: As) -> None:
    project_id, of = stage(app)
    keeper = as_("diversity")
    compared = keeper.post(
        f"/projects/{of}/diversity/sex/compare",
        data={"compare_with": "birmingham", "why": "They live here.", "once": "c"},
    )
    assert compared.status_code == 302
    address = made(keeper, of)
    page = body(keeper.get(address).text)
    for words in ("16 of 18 people answered", "56% to 67%", "Birmingham, Census 2021. They live here."):
        assert words in page
    assert "Open Government Licence v3.0" in page
    assert "More than benchmark" in page
    assert "Possible gap" in page
    with app.app_context():
        heard(db.session.get_one(Project, project_id), ["male"] * 7)
    assert body(keeper.get(address).text) == page
    assert "23 of 25 people answered" in keeper.get(made(keeper, of, "b")).text
    file = keeper.post(f"{address}/file")
    assert "sex,Female,10," in file.text
    assert "about 15,about 20" in file.text
    with app.app_context():
        verbs = db.session.scalars(
            select(AuditEvent.verb).where(AuditEvent.kind == "representation_snapshot")
        )
        assert sorted(verbs) == [*["made-report-on-representation"] * 2, "took-report-on-representation"]


def test_a_report_that_differs_by_one_person_from_an_earlier_one_is_refused(app: Flask, as_: As) -> None:
    project_id, of = stage(app)
    keeper = as_("diversity")
    made(keeper, of)
    with app.app_context():
        heard(db.session.get_one(Project, project_id), ["female"])
    page = keeper.post("/representation", data={"project": of, "until": ENDS, "once": "b"}).text
    assert "could give somebody away" in page
    # Nor does the whole organisation's report tell what the project's leaves out.
    with app.app_context():
        asks(None, "sex")
    page = keeper.post("/representation", data={"project": "", "until": ENDS, "once": "d"}).text
    assert "could give somebody away" in page
    with app.app_context():
        assert len(db.session.scalars(select(RepresentationSnapshot)).all()) == 1


def test_a_report_that_would_say_the_same_again_is_not_made_twice(app: Flask, as_: As) -> None:
    _, of = stage(app)
    keeper = as_("diversity")
    made(keeper, of, "a")
    again = keeper.post("/representation", data={"project": of, "until": ENDS, "once": "b"})
    assert "This report was made on" in again.text
    assert "would say the same today. Look at it." in again.text
    with app.app_context():
        assert len(db.session.scalars(select(RepresentationSnapshot)).all()) == 1


def test_where_too_few_answered_the_communities_stand_in_the_table_s_place(app: Flask, as_: As) -> None:
    with app.app_context():
        of = project()
        asks(of, "sex")
        heard(of, ["female"] * 4 + ["male"] * 3)
        number = encode(of.id)
    keeper = as_("diversity")
    added = keeper.post(
        f"/projects/{number}/communities", data={"name": "Boat families", "partner": "The canal trust"}
    )
    assert added.status_code == 302
    page = keeper.get(made(keeper, number)).text
    assert "7 of 7 people answered" in page
    assert "<table" not in page
    assert "Boat families</strong>, with The canal trust" in page
    assert "not yet" in page


def test_a_report_without_a_question_is_refused_in_a_sentence(app: Flask, as_: As) -> None:
    with app.app_context():
        of = encode(project().id)
    page = as_("diversity").post("/representation", data={"project": of, "until": ENDS}).text
    assert "No question is asked here yet" in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"compare_with": "own", "why": "Ours", "name": "Users", "percent_0": "60"}, "add up to 100"),
        ({"compare_with": "own", "why": "Ours", "name": "Users", "percent_0": "x"}, "from 0 to 100"),
        ({"compare_with": "england", "why": ""}, "right people to compare with"),
        ({"compare_with": "own", "why": "Ours", "percent_0": "60", "percent_1": "40"}, "whose shares"),
    ],
)
def test_a_comparison_that_cannot_be_meant_is_refused(
    app: Flask, as_: As, data: dict[str, str], says: str
) -> None:
    with app.app_context():
        of = project()
        asks(of, "sex")
        address = f"/projects/{encode(of.id)}/diversity/sex/compare"
    assert says in as_("diversity").post(address, data=data).text


def test_every_share_that_is_no_percentage_is_named_at_once(app: Flask, as_: As) -> None:
    with app.app_context():
        of = project()
        asks(of, "sex")
        address = f"/projects/{encode(of.id)}/diversity/sex/compare"
    data = {"compare_with": "own", "why": "", "name": "", "percent_0": "many", "percent_1": "101"}
    page = as_("diversity").post(address, data=data).text
    assert page.count("Say in one sentence why these are the right people to compare with.") == 2
    assert page.count("Say whose shares these are") == 2
    for at, group in enumerate(("Female", "Male")):
        assert page.count(f"{group}: enter a percentage from 0 to 100, like 12 or 12.5.") == 2
        assert f'href="#percent_{at}"' in page
    # What stands in boxes that are not used stops nothing.
    kept = as_("diversity").post(address, data=data | {"compare_with": "nothing"})
    assert kept.status_code == 302


def test_a_file_of_shares_names_the_row_that_is_no_percentage(app: Flask, as_: As) -> None:
    with app.app_context():
        of = project()
        asks(of, "sex")
        address = f"/projects/{encode(of.id)}/diversity/sex/compare"
    file = (BytesIO(b"category,percent\nFemale,51\nMale,half"), "shares.csv")
    data = {"compare_with": "own", "why": "Ours", "name": "Users", "file": file}
    page = as_("diversity").post(address, data=data).text
    assert "Row 3, Male: enter a percentage from 0 to 100" in page


def test_nobody_but_a_keeper_of_answers_sees_a_report_and_only_of_their_project(app: Flask, as_: As) -> None:
    _, of = stage(app)
    address = made(as_("diversity"), of)
    with app.app_context():
        elsewhere = project().id
    outsider = as_("diversity", project_id=elsewhere)
    assert outsider.get(address).status_code == 404
    assert outsider.get("/representation").text.count("/representation/") == 0
    for role in ("lead", "finance", "manager", "administrator", "auditor", "benefit-contact"):
        assert as_(role).get(address).status_code == 403


def test_the_periods_are_twelve_months_to_the_end_of_a_quarter() -> None:
    ends = quarter_ends(date(2026, 11, 23))
    assert ends[:3] == [date(2026, 9, 30), date(2026, 6, 30), date(2026, 3, 31)]
    assert quarter_ends(date(2026, 1, 1))[0] == date(2025, 12, 31)
    assert twelve_months_to(ends[0]) == date(2025, 10, 1)
    assert twelve_months_to(date(2025, 12, 31)) == date(2025, 1, 1)
