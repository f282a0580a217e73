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


class IntoProjectForm(BaseForm):
    """The project that a register goes into. `again` only counts anew."""

    project = SelectField("Project", choices=[], widget=GovSelect())
    new_name = TextField("Name of the new project", [longest(200)])
    new_ref = TextField(
        "Short reference of the new project", [longest(25)], description="For example EYP-2026."
    )
    again = SubmitField(
        "Count again", widget=GovSubmitInput(), render_kw={"class": "govuk-button--secondary"}
    )
    submit = SubmitField("Continue to the check", widget=GovSubmitInput())

    def validate_project(self, field: SelectField) -> None:
        if self.submit.data and not field.data:
            raise ValidationError("Choose the project that this list goes into.")

    def validate_new_ref(self, field: TextField) -> None:
        if self.submit.data and self.project.data == NEW and not field.data:
            raise ValidationError("Enter a short reference for the new project.")

    def validate_new_name(self, field: TextField) -> None:
        if self.submit.data and self.project.data == NEW and not field.data:
            raise ValidationError("Enter a name for the new project.")


class SheetsForm(IntoProjectForm):
    """Which sheets of a file come in together."""

    sheets = SelectMultipleField("Which of them come in together?", choices=[], widget=GovCheckboxesInput())

    def validate_sheets(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Choose at least one sheet to bring in.")


class SessionsForm(IntoProjectForm):
    """Which marks mean present, what makes a session, and the project."""

    present = SelectMultipleField(
        "Which of these mean that the person came?",
        choices=[],
        widget=GovCheckboxesInput(),
        description="Whatever is not ticked means that they did not come.",
    )
    order = RadioField(
        "How are its dates written?", choices=[], widget=GovRadioInput(), validate_choice=False
    )
    session = RadioField("What is one session here?", choices=[], widget=GovRadioInput())
    together = SelectMultipleField(
        "Columns that make a session together", choices=[], widget=GovCheckboxesInput()
    )

    def validate_present(self, field: SelectMultipleField) -> None:
        if self.submit.data and field.choices and not field.data:
            raise ValidationError("Choose at least one mark that means that somebody came.")

    def validate_session(self, field: RadioField) -> None:
        if field.data == OWN and not self.together.data:
            raise ValidationError(
                "Choose the columns that make a session together, or one of the other answers."
            )


class WideForm(IntoProjectForm):
    """What a register with days across leaves open; a field for each mark is added to it."""

    first = SelectField("Column of the names", choices=[], widget=GovSelect())
    last = SelectField("Column of the last names", choices=[], widget=GovSelect())
    order = RadioField(
        "How are its dates written?", choices=[], widget=GovRadioInput(), validate_choice=False
    )
    year = TextField("Year of the first day", [longest(4)], description="For example 2026.")
    hours = RadioField(
        "What are the numbers in it?",
        choices=[],
        widget=GovRadioInput(),
        validate_choice=False,
    )
    session = RadioField(
        "What is one session here?", choices=[], widget=GovRadioInput(), validate_choice=False
    )
    without = SelectMultipleField(
        "Columns that are not about who came", choices=[], widget=GovCheckboxesInput()
    )

    def validate_year(self, field: TextField) -> None:
        number = int(field.data) if field.data and field.data.isascii() and field.data.isdigit() else 0
        if field.data and not 1900 <= number <= 2200:
            raise ValidationError("Enter the year with four numbers, like 2026.")


class ChosenForm(BaseForm):
    """Columns of bank details or benefits; a field for each thing that one may hold is added to it."""

    submit = SubmitField("Continue to the check", widget=GovSubmitInput())


class BringInForm(BaseForm):
    """Nothing to fill in: the file as it was shown is brought in."""

    submit = SubmitField("Bring it in", widget=GovSubmitInput())


class ReadForm(BaseForm):
    """Nothing to fill in: a large file is read by a worker."""

    submit = SubmitField("Read this file", widget=GovSubmitInput())


class CheckForm(BaseForm):
    """Nothing to fill in: a large file is checked by a worker."""

    submit = SubmitField("Check this file", widget=GovSubmitInput())


class UndoForm(BaseForm):
    """Nothing to fill in: everything that an import brought in is taken back."""

    submit = SubmitField("Take all of it back", widget=GovSubmitInput())
