"""The record of who did what is read page by page, in words, and tells nothing told in confidence."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.accounts import trail
from tracker.audit.services import record
from tracker.db import db
from tracker.people import benefits
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


def test_an_auditor_reads_who_did_what_to_which_claim(app: Flask, as_: As) -> None:
    with app.app_context():
        stage = make.stage()
        claim = make.approved(stage, "Ada Example")
        ref, who = claim.ref, stage.cast.approver
        name = who.name
    page = as_("auditor").get(f"/record?reference={ref.lower()}").text
    assert f"Claim {ref}" in page
    assert name in page
    assert "Approved claim" in page
    assert "£75.00" in page
    assert "Granted" not in page


def test_a_record_is_found_by_its_reference_in_capitals_or_not(db_session: object) -> None:
    stage = make.stage()
    with writing():
        stage.project.ref = "ward-7b"
        record(stage.as_("lead"), "changed-project", stage.project)
    for asked in ("ward-7b", "WARD-7B", "Ward-7b"):
        assert any(
            entry.subject == "Project ward-7b" for entry in trail.entries(after=None, reference=asked).rows
        )


def test_a_place_in_a_session_is_named_by_the_session_and_the_person(db_session: object) -> None:
    stage = make.stage()
    place = make.invited(stage, make.person(stage, "Ada Example"))
    (gave,) = trail.entries(after=None, kind="attendance").rows
    assert gave.subject == f"Attendance {stage.involvement.ref}, {place.participant.ref}"


def test_the_record_is_narrowed_to_one_person_and_one_kind(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    by_them = trail.entries(after=None, who=stage.cast.approver.id, kind="claim")
    assert {(entry.who, entry.act) for entry in by_them.rows} == {
        (stage.cast.approver.name, "Approved claim")
    }


def test_the_record_goes_on_on_further_pages_without_a_gap(db_session: object) -> None:
    for _ in range(60):
        staff()
    first = trail.entries(after=None)
    second = trail.entries(after=first.next_cursor)
    seen = [entry.position for page in (first, second) for entry in page.rows]
    assert seen == list(range(seen[0], seen[0] - 100, -1))


def test_what_was_told_in_confidence_is_on_the_record_for_nobody_in_particular(db_session: object) -> None:
    stage = make.stage()
    participant = make.person(stage, "Ada Example")
    contact = stage.as_("contact")
    with writing():
        benefits.record_circumstances(
            actor=contact, on=TODAY, participant=participant, values={}, consent_on=TODAY
        )
    with writing():
        benefits.note_opened(actor=contact, participant=participant)
    acts = trail.entries(after=None, who=contact.user_id).rows
    assert acts
    assert not any(participant.ref in entry.subject for entry in acts)
    about = trail.entries(after=None, reference=participant.ref).rows
    assert {entry.who for entry in about} == {stage.cast.lead.name}


def test_a_role_in_one_project_is_told_with_the_project(db_session: object) -> None:
    where = project()
    user = staff("lead", project_id=where.id)
    (granted,) = [one for one in trail.entries(after=None, kind="user").rows if one.act == "Granted"]
    assert (granted.subject, granted.told) == (f"Staff {user.name}", f"For project {where.ref}; Role: lead")


def test_an_auditor_of_one_project_does_not_read_the_record_of_all(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        email = staff("auditor", project_id=project().id).email
    sign_in(client, email)
    assert client.get("/record").status_code == 403


def test_an_auditor_checks_that_the_record_is_whole(app: Flask, as_: As) -> None:
    client = as_("auditor")
    assert "The record is whole" in client.post("/record/check").text


def test_a_record_that_was_changed_outside_the_program_is_said_to_be(fresh_app: Flask) -> None:
    client = fresh_app.test_client()
    with fresh_app.app_context():
        email = staff("auditor").email
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE audit_head SET chain = 'another'"))
    sign_in(client, email)
    assert "does not hold from act" in client.post("/record/check").text


def test_an_address_that_nobody_gave_out_shows_the_record_or_nothing(as_: As) -> None:
    client = as_("auditor")
    for query in ("who=x", "kind=x", "after=x", "reference=%00", "who=99999999999999999999999"):
        assert client.get(f"/record?{query}").status_code == 200
