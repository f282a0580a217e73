"""The form on the page of the rules in force."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.web.forms import BaseForm, DateField


class RulesDayForm(BaseForm):
    """The day whose figures are shown; sent by GET, so that a page has an address to keep."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    on = DateField("Figures on", description="Leave empty for today.")
    show = SubmitField("Show", widget=GovSubmitInput())
