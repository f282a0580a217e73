"""The lines that a run pays, as ledgers book them: each payment ties to its lines, and all to the run. Pure.

What did not arrive is owed again and is booked by the run that pays it, so its lines are left out here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.errors import Refused
from tracker.exports.bank_lines import must_hold
from tracker.exports.codes import Codes, words
from tracker.exports.frozen import FrozenLine, FrozenPayment, FrozenRun
from tracker.money import total
from tracker.tables import harmless


def ledger_lines(
    run: FrozenRun, methods: Collection[str] | None = None
) -> Sequence[tuple[FrozenPayment, int, FrozenLine]]:
    """Each payment's lines with their numbers, of some ways of paying or of all.

    Raises Refused where there are none, or a payment is not the sum of its lines.
    """
    payments = [one for one in run.standing if methods is None or one.method in methods]
    if not payments:
        raise Refused(f"Nothing of {run.ref} belongs into this file.", code="no-lines")
    must_hold(payments, untied)
    return [
        (payment, number, line) for payment in payments for number, line in enumerate(payment.lines, start=1)
    ]


def described(payment: FrozenPayment, line: FrozenLine) -> str:
    """What a ledger says of a line: its kind, claim, day and person by reference, and nothing of a topic."""
    kind = line.kind.capitalize()
    return f"{kind}, claim {line.claim}, worked {line.worked_on.isoformat()}, {harmless(payment.person)}"


def no_code_of_kind(payment: FrozenPayment, codes: Codes) -> str | None:
    """What is wrong where a line of a payment is of a kind without an account code."""
    missing = next((line.kind for line in payment.lines if codes.of(line.kind) is None), None)
    if missing is None:
        return None
    return f"its {words(missing)} have no account code. Enter one under Pay runs, Set up files."


def untied(payment: FrozenPayment) -> str | None:
    """What is wrong where a payment is not the sum of its lines."""
    lines = total(line.pence for line in payment.lines)
    if lines == payment.pence:
        return None
    return (
        f"it is of {payment.pence.pounds()}, and its lines add up to {lines.pounds()}. "
        "Tell your administrator."
    )
