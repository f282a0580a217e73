"""Values as people give them: what is tidied, what is refused and in which words."""

from datetime import date

import pytest

from tracker import values
from tracker.errors import Invalid


def test_a_line_is_trimmed_and_its_spaces_collapsed() -> None:
    assert values.line("  Amina\t de  Vries\n", field="name", longest=40) == "Amina de Vries"


def test_nothing_but_spaces_is_nothing() -> None:
    assert values.line(" \t ", field="name", longest=40) is None


def test_one_letter_written_two_ways_is_one_letter() -> None:
    assert values.line("Zoe\u0308", field="name", longest=40) == values.line(
        "Zo\u00eb", field="name", longest=40
    )


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\u202e", "\u2067", "\ud800"])
def test_characters_that_cannot_be_printed_are_refused(character: str) -> None:
    with pytest.raises(Invalid, match="cannot be printed") as refused:
        values.line(f"Ami{character}na", field="name", longest=40)
    assert refused.value.field == "name"


def test_a_line_may_be_exactly_as_long_as_its_column() -> None:
    assert values.line("a" * 40, field="name", longest=40) == "a" * 40
    with pytest.raises(Invalid, match="40 letters or fewer: it has 41"):
        values.line("a" * 41, field="name", longest=40)


def test_a_needed_line_says_what_to_enter() -> None:
    with pytest.raises(Invalid, match=r"Enter a name\."):
        values.needed_line(None, field="name", longest=40, sentence="Enter a name.")


@pytest.mark.parametrize("number", [0, 11])
def test_a_number_outside_its_bounds_is_refused(number: int) -> None:
    with pytest.raises(Invalid, match="from 1 to 10"):
        values.whole(number, field="pool", least=1, most=10)


@pytest.mark.parametrize("number", [None, 1, 10])
def test_a_number_at_its_bounds_or_unknown_stands(number: int | None) -> None:
    assert values.whole(number, field="pool", least=1, most=10) == number


def test_a_year_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(Invalid, match="Check the year"):
        values.day(date(1066, 10, 14), field="since")


def test_a_date_after_the_latest_names_the_latest() -> None:
    assert values.day(date(2026, 11, 23), field="born", latest=date(2026, 11, 23)) == date(2026, 11, 23)
    with pytest.raises(Invalid, match="no later than 23 November 2026"):
        values.day(date(2026, 11, 24), field="born", latest=date(2026, 11, 23))


def test_what_is_searched_for_loses_what_no_database_can_hold() -> None:
    assert values.searched("  ZO\u00cb\x00  Example ") == "zo\u00eb example"
