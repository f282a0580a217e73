"""Forms of payee numbers: the file that came back, and that its numbers are kept as they were shown."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput
from wtforms import HiddenField, SubmitField

from tracker.db import canonical_json
from tracker.errors import Invalid
from tracker.reconciliation.payee_numbers import MOST_ROWS
from tracker.web.forms import BaseForm, required


class NumbersFileForm(BaseForm):
    """The list that the finance system gave back."""

    file = FileField(
        "Choose the list of payees with their numbers",
        [required("Choose a CSV, XLSX or ODS file.")],
        description="CSV, XLSX or ODS. One column has our reference, as in the set-up file, one the number.",
        widget=GovFileInput(),
    )
    submit = SubmitField("Read this list", widget=GovSubmitInput())


class KeepNumbersForm(BaseForm):
    """The numbers that were shown, as they go to and fro."""

    numbers = HiddenField()
    sha256 = HiddenField()
    submit = SubmitField("Keep these numbers", widget=GovSubmitInput())

    def hold(self, given: Mapping[str, str], sha256: str) -> None:
        """Put the numbers into the form."""
        self.numbers.data, self.sha256.data = canonical_json(given), sha256

    @property
    def given(self) -> Mapping[str, str]:
        """The numbers by reference. Raises Invalid where they are not those of a list."""
        try:
            given = json.loads(self.numbers.data or "")
        except ValueError:
            given = None
        if not isinstance(given, dict) or len(given) > MOST_ROWS:
            raise Invalid("Choose the list again: what came back is not what was shown.")
        return {str(ref): str(number) for ref, number in given.items()}
