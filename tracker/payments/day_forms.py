"""Forms of day sheets: who is on one, what they signed for, and the float counted back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput
from wtforms import BooleanField, SubmitField

from tracker.money import Money
from tracker.payments.day_models import DaySheet, DaySheetLine, SignedHow
from tracker.payments.day_standing import Standing
from tracker.payments.models import Method
from tracker.projects.models import ExpenseCategory
from tracker.sessions.models import Attendance
from tracker.web.fields import PickField, RadiosField
from tracker.web.forms import BaseForm, MoneyField, TextField, longest, required
from tracker.web.ids import encode

SIGNED = (
    ("", "Not signed"),
    (SignedHow.SIGNATURE.value, "Signed"),
    (SignedHow.MARK.value, "Made their mark"),
    (SignedHow.WITNESSED.value, "A witness signed"),
)


class SheetForm(BaseForm):
    """What a sheet says besides its people, whose rows `sheet_form` adds."""

    method = RadiosField(
        "What is handed over?",
        [required("Choose cash or vouchers.")],
        choices=[(Method.CASH.value, "Cash"), (Method.VOUCHER.value, "Vouchers")],
        default=Method.CASH.value,
    )
    float_pence = MoneyField(
        "How much is counted out?",
        [required("Enter how much is counted out.")],
        description="The float: all the money or vouchers that go to the session.",
    )
    holder = TextField(
        "Who holds it on the day?", [required("Enter who is to hold the money."), longest(200)]
    )
    category = PickField("What are the expenses mostly for?", [required("Choose what they are for.")])
    each = MoneyField(
        "Expenses: at most how much each?",
        description="For everybody ticked below whose own box for expenses is empty.",
    )
    submit = SubmitField("Save the sheet", widget=GovSubmitInput())


def sheet_form(
    places: Sequence[Attendance], found: Standing, kinds: Sequence[ExpenseCategory], sheet: DaySheet | None
) -> Any:
    """A form with a row of three fields for each place, filled from the sheet or from the offers."""
    fields: dict[str, Any] = {}
    lines = {line.participant_id: line for line in sheet.lines} if sheet else {}
    for place in places:
        name, code = place.participant.name, encode(place.id)
        line = lines.get(place.participant_id)
        ticked = line is not None if sheet else _paid_in_hand(place, found)
        fee = line.most_fee_pence if line else found.fee(place)
        fields[f"on_{code}"] = BooleanField(name, default=ticked, widget=GovCheckboxInput())
        fields[f"fee_{code}"] = MoneyField(f"Fee, at most: {name}", default=fee or None)
        fields[f"expenses_{code}"] = MoneyField(
            f"Expenses, at most: {name}", default=line.most_expenses_pence if line else None
        )
    form = type("SheetForm", (SheetForm,), fields)(data=_outline(sheet))
    form.category.choices = [(kind.code, kind.label) for kind in kinds]
    return form


def _paid_in_hand(place: Attendance, found: Standing) -> bool:
    """Whether somebody is to be paid in cash or vouchers, as far as their offer says."""
    offer = found.offers.get(place.id)
    return bool(found.fee(place)) and offer is not None and offer.method in {Method.CASH, Method.VOUCHER}


def _outline(sheet: DaySheet | None) -> dict[str, Any]:
    if sheet is None:
        return {"category": "public-transport"}
    said = next((line.category for line in sheet.lines if line.category), "public-transport")
    return {
        "method": sheet.method.value,
        "float_pence": sheet.float_pence,
        "holder": sheet.holder,
        "category": said,
    }


class SanctionForm(BaseForm):
    """A sanction of what was shown, by somebody who did not prepare it."""

    second_person = TextField(
        "You prepared part of this yourself: who looked at it with you?", [longest(200)]
    )
    submit = SubmitField("Sanction this sheet", widget=GovSubmitInput())


class SignaturesForm(BaseForm):
    """What people signed for; the rows are added by `signatures_form`."""


def signatures_form(lines: Sequence[DaySheetLine], kinds: Sequence[ExpenseCategory]) -> Any:
    """A form with a row for each person on a sheet."""
    fields: dict[str, Any] = {}
    choices = [(kind.code, kind.label) for kind in kinds]
    for line in lines:
        name, code = line.participant.name, encode(line.id)
        fields |= {
            f"how_{code}": PickField(f"Signed: {name}", choices=SIGNED),
            f"fee_{code}": MoneyField(f"Fee handed over: {name}"),
            f"expenses_{code}": MoneyField(f"Expenses handed over: {name}"),
            f"serial_{code}": TextField(f"Voucher number: {name}", [longest(30)]),
            f"receipt_{code}": BooleanField(f"Receipt handed in: {name}", widget=GovCheckboxInput()),
            f"category_{code}": PickField(f"What the expenses were for: {name}", choices=choices),
            f"no_receipt_reason_{code}": TextField(f"If there is no receipt, why: {name}", [longest(200)]),
            f"owed_{code}": MoneyField(f"Expenses still owed: {name}"),
            f"witness_{code}": TextField(f"Name of the witness: {name}", [longest(200)]),
        }
    data = {
        f"{beginning}_{encode(line.id)}": value for line in lines for beginning, value in shown(line).items()
    }
    return type("SignaturesForm", (SignaturesForm,), fields)(data=data)


def shown(line: DaySheetLine) -> dict[str, Any]:
    """What a row's fields hold. Until somebody has signed, the whole sanctioned fee is filled in."""
    signed = line.signed_how is not None
    return {
        "how": line.signed_how.value if line.signed_how else None,
        "fee": _amount(line.handed_fee_pence if signed else line.most_fee_pence),
        "expenses": _amount(line.handed_expenses_pence),
        "serial": line.voucher_serial or "",
        "receipt": line.receipt_seen,
        "category": line.category,
        "no_receipt_reason": line.no_receipt_reason or "",
        "owed": _amount(line.owed_expenses_pence),
        "witness": line.witness or "",
    }


def _amount(pence: Money) -> Money | None:
    return pence or None


class ClosingForm(BaseForm):
    """The float counted back."""

    counted = MoneyField(
        "How much was counted back?",
        [required("Enter how much was counted back, 0 if nothing was left.")],
        description="The money or vouchers left over, counted with whoever held them.",
    )
    difference_reason = TextField(
        "If it does not add up: why?", [longest(400)], description="Leave empty if it adds up."
    )
    second_person = TextField("You sanctioned this sheet: who counted with you?", [longest(200)])
    submit = SubmitField("Close the sheet and make receipts", widget=GovSubmitInput())
