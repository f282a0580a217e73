"""The form of the published tables of modulus checking."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput
from wtforms import SubmitField

from tracker.people.modulus_tables import LONGEST_VERSION
from tracker.web.forms import BaseForm, DateField, TextField, longest, required


class ModulusTablesForm(BaseForm):
    """The two files as their publisher gives them, and what it says of them."""

    weights = FileField(
        "The weight table",
        [required("Choose the weight table, VALACDOS.txt.")],
        description="VALACDOS.txt, as the publisher gives it.",
        widget=GovFileInput(),
    )
    substitutions = FileField(
        "The table of substitutions",
        description="SCSUBTAB.txt. Without it, the few sort codes that need it are not checked.",
        widget=GovFileInput(),
    )
    version = TextField(
        "Version",
        [required("Enter the version, like 7.70."), longest(LONGEST_VERSION)],
        description="As it stands on the publisher's page, like 7.70.",
    )
    published_on = DateField(
        "When was it published?",
        [required("Enter the day on which it was published.")],
        description="It stands beside the file on the publisher's page.",
    )
    submit = SubmitField("Upload the tables", widget=GovSubmitInput())

    @property
    def given(self) -> dict[str, Any]:
        """What `modulus_tables.upload` keeps, by its names."""
        chosen = self.substitutions.data
        return {
            "version": self.version.data,
            "published_on": self.published_on.day,
            "weights": self.weights.data.read(),
            "substitutions": (chosen.read() or None) if chosen else None,
        }
