"""Hearing back: what people said and what came of it, and no session closed without that or a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from tests.conftest import TODAY
from tests.factories import people, projects, sessions
from tests.factories.staff import staff
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, Refused, StaleVersion
from tracker.permissions import SYSTEM
from tracker.sessions import hearing_back, hearing_queries
from tracker.sessions.models import Feedback, InvolvementSession, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("db_session")

SAID = {"you_said": "The bus is too early.", "we_did": "We begin at ten."}
TOLD = {"told_on": date(2026, 11, 20), "told_how": "By letter"}


@pytest.fixture
def held() -> InvolvementSession:
    """A session eleven days ago at which somebody was heard."""
    involvement = sessions.involvement()
    sessions.attendance(involvement, people.participant(name="Amina Example"), Outcome.ATTENDED)
    return involvement


def write(*involvements: InvolvementSession, **values: Any) -> list[Feedback]:
    with writing():
        return hearing_back.write_feedback(
            actor=SYSTEM, on=TODAY, involvements=involvements, values=SAID | values
        )


def close(involvement: InvolvementSession, reason: str | None = None, version: int | None = None) -> None:
    with writing():
        hearing_back.close_session(
            actor=SYSTEM,
            on=TODAY,
            involvement=involvement,
            version=involvement.version if version is None else version,
            reason=reason,
        )


def owed() -> list[str]:
    viewer = staff("manager").actor()
    return [one.title for one in hearing_queries.owing(viewer, TODAY).rows]


# --- closing ------------------------------------------------------------------------------------------------


def test_a_session_closes_once_people_were_told(held: InvolvementSession) -> None:
    write(held, **TOLD)
    close(held)
    assert held.closed_on == TODAY
    assert owed() == []


def test_a_session_does_not_close_without_it_or_a_reason(held: InvolvementSession) -> None:
    with pytest.raises(Invalid, match="Enter why people have not heard back") as refused:
        close(held)
    assert refused.value.field == "reason"
    close(held, "Nobody left an address.")
    assert held.not_heard_back_reason == "Nobody left an address."


def test_what_is_written_but_not_told_does_not_close_a_session(held: InvolvementSession) -> None:
    write(held, **TOLD)
    write(held)
    with pytest.raises(Invalid):
        close(held)


def test_a_session_does_not_close_before_its_register_is_taken(held: InvolvementSession) -> None:
    sessions.attendance(held, people.participant())
    write(held, **TOLD)
    with pytest.raises(Refused, match="Take the register first"):
        close(held)


def test_a_session_to_come_neither_closes_nor_is_answered() -> None:
    involvement = sessions.involvement(held_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="has not taken place yet"):
        close(involvement, "Because")
    with pytest.raises(Refused, match="has not taken place yet"):
        write(involvement)


def test_a_closed_session_keeps_its_entries_until_it_is_opened_again(held: InvolvementSession) -> None:
    (entry,) = write(held, **TOLD)
    close(held)
    with pytest.raises(Refused, match="Open it again"):
        write(held)
    with pytest.raises(Refused, match="Open it again"), writing():
        hearing_back.remove_feedback(actor=SYSTEM, involvement=held, entry=entry)
    with writing():
        hearing_back.reopen_session(actor=SYSTEM, involvement=held)
    assert owed() == ["Steering group"]
    with writing():
        hearing_back.remove_feedback(actor=SYSTEM, involvement=held, entry=entry)
    assert hearing_queries.feedback(held.id) == []


def test_closing_over_somebody_elses_change_shows_it_first(held: InvolvementSession) -> None:
    write(held, **TOLD)
    with pytest.raises(StaleVersion):
        close(held, version=held.version - 1)


def test_closing_and_opening_again_are_on_record(held: InvolvementSession) -> None:
    close(held, "A secret of theirs")
    with writing():
        hearing_back.reopen_session(actor=SYSTEM, involvement=held)
    events = db.session.scalars(db.select(AuditEvent).where(AuditEvent.record_id == held.id)).all()
    verbs = [event.verb for event in events]
    assert verbs[-2:] == ["closed-session", "reopened-session"]
    assert "secret" not in str([event.values for event in events])


# --- entries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"you_said": " "}, "you_said"),
        ({"we_did": ""}, "we_did"),
        ({"we_did": "x" * 2001}, "we_did"),
        ({"told_on": date(2026, 11, 24), "told_how": "By letter"}, "told_on"),
        ({"told_on": date(2026, 11, 11), "told_how": "By letter"}, "told_on"),
        ({"told_on": date(2026, 11, 20)}, "told_how"),
        ({"told_by": "x" * 201}, "told_by"),
    ],
)
def test_an_entry_that_cannot_be_names_its_field(
    held: InvolvementSession, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        write(held, **values)
    assert refused.value.field == field


def test_the_database_too_wants_to_know_how_people_were_told(held: InvolvementSession) -> None:
    (entry,) = write(held)
    with pytest.raises(IntegrityError), writing():
        entry.told_on = TODAY


def test_one_entry_answers_several_sessions(held: InvolvementSession) -> None:
    other = sessions.involvement(held.project, title="Second meeting")
    written = write(held, other, **TOLD)
    assert [entry.involvement_session_id for entry in written] == [held.id, other.id]


# --- who is owed ------------------------------------------------------------------------------------------


def test_the_longest_wait_comes_first_and_nobody_heard_owes_nothing(held: InvolvementSession) -> None:
    sessions.involvement(title="Street stall", held_on=date(2026, 3, 1), heard_without_names=40)
    cancelled = sessions.involvement(title="Cancelled", held_on=date(2026, 3, 1))
    sessions.attendance(cancelled, outcome=Outcome.CANCELLED_BY_US)
    helped = sessions.involvement(title="Helpers alone", held_on=date(2026, 3, 1))
    sessions.attendance(helped, outcome=Outcome.ATTENDED, role="interpreter")
    assert owed() == ["Street stall", "Steering group"]
    assert hearing_queries.owing_count(staff("manager").actor(), TODAY) == 2


def test_a_lead_is_reminded_of_their_own_projects_alone(held: InvolvementSession) -> None:
    lead = staff("lead", project_id=projects.project().id).actor()
    assert hearing_queries.owing(lead, TODAY).rows == []
    assert hearing_queries.owing_count(lead, TODAY) == 0


def test_a_long_list_goes_on_from_page_to_page(held: InvolvementSession) -> None:
    for day in range(1, 4):
        sessions.involvement(held.project, held_on=date(2026, 5, day), heard_without_names=1)
    viewer = staff("manager").actor()
    first = hearing_queries.owing(viewer, TODAY, size=3)
    second = hearing_queries.owing(viewer, TODAY, after=first.next_cursor, size=3)
    assert [one.held_on.day for one in (*first.rows, *second.rows)] == [1, 2, 3, 12]


# --- pages --------------------------------------------------------------------------------------------------


def address(involvement: InvolvementSession, end: str = "") -> str:
    return f"/sessions/{encode(involvement.id)}{end}"


def test_a_lead_writes_tells_and_closes(held: InvolvementSession, as_: As) -> None:
    client = as_("lead")
    assert "Nothing written down" in client.get("/hearing-back").text
    page = client.post(address(held, "/feedback/new"), data=SAID, follow_redirects=True).text
    assert "The bus is too early." in page
    assert "Not told yet" in page
    assert "0 of 1 told" in client.get("/hearing-back").text
    (entry,) = hearing_queries.feedback(held.id)
    change = address(held, f"/feedback/{encode(entry.id)}")
    told = {"told_on": ["20", "11", "2026"], "told_how": "By letter", "version": "1"}
    assert "Told on 20 November 2026" in client.post(change, data=SAID | told, follow_redirects=True).text
    assert "All told, not closed" in client.get("/hearing-back").text
    assert "leaves the list" in client.get(address(held, "/close")).text
    version = db.session.get_one(InvolvementSession, held.id).version
    closed = client.post(address(held, "/close"), data={"version": version}, follow_redirects=True)
    assert "The session is closed." in closed.text
    assert "Every session is closed" in client.get("/hearing-back").text
    assert "Open the session again" in closed.text


def test_a_reason_is_asked_for_and_shown(held: InvolvementSession, as_: As) -> None:
    client = as_("lead")
    version = held.version
    answer = client.post(address(held, "/close"), data={"version": version, "reason": ""})
    assert "Enter why people have not heard back, or tell them first." in answer.text
    data = {"version": version, "reason": "Nobody left an address."}
    answer = client.post(address(held, "/close"), data=data, follow_redirects=True)
    assert "People have not heard back: Nobody left an address." in answer.text


def test_the_days_that_people_wait_are_counted(held: InvolvementSession, as_: As) -> None:
    assert "11 days" in as_("manager").get("/hearing-back").text
    assert "11 days ago" in as_("manager").get("/").text


def test_other_sessions_of_the_project_can_be_answered_at_once(held: InvolvementSession, as_: As) -> None:
    other = sessions.involvement(held.project, title="Second meeting", heard_without_names=3)
    answer = as_("lead").post(
        address(held, "/feedback/new"), data=SAID | {"also": [str(other.id)]}, follow_redirects=True
    )
    assert "It is written down for 2 sessions." in answer.text
    assert len(hearing_queries.feedback(other.id)) == 1


def test_a_persons_page_shows_what_came_of_their_sessions(held: InvolvementSession, as_: As) -> None:
    write(held, **TOLD)
    missed = sessions.attendance(
        sessions.involvement(held.project, title="Missed"), outcome=Outcome.DID_NOT_ATTEND
    )
    write(missed.involvement, you_said="Something else")
    (place,) = [row for row in _places(held) if row.outcome == Outcome.ATTENDED]
    page = as_("lead").get(f"/people/{encode(place.participant_id)}").text
    assert "We begin at ten." in page
    assert "Something else" not in as_("lead").get(f"/people/{encode(missed.participant_id)}").text


def _places(involvement: InvolvementSession) -> Any:
    from tracker.sessions import queries

    return queries.attendances(involvement.id)


def test_a_manager_reads_and_writes_nothing(held: InvolvementSession, as_: As) -> None:
    write(held)
    client = as_("manager")
    page = client.get(address(held)).text
    assert "We begin at ten." in page
    assert "Write down more" not in page
    assert client.post(address(held, "/feedback/new"), data=SAID).status_code == 403


@pytest.mark.parametrize("form", ["", "?print=large"])
def test_the_sheet_to_print_says_it_without_names(held: InvolvementSession, as_: As, form: str) -> None:
    client = as_("lead")
    refused = client.get(address(held, "/you-said-we-did"))
    assert "Nothing is written down yet" in refused.text
    write(held, due_on=date(2027, 1, 4))
    answer = client.get(address(held, f"/you-said-we-did{form}"))
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
