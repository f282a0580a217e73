"""An auditor only reads, until a day, holds nothing else, and every page they open is on the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid
from tracker.people import services as people
from tracker.permissions import SYSTEM, Permission, Role
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")
As = Callable[..., FlaskClient]


def given(user: User, **more: object) -> None:
    with writing():
        services.grant_role(actor=SYSTEM, user=user, role=Role.AUDITOR, **more)  # type: ignore[arg-type]


def test_an_auditor_needs_a_last_day_that_is_not_over() -> None:
    user = staff()
    with pytest.raises(Invalid, match="Enter the last day of the audit"):
        given(user)
    with pytest.raises(Invalid, match="Enter today or a day to come"):
        given(user, until=TODAY - timedelta(days=1))
    given(user, until=TODAY)


def test_whoever_audits_holds_nothing_else() -> None:
    worker, auditor = staff("finance"), staff("auditor")
    with pytest.raises(Invalid, match="An auditor only reads"):
        given(worker, until=TODAY)
    with pytest.raises(Invalid, match="This person is an auditor"), writing():
        services.grant_role(actor=SYSTEM, user=auditor, role=Role.LEAD)
    with pytest.raises(Invalid, match="This person is an auditor"), writing():
        services.grant_permission(actor=SYSTEM, user=auditor, permission=Permission.BENEFIT_CONTACT)


def test_another_last_day_takes_the_place_of_the_first() -> None:
    user = staff("auditor")
    given(user, until=TODAY + timedelta(days=7))
    assert [held.until for held in user.grants] == [TODAY + timedelta(days=7)]


def test_after_the_last_day_nothing_opens(client: FlaskClient) -> None:
    sign_in(client, staff("auditor").email)
    assert client.get("/evidence").status_code == 200
    clock.fix_today(TODAY + timedelta(days=1))
    assert client.get("/evidence").status_code == 403


def test_every_page_that_an_auditor_opens_is_on_the_record_before_it_is_shown(
    app: Flask, client: FlaskClient
) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    ids = (claim.id, make.paid_run(stage).payments[0].id)
    user = staff("auditor")
    user_id = user.id
    sign_in(client, user.email)
    for address in (f"/claims/{encode(ids[0])}", f"/payments/{encode(ids[1])}", "/balances", "/"):
        assert client.get(address).status_code == 200
    asked = select(AuditEvent).where(AuditEvent.actor_id == user_id, AuditEvent.verb == "looked-at")
    seen = [(one.kind, one.record_id, one.values["page"]) for one in db.session.scalars(asked)]
    assert seen == [
        ("claim", ids[0], "payments.claim"),
        ("payment", ids[1], "payments.evidence"),
        ("page", None, "evidence.balances"),
        ("page", None, "home.index"),
    ]
    assert "Looked at" in client.get("/record").text


def test_nobody_else_s_looking_is_noted(as_: As) -> None:
    as_("finance").get("/balances")
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "looked-at")).all() == []


def test_the_last_day_is_asked_for_where_the_role_is_given(as_: As) -> None:
    user_id = encode(staff().id)
    administrator = as_("administrator")
    sent = {"what": "role:auditor", "project": ""}
    assert "Enter the last day of the audit" in administrator.post(f"/staff/{user_id}/grants", data=sent).text
    sent |= {"until": ["31", "12", "2026"]}  # type: ignore[dict-item]
    page = administrator.post(f"/staff/{user_id}/grants", data=sent, follow_redirects=True).text
    assert "until 31 December 2026" in page


def test_an_auditor_meets_neither_a_person_s_page_nor_whom_to_talk_to(as_: As) -> None:
    stage = make.stage()
    person = make.person(stage, "Tia Told")
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            values={"nation": "england"},
            consent_on=TODAY,
        )
        people.declare_benefit(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            benefit="carers-allowance",
            since=date(2025, 1, 6),
            facts={"week_ends_on": "sunday"},
        )
    claim = make.approved_for(stage, person, pence=90_000)
    addresses = [f"/people/{encode(person.id)}", f"/claims/{encode(claim.id)}"]
    lead, auditor = as_("lead"), as_("auditor")
    assert "Talk to" in lead.get(addresses[1]).text
    assert "Talk to" not in auditor.get(addresses[1]).text
    assert [auditor.get(address).status_code for address in addresses] == [403, 200]
