"""What must be in place before a fee is offered, and how it is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories import projects
from tests.factories.staff import sign_in, staff
from tracker.accounts import services as accounts
from tracker.accounts.models import User
from tracker.errors import Refused
from tracker.money import Money
from tracker.payments import gate, services
from tracker.permissions import SYSTEM
from tracker.projects import cost_codes
from tracker.projects.cost_codes import Given
from tracker.projects.models import ImportBatch
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def let_go(user: User) -> None:
    """This colleague left yesterday."""
    with writing():
        user.until = TODAY - timedelta(days=1)


def offer(stage: make.Stage, **values: object) -> object:
    place = make.invited(stage, make.person(stage, "Ada Example"))
    with writing():
        return services.prepare_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            attendance=place,
            pence=Money(7500),
            **values,  # type: ignore[arg-type]
        )


def test_without_a_cost_code_no_fee_is_offered_and_it_is_said_who_adds_one() -> None:
    stage = make.stage(cost_code=None)
    with pytest.raises(Refused, match=r"Pain clinic has no cost code\. An administrator adds it") as refused:
        offer(stage)
    assert refused.value.code == "not-ready-to-offer"


def test_without_somebody_else_to_approve_no_fee_is_offered() -> None:
    stage = make.stage()
    let_go(stage.cast.approver)
    with pytest.raises(Refused, match="Nobody but you may approve claims of Pain clinic"):
        offer(stage)


def test_the_same_goes_for_offers_to_everybody_at_once() -> None:
    stage = make.stage(cost_code=None)
    place = make.invited(stage, make.person(stage, "Ada Example"))
    with pytest.raises(Refused, match="no cost code"), writing():
        services.prepare_offers(
            actor=stage.as_("lead"),
            on=TODAY,
            attendances=[place],
            pence=Money(7500),
            rate=None,
            expenses_covered="",
            pay_by=TODAY,
        )


def test_whoever_offers_does_not_count_as_the_approver() -> None:
    stage = make.stage()
    let_go(stage.cast.approver)
    both = staff("lead", "approver").actor()
    assert len(gate.missing(both, stage.project)) == 1
    assert gate.missing(stage.as_("lead"), stage.project) == []


def test_an_approver_counts_for_their_own_project_alone() -> None:
    stage = make.stage()
    let_go(stage.cast.approver)
    elsewhere = projects.project(cost_code="CC-2")
    staff("approver", project_id=stage.project.id)
    assert gate.missing(stage.as_("lead"), stage.project) == []
    assert len(gate.missing(stage.as_("lead"), elsewhere)) == 1


def test_a_small_team_with_its_reason_offers_without_a_second_person() -> None:
    stage = make.stage()
    let_go(stage.cast.approver)
    with writing():
        accounts.save_organisation(
            actor=SYSTEM, version=None, values={"small_team_reason": "There are two of us"}
        )
    assert offer(stage)


def test_what_an_import_brings_is_history_and_needs_neither(db_session: scoped_session[Session]) -> None:
    stage = make.stage(cost_code=None)
    let_go(stage.cast.approver)
    with writing() as session:
        batch = ImportBatch(kind="register", file_name="a.csv", file_sha256="0" * 64, mapping={}, summary={})
        session.add(batch)
    assert offer(stage, import_batch_id=batch.id)


def test_the_pages_say_what_is_missing_before_anybody_tries(client: FlaskClient) -> None:
    stage = make.stage(cost_code=None)
    make.invited(stage, make.person(stage, "Ada Example"))
    path = f"/sessions/{encode(stage.involvement.id)}"
    sign_in(client, stage.cast.lead.email)
    for address in (path, f"{path}/offers"):
        page = client.get(address).text
        assert "Before fees can be offered" in page
        assert "has no cost code" in page
    data = {"pence": "20", "pay_by": ["1", "12", "2026"]}
    assert "No fee can be offered yet" in client.post(f"{path}/offers", data=data).text


def listed(stage: make.Stage, *, closes_on: date | None) -> None:
    """The project's code is in the list, with this last day."""
    with writing():
        cost_codes.bring_in(
            actor=stage.as_("finance"),
            given=[Given(2, "CC-100", "Panel", None, closes_on)],
            sha256="0" * 64,
        )


def test_a_code_that_is_closed_on_the_day_of_the_session_refuses_the_offer_and_says_who_mends_it() -> None:
    stage = make.stage()
    listed(stage, closes_on=make.HELD_ON - timedelta(days=1))
    with pytest.raises(Refused, match="CC-100 closed on 11 November 2026, and does not pay") as refused:
        offer(stage)
    assert "An administrator gives Pain clinic another code" in refused.value.message


def test_a_code_that_closes_on_the_day_of_the_session_pays_for_it() -> None:
    stage = make.stage()
    listed(stage, closes_on=make.HELD_ON)
    assert offer(stage)


def test_an_offer_that_was_prepared_before_its_code_closed_is_not_made() -> None:
    stage = make.stage()
    prepared = offer(stage)
    listed(stage, closes_on=make.HELD_ON - timedelta(days=1))
    with pytest.raises(Refused, match="No fee can be offered yet") as refused, writing():
        services.make_prepared_offer(actor=stage.as_("lead"), on=TODAY, offer=prepared)  # type: ignore[arg-type]
    assert refused.value.code == "cost-code-closed"


def test_the_page_of_offers_says_that_the_code_is_closed_before_anybody_tries(client: FlaskClient) -> None:
    stage = make.stage()
    listed(stage, closes_on=make.HELD_ON - timedelta(days=1))
    make.invited(stage, make.person(stage, "Ada Example"))
    sign_in(client, stage.cast.lead.email)
    page = client.get(f"/sessions/{encode(stage.involvement.id)}/offers").text
    assert "The cost code CC-100 closed on 11 November 2026" in page
