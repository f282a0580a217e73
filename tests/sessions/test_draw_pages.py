"""Inviting widely: who can be drawn, that a draw is kept and can be checked, and the files for sortition."""

import csv
import hashlib
import io
import re
import subprocess
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid
from tracker.people.models import Participant
from tracker.permissions import SYSTEM
from tracker.projects.models import Project
from tracker.sessions import agreements, draws
from tracker.sessions.draw_models import AskingAgreement, InvitationDraw
from tracker.sessions.models import InvolvementSession, Outcome
from tracker.sessions.queries import attendances
from tracker.web import ids
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
NEXT = date(2026, 12, 15)


def willing(of: Project, **values: object) -> Participant:
    """Somebody of the project who agreed to be asked."""
    person = participant(of, **values)
    with writing():
        agreements.record_agreements(actor=SYSTEM, on=TODAY, participants=[person])
    return person


def stage(size: int = 5) -> tuple[Project, InvolvementSession, list[Participant]]:
    here = project()
    people = [willing(here, name=f"Willing {number}") for number in range(size)]
    participant(here, name="Not Asked")
    return here, involvement(here, held_on=NEXT), people


def everywhere() -> object:
    """Somebody who logs sessions in every project."""
    from tracker.permissions import Actor, Permission

    held = frozenset({Permission.LOG_SESSIONS, Permission.SEE_SESSIONS, Permission.SEE_PEOPLE})
    return Actor(user_id=None, name="Lead", everywhere=held)


def made(session: InvolvementSession, places: int = 2, **values: object) -> InvitationDraw:
    with writing():
        return draws.draw_for(
            actor=everywhere(),
            on=TODAY,
            involvement=session,
            places=places,
            **{"weighted": False, **values},
        )


def page(session: InvolvementSession, rest: str) -> str:
    return f"/sessions/{ids.encode(session.id)}/{rest}"


@pytest.mark.usefixtures("db_session")
def test_only_people_who_agreed_and_have_no_place_can_be_drawn() -> None:
    here, session, people = stage()
    willing(project())
    attendance(session, people[0])
    with writing():
        agreements.take_back(actor=SYSTEM, on=TODAY, participant=people[1])
    found = draws.could_be_drawn(everywhere(), session, TODAY)
    assert sorted(found) == sorted(person.ref for person in people[2:])
    assert draws.agreed_count(everywhere(), session, TODAY) == 3
    assert here.id == session.project_id


@pytest.mark.usefixtures("db_session")
def test_the_same_seed_draws_the_same_people_and_every_draw_is_numbered_and_kept() -> None:
    _, session, _ = stage()
    first, second = made(session, seed="3 14 15"), made(session, seed="3 14 15")
    other = made(session)
    assert first.lots == second.lots
    assert [one.number for one in draws.draws_of(session)] == [1, 2, 3]
    assert (first.seed_given, other.seed_given, len(other.seed)) == (True, False, 32)
    assert sum(lot["drawn"] for lot in first.lots) == 2


@pytest.mark.usefixtures("db_session")
def test_what_is_kept_is_enough_to_draw_again_by_hand() -> None:
    _, session, people = stage()
    attendance(involvement(session.project, held_on=date(2026, 9, 1)), people[0], Outcome.ATTENDED)
    kept = made(session, weighted=True)
    held = {lot["ref"]: lot["tickets"] for lot in kept.lots}
    assert (held[people[0].ref], held[people[1].ref]) == (3, 13)
    by_hand = sorted(
        (
            min(hashlib.sha256(f"{kept.seed}\n{ref}\n{n}".encode()).hexdigest() for n in range(1, most + 1)),
            ref,
        )
        for ref, most in held.items()
    )
    assert [lot["ref"] for lot in kept.lots if lot["drawn"]] == [ref for _, ref in by_hand[:2]]


@pytest.mark.usefixtures("db_session")
def test_a_draw_leaves_an_event_with_the_digest_of_its_list_and_names_nobody() -> None:
    _, session, _ = stage()
    kept = made(session)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "drew-by-lot")).one()
    assert event.values == {"number": 1, "rows": 5, "sha256": kept.sha256}
    assert "name" not in kept.lots[0]


@pytest.mark.usefixtures("db_session")
def test_more_than_agreed_nobody_and_no_number_are_each_refused_with_what_to_do() -> None:
    _, session, _ = stage(2)
    for places, sentence in ((3, "from 1 to 2"), (0, "from 1 to 2"), (None, "Enter how many")):
        with pytest.raises(Invalid, match=sentence):
            made(session, places=places)
    with pytest.raises(Invalid, match="Record who agreed"):
        made(involvement(project(), held_on=NEXT))
    assert draws.draws_of(session) == []


@pytest.mark.usefixtures("db_session")
def test_somebody_who_agrees_takes_it_back_and_agrees_again_on_one_day_stands_once() -> None:
    person = willing(project())
    with writing():
        agreements.take_back(actor=SYSTEM, on=TODAY, participant=person)
    with writing():
        assert agreements.record_agreements(actor=SYSTEM, on=TODAY, participants=[person]) == 1
        assert agreements.record_agreements(actor=SYSTEM, on=TODAY, participants=[person]) == 0
    [kept] = db.session.scalars(select(AskingAgreement)).all()
    assert kept.until is None


# --- the pages --------------------------------------------------------------------------------------------


def test_a_lead_draws_sees_how_it_was_drawn_and_invites_those_drawn(db_session: object, as_: As) -> None:
    here, session, _ = stage()
    lead, path, session_id = as_("lead", project_id=here.id), page(session, "draw"), session.id
    assert "<strong>5 people</strong>" in lead.get(path).text
    answer = lead.post(path, data={"places": "2", "chances": "same", "seed": "it's 7"})
    shown = lead.get(answer.location).text
    assert "2 people were drawn from 5" in shown
    assert "<code>it&#39;s 7</code>" in shown
    assert "Not Asked" not in shown
    assert lead.post(answer.location).status_code == 302
    names = {place.participant.name for place in attendances(session_id)}
    assert len(names) == 2
    assert all(name.startswith("Willing") for name in names)
    after = lead.get(answer.location).text
    assert "Everybody who was drawn has a place already" in after


def test_the_list_of_a_draw_is_a_file_of_references_and_lots(db_session: object, as_: As) -> None:
    here, session, _ = stage()
    kept = made(session)
    lots = kept.lots
    answer = as_("lead", project_id=here.id).get(page(session, f"draws/{ids.encode(kept.id)}/file"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["contact_id", "tickets", "ticket", "lot", "drawn"]
    assert [row[0] for row in rows[1:]] == [lot["ref"] for lot in lots]
    assert "Willing" not in answer.text


def test_the_printed_command_gives_the_lot_in_the_table_with_more_tickets_than_one(
    db_session: object, as_: As
) -> None:
    here, session, _ = stage()
    lead = as_("lead", project_id=here.id)
    data = {"places": "2", "chances": "longest", "seed": "it's 7"}
    shown = unescape(lead.get(lead.post(page(session, "draw"), data=data).location).text)
    [command] = re.findall(r"printf .* \| sha256sum", shown)
    printed = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    [begins] = re.findall(r"<code>([0-9a-f]{12})</code>", shown)[:1]
    assert printed.startswith(begins)
    assert not command.endswith(" 1 | sha256sum")


def test_sortition_software_gets_contact_ids_and_attendance_and_nothing_else(
    db_session: object, as_: As
) -> None:
    here, session, people = stage(3)
    attendance(involvement(here, held_on=date(2026, 11, 2)), people[0], Outcome.ATTENDED)
    refs = sorted(person.ref for person in people)
    heard = people[0].ref
    lead = as_("lead", project_id=here.id)
    found = lead.post(page(session, "sortition/people"))
    rows = list(csv.reader(io.StringIO(found.text)))
    assert rows[0] == ["contact_id", "heard_before", "last_heard"]
    assert sorted(row[0] for row in rows[1:]) == refs
    assert [heard, "1-2-times", "within-six-months"] in rows
    features = list(csv.reader(io.StringIO(lead.post(page(session, "sortition/features")).text)))
    assert features == [
        ["feature", "value", "min", "max"],
        ["heard_before", "never", "0", "2"],
        ["heard_before", "1-2-times", "0", "1"],
        ["last_heard", "never", "0", "2"],
        ["last_heard", "within-six-months", "0", "1"],
    ]
    taken = select(AuditEvent).where(AuditEvent.verb == "took-sortition-file").order_by(AuditEvent.position)
    assert [event.values for event in db.session.scalars(taken)] == [
        {"rows": 3, "format": "people"},
        {"rows": 3, "format": "features"},
    ]
    assert lead.post(page(session, "sortition/answers")).status_code == 404
    # Without it that software looks for a column of its own, and refuses the file.
    assert f"name <code>{rows[0][0]}</code> as the column of ids" in lead.get(page(session, "draw")).text


def test_who_agreed_is_recorded_for_many_at_once_and_taken_back_on_their_own_page(
    db_session: object, as_: As
) -> None:
    here = project()
    one, other = participant(here, name="Amina One"), participant(here, name="Brendan Other")
    one_id, code = str(one.id), ids.encode(one.id)
    lead, path = as_("lead", project_id=here.id), f"/projects/{ids.encode(here.id)}/asking"
    assert lead.post(path, data={"people": [one_id]}).status_code == 302
    left = lead.get(path).text
    assert "Amina One" not in left
    assert other.name in left
    assert "Agreed on 23 November 2026" in lead.get(f"/people/{code}").text
    kept = lead.get(f"{path}?who=agreed").text
    assert re.search(r"Amina One</a>\s*<span[^>]*>agreed on 23 November 2026", kept)
    assert f'href="/people/{code}#asking"' in kept
    assert other.name not in kept
    lead.post(f"/people/{code}/asking", data={"agreed": "no"})
    assert re.search(r"Has not said that they may be\s+contacted", lead.get(f"/people/{code}").text)
    assert "Nobody here has agreed yet" in lead.get(f"{path}?who=agreed").text
