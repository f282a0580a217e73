"""More kinds of field: choices with their meanings, yes or no or not asked, whole numbers, times of day.

Each refuses with a sentence that says what to enter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectFieldBase

from tracker.values import unprintable

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.ASCII)
_HOURS = re.compile(r"(\d{1,4})(?::(\d{2})|\.(\d{1,2}))?", re.ASCII)


class _Radios(GovRadioInput):  # type: ignore[misc]  # the widgets ship no types
    """Radio buttons, each with its meaning below it; no empty hint where there is none."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        for item in params["items"]:
            meaning = field.meanings.get(item["value"])
            if meaning:
                item["hint"] = {"text": meaning}
        if not field.description:
            params.pop("hint", None)
        return params


class _Checkboxes(GovCheckboxesInput):  # type: ignore[misc]  # the widgets ship no types
    """Boxes to tick; no empty hint where there is none."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        if not field.description:
            params.pop("hint", None)
        return params


class _Listed(SelectFieldBase):  # type: ignore[misc]  # WTForms ships no types
    """Choices as pairs of code and words; the field keeps its own list, which a view may replace."""

    def __init__(
        self, label: str, validators: Any = (), *, choices: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices = list(choices)


class RadiosField(_Listed, RadioField):  # type: ignore[misc]  # WTForms ships no types
    """One of a few, each with a sentence about what it means; `data` is a code, or None."""

    widget = _Radios()

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        self.meanings: Mapping[str, str] = kwargs.pop("meanings", {})
        super().__init__(label, validators, **kwargs)

    def pre_validate(self, form: Any) -> None:
        _refuse_unknown(self)


class PickField(_Listed, SelectField):  # type: ignore[misc]  # WTForms ships no types
    """One of a list; `data` is a code, or None for the empty choice."""

    widget = GovSelect()

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data: str | None = self.data or None

    def pre_validate(self, form: Any) -> None:
        _refuse_unknown(self)

    @property
    def chosen_id(self) -> int | None:
        """The record id that was chosen, where the codes are ids."""
        return int(self.data) if self.data else None


class TickField(_Listed, SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Any of a list, to be ticked; `data` is a list of codes."""

    widget = _Checkboxes()

    def pre_validate(self, form: Any) -> None:
        known = {str(choice.value) for choice in self.iter_choices()}
        if not set(self.data or ()) <= known:
            raise ValidationError("Tick from this list only: it may have changed, so look at it again.")


def _refuse_unknown(field: Any) -> None:
    if field.data in (None, ""):
        return
    if not any(choice.selected for choice in field.iter_choices()):
        raise ValidationError("Choose one from the list.")


class YesNoField(RadiosField):
    """Yes, no, or not asked; `data` is True, False or None, and unknown is never no."""

    def __init__(
        self, label: str, validators: Any = (), *, unknown: str = "Not asked", **kwargs: Any
    ) -> None:
        choices = [("yes", "Yes"), ("no", "No"), ("unknown", unknown)]
        super().__init__(label, validators, choices=choices, **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = {True: "yes", False: "no"}.get(value, "unknown") if not isinstance(value, str) else value

    @property
    def answer(self) -> bool | None:
        """What was answered, as records keep it."""
        return {"yes": True, "no": False}.get(str(self.data))


class LinesField(TextAreaField):  # type: ignore[misc]  # WTForms ships no types
    """A few lines of text, trimmed; no control characters but the ends of lines."""

    widget = GovTextArea()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "\n".join(valuelist[0].splitlines()) if valuelist else ""
        if unprintable(text.replace("\n", "").replace("\t", "")):
            raise ValueError("Type this again: it holds characters that cannot be printed.")
        self.data = text.strip()


class WholeField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A whole number from `least` to `most`; `data` is an int, or None when left empty."""

    widget = GovTextInput()

    def __init__(
        self, label: str, validators: Any = (), *, least: int = 0, most: int = 1_000_000, **kwargs: Any
    ) -> None:
        self.least, self.most = least, most
        super().__init__(label, validators, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip().replace(",", "") if valuelist else ""
        self.data = None
        if not text:
            return
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        if not self.least <= number <= self.most:
            raise ValueError(f"Enter a whole number from {self.least} to {self.most:,}.")
        self.data = number

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"classes": "govuk-input--width-5"})
        kwargs.setdefault("inputmode", "numeric")
        return super().__call__(**kwargs)


class HoursField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A length of time typed as 7, 7.5 or 7:30 hours; `data` is whole minutes, or None when left empty."""

    widget = GovTextInput()

    def __init__(self, label: str, validators: Any = (), *, most: int = 168, **kwargs: Any) -> None:
        self.most = most
        super().__init__(label, validators, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        hours, minutes = divmod(self.data, 60)
        return f"{hours}:{minutes:02d}" if minutes else str(hours)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            self.data = self._minutes(text)

    def _minutes(self, text: str) -> int:
        found = _HOURS.fullmatch(text)
        if not found or int(found[2] or 0) > 59:
            raise ValueError("Enter hours like 7, 7.5 or 7:30.")
        tenths = int((found[3] or "0").ljust(2, "0")) * 60
        if tenths % 100:
            raise ValueError("Enter hours and minutes like 7:20.")
        minutes = int(found[1]) * 60 + int(found[2] or 0) + tenths // 100
        if minutes > self.most * 60:
            raise ValueError(f"Enter at most {self.most:,} hours.")
        return minutes

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"classes": "govuk-input--width-5", "suffix": {"text": "hours"}})
        return super().__call__(**kwargs)


class TimeField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A time of day such as 14:30, 2.30pm or 2pm; `data` is a time, or None when left empty."""

    widget = GovTextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip().lower() if valuelist else ""
        self.data = None
        if text:
            self.data = _time(text)

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"classes": "govuk-input--width-5"})
        return super().__call__(**kwargs)


def _time(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise ValueError("Enter a time like 14:30 or 2.30pm.")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError("Enter a time like 14:30 or 2.30pm.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("There is no such time. Enter one like 14:30 or 2.30pm.") from None
