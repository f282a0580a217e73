"""The rules in force on a screen: every figure with its source, and of each benefit what its rule covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from tests.factories import payments as make
from tracker import rules
from tracker.payments import law

As = Callable[[str], FlaskClient]
BOOK = rules.load()


def test_the_list_shows_every_figure_of_a_day_with_its_source(as_: As) -> None:
    page = as_("lead").get("/rules?on=1&on=6&on=2025").text
    assert "The rules in force on 1 June 2025" in page
    assert "£196.00" in page
    assert "https://www.legislation.gov.uk/uksi/2025/352" in page
    for rule in BOOK.rules.values():
        assert f'href="/rules/{rule.id}"' in page


def test_before_the_first_figure_none_is_held(as_: As) -> None:
    page = as_("lead").get("/rules?on=1&on=6&on=1999").text
    assert "None held" in page
    assert "£204.00" not in page


def test_a_day_that_is_none_is_refused_and_today_shown(as_: As) -> None:
    answer = as_("lead").get("/rules?on=31&on=2&on=2026")
    assert answer.status_code == 200
    assert "There is no such date" in answer.text
    assert "The rules in force on 23 November 2026" in answer.text


@pytest.mark.parametrize("benefit", sorted(BOOK.rules))
def test_the_page_of_a_benefit_says_what_is_asked_tested_and_not_seen(as_: As, benefit: str) -> None:
    page = as_("finance").get(f"/rules/{benefit}")
    covered = rules.coverage(BOOK.rules[benefit])
    assert page.status_code == 200
    shown = page.get_data(as_text=True)
    for criterion in covered.criteria:
        assert str(escape(criterion.text)) in shown
    for sentence in covered.cannot_test:
        assert str(escape(sentence)) in shown
    for case in covered.scenarios:
        assert str(escape(case.name)) in shown


def test_a_figure_that_nobody_verified_says_so(as_: As) -> None:
    assert "This figure is not verified yet." in as_("lead").get("/rules/carers-allowance").text


def test_a_benefit_that_we_hold_no_rule_for_is_not_found(as_: As) -> None:
    assert as_("lead").get("/rules/window-tax").status_code == 404


def test_nobody_reads_the_rules_without_signing_in(client: FlaskClient) -> None:
    assert client.get("/rules").status_code == 302


def test_sixty_days_before_the_last_figure_the_administrators_home_says_so(fresh_app: Flask) -> None:
    carers = BOOK.rules["carers-allowance"]
    with fresh_app.app_context():
        last = carers.valid_through
        assert carers.id not in {rule.id for rule in law.ending(last - timedelta(days=61))}
        assert carers.id in {rule.id for rule in law.ending(last - timedelta(days=60))}
        assert carers.id in {rule.id for rule in law.ending(last + timedelta(days=1))}
        assert not {rule.id for rule in law.ending(date(2027, 2, 10))} & {"pip", "tax-credits"}


def test_a_file_that_is_wrong_stops_no_check_and_the_administrator_reads_why(app: Flask, as_: As) -> None:
    folder = app.config["TRACKER"].instance / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    wrong = folder / "carers-allowance.toml"
    wrong.write_text("id = ", encoding="utf-8")
    try:
        with app.app_context():
            stage = make.stage()
            claim = make.approved(stage, "Ada Example")
            assert make.prepared_run(stage).claims == [claim]
        client = as_("administrator")
        assert client.get("/rules").status_code == 200
        page = client.get("/").text
        assert "A file entered here is not used" in page
        assert "carers-allowance.toml" in page
    finally:
        wrong.unlink()
