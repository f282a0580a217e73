"""Forms of budgets: a new one, and a change with its reason."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required


class BudgetForm(BaseForm):
    """What a project, or one of its cost codes, may spend on work between two days."""

    pence = MoneyField("Budget", [required("Enter an amount in pounds, like 5000. Nought is an amount too.")])
    starts_on = DateField("First day of the work", [required("Enter the first day.")])
    ends_on = DateField("Last day of the work", [required("Enter the last day.")])
    cost_code = TextField(
        "Cost code",
        [longest(40)],
        description="Leave it empty for the whole project, whatever code its claims have.",
    )
    submit = SubmitField("Set this budget", widget=GovSubmitInput())


class ChangeBudgetForm(BaseForm):
    """A budget changed, or taken away."""

    pence = MoneyField("Budget", description="Leave it empty to take the budget away.")
    reason = TextField("Why does it change?", [required("Say why, in a few words."), longest(400)])
    submit = SubmitField("Save", widget=GovSubmitInput())
