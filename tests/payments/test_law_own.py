"""The organisation's own rules on a screen: stricter than the law, in one file, at once and for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker import rules
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.money import Money
from tracker.payments import checks, law_own, services, talk_queries
from tracker.payments.check_models import Check
from tracker.rules import OVERLAY_FILE
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def rules_folder(app: Flask) -> Iterator[Path]:
    """The instance's own rules, which no other test may find."""
    folder: Path = app.config["TRACKER"].instance / "rules"
    yield folder
    for path in folder.glob("*"):
        path.unlink()


def typed(client: FlaskClient, **said: Any) -> dict[str, Any]:
    with client.application.app_context():
        return {"seen": law_own.seen(), "vouchers": "as-cash", **said}


def test_the_rulebook_warns_from_the_share_that_the_page_names() -> None:
    assert {rule.warn_share_percent for rule in rules.load().rules.values()} == {law_own.LATEST_WARNING}


def test_what_an_administrator_types_is_in_force_at_once(app: Flask, as_: As, rules_folder: Path) -> None:
    client = as_("administrator")
    with app.app_context():
        limited = [rule.id for rule in law_own.limited()]
    place = limited.index("carers-allowance")
    said = {"share": "80", f"share_{place}": "70", "cap_tax_year": "600", "vouchers": "unsettled"}
    page = client.post("/rules/organisation", data=typed(client, **said), follow_redirects=True).text
    assert "The organisation&#39;s own rules are saved." in page
    assert "It says “near” from 80% of a limit, and earlier for some benefits." in page
    assert "One person is paid at most £600.00 a tax year." in page.replace('<bdi dir="ltr">', "").replace(
        "</bdi>", ""
    )
    assert "Whether vouchers count is taken as not settled." in page
    with app.app_context():
        book = checks.rulebook()
        assert book.rules["carers-allowance"].warn_share_percent == 70
        assert book.rules["new-style-esa"].warn_share_percent == 80
        assert [(cap.per, cap.amount) for cap in book.own.caps] == [("tax-year", Money(60000))]
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "changed-own-rules")).one()
        assert event.fields == ["caps", "share", "shares", "vouchers"]
    again = client.get("/rules/organisation").text
    for value in ('value="80"', 'value="70"', 'value="600.00"'):
        assert value in again


def test_an_empty_form_keeps_to_the_law_alone(app: Flask, as_: As, rules_folder: Path) -> None:
    client = as_("administrator")
    client.post("/rules/organisation", data=typed(client, share="50", cap_week="20"))
    client.post("/rules/organisation", data=typed(client))
    assert (rules_folder / OVERLAY_FILE).read_bytes() == b""
    with app.app_context():
        assert checks.rulebook().own.caps == ()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"share": "91"}, "Enter a whole number from 1 to 90."),
        ({"share": "0"}, "Enter a whole number from 1 to 90."),
        ({"cap_week": "-1"}, "Enter an amount"),
        ({"cap_month": "0"}, "Enter an amount above £0.00 and up to £1,000,000.00, or leave this empty"),
        ({"cap_month": "1000000.01"}, "Enter an amount above £0.00 and up to £1,000,000.00, or leave"),
        ({"advice": "Take the fee: it will not change your Universal Credit"}, "Leave out “Take the fee”"),
        ({"advice": "It won't affect your benefits"}, "Leave out “won&#39;t affect”"),
        ({"advice": "It is SAFE"}, "Leave out “SAFE”"),
        ({"advice": "It does not really count"}, "Leave out “does not really count”"),
        ({"advice": "Our usual suspects"}, "like “Harbour Law Centre, 0117 496 0000”"),
        ({"vouchers": ""}, "Choose how you see vouchers."),
        ({"vouchers": "ignored"}, "Choose one from the list."),
        ({"seen": "another"}, "Somebody else changed these rules while you were typing."),
    ],
)
def test_what_would_loosen_or_makes_no_sense_is_refused_and_nothing_written(
    as_: As, rules_folder: Path, said: dict[str, Any], sentence: str
) -> None:
    client = as_("administrator")
    page = client.post("/rules/organisation", data=typed(client, **said)).text
    assert sentence in page
    assert "caps[" not in page
    assert ".toml" not in page
    assert not (rules_folder / OVERLAY_FILE).exists()


def test_a_file_that_is_wrong_is_said_and_can_be_replaced(as_: As, rules_folder: Path) -> None:
    rules_folder.mkdir(exist_ok=True)
    (rules_folder / OVERLAY_FILE).write_text("warn_share_percent = 99", encoding="utf-8")
    client = as_("administrator")
    assert "never later; write less." in client.get("/rules/organisation").text
    client.post("/rules/organisation", data=typed(client, share="85"))
    assert (rules_folder / OVERLAY_FILE).read_text(encoding="utf-8") == "warn_share_percent = 85\n"


def test_a_cap_counts_what_every_project_paid_and_asks_the_benefit_contact_to_talk(
    db_session: object, rules_folder: Path
) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    make.paid_run(stage)
    rules_folder.mkdir(exist_ok=True)
    (rules_folder / OVERLAY_FILE).write_text('[[caps]]\nper = "tax-year"\namount = 100', encoding="utf-8")
    ada = db.session.scalars(select(Check)).first()
    assert ada is not None
    later = make.stage_in(stage, "A second session", held_on=date(2026, 12, 1))
    participant = db.session.get_one(make.Participant, ada.participant_id)
    place = make.invited(later, participant)
    with writing():
        offer = services.prepare_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(2501), rate=stage.rate
        )
    check = db.session.scalars(select(Check).where(Check.offer_id == offer.id)).one()
    assert (check.outcome, check.talk) == ("above", True)
    assert talk_queries.talks_wanted(offer_ids=[offer.id])


def test_the_advice_that_an_administrator_names_is_what_offers_and_findings_name(as_: As, app: Flask) -> None:
    client = as_("administrator")
    client.post("/rules/organisation", data=typed(client, advice="Harbour Law Centre, 0117 496 0000"))
    with app.app_context():
        stage = make.stage()
        place = make.invited(stage, make.person(stage, "Ada Example"))
        with writing():
            offer_id = services.prepare_offer(
                actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate
            ).id
        email = stage.cast.lead.email
    lead = app.test_client()
    sign_in(lead, email)
    page = lead.get(f"/offers/{encode(offer_id)}").text
    assert "Free, independent advice: Harbour Law Centre, 0117 496 0000" in page


def test_only_an_administrator_changes_them(as_: As) -> None:
    for held in ("lead", "finance", "approver", "manager", "auditor", "benefit-contact"):
        assert as_(held).get("/rules/organisation").status_code == 403
