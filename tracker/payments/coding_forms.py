"""The form on which a claim's cost codes are changed."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.web.fields import LinesField
from tracker.web.forms import BaseForm, longest, required


class CodingForm(BaseForm):
    """Which cost codes pay a claim."""

    coding = LinesField(
        "Cost code",
        [required("Enter the cost code that pays this claim."), longest(600)],
        description="One code. Or several, one a line, each with its percentage, like CC-100 60; together "
        "they make 100.",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())
