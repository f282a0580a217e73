"""Forms of cash floats: issued, topped up, put against payments, counted and handed back."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.web.fields import PickField, TickField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required


class IssueForm(BaseForm):
    """A float that somebody is to hold."""

    holder = PickField("Who holds it?", [required("Choose who holds it.")], choices=[])
    pence = MoneyField("How much?", [required("Enter how much is issued.")])
    issued_on = DateField("Which day?", [required("Enter the day it is issued.")])
    submit = SubmitField("Issue this float", widget=GovSubmitInput())


class TopUpForm(BaseForm):
    """More money for a float."""

    pence = MoneyField("How much is put in?", [required("Enter how much is put in.")])
    topped_on = DateField("Which day?", [required("Enter the day it is put in.")])
    submit = SubmitField("Top it up", widget=GovSubmitInput())


class PaidOutForm(BaseForm):
    """What was paid out of a float."""

    paid = TickField("What was paid out of this float?", choices=[])
    submit = SubmitField("Put these against the float", widget=GovSubmitInput())


class HandBackForm(BaseForm):
    """A float counted, and handed back whole."""

    counted = MoneyField(
        "How much was counted?", [required("Enter how much was counted. £0.00 is an amount too.")]
    )
    handed_on = DateField("Which day?", [required("Enter the day it was handed back.")])
    reason = TextField(
        "If it does not add up: why?",
        [longest(400)],
        description="Only where the count is not what should be there.",
    )
    submit = SubmitField("Close this float", widget=GovSubmitInput())
