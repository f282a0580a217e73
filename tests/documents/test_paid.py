"""Lines of claims as paper sets them out: nothing lost, nothing counted twice, fee and expenses apart."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from tracker.documents.paid import rows_of
from tracker.money import Money
from tracker.payments.models import Claim, ClaimLine, LineKind
from tracker.sessions.models import InvolvementSession

FIRST = date(2026, 4, 6)


@some.composite
def lines(draw: some.DrawFn) -> list[ClaimLine]:
    claims = [
        Claim(involvement=InvolvementSession(title="Steering group")),
        Claim(involvement=InvolvementSession(title="Reading group")),
        Claim(involvement=None),
    ]
    return [
        ClaimLine(
            id=number,
            claim=draw(some.sampled_from(claims)),
            kind=draw(some.sampled_from(LineKind)),
            category=draw(some.sampled_from(["taxi", "meal", "made-up"])),
            description=draw(some.sampled_from(["By bus", "By taxi"])),
            pence=Money(draw(some.integers(0, 100_000))),
            worked_on=FIRST + timedelta(days=draw(some.integers(0, 3))),
            minutes=draw(some.one_of(some.none(), some.integers(0, 600))),
        )
        for number in range(draw(some.integers(0, 12)))
    ]


@given(lines())
def test_rows_add_up_to_their_lines_with_fees_and_expenses_apart(made: list[ClaimLine]) -> None:
    rows = rows_of(made, {"taxi": "Taxi", "meal": "Meal"})
    expenses = [line.pence.pence for line in made if line.kind is LineKind.EXPENSE]
    fees = [line.pence.pence for line in made if line.kind is not LineKind.EXPENSE]
    assert sum(row["expenses"] for row in rows) == sum(expenses)
    assert sum(row["fee"] for row in rows) == sum(fees)
    assert all(row["expenses"] == sum(item["pence"] for item in row["items"]) for row in rows)


@given(lines())
def test_each_day_and_thing_has_one_row_in_the_order_of_days(made: list[ClaimLine]) -> None:
    rows = rows_of(made, {})
    keys = [(row["worked_on"], row["what"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert [day for day, _ in keys] == sorted(day for day, _ in keys)
    assert {day for day, _ in keys} == {line.worked_on.isoformat() for line in made}


@given(lines())
def test_a_length_of_time_that_nobody_recorded_is_unknown_and_not_nought(made: list[ClaimLine]) -> None:
    timed = {
        line.worked_on.isoformat() for line in made if line.minutes and line.kind is not LineKind.EXPENSE
    }
    assert all(row["minutes"] is None for row in rows_of(made, {}) if row["worked_on"] not in timed)
