"""What is said of a great many cases, word for word: tests/golden/rules.txt beside the rules as they are.

The cases are every worked example of the rule files, and for each benefit a spread of circumstances: facts
and payments taken from lists in strides of different lengths, so that each value meets many others. After a
change that is meant, run `python -m tests.rules.said` and read the difference: it is what people are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.rules import edges
from tests.rules.build import BOOK
from tracker import rules
from tracker.rules import BENEFIT_NAMES, Finding

GOLDEN = Path(__file__).parent.parent / "golden" / "rules.txt"
CASES_A_BENEFIT = 14
# Its end turns on age, household, home and nation together.
_MORE_CASES = {"housing-benefit": 48}

_WORK: Sequence[Any] = (
    [{"on": "2026-11-24", "minutes": 957}],
    [{"on": "2026-11-24", "minutes": None}],
    None,
    [{"on": "2026-10-06", "minutes": 60}, {"on": "2026-11-30", "minutes": 1200}],
    [{"on": "2026-12-01", "minutes": 180}],
)
_MONTH = {"from": "2026-10-26", "to": "2026-11-25"}
_WEEK = {"from": "2026-11-02", "to": "2026-11-08"}
_PAYMENT: dict[str, Sequence[Any]] = {
    "kind": ("fee", "fee", "expense", "allowance"),
    "amount": ("75.00", "203.50", "20.01", "0.00", "640.00", "19.99", "204.01"),
    "method": ("bank", "voucher", "bank", "payroll", "in-kind", "to-charity"),
    "state": ("proposed", "paid", "planned", "declined"),
    "received_on": ("2026-11-25", "2026-06-29", None, "2026-10-07", "2027-04-20", "2026-12-03"),
    "due_on": (None, "2026-11-29", None, "2026-12-04"),
    "worked": _WORK,
    "covers": (
        None,
        None,
        {"from": "2026-10-26", "to": "2026-11-25"},
        {"from": "2026-11-02", "to": "2026-11-08"},
    ),
    "service_user_activity": (True, None, False),
    "actual_cost": (True, None, False),
    "receipted": (True, False, None),
    "net": (None, "0.00"),
}
_CLAIM: dict[str, Sequence[Any]] = {
    "from": ("2025-01-01", "2026-09-07", None, "2026-11-26"),
    "until": (None, None, "2026-11-27", None),
    "assessment_period_starts_on_day": (28, None, 31, 6),
    "work_allowance": ("with-housing", None, "none", "unknown", "without-housing"),
    "disregard": ("single", None, "couple", "higher", "special", "lone-parent", "unknown"),
    "week_ends_on": ("sunday", None, "wednesday"),
    "other_earnings": ("0.00", None, "150.00"),
    "other_earnings_per": ("week", "month", "assessment-period"),
    "other_minutes_per_week": (0, None, 600),
    "care_costs_per_week": ("0.00", None, "60.00"),
    "pension_per_week": ("0.00", "10.00", None),
    "age_25_or_over": (True, None, False),
    "supported_permitted_work": (False, None, True),
    "permitted_work": (None, True, False),
    "accommodation": ("specified-or-temporary", None, "other"),
    "passported": (None, False, True, False),
    "kit_days_used": (9, None, 0, 10),
    "told_on": (None, "2026-09-01"),
}
_PERSON: dict[str, Sequence[Any]] = {
    "nation": ("england", None, "scotland", "northern-ireland"),
    "date_of_birth": ("1988-05-01", None, "1955-01-01", "2005-03-03", "2009-06-06", "1960-06-01"),
    "couple": (False, None, True),
}
_IMMIGRATION: Sequence[Any] = (
    {"status": "no-permission-to-work"},
    {"status": "prisoner", "told_on": "2026-09-01"},
    {"status": "student", "weekly_hours": 20},
    {"status": "student"},
    {"status": "unrestricted"},
    {"status": "unknown", "weekly_hours": 16, "told_on": "2026-09-01"},
)
_OWN: Sequence[Any] = (
    {"per": "month", "amount": "100.00"},
    {"per": "week", "minutes": 300, "starts_on": "2026-11-18", "told_on": "2026-09-01"},
    {"per": "assessment-period", "amount": "75.00", "minutes": 960},
    {"per": "tax-year", "amount": "1000.00"},
)


def _of(options: dict[str, Sequence[Any]], number: int) -> dict[str, Any]:
    """One value of each list, each list gone through in a stride of its own."""
    return {
        name: values[(number * (place + 1) + number // len(values)) % len(values)]
        for place, (name, values) in enumerate(options.items())
    }


def _payments(number: int) -> list[dict[str, Any]]:
    return [{**_of(_PAYMENT, number * 3 + place), "id": f"P{place}"} for place in range(2 + number % 2)]


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each case by its name."""
    yield from edges.cases()
    for rule in BOOK.rules.values():
        for example in rule.examples:
            yield f"{rule.id}: {example.name}", dict(example.facts)
    for place, benefit in enumerate(BENEFIT_NAMES):
        for number in range(_MORE_CASES.get(benefit, CASES_A_BENEFIT)):
            claim = {**_of(_CLAIM, number + place), "benefit": benefit}
            person = {**_of(_PERSON, number), "benefits": [claim], "payments": _payments(number)}
            yield f"{benefit}, in circumstances {number + 1}", person
    for number in range(CASES_A_BENEFIT * 2):
        yield (
            f"permission to work, in circumstances {number + 1}",
            {"immigration": _IMMIGRATION[number % len(_IMMIGRATION)], "payments": _payments(number)},
        )
        yield (
            f"an own limit, in circumstances {number + 1}",
            {"own_limits": [_OWN[number % len(_OWN)]], "payments": _payments(number)},
        )


def said_of(document: dict[str, Any]) -> str:
    """Everything that an assessment says, and the dates that it asks for, as lines of text."""
    facts = rules.facts_from_json(document)
    found = rules.assess(facts, BOOK)
    lines = [f"{found.outcome}; not checked: {', '.join(found.not_checked) or 'nothing'}"]
    for finding in found.findings:
        lines += _lines(finding)
    lines += [
        f"  asks {window.by} {window.period.start} to {window.period.end} for {window.benefit}"
        for window in rules.windows(facts, BOOK)
    ]
    return "\n".join(lines)


def _lines(finding: Finding) -> Iterator[str]:
    period = f"{finding.period.start} to {finding.period.end}" if finding.period else "no period"
    numbers = {
        "counted": finding.counted,
        "limit": finding.limit,
        "minutes": finding.minutes_counted,
        "of": finding.minutes_limit,
        "less": finding.reduction,
        "weeks": finding.weeks_affected,
    }
    told = ", ".join(f"{name} {value}" for name, value in numbers.items() if value is not None)
    touched = "" if finding.proposed else ", nothing in question"
    yield f"- {finding.benefit} {finding.outcome}, {period}{touched}: {told or 'no numbers'}"
    yield f"  of {', '.join(finding.payment_ids) or 'nothing'}"
    yield f"  missing {', '.join(finding.missing) or 'nothing'}"
    yield from (f"  {reason.key}: {reason.sentence}" for reason in finding.reasons)
    if finding.actions:
        yield f"  then {', '.join(action.key for action in finding.actions)}"
    if finding.parameters:
        yield f"  by {', '.join(f'{one.id} {one.value} from {one.start}' for one in finding.parameters)}"


def kept() -> dict[str, str]:
    """What the file says of each case, by its name."""
    parts = GOLDEN.read_text(encoding="utf-8").split("\n## ")[1:]
    return dict(part.rstrip("\n").split("\n", 1) for part in parts)


def write() -> None:
    """Write the file anew."""
    parts = [f"\n## {name}\n{said_of(document)}\n" for name, document in cases()]
    GOLDEN.write_text("What is said of each case.\n" + "".join(parts), encoding="utf-8")


if __name__ == "__main__":
    write()
