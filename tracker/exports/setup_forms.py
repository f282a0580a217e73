"""Forms of what is set up once for files."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.exports.codes import KINDS, METHODS, OTHERS, Codes
from tracker.exports.layout import Amounts, Dates, Ends, Layout, Separator
from tracker.exports.setup import PayingAccount, Rail
from tracker.exports.setups import field_of
from tracker.web.fields import LinesField, PickField, RadiosField
from tracker.web.forms import BaseForm, TextField, longest, required


class AccountForm(BaseForm):
    """The account that the organisation pays from."""

    account_name = TextField(
        "Name of your account",
        [required("Enter the name of your account, as your bank has it."), longest(70)],
        description="Bacs carries its first 18 letters; people see them on their bank statement.",
    )
    sort_code = TextField(
        "Sort code",
        [required("Enter the sort code: six digits, like 20-00-00."), longest(40)],
        description="Six digits, like 20-00-00.",
    )
    account_number = TextField(
        "Account number", [required("Enter the account number: eight digits."), longest(40)]
    )
    user_number = TextField(
        "Bacs service user number",
        [longest(20)],
        description="Six digits. Leave it empty if you have none: you pay by another file then.",
    )
    rail = RadiosField(
        "How does the bank pay an ISO 20022 file?",
        [required("Choose how the bank pays it.")],
        choices=[
            (Rail.FASTER_PAYMENTS.value, "By Faster Payments"),
            (Rail.BACS.value, "By Bacs"),
        ],
        meanings={
            Rail.FASTER_PAYMENTS.value: "The money arrives on the day, on any day.",
            Rail.BACS.value: "The money arrives on a working day; the file goes two working days before.",
        },
        default=Rail.FASTER_PAYMENTS.value,
        description="Ask your bank which of them your agreement is for.",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())

    def show(self, kept: PayingAccount) -> None:
        """Fill the form with what is kept; the account's own digits are typed anew."""
        self.account_name.data, self.user_number.data = kept.name, kept.user_number or ""
        self.rail.data = kept.rail.value


class ColumnsForm(BaseForm):
    """The columns of a file in the organisation's own layout."""

    columns = LinesField(
        "Columns, one a line, from left to right",
        [required("List the columns, one a line, like: Amount = amount."), longest(10_000)],
        description="Heading = field. After a comma may stand how many letters it has at most.",
    )
    headed = RadiosField(
        "Do the headings stand in the file's first row?",
        choices=[("yes", "Yes"), ("no", "No")],
        default="yes",
    )
    dates = PickField("Days are written", choices=[(one.value, one.value) for one in Dates])
    amounts = PickField(
        "Amounts are written",
        choices=[
            (Amounts.POUNDS.value, "in pounds, like 75.00"),
            (Amounts.PENCE.value, "in pence, like 7500"),
        ],
    )
    separator = PickField(
        "Between columns stands",
        choices=[(one.value, f"a {one.value}") for one in Separator],
    )
    ends = PickField(
        "Rows end",
        choices=[(Ends.WINDOWS.value, "as on Windows (CR LF)"), (Ends.UNIX.value, "as on Unix (LF)")],
    )
    first = LinesField(
        "A row before all others",
        [longest(4000)],
        description="Only if your bank or system wants one. Its columns, one a line.",
    )
    last = LinesField(
        "A row after all others",
        [longest(4000)],
        description="Such as one with the count and the total. Its columns, one a line.",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())

    def show(self, kept: Layout) -> None:
        """Fill the form with what is kept."""
        for name in ("columns", "first", "last", "dates", "amounts", "separator", "ends"):
            self[name].data = str(getattr(kept, name))
        self.headed.data = "yes" if kept.headed else "no"

    @property
    def layout(self) -> Layout:
        """What was typed."""
        return Layout(
            columns=self.columns.data,
            first=self.first.data or "",
            last=self.last.data or "",
            headed=self.headed.data != "no",
            dates=Dates(self.dates.data or Dates.SLASHES),
            amounts=Amounts(self.amounts.data or Amounts.POUNDS),
            separator=Separator(self.separator.data or Separator.COMMA),
            ends=Ends(self.ends.data or Ends.WINDOWS),
        )


class CodesForm(BaseForm):
    """The account codes of the ledger; a field for each kind and way of paying is added by `codes_form`."""

    tax = TextField(
        "Tax code of every line",
        [longest(40)],
        description="Such as T9 or No VAT, as your finance system names it. May be empty.",
    )

    tracking = TextField(
        "Tracking category of cost codes in Xero",
        [longest(40)],
        description="Its name as Xero shows it. Left empty, cost codes stand in the descriptions alone.",
    )
    heading = LinesField(
        "Heading of your template for bills in Xero",
        description="The whole first line of the template that you download from Xero under bills, import. "
        "Left empty, the file has the usual columns. Columns that we do not know stay empty.",
    )
    numbered = RadiosField(
        "Does your finance system know each payee by a number of its own?",
        choices=[("yes", "Yes"), ("no", "No")],
        meanings={"yes": "Accounts payable then waits until everybody in it has a payee number."},
        default="no",
    )
    named = RadiosField(
        "Do the files for Xero, Sage and QuickBooks name people?",
        choices=[
            ("yes", "By name and reference"),
            ("no", "By reference alone"),
        ],
        meanings={"no": "Where not everybody who opens your ledger may know who takes part."},
        default="yes",
    )

    def show(self, kept: Codes) -> None:
        """Fill the form with what is kept."""
        self.tax.data, self.tracking.data = kept.tax, kept.tracking
        self.heading.data = kept.heading
        self.numbered.data = "yes" if kept.numbered else "no"
        self.named.data = "yes" if kept.named else "no"
        for name, code in kept.by_name.items():
            self[field_of(name)].data = code

    @property
    def costs(self) -> list[Any]:
        """The fields of kinds of cost."""
        return [self[field_of(name)] for name in KINDS]

    @property
    def paid_from(self) -> list[Any]:
        """The fields of ways of paying."""
        return [self[field_of(name)] for name in (*METHODS, *OTHERS)]

    @property
    def ledger(self) -> dict[str, Any]:
        """How the ledger knows payees, and tracks cost codes."""
        return {
            "tracking": self.tracking.data or "",
            "heading": self.heading.data or "",
            "numbered": self.numbered.data == "yes",
            "named": self.named.data != "no",
        }

    @property
    def codes(self) -> dict[str, str]:
        """What was typed, by kind and way of paying."""
        return {name: self[field_of(name)].data or "" for name in (*KINDS, *METHODS, *OTHERS)}


def codes_form() -> CodesForm:
    """The form, with a field for each code that there can be."""

    class Form(CodesForm):
        pass

    hints = {
        "allowance": "Left empty, they are booked as fees.",
        "cheque": "Left empty, as the bank account.",
        "advance": "Only needed where money is given ahead: what is set against a claim is credited here.",
        "difference": "For the journal beside pay runs; also what vouchers cost beside their face value.",
    }
    for name, label in (*KINDS.items(), *METHODS.items(), *OTHERS.items()):
        setattr(Form, field_of(name), TextField(label, [longest(40)], description=hints.get(name, "")))
    Form.submit = SubmitField("Save", widget=GovSubmitInput())
    return Form()
