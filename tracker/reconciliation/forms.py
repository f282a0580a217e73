"""Forms of a file read back: the file and its kind, its columns, and that it is carried out as shown."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput
from wtforms import HiddenField, SubmitField

from tracker.reconciliation import reasons, services
from tracker.reconciliation.matching import FileKind
from tracker.reconciliation.table import Says, Table
from tracker.web.fields import PickField, RadiosField
from tracker.web.forms import BaseForm, required

_CALLED = {
    Says.REFERENCE: "Our payment reference, like R26-0007-0001",
    Says.AMOUNT: "Amount",
    Says.DATE: "Date",
    Says.REASON: "Reason, or its code",
    Says.NET: "Net pay: what the person got, costs included",
    Says.GROSS: "Gross pay: what we sent, costs included",
    Says.REPORTED: "Day reported to HMRC",
}
_DAY_PAID = (FileKind.PAYROLL, Says.DATE)
# What each kind of file must say; the others may be left out.
_NEEDED = {
    FileKind.PAID: (Says.REFERENCE, Says.AMOUNT, Says.DATE),
    FileKind.RETURNED: (Says.REFERENCE, Says.AMOUNT, Says.DATE),
    FileKind.REJECTED: (Says.REFERENCE,),
    FileKind.PAYROLL: (Says.REFERENCE, Says.NET, Says.DATE, Says.REPORTED),
}


class ReadForm(BaseForm):
    """A file that the bank or the finance system gave."""

    kind = RadiosField(
        "What does the file tell you?",
        [required("Choose what the file tells you.")],
        choices=[
            (FileKind.PAID.value, "What was paid"),
            (FileKind.RETURNED.value, "What came back"),
            (FileKind.REJECTED.value, "What the finance system did not take"),
            (FileKind.PAYROLL.value, "What your payroll paid"),
        ],
        meanings={
            FileKind.PAID.value: "A bank statement, or a list of payments made.",
            FileKind.RETURNED.value: "Payments that a bank sent back, with its reason codes.",
            FileKind.REJECTED.value: "A list of rejections, before anything was paid.",
            FileKind.PAYROLL.value: "Net pay and the day reported to HMRC, by the payment_ref of our file.",
        },
    )
    file = FileField(
        "Choose the file",
        [required("Choose a CSV, XLSX or ODS file.")],
        description="CSV, XLSX or ODS, up to 5 MB. Its columns may be in any order.",
        widget=GovFileInput(),
    )
    submit = SubmitField("Read this file", widget=GovSubmitInput())


class MappingForm(BaseForm):
    """Which column says what."""

    reference = PickField("Reference")
    amount = PickField("Amount")
    date = PickField("Date")
    reason = PickField("Reason")
    net = PickField("Net pay")
    gross = PickField("Gross pay")
    reported = PickField("Day reported to HMRC")
    usual = PickField("Reason of payments for which the file has no code")
    submit = SubmitField("Read it so", widget=GovSubmitInput())

    def offer(self, kind: FileKind, table: Table) -> None:
        """Set what can be chosen for this kind of file; what it never needs is taken off the form."""
        named = [(str(index), name) for index, name in enumerate(table.headings)]
        for says in Says:
            field = self[says.value]
            field.label.text = "Day paid" if (kind, says) == _DAY_PAID else _CALLED[says]
            field.choices = [("", _nothing(kind, says)), *named]
        self.usual.choices = [
            ("", "Leave those for me"),
            *((code, reasons.words(code)) for code in reasons.USUAL),
        ]
        said = services.columns_of(kind)
        for says in Says:
            if says not in said or (kind is FileKind.PAID and says is Says.REASON):
                del self[says.value]
        if kind is not FileKind.RETURNED:
            del self.usual

    def show(self, mapping: dict[str, Any]) -> None:
        """Fill the form with what is kept."""
        for name, value in mapping.items():
            if name in self:
                self[name].data = str(value)

    def needs_all(self, kind: FileKind) -> bool:
        """Whether every column that this kind of file needs is said; a sentence stands where one is not."""
        missing = [self[says.value] for says in _NEEDED[kind] if not self[says.value].data]
        for field in missing:
            field.errors = ["Choose the column."]
        return not missing

    @property
    def mapping(self) -> dict[str, Any]:
        """What was said: columns by number, and the usual reason."""
        said: dict[str, Any] = {
            says.value: int(self[says.value].data)
            for says in Says
            if says.value in self and self[says.value].data
        }
        if "usual" in self and self.usual.data:
            said["usual"] = self.usual.data
        return said


def _nothing(kind: FileKind, says: Says) -> str:
    return "Choose a column" if says in _NEEDED[kind] else "There is none"


class CarryOutForm(BaseForm):
    """Nothing to fill in: what was shown is carried out."""

    shown = HiddenField()
    submit = SubmitField("Carry it out", widget=GovSubmitInput())
