"""Facts documents for tests of the rules, with only what a test is about left to say."""

from dataclasses import replace
from typing import Any

from tracker import rules

BOOK = rules.load()
# The same without one benefit's rules, as a book is that does not hold all of them.
LACKING = "child-benefit"
SMALLER_BOOK = replace(BOOK, rules={code: rule for code, rule in BOOK.rules.items() if code != LACKING})

UC = {
    "benefit": "universal-credit",
    "assessment_period_starts_on_day": 28,
    "work_allowance": "with-housing",
    "other_earnings": "0.00",
    "other_earnings_per": "assessment-period",
}
CA = {
    "benefit": "carers-allowance",
    "week_ends_on": "sunday",
    "care_costs_per_week": "0.00",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
}
ESA = {
    "benefit": "new-style-esa",
    "week_ends_on": "sunday",
    "supported_permitted_work": False,
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
    "other_minutes_per_week": 0,
}
PIP = {"benefit": "pip"}


def payment(amount: str = "75.00", received_on: str | None = "2026-11-25", **more: Any) -> dict[str, Any]:
    return {"kind": "fee", "amount": amount, "method": "bank", "received_on": received_on, **more}


def fee_paid(amount: str, received_on: str, **more: Any) -> dict[str, Any]:
    return payment(amount, received_on, state="paid", **more)


def person(*benefits: dict[str, Any], payments: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"benefits": list(benefits), "payments": payments, **more}


def answer(document: dict[str, Any], rulebook: rules.Rulebook = BOOK) -> dict[str, Any]:
    """The whole assessment as JSON."""
    found = rules.assess_document(document, rulebook)
    assert isinstance(found, dict)
    return found


def finding(document: dict[str, Any], rulebook: rules.Rulebook = BOOK) -> dict[str, Any]:
    """The only finding of an assessment."""
    (only,) = answer(document, rulebook)["findings"]
    return only


def outcomes(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(found["benefit"], found["outcome"]) for found in answer(document)["findings"]]
