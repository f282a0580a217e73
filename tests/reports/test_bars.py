"""Charts: every length is worked out from what stands beside the bar, and what is hidden has none."""

from __future__ import annotations

from tests.diversity.test_counting import frozen
from tracker.diversity.representation import Tier
from tracker.reports.bars import Bar, Chart
from tracker.reports.catalogue import representation
from tracker.reports.shares import answer, chart_of


def chart(*bars: Bar) -> Chart:
    return Chart(code="a", title="A", sentence="A.", bars=bars)


def test_the_longest_bar_or_mark_fills_the_width() -> None:
    rows = chart(
        Bar(words="One", said="30", whole=30, part=10),
        Bar(words="Two", said="0", whole=0, part=0, mark=40),
    ).rows
    assert [(row.whole, row.part, row.mark) for row in rows] == [
        ("73.5%", "24.5%", None),
        ("0%", None, "98%"),
    ]


def test_a_chart_of_nothing_but_noughts_draws_no_length() -> None:
    assert [row.whole for row in chart(Bar(words="One", said="0", whole=0)).rows] == ["0%"]


def test_a_long_name_is_parted_into_lines_and_its_number_stands_below_it() -> None:
    name = "Black, Black British, Black Welsh, Caribbean or African"
    drawn = chart(Bar(words=name, said="12%, clear gap", whole=12), Bar(words="White", said="5%", whole=5))
    first, second = drawn.rows
    assert " ".join(line for _, line in first.lines) == name
    places = [*(y for y, _ in first.lines), first.said_at, first.bar]
    assert places == sorted(set(places))
    assert second.lines[0][0] > first.bar + 14
    assert drawn.height > second.bar + 14


def test_a_hidden_share_has_no_bar_no_mark_and_no_number_in_the_text() -> None:
    table = frozen((30, 20, 1, 10, 9))["questions"]["religion"][Tier.INTERNAL.value]
    drawn = chart_of("religion", "Religion", table)
    assert drawn is not None
    hidden = [row for row in drawn.rows if row.said == "hidden"]
    assert [(row.whole, row.part, row.mark) for row in hidden] == [(None, None, None)] * 2
    assert "c: hidden; d: 14%, possible gap; e: hidden" in drawn.sentence


def test_the_drawing_of_two_tables_with_the_same_shown_numbers_is_the_same() -> None:
    """Who measures the bars of a page learns nothing that the page does not say."""
    for tier in Tier:
        one, other = (
            frozen(people)["questions"]["religion"][tier.value]
            for people in ((30, 20, 1, 10, 9), (30, 20, 3, 10, 7))
        )
        assert chart_of("a", "A", one) == chart_of("a", "A", other)


def test_the_title_names_the_gaps_that_are_shown_and_no_other() -> None:
    assert answer(frozen((60, 20, 3, 10, 7)), Tier.INTERNAL) == "There is a clear gap for d (religion)"
    assert answer(frozen((30, 20, 1, 10, 9)), Tier.INTERNAL) == "There may be a gap for d (religion)"
    assert answer(frozen((20, 20, 20, 20, 20)), Tier.PUBLIC).startswith("No gap shows")
    assert answer(frozen((10, 3, 0, 6, 7)), Tier.INTERNAL).startswith("Too few people answered")
    few = frozen((20, 20, 20, 20, 20), none=(0, 0, 300))
    assert answer(few, Tier.INTERNAL) == "Nothing can be said about gaps yet"


def test_every_bar_of_a_report_says_what_its_table_says() -> None:
    [section] = representation.sections(frozen((30, 20, 5, 10, 9)))
    assert section.chart is not None
    for bar, line in zip(section.chart.bars, section.lines, strict=True):
        assert bar.words == line.name
        assert bar.said.startswith(line.share)
        assert f"({bar.mark}%)" in line.expected
