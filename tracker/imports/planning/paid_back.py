"""Money that was paid back comes in below nought, and never more of it than is known to have been paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from tracker.errors import Invalid
from tracker.imports.planning.states import PaymentKey
from tracker.money import ZERO, Money


class PaidBack:
    """What is known to have been paid to whom and when, in the ledger and in the list together."""

    def __init__(self, known: Counter[PaymentKey], listed: Iterable[PaymentKey]) -> None:
        self._of: dict[int, list[tuple[date, Money]]] = defaultdict(list)
        # What is in the list and in the ledger is the same money.
        for key, times in (known | Counter(listed)).items():
            self._of[key.person] += [(key.paid_on, key.pence)] * times

    def demand(self, key: PaymentKey) -> None:
        """Raises Invalid where more was paid back by the day of a refund than is known to have been paid."""
        until = [pence for day, pence in self._of[key.person] if day <= key.paid_on]
        if sum(until, ZERO) < ZERO:
            raise Invalid(
                f"{(-key.pence).pounds()} was paid back, and what is known to have been paid to them by that "
                "day is less. Check the sign and the day, bring in what they were paid first, or say that "
                "such amounts are left out."
            )
