"""Forms of the books: closed up to a day, and opened again."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.web.forms import BaseForm, DateField, TextField, longest, required


class CloseBooksForm(BaseForm):
    """The last day of the books that are closed."""

    through = DateField("Close the books up to the end of", [required("Enter the last day to close.")])
    submit = SubmitField("Close them", widget=GovSubmitInput())


class OpenBooksForm(BaseForm):
    """Closed days opened again."""

    through = DateField(
        "Keep them closed up to the end of", description="Leave it empty to open all of them."
    )
    reason = TextField("Why are they opened?", [required("Say why, in a few words."), longest(400)])
    submit = SubmitField("Open them again", widget=GovSubmitInput())
