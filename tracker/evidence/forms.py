"""Forms of what is examined: a period, a day, a sample."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField
from wtforms.validators import ValidationError

from tracker import clock
from tracker.evidence import decisions, samples
from tracker.periods import tax_year
from tracker.web.fields import LinesField, PickField, RadiosField, WholeField
from tracker.web.forms import BaseForm, DateField, TextField, longest, required


class _Shown(BaseForm):
    """Sent by GET, so that a page has an address to keep."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False


class PeriodForm(_Shown):
    """From which day to which, both included; the month before this one where nothing is entered."""

    start = DateField("From", description="Leave both empty for last month.")
    end = DateField("To, the end of")
    show = SubmitField("Show", widget=GovSubmitInput())

    def validate_end(self, field: Any) -> None:
        if (field.data is None) is not (self.start.data is None) and not self.start.errors:
            raise ValidationError("Enter both days, or neither.")
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError("Enter a last day that is not before the first.")
        if field.data and field.data > clock.today():
            raise ValidationError("Enter a day up to today: what is still to come is not known.")

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day that were asked for."""
        if self.start.data and self.end.data:
            return self.start.data, self.end.data
        last = clock.today().replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last


class DayForm(_Shown):
    """The end of a day, today's where none is entered."""

    on = DateField("At the end of", description="Leave empty for today.")
    show = SubmitField("Show", widget=GovSubmitInput())

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("Enter a day up to today.")


class TaxYearForm(_Shown):
    """A tax year by the year in which it starts, this one where none is entered."""

    year = WholeField(
        "The tax year that starts on 6 April",
        least=2000,
        most=2200,
        description="Like 2026. Leave empty for this one.",
    )
    show = SubmitField("Show", widget=GovSubmitInput())

    @property
    def starts(self) -> int:
        """The year in which it starts."""
        this_one = tax_year(clock.today()).start.year
        return this_one if self.year.data is None else int(self.year.data)


class DrawForm(BaseForm):
    """So many payments of a period, drawn by lot."""

    start = DateField("Payments that left from", [required("Enter the first day.")])
    end = DateField("To, the end of", [required("Enter the last day.")])
    size = WholeField(
        "How many payments are drawn?", [required("Enter how many to draw.")], least=1, most=samples.MOST
    )
    seed = TextField(
        "Seed",
        [longest(100)],
        description="Leave empty to have one made. If others are to trust the draw, enter something that you "
        "agreed on beforehand and nobody could know.",
    )
    submit = SubmitField("Draw", widget=GovSubmitInput())


class ChooseForm(BaseForm):
    """Payments that somebody chose."""

    references = LinesField(
        "Which payments?",
        [required("Enter a reference or a receipt number, one on each line.")],
        description="One on each line: the reference on the bank statement, like R26-0001-0003, or the "
        "number of the receipt, like 2026-000123.",
    )
    submit = SubmitField("Take these", widget=GovSubmitInput())


class DecisionForm(BaseForm):
    """What was decided about the employment status of a role, outside this program."""

    role = PickField("Role", [required("Choose a role.")], choices=[])
    project = PickField("Project", choices=[])
    status = RadiosField(
        "What was decided?",
        [required("Choose what was decided.")],
        choices=[(status.value, words) for status, words in decisions.STATUSES.items()],
    )
    decided_by = TextField("Who decided?", [required("Enter who decided, by name and job."), longest(200)])
    decided_on = DateField("When?", [required("Enter the day it was decided.")])
    evidence = TextField(
        "On what evidence?",
        [required("Enter what it rests on."), longest(400)],
        description="Such as HMRC's tool, with the day and where its result is kept, or an adviser's letter.",
    )
    review_on = DateField("To be looked at again on", description="You may leave it empty.")
    submit = SubmitField("Keep this decision", widget=GovSubmitInput())
