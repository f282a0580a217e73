"""Forms of advances: one given, set against a claim, given back, written off, or recorded by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.money import Money
from tracker.payments.advance_models import Advance
from tracker.payments.advances import METHODS
from tracker.projects.models import ExpenseCategory
from tracker.web.fields import PickField, RadiosField
from tracker.web.filters import day, plain
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

_HOW = tuple((method.value, plain(method)) for method in METHODS)


class WhoForm(BaseForm):
    """Whom an advance was given; sent by GET."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    person = TextField(
        "Reference", [required("Enter the person’s reference, like P-0001.")], description="Like P-0001."
    )
    go_on = SubmitField("Go on", widget=GovSubmitInput())


class AdvanceForm(BaseForm):
    """Money that somebody was given before they spent it."""

    about = PickField("What is it for?", [required("Choose the session, or the project.")], choices=[])
    pence = MoneyField("How much was given?", [required("Enter how much was given.")])
    category = PickField("What are they to spend it on?", [required("Choose what it is for.")], choices=[])
    purpose = TextField(
        "In a few words",
        [longest(200)],
        description="For example: train from Leeds and back. Finance reads it.",
    )
    method = RadiosField("How was it given?", [required("Choose how it was given.")], choices=_HOW)
    given_on = DateField("Which day?", [required("Enter the day it was given.")])
    given_by = TextField("Who gave it?", [required("Enter who gave it."), longest(200)])
    reference = TextField(
        "Reference",
        [longest(60)],
        description="What stands on the bank statement or the petty cash slip, if there is one.",
    )
    submit = SubmitField("Record this advance", widget=GovSubmitInput())


class TakeBackForm(BaseForm):
    """What somebody did not spend, given back."""

    pence = MoneyField("How much came back?", [required("Enter how much came back.")])
    method = RadiosField("How?", [required("Choose how it came back.")], choices=_HOW)
    returned_on = DateField("Which day?", [required("Enter the day it came back.")])
    submit = SubmitField("Record this", widget=GovSubmitInput())


class WriteOffForm(BaseForm):
    """What is asked back no more, and what it was."""

    pence = MoneyField("How much is written off?", [required("Enter how much.")])
    was_spent = RadiosField(
        "Was it spent on what it was given for?",
        [required("Choose whether it was spent.")],
        choices=[("yes", "Yes, and there is nothing to claim it with"), ("no", "No, they keep it")],
        meanings={
            "yes": "For example a ticket for a session that we called off. It counts as an expense.",
            "no": "No cost stands behind it, so it counts as a fee from today, in checks too.",
        },
    )
    reason = TextField("Why?", [required("Say why, in a few words."), longest(400)])
    submit = SubmitField("Write it off", widget=GovSubmitInput())


class UndoForm(BaseForm):
    """An advance that was never given."""

    reason = TextField("Why?", [required("Say why, in a few words."), longest(400)])
    submit = SubmitField("It was not given", widget=GovSubmitInput())


def about_choices(
    form: AdvanceForm, abouts: Mapping[str, str], categories: Iterable[ExpenseCategory]
) -> AdvanceForm:
    """Offer the sessions and projects, by key, and the kinds of cost to choose from."""
    form.about.choices = [("", "Choose"), *abouts.items()]
    form.category.choices = [("", "Choose"), *((one.code, one.label) for one in categories)]
    return form


def set_form(free: Mapping[Advance, Money], kept: Mapping[int, Money], spent: Money) -> Any:
    """A form with an amount for each advance: what is set now, or as much as was spent and is left."""
    fields: dict[str, Any] = {"submit": SubmitField("Set these against the claim", widget=GovSubmitInput())}
    left = spent
    for advance, pence in free.items():
        usual = kept.get(advance.id) or min(left, pence)
        left -= min(left, usual)
        fields[field_of(advance)] = MoneyField(
            f"Of {advance.ref}: {advance.purpose or plain(advance.category)}",
            default=usual,
            description=f"{advance.pence.pounds()} given on {day(advance.given_on)}. {pence.pounds()} of it "
            "can be set against this claim.",
        )
    form = type("SetForm", (BaseForm,), fields)()
    form.amounts = [form[field_of(advance)] for advance in free]
    return form


def field_of(advance: Advance) -> str:
    """The name of an advance's field, which a refusal names too."""
    return f"advance_{advance.id}"


def amounts_of(form: Any, advances: Iterable[Advance]) -> dict[int, Money]:
    """What was typed, by the advance's id; an empty field is none."""
    typed = {advance.id: form[field_of(advance)].data for advance in advances}
    return {advance_id: pence for advance_id, pence in typed.items() if pence}


def words_of(categories: Sequence[ExpenseCategory]) -> dict[str, str]:
    """The label of each kind of cost, by its code."""
    return {one.code: one.label for one in categories}
