"""The organisation's settings: all on one page, refused in a sentence, the pay day in one answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tracker.accounts import queries
from tracker.accounts.models import PayEvery, UsualMethod
from tracker.money import Money
from tracker.working_days import Nation

As = Callable[..., FlaskClient]
TYPED = {
    "name": "Harbourside Together",
    "nation": "scotland",
    "participant_noun": "contributor",
    "participants_noun": "contributors",
    "activity_noun": "co-production",
    "address": "1 Quay Street\nNewhaven",
    "contact": "Ada, 01632 960 100",
    "purpose": "We help neighbours\nrun their harbour.",
    "signer_name": "Ada Example",
    "signer_title": "Involvement manager",
    "bank_statement_name": "HARBOURSIDE",
    "usual_method": "payroll",
    "pay_when": "month-31",
    "cut_off_days": "5",
    "promised_days": "21",
    "receipt_needed_over_pence": "10",
    "claim_window_days": "60",
    "ask_again_after_months": "12",
}


def test_every_setting_is_kept_as_it_was_typed(as_: As, db_session: object) -> None:
    assert as_("administrator").post("/settings", data=TYPED).status_code == 302
    kept = queries.organisation()
    assert (kept.name, kept.nation) == ("Harbourside Together", Nation.SCOTLAND)
    assert kept.purpose == "We help neighbours run their harbour."
    assert (kept.signer_name, kept.signer_title) == ("Ada Example", "Involvement manager")
    assert kept.bank_statement_name == "HARBOURSIDE"
    assert kept.usual_method == UsualMethod.PAYROLL
    assert (kept.pay_every, kept.pay_day, kept.cut_off_days) == (PayEvery.MONTH, 31, 5)
    assert (kept.promised_days, kept.claim_window_days, kept.ask_again_after_months) == (21, 60, 12)
    assert kept.receipt_needed_over_pence == Money(1000)
    assert kept.small_team_reason is None


def test_the_page_shows_what_is_kept(as_: As) -> None:
    admin = as_("administrator")
    admin.post("/settings", data=TYPED)
    shown = admin.get("/settings").text
    assert '<option value="month-31" selected' in shown
    for words in ("HARBOURSIDE", "Involvement manager", "We help neighbours run their harbour."):
        assert words in shown


@pytest.mark.parametrize(("code", "every", "day"), [("week-4", "week", 4), ("month-1", "month", 1)])
def test_a_pay_day_is_one_answer(as_: As, db_session: object, code: str, every: str, day: int) -> None:
    as_("administrator").post("/settings", data={**TYPED, "pay_when": code})
    kept = queries.organisation()
    assert (kept.pay_every, kept.pay_day, kept.pay_when) == (every, day, code)


def test_no_fixed_day_is_an_answer_too(as_: As, db_session: object) -> None:
    as_("administrator").post("/settings", data={**TYPED, "pay_when": ""})
    kept = queries.organisation()
    assert (kept.pay_every, kept.pay_day, kept.pay_when) == (None, None, "")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter the organisation&#39;s name."),
        ("pay_when", "week-9", "Choose one from the list."),
        ("cut_off_days", "61", "Enter a whole number from 0 to 60."),
        ("promised_days", "0", "Enter a whole number from 1 to 365."),
        ("promised_days", "soon", "Enter a whole number from 1 to 365."),
        ("claim_window_days", "", "Enter a number of days, like 90."),
        ("bank_statement_name", "x" * 61, "Make this 60 letters or fewer"),
        ("usual_method", "barter", "Choose one from the list."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    as_: As, db_session: object, field: str, typed: str, sentence: str
) -> None:
    answer = as_("administrator").post("/settings", data={**TYPED, field: typed})
    assert answer.status_code == 200
    assert sentence in answer.text
    assert queries.organisation().name == "Your organisation"
