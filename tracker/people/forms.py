"""Forms of people: finding and adding them, how to reach them, their own limit, their bank details."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput
from wtforms import BooleanField, SubmitField

from tracker.people.confirmation_models import AskedBy
from tracker.web.fields import HoursField, PickField, RadiosField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

FORMATS = [
    ("standard", "Standard"),
    ("large-print", "Large print"),
    ("easy-read", "Easy read"),
    ("text", "Plain text, for a screen reader"),
]
ROUTES = [
    ("bank", "Into a bank account"),
    ("cash", "Cash"),
    ("cheque", "Cheque"),
    ("voucher", "Voucher"),
    ("prepaid-card", "Prepaid card"),
    ("payroll", "Through payroll"),
    ("none", "Does not wish to be paid"),
    ("", "Not asked yet"),
]


class FindForm(BaseForm):
    """Whether somebody is already known, by what only they and we would give alike."""

    project = PickField("Project they take part in", choices=[])
    email = TextField("Email address", [longest(254)])
    ref = TextField("Reference", [longest(40)], description="If they have one from us, like P-000123.")
    name = TextField("Full name", [longest(200)])
    date_of_birth = DateField(
        "Date of birth", description="Tells two people of one name apart. Leave empty if you do not know it."
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())


class PersonForm(BaseForm):
    """Who somebody is and how to reach them."""

    name = TextField("Full name", [required("Enter the person's full name."), longest(200)])
    known_as = TextField(
        "Known as", [longest(100)], description="The name they like to be called by, if it is another."
    )
    ref = TextField("Reference", [longest(40)])
    email = TextField("Email address", [longest(254)], description="Leave empty if they have none.")
    phone = TextField("Telephone", [longest(40)])
    preferred_contact = PickField("How do they like to be contacted?", choices=[])
    language = PickField("Language of their letters and receipts", choices=[])
    format = RadiosField("In which form do they read best?", choices=FORMATS, default="standard")
    payment_route = RadiosField(
        "How do they wish to be paid?",
        choices=ROUTES,
        default="",
        description="Nobody is left unpaid because they have no bank account.",
    )
    date_of_birth = DateField("Date of birth", description="Only to tell two people of one name apart.")
    submit = SubmitField("Save", widget=GovSubmitInput())


class NewPersonForm(PersonForm):
    """Somebody who is not known yet."""

    project = PickField("Project they take part in", choices=[])
    another = BooleanField(
        "This is another person, who only shares the email address or the name and date of birth",
        widget=GovCheckboxInput(),
    )
    submit = SubmitField("Add this person", widget=GovSubmitInput())


class LimitForm(BaseForm):
    """What a person asks us to keep to."""

    per = RadiosField(
        "For each …",
        [required("Choose a week, a month or another stretch of time.")],
        choices=[
            ("week", "Week"),
            ("month", "Month"),
            ("assessment-period", "Their own month, which begins on the day below"),
            ("tax-year", "Tax year"),
        ],
    )
    amount = MoneyField("No more money than", description="Fees and round sums, not expenses.")
    minutes = HoursField(
        "No more time than", most=8784, description="Like 7, 7.5 or 7:30. Either may be empty."
    )
    starts_on = DateField(
        "Counted from",
        [required("Enter the day from which to count.")],
        description="The first day of a week or month as they count it.",
    )
    submit = SubmitField("Save this limit", widget=GovSubmitInput())


class BankForm(BaseForm):
    """Where a person's money goes."""

    account_name = TextField(
        "Name on the account", [required("Enter the name on the account, as the bank has it."), longest(70)]
    )
    sort_code = TextField(
        "Sort code",
        [required("Enter the sort code: six digits, like 20-00-00."), longest(40)],
        description="Six digits, like 20-00-00.",
    )
    account_number = TextField(
        "Account number",
        [required("Enter the account number: eight digits."), longest(40)],
        description="Eight digits. Put noughts in front of a shorter one.",
    )
    roll_number = TextField(
        "Building society roll number", [longest(30)], description="Only if their building society gave one."
    )
    submit = SubmitField("Save bank details", widget=GovSubmitInput())

    @property
    def details(self) -> dict[str, Any]:
        """What `payees.set_payee` keeps of the account, by its names."""
        names = ("account_name", "sort_code", "account_number", "roll_number")
        return {name: self[name].data for name in names}


class ConfirmForm(BaseForm):
    """What a person said of changed bank details, when somebody else asked them."""

    asked_by = RadiosField(
        "How did you ask them?",
        [required("Choose how you asked them.")],
        choices=[
            (AskedBy.PHONE.value, "By phone, on a number that we had before"),
            (AskedBy.EMAIL.value, "By email, at an address that we had before"),
            (AskedBy.POST.value, "By post, at an address that we had before"),
            (AskedBy.IN_PERSON.value, "In person"),
        ],
    )
    theirs = RadiosField(
        "Did they say that these details are right?",
        [required("Choose what they said.")],
        choices=[("yes", "Yes"), ("no", "No, nobody gave us these")],
        meanings={
            "yes": "What is owed can be paid there.",
            "no": "Nothing is paid there. Tell your manager: somebody may be after their money.",
        },
    )
    second_person = TextField("You entered them yourself: who asked with you?", [longest(200)])
    submit = SubmitField("Save what they said", widget=GovSubmitInput())


class TrustedForm(BankForm):
    """The account of somebody else who gets money for a person."""

    recipient = TextField(
        "Whose account is it?", [required("Enter the name of whoever gets the money."), longest(200)]
    )
    consent_on = DateField(
        "When did they agree to this?",
        [required("Enter the day on which they agreed.")],
        description="Keep the paper on which they said so.",
    )
    submit = SubmitField("Save this account", widget=GovSubmitInput())


class RoleForm(BaseForm):
    """What a member is in the project from a day on."""

    role = RadiosField("What are they in this project?", choices=[], default="")
    unpaid = RadiosField(
        "Is it paid?",
        choices=[("no", "Yes, or it is not decided yet"), ("yes", "No, it is unpaid")],
        meanings={"yes": "While it lasts, no fee is offered to them here. Their expenses can be paid."},
        default="no",
    )
    since = DateField("From which day?", [required("Enter the day from which this holds.")])
    submit = SubmitField("Save", widget=GovSubmitInput())


class MergeForm(BaseForm):
    """That two records are one person's, and how somebody knows."""

    reason = TextField(
        "How do you know that they are one person?",
        [required("Enter how you know, in a few words."), longest(500)],
        description="For example: she told me that she married. Write nothing about health or benefits.",
    )
    submit = SubmitField("They are one person", widget=GovSubmitInput())


class TakeApartForm(BaseForm):
    """That two records are two people's after all, and how somebody knows."""

    reason = TextField(
        "Why are they taken apart?", [required("Enter how you know, in a few words."), longest(500)]
    )
    submit = SubmitField("Take this apart again", widget=GovSubmitInput())
