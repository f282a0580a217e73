"""Forms of what is set up once for files."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.exports.setup import PayingAccount, Rail
from tracker.web.fields import RadiosField
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
