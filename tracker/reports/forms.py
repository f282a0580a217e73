"""The choice of what a report is about; sent by GET, so that a report has an address to keep."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField, ValidationError

from tracker.projects.services import LARGEST_POOL
from tracker.web.fields import PickField, WholeField
from tracker.web.forms import BaseForm, DateField


class DatesForm(BaseForm):
    """Between which dates."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    since = DateField("From", description="Leave empty for the beginning.")
    until = DateField("To", description="Leave empty for up to now.")
    show = SubmitField("Show", widget=GovSubmitInput())

    def validate_until(self, field: Any) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("Enter a last day that is not before the first.")


class VoicesForm(DatesForm):
    """Which project, between which dates, out of how many who could have been asked."""

    project = PickField("Project", choices=[], default="")
    pool = WholeField(
        "How many could have been asked?",
        least=1,
        most=LARGEST_POOL,
        description="Only for one project. Leave empty to count its people.",
    )
