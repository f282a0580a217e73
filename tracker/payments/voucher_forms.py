"""Forms of voucher stock: bought, issued for a signature, lost, brought back, counted."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.payments.day_forms import SIGNED
from tracker.payments.voucher_serials import MOST
from tracker.web.fields import LinesField, RadiosField, WholeField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

_LIKE = "As they are printed: one a line, or a range like LS-000101 to LS-000120."


class BuyForm(BaseForm):
    """Vouchers taken into stock."""

    name = TextField(
        "What kind of voucher?",
        [required("Enter what they are called."), longest(200)],
        description="Like £10 high street.",
    )
    first = TextField("First serial number", [required("Enter the first number."), longest(40)])
    last = TextField("Last serial number", [required("Enter the last number."), longest(40)])
    count = WholeField(
        "How many are there?",
        [required("Enter how many there are.")],
        least=1,
        most=MOST,
        description="Counted, so that a number that is left out is noticed.",
    )
    face = MoneyField("What is one worth?", [required("Enter what one is worth.")])
    cost = MoneyField(
        "What did all of them cost?",
        [required("Enter what all of them cost.")],
        description="With fees and less discounts, as invoiced.",
    )
    supplier = TextField("Supplier", [required("Enter who sold them."), longest(200)])
    invoice = TextField("Invoice", [longest(60)], description="Its number, if you have it.")
    bought_on = DateField("Which day?", [required("Enter the day they were bought.")])
    submit = SubmitField("Take them into stock", widget=GovSubmitInput())


class IssueVouchersForm(BaseForm):
    """The vouchers that a person signed for."""

    serials = LinesField(
        "Which vouchers?", [required("Enter the serial numbers."), longest(4000)], description=_LIKE
    )
    signed_how = RadiosField(
        "How did they sign?", [required("Choose how they signed.")], choices=[one for one in SIGNED if one[0]]
    )
    witness = TextField("If a witness signed: who?", [longest(200)])
    signed_on = DateField("Which day?", [required("Enter the day they signed.")])
    submit = SubmitField("Record these vouchers", widget=GovSubmitInput())


class SerialsForm(BaseForm):
    """Vouchers that are lost, or came back, and why."""

    serials = LinesField(
        "Which vouchers?", [required("Enter the serial numbers."), longest(4000)], description=_LIKE
    )
    reason = TextField("Why?", [required("Say why, in a few words."), longest(400)])
    submit = SubmitField("Record this", widget=GovSubmitInput())


class CountForm(BaseForm):
    """What was counted in the safe."""

    serials = LinesField(
        "Which vouchers are there?", [longest(4000)], description=f"{_LIKE} Leave it empty if none are left."
    )
    submit = SubmitField("Hold this against the stock", widget=GovSubmitInput())
