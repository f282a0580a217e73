"""Fields of forms: what each takes, and the sentence with which it refuses."""

from datetime import time
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from tracker.web.fields import (
    HoursField,
    PickField,
    RadiosField,
    TickField,
    TimeField,
    WholeField,
    YesNoField,
)


class Answers(Form):
    count = WholeField("How many?", most=500)
    at = TimeField("When?")
    lasting = HoursField("How long?", most=24)
    pick = PickField("Which?", choices=[("", "None"), ("a", "A")])
    one = RadiosField("Which one?", choices=[("a", "A"), ("b", "B")])
    some = TickField("Which of them?", choices=[("a", "A"), ("b", "B")])
    agreed = YesNoField("Agreed?", default="unknown")


def read(field: str, *typed: str) -> tuple[Any, list[str]]:
    form = Answers(MultiDict([(field, text) for text in typed]))
    form.validate()
    return form[field].data, [str(error) for error in form[field].errors]


@pytest.mark.parametrize(("typed", "number"), [("0", 0), (" 12 ", 12), ("500", 500), ("", None)])
def test_a_whole_number_is_read_and_nothing_is_unknown(typed: str, number: int | None) -> None:
    assert read("count", typed) == (number, [])


@pytest.mark.parametrize("typed", ["-1", "1.5", "501", "many", "\u0663", "1" * 30, "1e3"])
def test_anything_else_is_not_a_whole_number(typed: str) -> None:
    assert read("count", typed) == (None, ["Enter a whole number from 0 to 500."])


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("14:30", time(14, 30)),
        ("9.05", time(9, 5)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12.15 PM", time(12, 15)),
        ("00:00", time(0)),
        ("", None),
    ],
)
def test_a_time_may_be_written_as_people_write_it(typed: str, at: time | None) -> None:
    assert read("at", typed) == (at, [])


@pytest.mark.parametrize("typed", ["25:00", "14:60", "13pm", "0am", "14", "noon", "2:3"])
def test_a_time_that_is_none_says_how_to_write_one(typed: str) -> None:
    data, errors = read("at", typed)
    assert data is None
    assert "14:30 or 2.30pm" in errors[0]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("2", 120), ("1:30", 90), ("1.5", 90), ("0.25", 15), ("24", 1440), ("0", 0), ("", None)],
)
def test_hours_become_whole_minutes(typed: str, minutes: int | None) -> None:
    assert read("lasting", typed) == (minutes, [])


@pytest.mark.parametrize("typed", ["24:01", "1:60", "-1", "1.333", "0.33", "an hour"])
def test_hours_that_are_no_whole_minutes_are_refused(typed: str) -> None:
    data, errors = read("lasting", typed)
    assert data is None
    assert errors[0].startswith("Enter ")


@pytest.mark.parametrize("field", ["pick", "one"])
def test_a_choice_nobody_offered_is_refused(field: str) -> None:
    assert read(field, "z")[1] == ["Choose one from the list."]


@pytest.mark.parametrize("field", ["pick", "one"])
def test_no_choice_is_no_error_by_itself(field: str) -> None:
    assert read(field) == (None, [])


def test_ticks_nobody_offered_are_refused() -> None:
    assert read("some", "a", "b") == (["a", "b"], [])
    assert read("some", "a", "z")[1][0].startswith("Tick from this list only")


@pytest.mark.parametrize(("typed", "answer"), [("yes", True), ("no", False), ("unknown", None)])
def test_not_asked_is_neither_yes_nor_no(typed: str, answer: bool | None) -> None:
    form = Answers(MultiDict([("agreed", typed)]))
    assert form.validate()
    assert form.agreed.answer is answer


@pytest.mark.parametrize(("held", "shown"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_a_record_is_shown_as_it_was_answered(held: bool | None, shown: str) -> None:
    assert Answers(data={"agreed": held}).agreed.data == shown
