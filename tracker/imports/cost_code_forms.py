"""Forms of the list of cost codes: the file, and that its rows come in as they were shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput
from wtforms import HiddenField, SubmitField

from tracker.db import canonical_json
from tracker.errors import Invalid
from tracker.imports import cost_code_list
from tracker.projects.cost_codes import Given
from tracker.web.forms import BaseForm, required


class CodeFileForm(BaseForm):
    """The list as a file."""

    file = FileField(
        "Choose the list of codes",
        [required("Choose a CSV, XLSX or ODS file.")],
        description="CSV, XLSX or ODS, with the columns code, name, opens_on and closes_on.",
        widget=GovFileInput(),
    )
    submit = SubmitField("Read this list", widget=GovSubmitInput())


class BringInForm(BaseForm):
    """The rows that were shown, as they go to and fro; read again like a file when they come back."""

    rows = HiddenField()
    sha256 = HiddenField()
    submit = SubmitField("Bring these codes in", widget=GovSubmitInput())

    def hold(self, given: Sequence[Given], sha256: str) -> None:
        """Put the rows of a list into the form."""
        self.rows.data = canonical_json(
            [[one.row, one.code, one.name, _text(one.opens_on), _text(one.closes_on)] for one in given]
        )
        self.sha256.data = sha256

    @property
    def given(self) -> Sequence[Given]:
        """The rows. Raises Invalid where they are not those of a list."""
        try:
            rows = json.loads(self.rows.data or "")
            texts = [(int(row), [str(text) for text in others]) for row, *others in rows]
            named = [
                (row, dict(zip(("code", "name", "opens_on", "closes_on"), others, strict=True)))
                for row, others in texts
            ]
        except (ValueError, TypeError):
            raise Invalid("Choose the list again: what came back is not what was shown.") from None
        given = [cost_code_list.of_texts(row, values) for row, values in named]
        if not 0 < len({one.code for one in given}) == len(given) <= cost_code_list.MOST_CODES:
            raise Invalid("Choose the list again: what came back is not what was shown.")
        return given


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
