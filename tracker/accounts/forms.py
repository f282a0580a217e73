"""Forms of signing in, staff and the organisation's settings."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import (
    GovPasswordInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import IntegerField, PasswordField, SubmitField
from wtforms.validators import NumberRange, Optional

from tracker.permissions import GIVEN_BY_NAME, ROLE_NAMES, SENTENCES
from tracker.web.fields import LinesField, PickField, RadiosField
from tracker.web.forms import BaseForm, MoneyField, TextField, longest, required


class SignInForm(BaseForm):
    """Email and password."""

    email = TextField("Email address", [required("Enter your email address.")])
    password = PasswordField("Password", [required("Enter your password.")], widget=GovPasswordInput())
    submit = SubmitField("Sign in", widget=GovSubmitInput())


class StaffForm(BaseForm):
    """A new member of staff with a first password, which they are told by voice or on paper."""

    name = TextField("Full name", [required("Enter the person's full name."), longest(200)])
    email = TextField("Email address", [required("Enter their email address."), longest(254)])
    password = PasswordField(
        "First password",
        [required("Enter a first password.")],
        description="12 characters or more. Three words that do not belong together will do.",
        widget=GovPasswordInput(),
    )
    submit = SubmitField("Add this person", widget=GovSubmitInput())


class GrantForm(BaseForm):
    """A role for all projects or one, or a permission given by name."""

    what = RadiosField(
        "What are they to do?",
        [required("Choose a role or permission.")],
        choices=[
            *((f"role:{role.value}", name) for role, name in ROLE_NAMES.items()),
            *(
                (
                    f"permission:{given.value}",
                    f"Benefit contact: {SENTENCES[given][0].lower()}{SENTENCES[given][1:]}",
                )
                for given in GIVEN_BY_NAME
            ),
        ],
    )
    project = PickField("Where?", choices=[])
    submit = SubmitField("Give this", widget=GovSubmitInput())


class OrganisationForm(BaseForm):
    """The settings that every screen and document uses."""

    name = TextField("Name of the organisation", [required("Enter the organisation's name."), longest(200)])
    address = LinesField("Address on letters and receipts", [longest(400)], render_kw={"rows": 4})
    contact = TextField(
        "Whom should people contact with a question?",
        [longest(200)],
        description="Printed on receipts: a name with a telephone number or an email address.",
    )
    participant_noun = TextField(
        "What do you call one person who takes part?",
        [required("Enter a word, like participant or expert by experience."), longest(60)],
    )
    participants_noun = TextField(
        "And several?", [required("Enter the word for several people."), longest(60)]
    )
    activity_noun = TextField(
        "What do you call what they take part in?",
        [required("Enter a word, like involvement or co-production."), longest(60)],
    )
    promised_days = IntegerField(
        "Within how many days do you promise to pay?",
        [required("Enter a number of days."), NumberRange(1, 365, "Enter a number of days from 1 to 365.")],
        widget=GovTextInput(),
    )
    receipt_needed_over_pence = MoneyField(
        "Over how much must an expense have a receipt?",
        [required("Enter an amount in pounds, like 10 or 0.")],
        description="Up to it, saying why there is none will do.",
    )
    small_team_reason = TextField(
        "Small team: why may the person who prepared a pay run also release it?",
        [Optional(), longest(400)],
        description="Leave empty unless there is nobody else. The reason and a second name stay on each run.",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())
