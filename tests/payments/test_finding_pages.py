"""A finding on its page says which payments it looked at, what it lacks and which figures it rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.build import BOOK, person
from tracker import rules
from tracker.payments import checks, finding_pages
from tracker.payments.finding_pages import Shown


@pytest.fixture(autouse=True)
def rulebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law alone, so that no application is needed."""
    monkeypatch.setattr(checks, "rulebook", lambda: BOOK)


def paid(name: str, amount: str, **said: Any) -> dict[str, Any]:
    return {
        "id": name,
        "state": "proposed",
        "kind": "fee",
        "amount": amount,
        "method": "bank",
        "received_on": "2026-11-25",
        "due_on": None,
        "worked": [{"on": "2026-11-24", "minutes": 60}],
        "covers": None,
        "service_user_activity": True,
        "actual_cost": False,
        "receipted": False,
        **said,
    }


def shown(document: dict[str, Any], **more: Any) -> list[Shown]:
    facts = {**document, **more}
    answer = checks.Answer(date(2026, 11, 25), facts, rules.assess(rules.facts_from_json(facts), BOOK))
    return finding_pages.shown(answer.document, facts)


ESA = {
    "benefit": "new-style-esa",
    "from": "2025-01-01",
    "week_ends_on": "sunday",
    "other_minutes_per_week": 0,
}


def test_a_figure_is_shown_by_its_label_and_unit_with_its_source_and_how_sure_it_is() -> None:
    (found,) = shown(person(ESA, payments=[paid("A", "75.00")]))
    assert {"15 hours 59 minutes", "£203.50"} <= {figure.shown for figure in found.figures}
    for figure in found.figures:
        assert "new-style-esa" not in figure.label
        assert figure.source_link.startswith("https://")
        assert figure.source_title
        kept = BOOK.rules["new-style-esa"].series
        values = {(one.label, value.parameter.start): value for one in kept.values() for value in one.dated}
        sure = values[figure.label, figure.start].confidence
        assert figure.mark == rules.CONFIDENCE_WORDS[sure]


def test_a_figure_that_we_hold_no_more_is_said_to_be_none_of_ours() -> None:
    document = person(ESA, payments=[paid("A", "75.00")])
    kept = checks.Answer(
        date(2026, 11, 25), document, rules.assess(rules.facts_from_json(document), BOOK)
    ).document
    kept["findings"][0]["parameters"] = [
        {
            "id": "new-style-esa.higher-limit",
            "value": "1.00",
            "from": "2026-04-06",
            "source": "https://x.example",
        }
    ]
    (figure,) = finding_pages.shown(kept, document)[0].figures
    assert (figure.shown, figure.mark) == ("£1.00", "no longer among those we hold")


def test_each_finding_shows_the_payments_it_looked_at_and_no_others() -> None:
    caring = {
        "benefit": "carers-allowance",
        "from": "2025-01-01",
        "week_ends_on": "sunday",
        "care_costs_per_week": "0.00",
        "pension_per_week": "0.00",
        "other_earnings": "0.00",
        "other_earnings_per": "week",
    }
    earlier = paid("B", "40.00", received_on="2026-11-10", worked=[])
    found = shown(person(caring, payments=[paid("A", "75.00"), earlier]))
    looked_at = sorted([one["id"] for one in each.payments] for each in found)
    assert looked_at == [["A"], ["B"]]


def test_a_check_kept_before_its_payments_were_shows_none() -> None:
    document = person(ESA, payments=[paid("A", "75.00")])
    answer = checks.Answer(date(2026, 11, 25), document, rules.assess(rules.facts_from_json(document), BOOK))
    old = answer.document
    for finding in old["findings"]:
        del finding["payments"], finding["proposed"]
    (found,) = finding_pages.shown(old, document)
    assert found.payments == []


def test_what_is_not_known_is_said_in_words_with_the_payment_it_is_about() -> None:
    voucher = paid("£10.00 of 25 November 2026", "10.00", kind="expense", actual_cost=True, receipted=True)
    told = {"status": "no-permission-to-work"}
    (found,) = shown(person(payments=[{**voucher, "method": "voucher"}]), immigration=told)
    assert found.unknown == ["how it is paid, for £10.00 of 25 November 2026"]
    (hours,) = shown(
        person(payments=[paid("A", "75.00")]), immigration={"status": "unknown", "weekly_hours": 9}
    )
    assert hours.unknown == ["the hours of other work in a week"]


@pytest.mark.parametrize("benefit", [*BOOK.rules])
def test_no_figure_and_no_fact_is_ever_shown_by_its_code(benefit: str) -> None:
    rule = BOOK.rules[benefit]
    for example in rule.examples:
        facts = {**example.facts, "payments": [
            {"id": f"P{place}", **one} for place, one in enumerate(example.facts.get("payments", ()))
        ]}  # fmt: skip
        for found in shown(facts):
            for words in (*found.unknown, *(figure.label for figure in found.figures), found.heading):
                assert "_" not in words
                assert "[" not in words
                assert benefit not in words or "-" not in benefit
