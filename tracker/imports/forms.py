"""Forms of the import: the file, its columns, what makes a session, and the project it goes into."""

from __future__ import annotations

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovFileInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
)
from wtforms import RadioField, SelectField, SelectMultipleField, SubmitField, ValidationError

from tracker.web.forms import BaseForm, TextField, longest, required

OWN = "own"
NEW = "new"


class UploadForm(BaseForm):
    """A spreadsheet."""

    file = FileField(
        "Choose a file",
        [required("Choose a CSV, XLSX or ODS file.")],
        description="CSV, XLSX or ODS, up to 50 MB.",
        widget=GovFileInput(),
    )
    submit = SubmitField("Read this file", widget=GovSubmitInput())


class ColumnsForm(BaseForm):
    """Which column is the person, which the date, which the mark."""

    first = SelectField("First name, or the whole name", choices=[], widget=GovSelect())
    last = SelectField("Last name", choices=[], widget=GovSelect())
    date = SelectField("Date of the session", choices=[], widget=GovSelect())
    mark = SelectField("Mark that says who came", choices=[], widget=GovSelect())
    submit = SubmitField("Continue", widget=GovSubmitInput())

    def validate_first(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Choose the column that holds the names.")

    def validate_date(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Choose the column that holds the dates.")


class SessionsForm(BaseForm):
    """Which marks mean present, what makes a session, and the project. `again` only counts anew."""

    present = SelectMultipleField(
        "Which of these mean that the person came?", choices=[], widget=GovCheckboxesInput()
    )
    session = RadioField("What is one session here?", choices=[], widget=GovRadioInput())
    together = SelectMultipleField(
        "Columns that make a session together", choices=[], widget=GovCheckboxesInput()
    )
    project = SelectField("Project", choices=[], widget=GovSelect())
    new_name = TextField("Name of the new project", [longest(200)])
    new_ref = TextField(
        "Short reference of the new project", [longest(25)], description="For example EYP-2026."
    )
    again = SubmitField(
        "Count again", widget=GovSubmitInput(), render_kw={"class": "govuk-button--secondary"}
    )
    submit = SubmitField("Continue to the check", widget=GovSubmitInput())

    def validate_present(self, field: SelectMultipleField) -> None:
        if self.submit.data and field.choices and not field.data:
            raise ValidationError("Choose at least one mark that means that somebody came.")

    def validate_session(self, field: RadioField) -> None:
        if field.data == OWN and not self.together.data:
            raise ValidationError(
                "Choose the columns that make a session together, or one of the other answers."
            )

    def validate_project(self, field: SelectField) -> None:
        if self.submit.data and not field.data:
            raise ValidationError("Choose the project that this list goes into.")

    def validate_new_ref(self, field: TextField) -> None:
        if self.submit.data and self.project.data == NEW and not field.data:
            raise ValidationError("Enter a short reference for the new project.")

    def validate_new_name(self, field: TextField) -> None:
        if self.submit.data and self.project.data == NEW and not field.data:
            raise ValidationError("Enter a name for the new project.")


class BringInForm(BaseForm):
    """Nothing to fill in: the file as it was shown is brought in."""

    submit = SubmitField("Bring it in", widget=GovSubmitInput())
