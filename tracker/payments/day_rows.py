"""One row of a signed day sheet as it was keyed in, and what must hold of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.accounts import queries as accounts
from tracker.errors import Invalid
from tracker.money import ZERO, Money
from tracker.payments import day_sheets, for_finance
from tracker.payments.day_models import DaySheetLine, SignedHow
from tracker.payments.day_standing import Standing
from tracker.payments.models import Method
from tracker.projects.models import ExpenseCategory
from tracker.sessions.models import Attendance
from tracker.values import line as one_line


@dataclass(frozen=True)
class Row:
    """What was typed for one person. `key` ends the names of its fields; `version` is the one then shown.

    `how` None says that they did not sign: then nothing was handed over, whatever the other fields say.
    """

    line: DaySheetLine
    key: str
    version: int
    how: SignedHow | None
    fee: Money = ZERO
    expenses: Money = ZERO
    owed: Money = ZERO
    category: str | None = None
    receipt_seen: bool = False
    no_receipt_reason: str | None = None
    serial: str | None = None
    witness: str | None = None

    def values(self) -> dict[str, Any]:
        """The columns of the line as this row would leave them."""
        if self.how is None:
            return dict.fromkeys(
                ("handed_fee_pence", "handed_expenses_pence", "owed_expenses_pence"), ZERO
            ) | {
                "signed_how": None,
                "receipt_seen": False,
                **dict.fromkeys(("no_receipt_reason", "voucher_serial", "witness")),
            }
        spent = bool(self.expenses or self.owed)
        return {
            "signed_how": self.how,
            "handed_fee_pence": self.fee,
            "handed_expenses_pence": self.expenses,
            "owed_expenses_pence": self.owed,
            "category": self.category if spent else self.line.category,
            "receipt_seen": self.receipt_seen and spent,
            "no_receipt_reason": self._line("no_receipt_reason", 200) if spent else None,
            "voucher_serial": self._line("serial", 30),
            "witness": self._line("witness", 200),
        }

    def _line(self, name: str, longest: int) -> str | None:
        return one_line(getattr(self, name), field=name, longest=longest)


def must_hold(row: Row, method: Method, place: Attendance | None, found: Standing) -> None:
    """Raise Invalid, naming the field, unless a signed row is within the sheet, covered and proved."""
    for_finance.note(row.no_receipt_reason or "", field="no_receipt_reason")
    _must_be_within(row, place, found)
    _must_be_covered(row)
    _must_be_proved(row, method)


def _must_be_within(row: Row, place: Attendance | None, found: Standing) -> None:
    """What was handed over is something, and no more than was sanctioned and agreed."""
    line = row.line
    if place is None:
        raise Invalid("They are not on the register of this session. Put them on it first.", field="how")
    if not row.fee and not row.expenses:
        raise Invalid("Enter what was handed over.", field="fee")
    if row.fee > line.most_fee_pence:
        raise Invalid(
            f"At most {line.most_fee_pence.pounds()} of fee was sanctioned. Enter that, or less: the rest "
            "waits as a claim.",
            field="fee",
        )
    if row.fee > found.fee(place):
        raise Invalid(found.refusal(place), field="fee")
    if row.expenses and (sentence := found.why_no_costs(place, row.category or "")):
        raise Invalid(sentence, field="expenses")
    if row.expenses > line.most_expenses_pence:
        raise Invalid(
            f"At most {line.most_expenses_pence.pounds()} of expenses was sanctioned. Enter what was handed "
            "over, and the rest as still owed: it waits as a claim.",
            field="expenses",
        )


def _must_be_covered(row: Row) -> None:
    """Expenses have a cost behind them: what for, within its cap, and a receipt or why there is none."""
    spent = row.expenses + row.owed
    if not spent:
        return
    kind = next((one for one in day_sheets.categories() if one.code == row.category), None)
    if kind is None:
        raise Invalid("Choose what the expenses were for.", field="category")
    if kind.cap is not None and spent > kind.cap:
        raise Invalid(
            f"{kind.label} is paid up to {kind.cap.pounds()}. Enter that, or less.", field="expenses"
        )
    if kind.receipt_wanted and not row.receipt_seen:
        _must_do_without(row, kind, spent)


def _must_do_without(row: Row, kind: ExpenseCategory, spent: Money) -> None:
    limit = accounts.organisation().receipt_needed_over_pence
    if spent > limit:
        raise Invalid(
            f"Over {limit.pounds()} a receipt is needed. Tick that it was handed in.", field="receipt"
        )
    if not row.no_receipt_reason:
        raise Invalid("Tick that the receipt was handed in, or say why there is none.", field="receipt")


def _must_be_proved(row: Row, method: Method) -> None:
    if row.how != SignedHow.SIGNATURE and not row.witness:
        raise Invalid("Enter the name of whoever saw it.", field="witness")
    if method == Method.VOUCHER and not row.serial:
        raise Invalid("Enter the number of the voucher.", field="serial")
