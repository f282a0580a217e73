"""Forms of papers: what one is to be about, sent by GET so that looking changes nothing; and its issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SubmitField, ValidationError

from tracker import clock
from tracker.documents.asked import Subject
from tracker.periods import Period, tax_year
from tracker.web.fields import PickField, RadiosField
from tracker.web.forms import BaseForm, DateField, required

LAYOUTS = [("standard", "Standard"), ("large-print", "Large print, in letters of 18 points")]
_DATES = "dates"
_SPANS = [("this-tax-year", "This tax year"), ("last-tax-year", "Last tax year"), (_DATES, "Other dates")]


class PaperForm(BaseForm):
    """What a paper is about, over which days, and how it is printed."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    about = PickField("What is it about?", [required("Choose what it is about.")], choices=[])
    days = RadiosField("Which days?", [required("Choose which days.")], choices=_SPANS)
    since = DateField("From", description="Only for other dates.")
    until = DateField("To", description="Only for other dates.")
    replaces = HiddenField()
    layout = RadiosField("How is it printed?", [required("Choose how it is printed.")], choices=LAYOUTS)
    show = SubmitField("Show how it will look", widget=GovSubmitInput())

    def validate_since(self, field: Any) -> None:
        if self.days.data == _DATES and not field.data:
            raise ValidationError("Enter the first day.")

    def validate_until(self, field: Any) -> None:
        if self.days.data == _DATES and not field.data:
            raise ValidationError("Enter the last day.")
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("Enter a last day that is not before the first.")

    @property
    def period(self) -> Period | None:
        """The days chosen; None for a paper that covers none."""
        if "days" not in self:
            return None
        if self.days.data == _DATES:
            return Period(self.since.day, self.until.day)
        this = tax_year(clock.today())
        return this if self.days.data == "this-tax-year" else tax_year(this.start - timedelta(days=1))


def paper_form(
    kind: ModuleType, subjects: Sequence[Subject], layout: str, sent: MultiDict[str, str]
) -> PaperForm:
    """The form for a kind of paper: as it was sent, or as it usually is."""
    usual = getattr(kind, "USUAL_DAYS", None)
    form = PaperForm(formdata=sent if "about" in sent else _as_usual(usual, subjects, layout))
    form.about.choices = [(subject.code, subject.label) for subject in subjects]
    if usual is None:
        del form.days, form.since, form.until
    return form


def _as_usual(usual: Any, subjects: Sequence[Subject], layout: str) -> MultiDict[str, str]:
    about = subjects[0].code if subjects else ""
    given = MultiDict({"about": about, "layout": layout})
    return MultiDict([*given.items(multi=True), *days_sent(usual(clock.today()))]) if usual else given


def days_sent(period: Period) -> list[tuple[str, str]]:
    """A stretch of days as this form sends it."""
    if period == tax_year(clock.today()):
        return [("days", "this-tax-year")]
    return [("days", _DATES), *_boxes("since", period.start), *_boxes("until", period.end)]


def _boxes(name: str, day: date) -> list[tuple[str, str]]:
    return [(name, str(part)) for part in (day.day, day.month, day.year)]


class IssueForm(BaseForm):
    """Issue the paper that is shown."""

    shown = HiddenField()
    submit = SubmitField("Issue this paper", widget=GovSubmitInput())
