"""The forms on the pages of the rules: the day shown, and figures that were published since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField
from wtforms.validators import Optional, ValidationError

from tracker.money import Money
from tracker.payments.law import Series
from tracker.web.fields import HoursField, RadiosField, WholeField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

_FIGURE = "figure_"
# Past this a figure is a slip of the keys.
_LARGEST = Money(100_000_000)
_EVEN_THEN = "Type it even where it does not move."


class RulesDayForm(BaseForm):
    """The day whose figures are shown; sent by GET, so that a page has an address to keep."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    on = DateField("Figures on", description="Leave empty for today.")
    show = SubmitField("Show", widget=GovSubmitInput())


class RateField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A part of each pound, typed as 0.55; `data` is a Decimal, or None when left empty."""

    widget = GovTextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: Decimal | None = None
        if not text:
            return
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not 0 < number <= 1 or len(text) > 8:
            raise ValueError("Enter the part of each pound, like 0.55.")
        self.data = number

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"classes": "govuk-input--width-5", "suffix": {"text": "of each pound"}})
        return super().__call__(**kwargs)


class EnterForm(BaseForm):
    """New figures of one benefit; made for its figures by `enter_form`."""

    @property
    def figures(self) -> list[Any]:
        """The fields of the figures, in the rulebook's order."""
        return [field for field in self if field.name.startswith(_FIGURE)]

    def values(self, series: Sequence[Series]) -> Mapping[str, Decimal]:
        """What was typed, by the figure's name, in the unit of its series."""
        names = [one.id.split(".", 1)[1] for one in series]
        typed = [field.data for field in self.figures]
        return {name: _number(one) for name, one in zip(names, typed, strict=True) if one is not None}


def _number(typed: Money | Decimal | int) -> Decimal:
    return Decimal(str(typed)) if isinstance(typed, Money) else Decimal(typed)


def enter_form(series: Sequence[Series], shown: Mapping[str, str]) -> EnterForm:
    """A form that asks for each of these figures; `shown` is each as it stands, by its id."""

    class Form(EnterForm):
        starts_on = DateField(
            "From which day do the new figures hold?", [required("Enter the first day, as the law has it.")]
        )

    for place, one in enumerate(series):
        typed = "Leave it empty if you have not read it." if one.said_only else _EVEN_THEN
        said = f"It is {shown[one.id]} now. {typed}"
        setattr(Form, f"{_FIGURE}{place}", _field(one, said))
    source = [required("Enter where you read it, like the name of the order or page."), longest(180)]
    link = [required("Enter the address of that page."), longest(400), _https]
    known = [required("Enter the last day that these figures are known for.")]
    review = [required("Enter the day to look again.")]
    ahead = "Often 5 April of the year after. Later days are not checked until newer figures are here."
    Form.source_title = TextField("Where are they published?", source)
    Form.source_link = TextField("The address of that page", link, description="It begins with https://")
    Form.known_to = DateField("The last day they are known for", known, description=ahead)
    Form.review_by = DateField("Look at this benefit again by", review)
    Form.submit = SubmitField("Keep for a second person", widget=GovSubmitInput())
    return Form()


def _https(form: Any, field: Any) -> None:
    text = field.data or ""
    if not text.startswith("https://") or " " in text or len(text) < 12:
        raise ValidationError("Enter an address that begins with https://")


def _no_larger(form: Any, field: Any) -> None:
    if field.data is not None and field.data > _LARGEST:
        raise ValidationError(f"Enter at most {_LARGEST.pounds()}: no figure of law is larger.")


def _field(one: Series, said: str) -> Any:
    needed = required("Enter the figure, even where it has not moved.")
    asked = [Optional() if one.said_only else needed]
    match one.unit:
        case "pounds":
            return MoneyField(one.label, [*asked, _no_larger], description=said)
        case "minutes":
            return HoursField(one.label, asked, description=said)
        case "days":
            return WholeField(one.label, asked, description=said, most=366)
        case _:
            return RateField(one.label, asked, description=said)


class DecideForm(BaseForm):
    """Whether the second person read the same."""

    decision = RadiosField(
        "Have you read the same figures there yourself?",
        [required("Choose whether you have read the same.")],
        choices=[("confirm", "Yes, they are the same"), ("send-back", "No, something differs")],
        meanings={
            "confirm": "Every check of these days uses them from now on.",
            "send-back": "They are never used, and can be entered again.",
        },
    )
    submit = SubmitField("Save", widget=GovSubmitInput())
