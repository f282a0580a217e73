"""Charts: every length is worked out from what stands beside the bar, and what is hidden has none."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction

from tests.conftest import TODAY
from tests.diversity.test_counting import counted, frozen, of_groups
from tracker.diversity import snapshots
from tracker.diversity.benchmark import Benchmark
from tracker.diversity.counting import Counted
from tracker.diversity.published import Published
from tracker.diversity.question_set import IN_FORCE, question_set
from tracker.diversity.representation import Status, Tier
from tracker.reports import parts, public_parts
from tracker.reports.bars import Bar, Chart
from tracker.reports.catalogue import representation
from tracker.reports.shares import answer, chart_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


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
    assert [(row.whole, row.part, row.mark, row.between) for row in hidden] == [(None,) * 4] * 2
    assert "c: hidden; d: 14% (could be 8% to 24%), 0.7 times as many as expected" in drawn.sentence
    assert "(could be 0.4 to 1.2), possible gap; e: hidden. " in drawn.sentence


def test_a_range_is_drawn_inside_the_width_and_none_where_it_has_no_length() -> None:
    rows = chart(
        Bar(words="One", said="30", whole=30, between=(20, 49)),
        Bar(words="Two", said="0", whole=0, between=(0, 0)),
        Bar(words="Three", said="hidden", whole=None),
    ).rows
    assert [row.between for row in rows] == [("40%", "98%"), None, None]
    assert rows[0].whole == "60%"


def test_what_a_chart_draws_of_chance_stands_in_its_sentence_and_in_the_tables() -> None:
    """Share, interval, ratio and its interval: who sees no chart misses nothing, inside and outside."""
    content = frozen((30, 20, 5, 10, 9))
    [section] = representation.sections(content)
    drawn = section.chart
    assert drawn is not None
    first = drawn.bars[0]
    assert (first.whole, first.between, first.mark) == (41, (30, 52), 20)
    ratio = "2.0 times as many as expected (could be 1.5 to 2.6)"
    assert f"a: 41% (could be 30% to 52%), {ratio}, more than benchmark; b: " in drawn.sentence
    line = section.lines[0]
    assert (line.share, line.could_be, line.ratio) == ("41%", "30% to 52%", ratio)
    public = content["questions"]["religion"][Tier.PUBLIC.value]
    outside = chart_of("religion", "Religion", public)
    assert outside is not None
    row = public_parts._row(public["groups"][0])
    assert row == ("a", "30", "40%", "30% to 51%", "20%", "2.0 (1.5 to 2.6)", "▲ More than benchmark")
    assert f"a: {row[2]} (could be {row[3]}), 2.0 times" in outside.sentence


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


def test_what_is_expected_is_the_published_share_whatever_people_are_rounded_to() -> None:
    shares = dict(zip("abcde", (Fraction(n, 10_000) for n in (1882, 1557, 2000, 2000, 2561)), strict=True))
    counts = counted((15, 12, 11, 12, 10))
    content, _ = snapshots._frozen(counts, of_groups(), Benchmark("Invented", "To try", shares))
    for tier in Tier:
        drawn = chart_of("religion", "Religion", content[tier.value])
        assert drawn is not None
        assert [bar.mark for bar in drawn.bars][:2] == [19, 16]


def test_a_group_that_is_only_everybody_else_is_not_called_missing() -> None:
    question = question_set().dimensions["disability"]
    disabled, others = question.groups
    heard = Counted(people=Counter({disabled: 30, others: 30}), seats=Counter(), none=Counter())
    shares = {disabled: Fraction(17, 100), others: Fraction(83, 100)}
    content, _ = snapshots._frozen(heard, question, Benchmark("Invented", "To try", shares))
    said = {"question_set": IN_FORCE, "questions": {"disability": content}}
    assert content["public"]["groups"][1]["status"] == Status.CLEAR_GAP
    assert answer(said, Tier.PUBLIC) == "No gap shows among the groups that can be compared"
    part = parts.who_is_missing(Published(TODAY, TODAY, NOW, said))
    assert part.table is None
    few = Counted(people=Counter({disabled: 5, others: 95}), seats=Counter(), none=Counter())
    content, _ = snapshots._frozen(few, question, Benchmark("Invented", "To try", shares))
    said = {"question_set": IN_FORCE, "questions": {"disability": content}}
    assert answer(said, Tier.PUBLIC) == f"There is a clear gap for {disabled} (disability)"


def test_the_rest_of_every_question_is_one_of_its_groups() -> None:
    named = {code: one for code, one in question_set().dimensions.items() if one.rest}
    assert {"disability", "main-language", "unpaid-care"} <= named.keys()
    assert all(one.rest in one.groups for one in named.values())


def test_a_report_frozen_before_shares_were_kept_is_drawn_without_its_marks() -> None:
    table = frozen((30, 20, 5, 10, 9))["questions"]["religion"][Tier.PUBLIC.value]
    groups = [
        {name: value for name, value in one.items() if name != "expected_share"} for one in table["groups"]
    ]
    drawn = chart_of("religion", "Religion", {**table, "groups": groups})
    assert drawn is not None
    assert {bar.mark for bar in drawn.bars} == {None}
