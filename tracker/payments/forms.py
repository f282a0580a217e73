"""Forms of offers, claims and pay runs."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import BooleanField, StringField, SubmitField, ValidationError

from tracker import clock
from tracker.payments.models import PaidTo
from tracker.web.fields import LinesField, PickField, RadiosField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required


class MilesField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """Miles with at most one decimal; `data` is a Decimal or None."""

    widget = GovTextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = Decimal(text)
        except InvalidOperation:
            raise ValueError("Enter miles as a number, like 12 or 12.5.") from None
        if not self.data.is_finite():
            raise ValueError("Enter miles as a number, like 12 or 12.5.")


class OfferForm(BaseForm):
    """The same offer for everybody in a session who has none yet."""

    rate = PickField("Rate", choices=[])
    pence = MoneyField("Or another amount for each person", description="Leave empty to use the rate.")
    expenses_covered = TextField(
        "Which expenses do you cover?",
        [longest(400)],
        description="For example: fares, parking, replacement care. Printed in the offer.",
    )
    pay_by = DateField("Pay by", [required("Enter the day by which you promise to pay.")])
    submit = SubmitField("Prepare offers", widget=GovSubmitInput())


class ChangeOfferForm(BaseForm):
    """Another offer in place of one that nobody has answered."""

    pence = MoneyField("Fee", [required("Enter the amount to offer.")])
    expenses_covered = TextField("Which expenses do you cover?", [longest(400)])
    pay_by = DateField("Pay by", [required("Enter the day by which you promise to pay.")])
    submit = SubmitField("Save the offer", widget=GovSubmitInput())


class MakeOfferForm(BaseForm):
    """That an offer was made, and that advice was offered with it."""

    advice = BooleanField(
        "I gave them information, and the name of a free independent adviser",
        widget=GovCheckboxInput(),
    )
    submit = SubmitField("Record that the offer was made", widget=GovSubmitInput())


class AnswerForm(BaseForm):
    """The person's own choice."""

    answer = RadiosField(
        "What did they choose?",
        [required("Choose what they answered.")],
        choices=[
            ("full", "The whole fee"),
            ("less", "Less than the fee"),
            ("none", "No fee"),
            ("to-charity", "The fee, given to a charity of their choice"),
        ],
    )
    pence = MoneyField("If less: how much?")
    charity = TextField("If to a charity: which?", [longest(200)])
    submit = SubmitField("Save the answer", widget=GovSubmitInput())


class ChoiceForm(AnswerForm):
    """The person's own choice of a fee that is on a claim."""

    submit = SubmitField("Save what they chose", widget=GovSubmitInput())


class ExpenseForm(BaseForm):
    """One expense of one claim."""

    category = RadiosField("What was it for?", [required("Choose what it was for.")], choices=[])
    worked_on = DateField("When was the money spent?", [required("Enter the day the money was spent.")])
    pence = MoneyField("How much?", description="Not for mileage: there, enter the miles below.")
    miles = MilesField("Miles", description="For a journey by own vehicle, there and back, like 12 or 12.5.")
    vehicle = PickField("Vehicle", choices=[])
    description = TextField("Details", [longest(200)], description="For example: return train Leeds to York.")
    receipt = FileField(
        "Photo of the receipt", description="A photo or a PDF, up to 10 MB.", widget=GovFileInput()
    )
    no_receipt_reason = TextField(
        "If there is no receipt: why not?",
        [longest(200)],
        description="For example: the ticket machine kept the ticket.",
    )
    paid_to = RadiosField(
        "Who is to get this money?",
        [required("Choose who is to get this money.")],
        choices=[
            (PaidTo.PERSON.value, "The person, who paid it"),
            (PaidTo.HELPER.value, "Somebody who helps them"),
            (PaidTo.PROVIDER.value, "Nobody: we paid the provider ourselves"),
        ],
        default=PaidTo.PERSON.value,
    )
    paid_to_name = TextField("Name of the helper or provider, if not the person", [longest(200)])
    submit = SubmitField("Add this expense", widget=GovSubmitInput())


class PaperClaimForm(BaseForm):
    """A claim that came on paper."""

    filled_in = RadiosField("Who filled in the form?", [required("Choose who filled in the form.")])
    filled_in_by = TextField("If somebody else: their name", [longest(200)])
    signed_on = DateField(
        "When was it signed?", [required("Enter the day that stands beside the signature.")]
    )
    scan = FileField(
        "Photo or scan of the form",
        description="A photo or a PDF, up to 10 MB. If you have none, keep the paper.",
        widget=GovFileInput(),
    )
    submit = SubmitField("Save, then add the costs", widget=GovSubmitInput())

    def validate_filled_in_by(self, field: TextField) -> None:
        """A helper has a name."""
        if self.filled_in.data == "helper" and not field.data and not field.errors:
            raise ValidationError("Enter the name of whoever filled it in for them.")


class ScanForm(BaseForm):
    """The scan of a paper that was signed: a claim form, or a day sheet."""

    MISSING = "Choose the photo or PDF of the signed paper."
    scan = FileField(
        "Photo or scan of the signed paper",
        description="A photo or a PDF, up to 10 MB.",
        widget=GovFileInput(),
    )
    submit = SubmitField("Keep the scan", widget=GovSubmitInput())


class RecipientForm(BaseForm):
    """Another person who gets a claim's money, and that the participant agreed."""

    recipient = TextField(
        "Who gets the money?",
        [required("Enter the name of whoever gets the money."), longest(200)],
    )
    consent_on = DateField(
        "When did they agree to this?",
        [required("Enter the day on which they agreed.")],
        description="Ask them alone, if you can. They can change their mind until it is paid.",
    )
    method = RadiosField("How is it paid?", [required("Choose how it is paid.")])
    submit = SubmitField("Save", widget=GovSubmitInput())


class GiftForm(BaseForm):
    """A charity's confirmation that a gift arrived."""

    confirmed_on = DateField("Day on the confirmation", [required("Enter the day on the confirmation.")])
    confirmation = TextField(
        "What it says",
        [required("Enter what the confirmation says."), longest(200)],
        description="For example: thank-you letter, reference 4711.",
    )
    submit = SubmitField("Save the confirmation", widget=GovSubmitInput())


class ReasonForm(BaseForm):
    """A reason for an act that ends or stops a claim."""

    reason = LinesField("Why?", [required("Write a sentence here."), longest(400)], render_kw={"rows": 3})
    submit = SubmitField("Save", widget=GovSubmitInput())


class DeclineForm(BaseForm):
    """That the person declines a claim; their reasons are not asked."""

    submit = SubmitField("Record that they decline", widget=GovSubmitInput())


class SubmitForm(BaseForm):
    """That a claim goes to be approved; late ones say why."""

    late_reason = LinesField(
        "Why does it come late?",
        [longest(400)],
        description="For example: they were ill, or we took the register late. The approver reads this.",
        render_kw={"rows": 3},
    )
    submit = SubmitField("Submit for approval", widget=GovSubmitInput())


class ApproveForm(BaseForm):
    """Approval of the hash that was shown."""

    shown_hash = StringField(widget=GovTextInput())
    second_person = TextField(
        "You recorded part of this yourself: who looked at it with you?", [longest(200)]
    )
    over_budget_reason = TextField("Why is it approved although it goes over the budget?", [longest(400)])
    submit = SubmitField("Approve", widget=GovSubmitInput())


class AskForm(BaseForm):
    """A question about a claim, to whoever recorded it."""

    question = LinesField(
        "Or ask first: what do you need to know?",
        [required("Write your question."), longest(400)],
        render_kw={"rows": 2},
    )
    submit = SubmitField("Ask, and go to the next", widget=GovSubmitInput())


class RunForm(BaseForm):
    """A new pay run."""

    pay_on = DateField("Pay on", [required("Enter the day on which you mean to pay.")])
    submit = SubmitField("Prepare a pay run", widget=GovSubmitInput())


class ReleaseForm(BaseForm):
    """Release by a second person."""

    second_person = TextField("You prepared this run yourself: who looked at it with you?", [longest(200)])
    submit = SubmitField("Release this run", widget=GovSubmitInput())


class PaidForm(BaseForm):
    """That the bank has paid."""

    paid_on = DateField("When did the money leave?", [required("Enter the day the money left.")])
    bank_reference = TextField(
        "Reference on the bank statement", [required("Enter the reference on the statement."), longest(60)]
    )
    submit = SubmitField("Mark as paid and make receipts", widget=GovSubmitInput())


class EndForm(BaseForm):
    """That a payment did not arrive."""

    code = RadiosField("What happened?", [required("Choose what happened.")])
    ended_on = DateField(
        "When did you learn of it?",
        [required("Enter the day you learned of it.")],
        description="The day on the bank statement, or the day it came back to you.",
    )
    note = TextField("Anything else that finance should know (optional)", [longest(400)])
    submit = SubmitField("Record it", widget=GovSubmitInput())


def preset(form: BaseForm, **values: Any) -> None:
    """Fill a form that is shown for the first time."""
    if not form.is_submitted():
        for name, value in values.items():
            form[name].data = value


class AccrualsForm(BaseForm):
    """The day up to which work counts; sent by GET, so that a page has an address to keep."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    on = DateField("Worked up to the end of", description="Leave empty for today.")
    show = SubmitField("Show", widget=GovSubmitInput())

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("Enter a day up to today: what is still to come is not owed yet.")
