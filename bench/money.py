"""Offers, claims and payments of the instance: years of paid ones, and the same few unpaid in any size."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from tracker.db import Base
from tracker.money import Money
from tracker.payments.models import Answer, Claim, ClaimLine, ClaimState, LineKind, Method, Offer
from tracker.payments.run_models import Payment, PaymentClaim, PaymentState, PayRun, RunState

Rows = tuple[type[Base], Iterator[dict[str, Any]]]

# A fee for each so many attendances.
EACH = 4
# The newest fees wait: some drafted, some sent in, some approved.
UNPAID = 90
STATES = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.APPROVED)
IN_A_RUN = 100
FEE = Money(5000)
PROMISED = timedelta(days=30)


def rows(
    attendances: int,
    person: Callable[[int], int],
    project: Callable[[int], int],
    held_on: Callable[[int], date],
) -> Iterator[Rows]:
    """Each table's rows; `person`, `project` and `held_on` say them of an attendance by its number."""
    fees = range(1, attendances // EACH + 1)
    paid = fees[:-UNPAID]
    yield Offer, (_offer(i, held_on(i * EACH)) for i in fees)
    yield PayRun, (_run(i, held_on(i * IN_A_RUN * EACH)) for i in range(1, len(paid) // IN_A_RUN + 2))
    yield (
        Claim,
        (_claim(i, len(paid), person(i * EACH), project(i * EACH), held_on(i * EACH)) for i in fees),
    )
    yield ClaimLine, (_line(i, held_on(i * EACH)) for i in fees)
    yield Payment, (_payment(i, person(i * EACH), held_on(i * EACH)) for i in paid)
    yield PaymentClaim, ({"payment_id": i, "claim_id": i} for i in paid)


def _offer(number: int, held_on: date) -> dict[str, Any]:
    said = held_on - PROMISED
    return {
        "id": number,
        "attendance_id": number * EACH,
        "pence": FEE,
        "rate_label": "Meeting",
        "covers": "Coming",
        "expenses_covered": "Fares",
        "pay_by": held_on + PROMISED,
        "offered_on": said,
        "answer": Answer.FULL,
        "answer_pence": FEE,
        "answered_on": said,
    }


def _run(number: int, day: date) -> dict[str, Any]:
    return {"id": number, "ref": f"R{number}", "pay_on": day, "prepared_on": day, "state": RunState.PAID}


def _claim(number: int, paid: int, person: int, project: int, held_on: date) -> dict[str, Any]:
    state = ClaimState.PAID if number <= paid else STATES[number % len(STATES)]
    return {
        "id": number,
        "ref": f"C{number}",
        "participant_id": person,
        "project_id": project,
        "pay_by": held_on + PROMISED,
        "state": state,
        "submitted_on": held_on if state is not ClaimState.DRAFT else None,
        "approved_on": held_on if state in {ClaimState.APPROVED, ClaimState.PAID} else None,
        "pay_run_id": _run_of(number) if state is ClaimState.PAID else None,
    }


def _line(number: int, held_on: date) -> dict[str, Any]:
    return {
        "id": number,
        "claim_id": number,
        "attendance_id": number * EACH,
        "kind": LineKind.FEE,
        "description": "Fee",
        "pence": FEE,
        "worked_on": held_on,
    }


def _payment(number: int, person: int, held_on: date) -> dict[str, Any]:
    return {
        "id": number,
        "run_id": _run_of(number),
        "number": number % IN_A_RUN + 1,
        "participant_id": person,
        "pence": FEE,
        "method": Method.BANK,
        "state": PaymentState.PAID,
        "paid_on": held_on + timedelta(days=20),
        "bank_reference": f"BACS {number}",
        "receipt_number": f"N{number}",
    }


def _run_of(number: int) -> int:
    return number // IN_A_RUN + 1
