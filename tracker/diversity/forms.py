"""Forms of a person's own answers, of the way in to them, and of what staff do without seeing any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import Field, HiddenField, StringField, SubmitField
from wtforms.validators import ValidationError

from tracker.diversity.answers import Answer
from tracker.diversity.asked import Asked, why_is_needed
from tracker.diversity.question_set import Dimension, NonAnswer, question_set
from tracker.web.fields import RadiosField, TickField
from tracker.web.forms import BaseForm, TextField, longest, required

_DECLINED = (NonAnswer.PREFER_NOT_TO_SAY.value, "Prefer not to say")
_BLANK = (NonAnswer.NOT_ANSWERED.value, "Leave this one blank")
_OWN_WORDS = "Or say it in your own words, if you like"


class CodeForm(BaseForm):
    """The code from the paper."""

    code = TextField(
        "Your code", [required("Type the code from your paper.")], description="Like ABCD-2345-WXYZ."
    )
    submit = SubmitField("Go on", widget=GovSubmitInput())


class PinField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """Digits that are shown as they are typed and never sent back to a page."""

    widget = GovTextInput()

    def _value(self) -> str:
        return ""

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"classes": "govuk-input--width-5"})
        return super().__call__(inputmode="numeric", autocomplete="off", **kwargs)


class PinForm(BaseForm):
    """The PIN of somebody whose code is known: typed, or chosen at the first use."""

    code = HiddenField()
    pin = PinField("Your PIN", [required("Type the six digits of your PIN.")], description="Six digits.")
    again = PinField("The same PIN again")
    submit = SubmitField("Go on", widget=GovSubmitInput())


class AnswersForm(BaseForm):
    """The questions that are asked of somebody; made for them by `answers_form`."""

    submit = SubmitField("Save", widget=GovSubmitInput())

    def given(self, asked: Sequence[Asked]) -> Mapping[str, Answer]:
        """What was answered, by question; a question that was left alone is not answered."""
        return {
            one.dimension.code: Answer(
                self[f"answer_{one.dimension.code}"].data or NonAnswer.NOT_ANSWERED.value,
                self[f"words_{one.dimension.code}"].data or None,
            )
            for one in asked
        }


def answers_form(asked: Sequence[Asked], held: Mapping[str, Answer] | None = None) -> AnswersForm:
    """A form of these questions, filled with what the person said before."""
    fields: dict[str, Any] = {}
    said = held or {}
    filled: dict[str, Any] = {}
    for one in asked:
        code = one.dimension.code
        before = said.get(code)
        choices = [(option.code, option.words) for option in one.dimension.options]
        fields[f"answer_{code}"] = RadiosField(
            one.dimension.question,
            choices=[*choices, _DECLINED, _BLANK],
            description=f"{one.dimension.hint} Why we ask: {' '.join(one.why)}".lstrip(),
        )
        fields[f"words_{code}"] = TextField(_OWN_WORDS, [longest(200)])
        if before is not None and before.answer != NonAnswer.NOT_ANSWERED:
            filled[f"answer_{code}"] = before.answer
        filled[f"words_{code}"] = before.own_words if before else None
    made: type[AnswersForm] = type("AskedForm", (AnswersForm,), fields)
    return made(data=filled)


class NewCodeForm(BaseForm):
    """A code to print; where something is held, that it may go."""

    sure = TickField(
        "Whatever is held of this person is deleted, unread",
        choices=[("yes", "They know, and want a new code")],
    )
    submit = SubmitField("Print a code", widget=GovSubmitInput())


class DeleteForm(BaseForm):
    """Delete what is held of somebody at their wish."""

    sure = TickField(
        "This cannot be undone",
        [required("Tick the box: deleting cannot be undone.")],
        choices=[("yes", "They asked for this")],
    )
    submit = SubmitField("Delete their answers and their code", widget=GovSubmitInput())


def _needed_where_asked(one: Dimension) -> Callable[[Any, Field], None]:
    """A validator of each reason, so that all that are missing are named in one go."""

    def check(form: Any, field: Field) -> None:
        if one.code in (form["on"].data or ()) and not field.data:
            raise ValidationError(why_is_needed(one))

    return check


class _QuestionsForm(BaseForm):
    """Which questions are asked, and why; made by `questions_form`."""

    submit = SubmitField("Save", widget=GovSubmitInput())

    def reasons(self) -> Mapping[str, str | None]:
        """By question, the reason why it is asked, or None where it is not."""
        on = set(self["on"].data or ())
        return {code: self[f"why_{code}"].data if code in on else None for code in question_set().dimensions}


def questions_form(why: Mapping[str, str]) -> _QuestionsForm:
    """A form of all questions, with the reasons of those that are asked now."""
    dimensions = question_set().dimensions
    fields: dict[str, Any] = {
        "on": TickField(
            "Which questions are asked?", choices=[(code, one.label) for code, one in dimensions.items()]
        )
    }
    for code, one in dimensions.items():
        checks = [longest(400), _needed_where_asked(one)]
        fields[f"why_{code}"] = TextField(f"Why you ask about: {one.label.lower()}", checks)
    made: type[_QuestionsForm] = type("QuestionsForm", (_QuestionsForm,), fields)
    return made(data={"on": list(why), **{f"why_{code}": reason for code, reason in why.items()}})
