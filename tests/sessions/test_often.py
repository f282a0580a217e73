"""Who would be heard more often than a project wishes to be told of: a flag for whoever invites, no bar."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker.db import db
from tracker.errors import Invalid, StaleVersion
from tracker.permissions import SYSTEM
from tracker.projects.models import Project
from tracker.reports.caps import OverCaps, over_caps
from tracker.reports.queries import Choice
from tracker.sessions import often, services
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.sessions.often_models import OverCap
from tracker.sessions.queries import attendances
from tracker.web import ids
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
NEXT = date(2026, 12, 15)


def capped(sessions: int = 2, months: int = 6) -> Project:
    here = project()
    with writing():
        often.set_cap(actor=SYSTEM, project=here, version=None, sessions=sessions, months=months)
    return here


def came(of: Project, person: object, *days: date, **values: object) -> None:
    for day in days:
        attendance(involvement(of, held_on=day), person, Outcome.ATTENDED, **values)


def over(of: Project, *people: object) -> dict[int, int]:
    session = involvement(of, held_on=NEXT)
    return dict(often.over(session, [person.id for person in people]))


@pytest.mark.usefixtures("db_session")
def test_a_place_that_goes_over_the_number_of_the_last_months_is_flagged() -> None:
    here, amina, brendan = capped(), participant(), participant()
    came(here, amina, date(2026, 6, 16), date(2026, 11, 2))
    # The fifteenth of June is six months before the session to the day: no longer within them.
    came(here, brendan, date(2026, 6, 15), date(2026, 11, 2))
    assert over(here, amina, brendan) == {amina.id: 3}


@pytest.mark.usefixtures("db_session")
def test_places_to_come_count_and_those_that_came_to_nothing_do_not() -> None:
    here, amina, brendan = capped(), participant(), participant()
    came(here, amina, date(2026, 11, 2))
    attendance(involvement(here, held_on=date(2026, 12, 1)), amina)
    came(here, brendan, date(2026, 11, 2))
    attendance(involvement(here, held_on=date(2026, 10, 1)), brendan, Outcome.DID_NOT_ATTEND)
    assert over(here, amina, brendan) == {amina.id: 3}


@pytest.mark.usefixtures("db_session")
def test_other_projects_and_helping_do_not_count_and_without_a_number_nobody_is_flagged() -> None:
    here, free, amina = capped(), project(), participant()
    came(here, amina, date(2026, 11, 2), date(2026, 11, 3), role="interpreter")
    came(free, amina, date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4))
    assert over(here, amina) == {}
    assert over(free, amina) == {}


@pytest.mark.usefixtures("db_session")
def test_a_number_is_set_whole_changed_by_whoever_saw_it_last_and_taken_away() -> None:
    here = capped()
    with pytest.raises(Invalid, match="both numbers"), writing():
        often.set_cap(actor=SYSTEM, project=here, version=1, sessions=3, months=None)
    with pytest.raises(StaleVersion), writing():
        often.set_cap(actor=SYSTEM, project=here, version=9, sessions=3, months=6)
    with writing():
        often.set_cap(actor=SYSTEM, project=here, version=1, sessions=None, months=None)
    assert often.cap_of(here.id) is None


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2026, 1, 15), date(2025, 7, 15)),
        (date(2026, 6, 30), date(2025, 12, 30)),
    ],
)
def test_six_months_before_is_the_same_day_or_the_last_of_a_shorter_month(day: date, before: date) -> None:
    assert often.months_before(day, 6) == before


# --- where people are invited -----------------------------------------------------------------------------


def often_heard(of: Project, name: str = "Amina Often") -> object:
    person = participant(of, name=name)
    came(of, person, date(2026, 11, 2), date(2026, 11, 9))
    return person


def invite_page(session: InvolvementSession, more: str = "") -> str:
    return f"/sessions/{ids.encode(session.id)}/invite{more}"


def test_the_page_of_inviting_says_who_is_heard_often_and_how_many_were_not_for_long(
    db_session: object, as_: As
) -> None:
    here = capped()
    often_heard(here)
    for _ in range(3):
        participant(here)
    page = as_("lead", project_id=here.id).get(invite_page(involvement(here, held_on=NEXT))).text
    assert "1 person in this list is heard often: with this session, more than 2 in 6 months." in page
    assert "3 people have not been heard for six months" in page
    assert "Heard often: 3 in 6 months with this" in page


def test_a_flag_stops_nobody_and_the_reason_is_kept_beside_the_place(db_session: object, as_: As) -> None:
    here = capped()
    amina, other = often_heard(here), participant(here)
    session = involvement(here, held_on=NEXT)
    chosen = [str(amina.id), str(other.id)]
    project_id, amina_id = here.id, amina.id
    answer = as_("lead", project_id=project_id).post(
        invite_page(session), data={"people": chosen, "because": "She asked to finish what she began."}
    )
    assert answer.status_code == 302
    [kept] = db.session.scalars(select(OverCap)).all()
    assert (kept.sessions, kept.months, kept.counted) == (2, 6, 3)
    assert kept.because == "She asked to finish what she began."
    assert db.session.get_one(Attendance, kept.attendance_id).participant_id == amina_id


def test_the_reason_is_read_again_beside_the_name_by_whoever_logs_the_session(
    db_session: object, as_: As
) -> None:
    here = capped()
    amina, brendan = often_heard(here), often_heard(here, name="Brendan Often")
    session = involvement(here, held_on=NEXT)
    for person, because in ((amina, "She chairs <it>."), (brendan, None)):
        with writing():
            often.invite_and_flag(
                actor=SYSTEM,
                on=TODAY,
                involvement=session,
                participants=[person],
                role="participant",
                because=because,
            )
    address = f"/sessions/{ids.encode(session.id)}"
    page = as_("lead", project_id=here.id).get(address).text
    first, second = page.index("Amina Often"), page.index("Brendan Often")
    noted = "Heard often when invited: 3 in 6 months. Ok because: She chairs &lt;it&gt;."
    assert first < page.index(noted) < second
    assert page.index("Heard often when invited: 3 in 6 months. No reason was noted.") > second
    assert "She chairs" not in as_("manager").get(address).text


def test_without_a_reason_the_invitation_goes_out_all_the_same(db_session: object, as_: As) -> None:
    here = capped()
    amina = often_heard(here)
    session = involvement(here, held_on=NEXT)
    lead = as_("lead", project_id=here.id)
    page = invite_page(session, "/everybody")
    assert lead.post(page, data={"number": "1"}).status_code == 302
    assert over_caps(Choice()) == OverCaps(1, 0)
    assert amina is not None


def test_the_report_counts_such_invitations_and_names_nobody(db_session: object, as_: As) -> None:
    here = capped()
    amina = often_heard(here)
    session = involvement(here, held_on=TODAY)
    with writing():
        often.invite_and_flag(
            actor=SYSTEM,
            on=TODAY,
            involvement=session,
            participants=[amina],
            role="participant",
            because="She chairs.",
        )
    page = as_("manager").get(f"/voices?project={ids.encode(here.id)}").text
    assert "1 invitation went over the number that the project set itself" in page
    assert "1 of them with a note of why that was right" in page
    assert "She chairs" not in page
    assert "Amina" not in page


@pytest.mark.usefixtures("db_session")
def test_a_place_taken_off_again_takes_its_flag_along() -> None:
    here = capped()
    amina = often_heard(here)
    session = involvement(here, held_on=NEXT)
    with writing():
        often.invite_and_flag(
            actor=SYSTEM,
            on=TODAY,
            involvement=session,
            participants=[amina],
            role="participant",
            because=None,
        )
    [place] = attendances(session.id)
    with writing():
        services.take_off(actor=SYSTEM, attendance=place)
    assert over_caps(Choice()) == OverCaps(0, 0)


def test_a_lead_sets_the_number_on_a_page_of_the_project(db_session: object, as_: As) -> None:
    here = project()
    lead = as_("lead", project_id=here.id)
    address = f"/projects/{ids.encode(here.id)}/heard-often"
    refused = lead.post(address, data={"sessions": "4", "months": ""}).text
    assert "Enter both numbers, or leave both empty." in refused
    assert lead.post(address, data={"sessions": "4", "months": "6"}).status_code == 302
    assert 'value="4"' in lead.get(address).text
