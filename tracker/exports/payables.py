"""What a finance system pays itself: which ways of paying, and that it knows each payee. Pure."""

from __future__ import annotations

from tracker.exports.frozen import FrozenPayment

METHODS = frozenset({"bank", "cheque", "to-charity"})


def no_number(payment: FrozenPayment) -> str | None:
    """What is wrong where the finance system is to pay somebody whom it does not know by a number."""
    if payment.method not in METHODS or payment.supplier:
        return None
    who = payment.person if payment.goes_to is None else f"whoever gets it for {payment.person}"
    return f"{who} has no payee number yet. Read it in under Pay runs, Payee numbers."
