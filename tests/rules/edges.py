"""Cases that stand on an edge: birthdays, first and last days, figures met to the penny and the minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.rules.build import BOOK, CA, ESA, UC, payment, person
from tracker.rules import BENEFIT_NAMES

Case = tuple[str, dict[str, Any]]

HB: dict[str, Any] = {
    "benefit": "housing-benefit",
    "disregard": "single",
    "accommodation": "specified-or-temporary",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
    "other_minutes_per_week": 0,
    "pension_per_week": "0.00",
    "permitted_work": False,
    "passported": False,
}
JSA: dict[str, Any] = {
    "benefit": "new-style-jsa",
    "week_ends_on": "sunday",
    "disregard": "single",
    "age_25_or_over": True,
    "other_earnings": "500.00",
    "other_earnings_per": "week",
    "other_minutes_per_week": 0,
    "pension_per_week": "0.00",
}
PENSION_CREDIT: dict[str, Any] = {**JSA, "benefit": "pension-credit", "other_earnings": "0.00"}
MATERNITY: dict[str, Any] = {"benefit": "maternity-allowance", "kit_days_used": 0}
# Each on its birthday and the day before, for the ages at which something changes; and a child.
ONE_DAY = timedelta(days=1)
BIRTHDAYS = [f"{2026 - age}-10-0{day}" for age in (18, 25, 66, 67) for day in (5, 6)] + ["2026-01-01"]


def cases() -> Iterator[Case]:
    """Every edge by its name."""
    yield from _first_and_last_days()
    yield from _housing_benefit()
    yield from _weeks()
    yield from _maternity()
    yield from _permission()
    yield from _together()


def numbered(*benefits: dict[str, Any], paid: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A document whose payments have ids."""
    return person(*benefits, payments=[{**one, "id": f"P{place}"} for place, one in enumerate(paid)], **more)


def fee(amount: str, day: str | date, *minutes: int | None, **more: Any) -> dict[str, Any]:
    """A fee received and due on a day, worked on the same day for so many minutes."""
    on = str(day)
    return payment(amount, on, due_on=on, worked=[{"on": on, "minutes": one} for one in minutes], **more)


def _first_and_last_days() -> Iterator[Case]:
    for benefit in BENEFIT_NAMES:
        rule = BOOK.rules[benefit]
        starts = [series.starts[0] for series in rule.series.values()]
        days = {
            "the last day known": rule.valid_through,
            "the day after": rule.valid_through + timedelta(days=1),
        }
        if starts:
            days |= {"the first day known": max(starts), "the day before": max(starts) - timedelta(days=1)}
        for name, day in days.items():
            claim = {**HB, "benefit": benefit, "week_ends_on": "sunday", "assessment_period_starts_on_day": 6}
            for told in ({}, {"from": str(day)}, {"until": str(day)}):
                said = next(iter(told), "running")
                yield (
                    f"{benefit} on {name}, {said}",
                    numbered({**claim, **told, "work_allowance": "none"}, paid=[fee("60.00", day, 60)]),
                )


def _housing_benefit() -> Iterator[Case]:
    for born in BIRTHDAYS:
        for couple in (None, True, False):
            facts = {"nation": "england", "date_of_birth": born, "couple": couple}
            for home in ("specified-or-temporary", None):
                name = f"housing benefit, born {born}, couple {couple}, home {home}"
                yield (
                    name,
                    numbered({**HB, "accommodation": home}, paid=[fee("110.00", "2026-10-07", 60)], **facts),
                )
    for disregard in ("couple", "lone-parent", "special", None):
        facts = {"nation": "england", "date_of_birth": "2004-10-05"}
        yield (
            f"housing benefit, household by the disregard {disregard}",
            numbered({**HB, "disregard": disregard}, paid=[fee("110.00", "2026-10-07")], **facts),
        )
    for nation in ("england", "northern-ireland", None):
        for day in ("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"):
            for home in ("other", None):
                yield (
                    f"housing benefit in {nation}, home {home}, paid on {day}",
                    numbered(
                        {**HB, "accommodation": home},
                        paid=[fee("30.00", day)],
                        nation=nation,
                        date_of_birth="1980-01-01",
                    ),
                )
    for beside in (
        {"benefit": "universal-credit"},
        {"benefit": "universal-credit", "from": "2026-10-07"},
        {"benefit": "universal-credit", "from": "2026-10-08"},
        {"benefit": "universal-credit", "until": "2026-12-31"},
        {"benefit": "income-support"},
    ):
        yield (
            f"housing benefit beside {', '.join(beside.values())}",
            numbered(
                {**HB, "passported": None},
                beside,
                paid=[fee("250.00", "2026-10-07")],
                nation="england",
                date_of_birth="1980-01-01",
            ),
        )
    for passported in (None, True):
        yield (
            f"housing benefit, passported {passported}",
            numbered(
                {**HB, "passported": passported},
                paid=[fee("250.00", "2026-10-07")],
                nation="england",
                date_of_birth="1980-01-01",
            ),
        )


def _weeks() -> Iterator[Case]:
    for amount, minutes in (("20.00", 950), ("20.01", 950), ("20.00", 960), ("183.15", 10), ("183.14", 10)):
        yield (
            f"permitted work, {amount} for {minutes} minutes",
            numbered(ESA, paid=[fee(amount, "2026-11-25", minutes)]),
        )
    elsewhere = payment(
        "30.00", "2026-12-04", due_on="2026-12-04", worked=[{"on": "2026-11-25", "minutes": 970}]
    )
    yield "permitted work, paid in another week than worked", numbered(ESA, paid=[elsewhere])
    for worked in (None, []):
        for kind, state in (("expense", "proposed"), ("fee", "declined"), ("fee", "proposed")):
            untold = payment(
                "15.00", "2026-11-25", due_on="2026-11-25", worked=worked, kind=kind, state=state
            )
            for claim in (ESA, MATERNITY):
                name = f"{claim['benefit']}, {kind} {state}, work {'untold' if worked is None else 'none'}"
                yield name, numbered(claim, paid=[untold, fee("5.00", "2026-11-25", 30)])
    yield "jobseekers with other earnings past the cap", numbered(JSA, paid=[fee("50.00", "2026-11-25")])
    young = {**JSA, "other_earnings": "0.00", "age_25_or_over": None}
    for born in ("2001-11-23", "2001-11-24"):
        yield (
            f"jobseekers born {born}, and no more told of their age",
            numbered(young, paid=[fee("200.00", "2026-11-25")], date_of_birth=born),
        )
    yield (
        "jobseekers with other earnings below the cap",
        numbered({**JSA, "other_earnings": "40.00"}, paid=[fee("50.00", "2026-11-25")]),
    )
    unsure = fee("60.00", "2026-11-25", kind="expense", actual_cost=None, service_user_activity=None)
    yield "pension credit, an expense that counts or not", numbered(PENSION_CREDIT, paid=[unsure])
    monthly = {"from": "2026-10-01", "to": "2026-10-31"}
    spread = [payment("40.00", day, due_on=day, covers=monthly) for day in ("2026-11-04", "2026-11-05")]
    yield "carers, two payments for a month in the same weeks", numbered(CA, paid=spread)
    yield (
        "carers, two payments for a month and a week",
        numbered(
            CA,
            paid=[
                spread[0],
                payment("30.00", "2026-11-05", covers={"from": "2026-11-02", "to": "2026-11-08"}),
            ],
        ),
    )
    yield (
        "carers, care costs unknown and two payments for a month",
        numbered(
            {**CA, "care_costs_per_week": None},
            paid=[{**one, "amount": "1300.00"} for one in spread],
        ),
    )
    yield (
        "carers, two large sums in one week",
        numbered(CA, paid=[fee("300.00", "2026-11-24"), fee("330.00", "2026-11-25")]),
    )
    apart = [payment("10.00", day, due_on=day) for day in ("2026-11-11", "2026-11-25")]
    yield (
        "carers, an unknown week and two payments a fortnight apart",
        numbered({**CA, "week_ends_on": None}, paid=apart),
    )
    yield (
        "a taper with a payment by payroll reported in another period",
        numbered(UC, paid=[fee("500.00", "2026-11-25", method="payroll", reported_to_hmrc_on="2026-12-02")]),
    )


def _maternity() -> Iterator[Case]:
    start = date(2025, 3, 3)
    reach = timedelta(weeks=39) - timedelta(days=1)
    for days, name in (
        ([start, start + reach], "the first and the last day of 39 weeks"),
        ([start, start + reach + timedelta(days=1)], "a day past 39 weeks"),
        ([start, start + timedelta(days=1), start + timedelta(days=400)], "two claims' days"),
    ):
        for asked in range(len(days)):
            paid = [
                fee("20.00", day, 60, state="proposed" if place == asked else "planned")
                for place, day in enumerate(days)
            ]
            yield f"maternity, {name}, asked of {asked}", numbered(MATERNITY, paid=paid)
    for used in (8, 9, 10, None):
        yield (
            f"maternity, {used} days used",
            numbered({**MATERNITY, "kit_days_used": used}, paid=[fee("20.00", "2026-11-25", 60)]),
        )
    settled = [fee("20.00", "2026-11-24", 60, state="paid"), fee("20.00", "2026-11-25", 60, state="planned")]
    yield "maternity, nothing in question", numbered({**MATERNITY, "kit_days_used": 9}, paid=settled)


def _permission() -> Iterator[Case]:
    costs = [
        fee("4.20", "2026-11-25", kind="expense", actual_cost=cost, receipted=receipt, state=state)
        for cost, receipt, state in (
            (True, None, "proposed"),
            (True, False, "proposed"),
            (None, True, "proposed"),
            (True, True, "proposed"),
            (True, True, "paid"),
        )
    ]
    may_not = {"status": "no-permission-to-work", "told_on": "2026-09-01"}
    yield "no permission, costs with and without receipts", numbered(paid=costs, immigration=may_not)
    yield "no permission, one cost without a receipt", numbered(paid=costs[:1], immigration=may_not)
    yield (
        "no permission, a fee and a cost",
        numbered(paid=[costs[3], fee("10.00", "2026-11-25")], immigration=may_not),
    )
    student = {"status": "student", "weekly_hours": 20}
    told = {**ESA, "other_minutes_per_week": 600}
    yield (
        "a student with other work",
        numbered(told, paid=[fee("10.00", "2026-11-25", 601)], immigration=student),
    )
    yield (
        "a student, hours unknown",
        numbered(paid=[fee("10.00", "2026-11-25", 60)], immigration={"status": "student"}),
    )


def _together() -> Iterator[Case]:
    everything = {
        "immigration": {"status": "student", "weekly_hours": 20},
        "own_limits": [{"per": "month", "amount": "100.00"}, {"per": "week", "minutes": 300}],
    }
    yield (
        "several benefits, permission and limits at once",
        numbered(
            UC, CA, ESA, paid=[fee("60.00", "2026-11-25", 90), fee("60.00", "2026-12-02", 90)], **everything
        ),
    )
