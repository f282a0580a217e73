"""Forms of projects and rate cards."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.projects.fee_rule import FeeRule
from tracker.projects.models import Rate, Unit
from tracker.projects.services import LARGEST_POOL
from tracker.web.fields import LinesField, PickField, RadiosField, WholeField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

DESIGNS = [
    ("standing-panel", "Standing panel"),
    ("open-call", "Open call"),
    ("rotating", "Rotating"),
    ("one-off", "One-off"),
    ("", "Not decided yet"),
]
DESIGN_MEANINGS = {
    "standing-panel": "The same people meet again and again, on purpose.",
    "open-call": "Everybody who is interested is asked each time.",
    "rotating": "People take turns, so that places pass on.",
    "one-off": "One occasion, or a few that belong together.",
}
UNITS = [
    (Unit.HOUR.value, "An hour"),
    (Unit.HALF_DAY.value, "A half-day"),
    (Unit.DAY.value, "A day"),
    (Unit.TASK.value, "A task, however long it takes"),
    (Unit.MINUTE_BAND.value, "A length of time from … to …"),
]
# What may become of somebody's place, besides that they come; each has its share of the fee.
OUTCOMES = {
    "part": "They come for part of it",
    "preparation-only": "They prepare, but cannot come",
    "cancelled-by-us": "We cancel",
    "cancelled-by-them": "They cancel",
    "did-not-attend": "They do not come",
}


class ProjectForm(BaseForm):
    """A project: what it is called, who pays for it, and how it means to hear people."""

    name = TextField("Name of the project", [required("Enter the name of the project."), longest(200)])
    ref = TextField(
        "Reference",
        [required("Enter a short reference, like EYP-2026."), longest(40)],
        description="A short code of your own. Spreadsheets find the project by it.",
    )
    cost_code = TextField(
        "Cost code",
        [longest(40)],
        description="The account in your finance system that pays the fees and expenses.",
    )
    cost_split = LinesField(
        "Several cost codes, with their shares",
        [longest(600)],
        description="Only where more than one code pays. One a line with its percentage, like CC-100 60. "
        "Together they make 100.",
    )
    funder = TextField("Funder", [longest(200)], description="Who gives the money, if that is not you.")
    rate_card = PickField(
        "Rate card",
        choices=[],
        description="The fees that this project offers. You can choose one later.",
    )
    design = RadiosField(
        "How does this project mean to hear people?",
        choices=DESIGNS,
        meanings=DESIGN_MEANINGS,
        description="It decides what it means when the same people come often.",
        default="",
    )
    pool = WholeField(
        "How many people could take part?",
        most=LARGEST_POOL,
        description="Everybody whom you could ask, as well as you know it. Leave empty if nobody knows.",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


class EditProjectForm(ProjectForm):
    """A project that exists may also end."""

    until = DateField(
        "Ends on", description="Leave empty while the project goes on. Nothing is deleted when it ends."
    )


class RateCardForm(BaseForm):
    """A new rate card."""

    name = TextField("Name of the rate card", [required("Enter a name for the rate card."), longest(120)])
    funder = TextField(
        "Funder", [longest(200)], description="Fill this in if the rates are those of one funder."
    )
    submit = SubmitField("Save and add rates", widget=GovSubmitInput())


class ShareField(WholeField):
    """How much of a fee is paid, in percent."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        needed = required("Enter how much of the fee is paid: 100 for all of it, 0 for nothing.")
        super().__init__(label, [needed], most=100, **kwargs)

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"classes": "govuk-input--width-3", "suffix": {"text": "%"}})
        return super().__call__(**kwargs)


class RateForm(BaseForm):
    """A row of a rate card from a day on."""

    label = TextField(
        "What is paid for?",
        [required("Enter what this row pays for, like Meeting or Chairing a meeting."), longest(120)],
        description="Use the same words as an earlier row to give that row a new amount or new terms.",
    )
    pence = MoneyField("How much?", [required("Enter an amount in pounds, like 25 or 12.50.")])
    unit = RadiosField("For what?", [required("Choose what the amount is for.")], choices=UNITS)
    min_minutes = WholeField(
        "From how many minutes?", most=1440, description="Only for a length of time. Leave empty for none."
    )
    max_minutes = WholeField(
        "Up to how many minutes?", most=1440, description="Leave empty for no upper end."
    )
    includes_preparation = RadiosField(
        "Does the amount include preparation?",
        choices=[("yes", "Yes"), ("no", "No, preparation is paid beside it")],
        default="yes",
        description="Reading beforehand, for example.",
    )
    share_part = ShareField(OUTCOMES["part"])
    by_time = RadiosField(
        "For part of it, does that depend on the time?",
        choices=[
            ("no", "No, it is the same for any part"),
            ("yes", "Yes, by the minutes they give: half the time, half of it"),
        ],
        default="no",
    )
    share_preparation_only = ShareField(OUTCOMES["preparation-only"])
    share_cancelled_by_us = ShareField(OUTCOMES["cancelled-by-us"])
    share_cancelled_by_them = ShareField(OUTCOMES["cancelled-by-them"])
    share_did_not_attend = ShareField(OUTCOMES["did-not-attend"])
    since = DateField(
        "From which day?",
        [required("Enter the day from which this amount holds.")],
        description="Work before this day keeps the earlier amount.",
    )
    source = TextField(
        "Where is it written down?", [longest(400)], description="A policy or a web page, for whoever checks."
    )
    submit = SubmitField("Add this rate", widget=GovSubmitInput())

    @property
    def shares(self) -> dict[str, int]:
        """Percent of the fee by outcome."""
        return {outcome: self[_share(outcome)].data for outcome in OUTCOMES}


def as_typed(rate: Rate | None) -> dict[str, Any]:
    """What a form for a new row begins with: the words and terms of this one, or the usual terms."""
    rule = rate.rule if rate else FeeRule()
    shown: dict[str, Any] = {_share(outcome): rule.shares.get(outcome, 0) for outcome in OUTCOMES}
    if rate is None:
        return shown
    names = ("label", "pence", "min_minutes", "max_minutes", "source")
    return (
        shown
        | {name: getattr(rate, name) for name in names}
        | {
            "unit": rate.unit.value,
            "by_time": "yes" if rate.part_in_proportion else "no",
            "includes_preparation": "yes" if rate.includes_preparation else "no",
        }
    )


def _share(outcome: str) -> str:
    return f"share_{outcome.replace('-', '_')}"
