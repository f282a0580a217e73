"""The base of every form: GOV.UK fields, typed values out of text, refusals beside the field at fault.

`form.save(action, then)` is how a view writes: it validates, runs the service in the one transaction and
answers with a redirect, or returns None when the page must be shown again with what went wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask import redirect
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovTextInput
from werkzeug.wrappers import Response
from wtforms import DateField as WtfDateField
from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from tracker import money
from tracker.errors import Invalid, StaleVersion, TrackerError
from tracker.money import Money
from tracker.values import unprintable
from tracker.web import once
from tracker.web.transaction import writing

Result = TypeVar("Result")


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form with a one-use key and, for editing, the version that was shown."""

    once = HiddenField(default=once.new_key)
    version = HiddenField()

    def save(self, action: Callable[[], Result], then: Callable[[Result], str]) -> Response | None:
        """Carry the form out once: redirect to `then(result)`, or None when something must be put right."""
        if not self.validate_on_submit():
            return None
        key = once.readable(self.once.data) or once.new_key()
        try:
            with writing():
                used = once.claim(key)
                location = then(action())
                used.location = location
        except TrackerError as error:
            return self._after_refusal(key, error)
        return redirect(location)

    def _after_refusal(self, key: str, error: TrackerError) -> Response | None:
        # A twin of this very request may have won the race: then its result is the answer.
        location = once.used_at(key)
        if location:
            return redirect(location)
        self.refuse(error)
        return None

    def refuse(self, error: TrackerError) -> None:
        """Show a refusal beside its field, or at the top when no field of this form is at fault."""
        field = self._fields.get(error.field) if error.field else None
        if field is None or isinstance(field, HiddenField):
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]
        if isinstance(error, StaleVersion):
            self.stale = error

    stale: StaleVersion | None = None

    @property
    def shown_version(self) -> int | None:
        """The version of the record that the person was looking at, if what they sent carries one.

        Never the version of the record that the form was filled from: nobody looked at that one.
        """
        text = str(self.version.raw_data[0]) if self.version.raw_data else ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def version_to_send(self, record: Any) -> int:
        """The version that the page sends along when it is shown again.

        Still the one that was looked at, unless the page now shows what somebody else saved meanwhile: a
        fault in another field must not let what was typed overwrite values that nobody has seen.
        """
        shown = self.shown_version
        return int(record.version) if shown is None or self.stale else shown


def error_list(form: BaseForm | None) -> list[dict[str, str]]:
    """The links of the error summary, in the order of the fields."""
    if form is None:
        return []
    links = [{"text": text, "href": "#main-content"} for text in form.form_errors]
    for field in form:
        if field.errors:
            target = f"{field.id}-day" if isinstance(field, DateField) else field.id
            links.append({"text": str(field.errors[0]), "href": f"#{target}"})
    return links


class DateField(WtfDateField):  # type: ignore[misc]  # WTForms ships no types
    """Day, month and year in three boxes; `data` is a date or None."""

    widget = GovDateInput()

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, format="%d %m %Y", **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        boxes = [text.strip() for text in valuelist[:3]]
        boxes += [""] * (3 - len(boxes))
        self.raw_data = boxes if any(boxes) else []
        self.data = None
        if any(boxes):
            self.data = _date(boxes)

    def __call__(self, **kwargs: Any) -> Any:
        # The widget unpacks three boxes; nothing entered is None to it and [] to validators.
        kept = self.raw_data
        self.raw_data = kept or None  # type: ignore[assignment]  # as the widget expects it
        try:
            return super().__call__(**kwargs)
        finally:
            self.raw_data = kept

    @property
    def day(self) -> date:
        """The date of a field that `required` has seen to be filled in."""
        if self.data is None:
            raise Invalid("Enter a day, a month and a year.", field=self.short_name)
        return self.data


def _date(boxes: list[str]) -> date:
    try:
        day, month, year = (int(text) for text in boxes)
    except ValueError:
        raise ValueError("Enter a day, a month and a year in numbers, like 12 3 2026.") from None
    if not 1900 <= year <= 2200:
        raise ValueError("Enter the year with four numbers, like 2026.")
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise ValueError("There is no such date. Check the day and the month.") from None


class MoneyField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """An amount in pounds; `data` is Money or None when left empty."""

    widget = GovTextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if isinstance(self.data, Money) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = money.parse(text)
        except Invalid as error:
            raise ValueError(error.message) from None
        if self.data.pence < 0:
            raise ValueError("Enter an amount of nought or more.")

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"prefix": {"text": "£"}, "classes": "govuk-input--width-10"})
        return super().__call__(**kwargs)


class TextField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """One line of text: trimmed, inner spaces collapsed, no control characters."""

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = " ".join(text.split())
        if unprintable(self.data):
            raise ValueError("Type this again: it holds characters that cannot be printed.")


def required(sentence: str) -> Callable[[Any, Field], None]:
    """A validator whose message is the sentence: what to enter, not that something is missing."""

    def check(form: Any, field: Field) -> None:
        if field.data is None or field.data == "":
            field.errors = list(field.errors)
            if not field.errors:
                raise ValidationError(sentence)

    return check


def longest(length: int) -> Callable[[Any, Field], None]:
    """A validator for the longest text that a column holds."""

    def check(form: Any, field: Field) -> None:
        if field.data and len(field.data) > length:
            raise ValidationError(f"Make this {length} letters or fewer: it has {len(field.data)}.")

    return check
