"""The form that tries a fee: amounts, hours and the number of sessions; never a day."""

from __future__ import annotations

from collections.abc import Sequence

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.payments.what_if import MOST_SESSIONS
from tracker.sessions.models import InvolvementSession
from tracker.web.fields import HoursField, PickField, WholeField
from tracker.web.filters import day
from tracker.web.forms import BaseForm, MoneyField, required


class WhatIfForm(BaseForm):
    """So much for so many hours, at one session or the next few."""

    session = PickField(
        "From which session on?",
        [required("Choose a session.")],
        description="Each is taken to be paid by the day that is promised for it.",
    )
    pence = MoneyField("What if the fee for each session were", [required("Enter an amount, like 50 or 0.")])
    minutes = HoursField(
        "And the work at each session took",
        description="With preparation. Leave this empty for the length that is planned.",
    )
    number = WholeField(
        "At how many sessions?",
        [required("Enter a number, like 1.")],
        least=1,
        most=MOST_SESSIONS,
        default=1,
        description="The next ones of the same project, as they are planned.",
    )
    submit = SubmitField("Try it", widget=GovSubmitInput())


def what_if_form(coming: Sequence[InvolvementSession]) -> WhatIfForm:
    """The form, with the sessions to choose from."""
    form = WhatIfForm()
    form.session.choices = [("", "Choose one")] + [
        (str(one.id), f"{day(one.held_on)}: {one.title}, {one.project.name}") for one in coming
    ]
    return form
