"""The choice of a report to give, and what we will do about it."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField, ValidationError

from tracker.reports.plans import LONGEST
from tracker.web.fields import LinesField, PickField
from tracker.web.forms import BaseForm


class PaperForm(BaseForm):
    """Which project, and up to the end of which quarter; sent by GET, so that a report has an address."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    project = PickField("Project", choices=[])
    until = PickField("Twelve months up to", choices=[])
    show = SubmitField("Show", widget=GovSubmitInput())

    def validate_project(self, field: Any) -> None:
        if not any(code == (field.data or "") for code, _ in field.choices):
            raise ValidationError("Choose one of your projects.")

    def validate_until(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose the end of a quarter.")


class PlanForm(BaseForm):
    """What we will do, in the words of whoever answers for it."""

    says = LinesField(
        "What will you do?",
        description=f"Say what, by when and who: a line each, {LONGEST} letters at most. Name nobody else.",
    )
    submit = SubmitField("Write it down", widget=GovSubmitInput())
