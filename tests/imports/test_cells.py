"""What a cell may say, and the sentence for what it may not."""

from datetime import date, time
from decimal import Decimal

import pytest

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.money import Money
from tracker.sessions.models import Outcome


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12",
        "12/3/2026",
        "12.03.26",
        "12 March 2026",
        "12th Mar 2026",
        "Thu 12 March 2026",
        "2026-03-12 09:30",
    ],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert cells.day(text) == date(2026, 3, 12)


@pytest.mark.parametrize("text", ["31/02/2026", "2025-02-29", "2026-13-01", "31 February 2026"])
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="There is no such date"):
        cells.day(text)


def test_a_weekday_that_is_not_the_dates_own_is_asked_about() -> None:
    with pytest.raises(Invalid, match="12 March 2026 was a Thursday, and this says Tue 12 March 2026"):
        cells.day("Tue 12 March 2026")


@pytest.mark.parametrize("text", ["soon", "12/3", "46093", "12 Floréal 2026"])
def test_what_is_no_date_is_said_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match="like 2026-03-12"):
        cells.day(text)


def test_month_first_is_believed_only_where_no_date_speaks_against_it() -> None:
    assert cells.is_month_first(["3/4/2026", "3/25/2026"])
    assert not cells.is_month_first(["3/25/2026", "25/3/2026"])
    assert not cells.is_month_first(["3/4/2026", "2026-03-25"])


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("09:33AM - 12:28PM", time(9, 33), time(12, 28)),
        ("14:00PM - 15:15PM", time(14), time(15, 15)),
        ("9.30 to 11.00", time(9, 30), time(11)),
        ("10am–1pm", time(10), time(13)),
    ],
)
def test_a_stretch_of_time_is_read_with_the_marks_that_systems_write(
    text: str, start: time, end: time
) -> None:
    assert cells.span(text) == (start, end)


@pytest.mark.parametrize("text", ["18:05PM(Roll Call)", "12:00 - 09:00", "25:00 - 26:00", "all day"])
def test_what_is_no_stretch_of_time_is_unknown(text: str) -> None:
    assert cells.span(text) is None


@pytest.mark.parametrize("text", ["-5", "12.345", "seventy", "£", "1e9"])
def test_an_amount_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        cells.amount(text)


def test_amounts_read_to_the_penny() -> None:
    assert cells.amount("£1,234.50") == Money(123450)
    assert cells.amount("0") == Money(0)
    with pytest.raises(Invalid, match=r"above £0\.00"):
        cells.amount_above_nought("0.00")


@pytest.mark.parametrize("text", ["0", "-1", "12.55", "2000.1", "far"])
def test_miles_are_tenths_up_to_two_thousand(text: str) -> None:
    with pytest.raises(Invalid, match="Enter miles"):
        cells.miles(text)
    assert cells.miles("12.5") == Decimal("12.5")


def test_case_spaces_and_hyphens_are_forgiven() -> None:
    read = cells.choice(Outcome)
    assert {read(text) for text in ("Did not attend", "did-not-attend", "DID_NOT_ATTEND")} == {
        Outcome.DID_NOT_ATTEND
    }
    with pytest.raises(Invalid, match="attended, part"):
        read("came")


@pytest.mark.parametrize(
    ("text", "meant"), [("Yes", True), ("y", True), ("1", True), ("No", False), ("FALSE", False)]
)
def test_yes_and_no_have_many_forms(text: str, meant: bool) -> None:
    assert cells.yes_or_no(text) is meant


def test_a_new_word_becomes_a_code() -> None:
    assert cells.list_word(60)(" Co-Design  (early) ") == "co-design-early"
    with pytest.raises(Invalid):
        cells.list_word(60)("!!")


def test_hours_and_minutes_are_minutes() -> None:
    assert cells.minutes("2:30") == 150
    assert cells.minutes("150") == 150
    with pytest.raises(Invalid):
        cells.minutes("-3")
