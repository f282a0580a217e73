"""Saving through a form: once, all or nothing, and never over somebody else's work unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.staff import PASSWORD
from tracker import clock
from tracker.accounts import queries, services
from tracker.accounts.models import User
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.money import Money
from tracker.permissions import SYSTEM
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
NEW = {"name": "Nia New", "email": "nia@example.org", "password": PASSWORD}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return found[1]


def test_a_form_sent_twice_makes_one_thing_and_lands_on_it_twice(as_: As, db_session: object) -> None:
    admin = as_("administrator")
    form = {**NEW, "once": hidden(admin.get("/staff/new").text, "once")}
    first, second = (admin.post("/staff/new", data=form) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert (
        db.session.scalar(db.select(db.func.count()).select_from(User).where(User.email == NEW["email"])) == 1
    )


def test_a_refused_form_may_be_put_right_and_sent_again(as_: As, db_session: object) -> None:
    admin = as_("administrator")
    key = hidden(admin.get("/staff/new").text, "once")
    refused = admin.post("/staff/new", data={**NEW, "email": "not an address", "once": key})
    assert "Enter an email address in full" in refused.text
    assert admin.post("/staff/new", data={**NEW, "once": key}).status_code == 302


SETTINGS = {
    "name": "Old Name",
    "participant_noun": "participant",
    "participants_noun": "participants",
    "activity_noun": "involvement",
    "usual_method": "bank",
    "cut_off_days": "3",
    "promised_days": "14",
    "claim_window_days": "90",
    "ask_again_after_months": "6",
    "receipt_needed_over_pence": "12.50",
}


def test_two_people_saving_at_once_see_both_values_and_lose_neither(as_: As, db_session: object) -> None:
    one, other = as_("administrator"), as_("administrator")
    assert one.post("/settings", data={**SETTINGS, "version": "1"}).status_code == 302
    version = hidden(other.get("/settings").text, "version")
    one.post("/settings", data={**SETTINGS, "name": "Saved First", "version": version})
    late = other.post("/settings", data={**SETTINGS, "name": "Typed Later", "version": version})
    assert late.status_code == 200
    assert "Somebody else saved this" in late.text
    assert "Saved First" in late.text
    assert "Typed Later" in late.text
    again = {**SETTINGS, "name": "Typed Later", "version": hidden(late.text, "version")}
    assert other.post("/settings", data=again).status_code == 302
    assert queries.organisation().name == "Typed Later"
    assert queries.organisation().receipt_needed_over_pence == Money(1250)


def test_a_fault_in_another_field_does_not_let_unseen_values_be_overwritten(
    as_: As, db_session: object
) -> None:
    one, other = as_("administrator"), as_("administrator")
    assert one.post("/settings", data={**SETTINGS, "version": "1"}).status_code == 302
    version = hidden(other.get("/settings").text, "version")
    one.post("/settings", data={**SETTINGS, "name": "Saved First", "version": version})
    typed = {**SETTINGS, "name": "Typed Later", "version": version}
    faulty = other.post("/settings", data={**typed, "promised_days": "soon"})
    late = other.post("/settings", data={**typed, "version": hidden(faulty.text, "version")})
    assert "Saved First" in late.text
    assert queries.organisation().name == "Saved First"


def test_a_write_outside_the_one_place_that_commits_is_stopped(db_session: object) -> None:
    with pytest.raises(RuntimeError, match="reads never change"):
        services.note_failed_sign_in("somebody@example.org", None)
    db.session.rollback()


def test_a_failure_half_way_leaves_nothing_behind(db_session: object) -> None:
    with pytest.raises(ZeroDivisionError), writing():
        services.create_user(
            actor=SYSTEM, on=clock.today(), email="half@example.org", name="Half", password_hash="x"
        )
        raise ZeroDivisionError
    assert queries.user_by_email("half@example.org") is None


def test_an_unforeseen_error_is_a_page_without_a_trace(
    app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("secret inner detail")

    monkeypatch.setattr(queries, "users", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = as_("administrator").get("/staff")
    assert answer.status_code == 500
    assert "something went wrong" in answer.text
    # The sentence asks for the time, by which an administrator finds the log's line.
    assert re.search(r"\d{1,2} \w+ 20\d\d at \d\d:\d\d", answer.text)
    assert "secret inner detail" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "day", [["31", "2", "2026"], ["1"], ["1", "2", "3", "4"], ["x", "y", "z"], ["", "", "0"]]
)
def test_hostile_dates_are_refused_in_a_sentence(app: Flask, day: list[str]) -> None:
    from werkzeug.datastructures import MultiDict

    from tracker.payments.forms import RunForm

    with app.test_request_context(method="POST"):
        form = RunForm(MultiDict([("pay_on", part) for part in day]), meta={"csrf": False})
        assert not form.validate()
        assert form.pay_on.errors
        assert form.pay_on()


def test_the_chain_of_acts_is_whole_and_shows_what_was_tampered_with(as_: As, db_session: object) -> None:
    as_("administrator").post("/staff/new", data=NEW)
    assert broken_at() is None
