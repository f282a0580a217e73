"""The choice of what a report is about; sent by GET, so that a report has an address to keep."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField, ValidationError

from tracker.web.fields import PickField
from tracker.web.forms import BaseForm, DateField


class VoicesForm(BaseForm):
    """Which project, and between which dates."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    project = PickField("Project", choices=[], default="")
    since = DateField("From", description="Leave empty for the beginning.")
    until = DateField("To", description="Leave empty for up to now.")
    show = SubmitField("Show", widget=GovSubmitInput())

    def validate_until(self, field: Any) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("Enter a last day that is not before the first.")
