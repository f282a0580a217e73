"""10,000 people with 20 payments each, assessed, over a bare loop that groups the same payments and sums.

The loop does what no assessment can do without: of each payment, the period in which it counts for that
person, and the sum of each period. Facts are read and the rulebook is warm before the clock starts, for both.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from bench.ratio import Ratio, paired_by_parts
from tracker import rules
from tracker.periods import AssessmentPeriods, Calendar, Weeks
from tracker.rules import Facts

SENTENCE = "10,000 assessments of 20 payments each, over a loop that groups and sums the same payments"
LIMIT = 25
PEOPLE = 10_000
PAYMENTS = 20
AT_ONCE = 500
ROUNDS = 5
FIRST = date(2026, 4, 7)
_SUNDAY = 6

# What people who take part get, one after the other, each with the calendar of its sums.
_WEEKLY = {"week_ends_on": "sunday", "other_earnings": "0.00", "other_earnings_per": "week"}
_CLAIMS: tuple[tuple[dict[str, Any], Calendar], ...] = (
    (
        {
            "benefit": "universal-credit",
            "assessment_period_starts_on_day": 28,
            "work_allowance": "with-housing",
            "other_earnings": "0.00",
            "other_earnings_per": "assessment-period",
        },
        AssessmentPeriods(28),
    ),
    (
        {
            "benefit": "carers-allowance",
            **_WEEKLY,
            "care_costs_per_week": "0.00",
            "pension_per_week": "0.00",
        },
        Weeks(_SUNDAY),
    ),
    (
        {
            "benefit": "new-style-esa",
            **_WEEKLY,
            "supported_permitted_work": False,
            "pension_per_week": "0.00",
            "other_minutes_per_week": 0,
        },
        Weeks(_SUNDAY),
    ),
    (
        {"benefit": "pension-credit", **_WEEKLY, "disregard": "single", "pension_per_week": "0.00"},
        Weeks(_SUNDAY),
    ),
    ({"benefit": "pip"}, Weeks(_SUNDAY)),
)


def measure(rows: int) -> Ratio:
    """Assess all of them, then only group and sum; `rows` is no matter here."""
    del rows
    people = list(_people())
    book = rules.load()
    parts = [people[start : start + AT_ONCE] for start in range(0, PEOPLE, AT_ONCE)]
    return paired_by_parts(lambda part: _assess(part, book), _sum, parts, ROUNDS)


def _people() -> Iterator[tuple[Facts, Calendar]]:
    for number, (claim, calendar) in enumerate(islice(cycle(_CLAIMS), PEOPLE)):
        yield rules.facts_from_json({"benefits": [claim], "payments": _payments(number)}), calendar


def _payments(number: int) -> list[dict[str, Any]]:
    """A year of sessions, one every two and a half weeks; the last is the one that is asked about."""
    return [
        {
            "id": f"P{place}",
            "state": "proposed" if place == PAYMENTS - 1 else "paid",
            "kind": "fee",
            "amount": f"{20 + (number + place) % 60}.00",
            "method": "bank",
            "received_on": str(FIRST + timedelta(days=place * 17 + number % 7)),
            "worked": [{"on": str(FIRST + timedelta(days=place * 17)), "minutes": 120}],
            "service_user_activity": True,
        }
        for place in range(PAYMENTS)
    ]


def _assess(people: Sequence[tuple[Facts, Calendar]], book: rules.Rulebook) -> None:
    for facts, _ in people:
        rules.assess(facts, book)


def _sum(people: Sequence[tuple[Facts, Calendar]]) -> None:
    for facts, calendar in people:
        sums: defaultdict[date, int] = defaultdict(int)
        for payment in facts.payments:
            if payment.received_on is not None:
                sums[calendar.start_of(payment.received_on)] += payment.amount.pence
