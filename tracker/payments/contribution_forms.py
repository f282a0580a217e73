"""The form of a contribution: who, what, when, how long, and whether there is a fee, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput
from wtforms import BooleanField, SubmitField

from tracker.people.models import Participant
from tracker.projects.models import Rate, Unit, Word
from tracker.web.fields import HoursField, RadiosField, TickField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

# Besides the labels of the rate card, which may be any words.
UNPAID, AMOUNT, LATER = "-unpaid", "-amount", "-later"
_RATE = "rate-"

_UNITS = {Unit.HOUR: " for each hour", Unit.HALF_DAY: " for a half-day", Unit.DAY: " for a day"}


class ContributionForm(BaseForm):
    """What one person or several gave, all alike."""

    people = TickField("Who?", choices=[])
    activity = RadiosField("What kind of thing was it?", choices=[])
    other_activity = TextField(
        "If it is none of these: what?", [longest(60)], description="A word or two. It joins the list."
    )
    title = TextField(
        "What was it about?",
        [required("Enter what it was about, in a few words."), longest(200)],
        description="A few words, like Comments on the leaflet.",
    )
    held_on = DateField("Which day?", [required("Enter the day it happened, or the last day of it.")])
    minutes = HoursField(
        "How long did each of them take?",
        most=24,
        description="In hours, like 0:20 or 1.5. Leave empty if nobody knows.",
    )
    mode = RadiosField(
        "How did they take part?",
        [required("Choose how they took part.")],
        choices=[
            ("own-time", "In their own time"),
            ("online", "Online or on the telephone"),
            ("in-person", "In person"),
        ],
    )
    fee = RadiosField("Is there a fee?", [required("Choose whether there is a fee.")], choices=[])
    pence = MoneyField("If another amount: how much for each person?")
    covers_from = DateField(
        "If the fee is for a stretch of time, such as a month: its first day",
        description="Up to the day above. Leave empty if it is for a piece of work. Some benefits count a "
        "fee for a stretch of time over its weeks.",
    )
    taken = BooleanField(
        "Each of them knew this fee beforehand, and takes all of it",
        description="If ticked, their claims are drafted at once. If not, offer it to them on the next page.",
        widget=GovCheckboxInput(),
    )
    submit = SubmitField("Log this", widget=GovSubmitInput())

    @property
    def rate_label(self) -> str | None:
        """The label of the rate that was chosen, if it was a rate."""
        chosen = str(self.fee.data or "")
        return chosen.removeprefix(_RATE) if chosen.startswith(_RATE) else None


def with_choices(
    form: ContributionForm,
    *,
    members: Iterable[Participant],
    activities: Sequence[Word],
    rates: Iterable[Rate],
    may_offer: bool,
) -> ContributionForm:
    """Offer the people, the kinds of thing and the fees to choose from; none to those who offer none."""
    form.people.choices = [(str(person.id), f"{person.name} ({person.ref})") for person in members]
    form.activity.choices = [(word.code, word.label) for word in activities]
    form.activity.meanings = {word.code: word.meaning for word in activities if word.meaning}
    form.fee.choices = [(UNPAID, "No, it was unpaid"), (LATER, "Not decided yet")]
    if may_offer:
        form.fee.choices[1:1] = [
            *(
                (f"{_RATE}{rate.label}", f"{rate.label}: {rate.pence.pounds()}{_UNITS.get(rate.unit, '')}")
                for rate in rates
            ),
            (AMOUNT, "Another amount"),
        ]
    return form
