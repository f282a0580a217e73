"""Where the pay day is told: beside a claim that is being made, and where a run is prepared."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.settings import paid_on_fridays, settings
from tests.factories.staff import sign_in
from tracker import clock
from tracker.accounts.models import PayEvery, User
from tracker.web.ids import encode

Page = Callable[[User, str], str]


@pytest.fixture
def page(db_session: object, app: Flask) -> Page:
    """A page as a member of staff sees it."""

    def shown(user: User, path: str) -> str:
        email = user.email
        client = app.test_client()
        sign_in(client, email)
        answer = client.get(path)
        assert answer.status_code == 200
        return answer.text.replace("<strong>", "").replace("</strong>", "")

    return shown


def pay_on(page: str) -> str:
    """The day in the first box of the run's pay day."""
    found = re.search(r'id="pay_on-day"[^>]*value="(\d*)"', page)
    assert found
    return found[1]


def test_whoever_makes_a_claim_reads_when_it_must_be_in_and_when_it_is_paid(page: Page) -> None:
    paid_on_fridays()
    stage = make.stage()
    claim = make.drafted(stage, "Amina Example")
    address, offers = f"/claims/{encode(claim.id)}", f"/sessions/{encode(stage.involvement.id)}/offers"
    said = "In and approved by 24 November 2026, to be paid on 27 November 2026."
    assert said in page(stage.cast.lead, address)
    assert said in page(stage.cast.lead, offers)
    clock.fix_today(date(2026, 11, 25))
    assert "by 1 December 2026, to be paid on 4 December 2026." in page(stage.cast.lead, address)


def test_a_pay_day_after_the_promised_one_is_said_to_be(page: Page) -> None:
    settings(pay_every=PayEvery.MONTH, pay_day=31)
    stage = make.stage()
    claim = make.drafted(stage, "Amina Example")
    assert claim.pay_by == date(2026, 11, 26)
    assert "That is after the promised day" in page(stage.cast.lead, f"/claims/{encode(claim.id)}")


def test_nothing_is_said_of_a_pay_day_where_there_is_none_or_the_claim_is_approved(page: Page) -> None:
    stage = make.stage()
    claim = make.drafted(stage, "Amina Example")
    assert "In and approved by" not in page(stage.cast.lead, f"/claims/{encode(claim.id)}")
    paid_on_fridays()
    done = make.approved(stage, "Brendan Example")
    assert "In and approved by" not in page(stage.cast.lead, f"/claims/{encode(done.id)}")


def test_a_run_is_prepared_for_the_next_pay_day_unless_another_is_typed(page: Page) -> None:
    paid_on_fridays()
    stage = make.stage()
    make.approved(stage, "Amina Example")
    shown = page(stage.cast.finance, "/pay-runs")
    assert "The next pay day is 27 November 2026. Claims approved by 24 November 2026 go with it." in shown
    assert pay_on(shown) == "27"
    clock.fix_today(date(2026, 11, 26))
    assert "Claims had to be approved by 24 November 2026 for it." in page(stage.cast.finance, "/pay-runs")


def test_a_run_without_a_pay_calendar_is_prepared_for_today(page: Page) -> None:
    stage = make.stage()
    make.approved(stage, "Amina Example")
    shown = page(stage.cast.finance, "/pay-runs")
    assert "The next pay day" not in shown
    assert pay_on(shown) == str(TODAY.day)
