"""The five questions of the first set-up, each a form; three of them are groups of the settings."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput
from wtforms import PasswordField, SubmitField

from tracker.accounts.settings_forms import NameForm, PayForm, WordsForm
from tracker.projects.models import Unit
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

# The rows that a first rate card may have: its field, what it pays for, and how it is counted.
ROWS = (("hour", "Hour", Unit.HOUR), ("half_day", "Half day", Unit.HALF_DAY), ("day", "Day", Unit.DAY))


class FirstName(NameForm):
    """Who the organisation is."""

    submit = SubmitField("Save and continue", widget=GovSubmitInput())


class FirstWords(WordsForm):
    """What people and the activity are called."""

    submit = SubmitField("Save and continue", widget=GovSubmitInput())


class FirstPay(PayForm):
    """How people are paid, and how often."""

    submit = SubmitField("Save and continue", widget=GovSubmitInput())


class FirstRates(BaseForm):
    """A rate card to begin with; a row that is left empty is not made."""

    name = TextField(
        "Name of these rates", [required("Enter a name, like Our rates."), longest(120)], default="Our rates"
    )
    hour = MoneyField("For an hour")
    half_day = MoneyField("For half a day")
    day = MoneyField("For a day")
    since = DateField("From which day?", [required("Enter the day from which these rates hold.")])
    submit = SubmitField("Save and continue", widget=GovSubmitInput())


class FirstProject(BaseForm):
    """A project with the code that pays for it, and the second person, who approves."""

    project = TextField("Name of the project", [required("Enter the project's name."), longest(200)])
    cost_code = TextField(
        "Its cost code",
        [required("Enter the code that pays for it."), longest(40)],
        description="Finance knows it. A claim cannot be sent in without one.",
    )
    name = TextField("Who approves its claims? Full name", [required("Enter their full name."), longest(200)])
    email = TextField("Their email address", [required("Enter their email address."), longest(254)])
    password = PasswordField(
        "A first password for them",
        description="12 characters or more. Tell them by voice or on paper. Leave it empty if they can sign "
        "in already.",
        widget=GovPasswordInput(),
    )
    submit = SubmitField("Save and finish", widget=GovSubmitInput())
