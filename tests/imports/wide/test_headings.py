"""A heading is a day, a stretch of days, a meeting or words, in whatever shape people write it."""

from datetime import date

import pytest

from tracker.imports.wide.headings import Kind, Order, read


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("220523", Order.YEAR_FIRST, date(2022, 5, 23)),
        ("220523", Order.DAY_FIRST, date(2023, 5, 22)),
        ("20.05.11", Order.YEAR_FIRST, date(2020, 5, 11)),
        ("2022-05-11", Order.DAY_FIRST, date(2022, 5, 11)),
        ("11/05/2022", Order.DAY_FIRST, date(2022, 5, 11)),
        ("5/25/2022", Order.MONTH_FIRST, date(2022, 5, 25)),
        ("20220523", Order.DAY_FIRST, date(2022, 5, 23)),
        ("Wednesday 11th May 2022", Order.DAY_FIRST, date(2022, 5, 11)),
        ("May 11, 2022", Order.DAY_FIRST, date(2022, 5, 11)),
        ("12 Mar ’22", Order.DAY_FIRST, date(2022, 3, 12)),
        ("11-May-22", Order.DAY_FIRST, date(2022, 5, 11)),
        ("11 May", Order.DAY_FIRST, date(2024, 5, 11)),
        ("Sep 23", Order.DAY_FIRST, date(2024, 9, 23)),
        ("11/5", Order.DAY_FIRST, date(2024, 5, 11)),
    ],
)
def test_a_day_is_read_in_every_shape(text: str, order: Order, day: date) -> None:
    heading = read(text)
    assert heading.kind is Kind.DAY
    assert heading.readings[order].on(2024) == day


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("20.MM.DD", Kind.TEMPLATE),
        ("dd/mm/yyyy", Kind.TEMPLATE),
        ("May 2022", Kind.STRETCH),
        ("May", Kind.STRETCH),
        ("2022-23", Kind.STRETCH),
        ("11-12 May 2022", Kind.STRETCH),
        ("May to July 2022", Kind.STRETCH),
        ("1 May 2022 – 31 May 2022", Kind.STRETCH),
        ("Q1", Kind.STRETCH),
        ("Meeting 3", Kind.MEETING),
        ("#4", Kind.MEETING),
        ("AM", Kind.PART_OF_DAY),
        ("10:00 - 12:00", Kind.PART_OF_DAY),
        ("Voting", Kind.WORDS),
        ("May Jones", Kind.WORDS),
        ("1.5", Kind.WORDS),
        ("£75.00", Kind.WORDS),
        ("", Kind.BLANK),
    ],
)
def test_what_is_no_day_is_not_taken_for_one(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


def test_words_beside_a_day_are_kept() -> None:
    assert read("Meeting 3 (11/05/2022)").label == "Meeting 3"
    assert read("11 May 2022 AM").label == "AM"


def test_a_day_that_does_not_exist_has_no_reading() -> None:
    assert (read("31.02.2022").kind, read("31.02.2022").readings) == (Kind.DAY, {})
