"""Counted answers become tables that give nobody away: neither the page nor the file does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest

from tracker.diversity import snapshots
from tracker.diversity.benchmark import ATTRIBUTION, Benchmark, census
from tracker.diversity.counting import Counted, protected
from tracker.diversity.differencing import Printed
from tracker.diversity.disclosure import MOST_HIDDEN
from tracker.diversity.models import CompareWith
from tracker.diversity.question_set import IN_FORCE, Dimension, NonAnswer, Option, question_set
from tracker.diversity.representation import State, Tier
from tracker.reports.catalogue import representation as report

NAMES = "abcde"


def of_groups() -> Dimension:
    options = tuple(Option(name, name, name) for name in NAMES)
    return Dimension("religion", "Religion", "Which?", "", "", "Invented", options)


def counted(people: Sequence[int], none: Sequence[int] = (0, 0, 0), seats: int = 3) -> Counted:
    return Counted(
        people=Counter(dict(zip(NAMES, people, strict=False))),
        seats=Counter({name: seats * number for name, number in zip(NAMES, people, strict=False)}),
        none=Counter(dict(zip(NonAnswer, none, strict=True))),
    )


def frozen(people: Sequence[int], none: Sequence[int] = (0, 0, 0)) -> Mapping[str, Any]:
    """The content of a report, as it is kept, of one question."""
    shares = dict.fromkeys(NAMES, Fraction(1, len(NAMES)))
    content, _ = snapshots._frozen(
        counted(people, none), of_groups(), Benchmark("Invented", "To try", shares)
    )
    return {"question_set": IN_FORCE, "questions": {"religion": content}}


def read(people: Sequence[int]) -> tuple[str, str]:
    """Everything that a reader of the page and the file is given."""
    content = frozen(people)
    return str(report.sections(content)), str(list(report.rows(content)))


def splits(total: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many groups with this total."""
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, groups - 1):
            yield first, *rest


def test_a_reader_of_page_and_file_who_tries_every_table_finds_no_small_count() -> None:
    """The reader knows the exact total, and everything that the page and the file say."""
    alike: defaultdict[tuple[str, str], list[tuple[int, ...]]] = defaultdict(list)
    for people in splits(16, len(NAMES)):
        alike[read(people)].append(people)
    printed = [said for said in alike if "hidden" in said[1]]
    assert len(printed) > 10
    for tables in alike.values():
        for at in range(len(NAMES)):
            found = {people[at] for people in tables}
            small = found & set(range(1, MOST_HIDDEN + 1))
            assert not small or len(found) >= MOST_HIDDEN, tables


def test_seats_are_hidden_with_their_people_and_rounded_where_they_are_shown() -> None:
    question = Dimension("x", "X", "?", "", "", "", tuple(Option(one, one, one) for one in "abcde"))
    people = Counter({"a": 40, "b": 12, "c": 3, "d": 21, "e": 0})
    seats = Counter({"a": 83, "b": 30, "c": 17, "d": 22, "e": 0})
    table = protected(Counted(people=people, seats=seats), question, {}, Tier.INTERNAL)
    assert table.seats == {"a": 85, "b": None, "c": None, "d": 20, "e": 0}
    assert table.printed
    for name, one in table.people.categories.items():
        assert (table.seats[name] is None) is (one.state is not State.SHOWN)


def test_a_table_of_which_half_would_be_hidden_is_kept_nowhere() -> None:
    content = frozen((20, 12, 3, 2, 1))
    table = content["questions"]["religion"]["internal"]
    assert (table["printed"], table["groups"], table["all_seats"], table["known"]) == (False, [], None, 38)
    assert "No table is shown" in " ".join(report.sections(content)[0].sentences)


def test_the_three_kinds_of_non_answer_are_kept_apart_and_not_split_where_one_is_small() -> None:
    large = frozen((20, 12, 10), (5, 0, 7))["questions"]["religion"]["internal"]
    assert large["none"] == {"prefer_not_to_say": 5, "not_answered": 0, "not_asked": 7}
    assert large["base"] == 54
    small = frozen((20, 12, 10), (1, 4, 7))["questions"]["religion"]["internal"]
    assert small["none"] == {}
    assert small["base"] == 54


def test_groups_are_those_of_the_census_whose_attribution_is_printed() -> None:
    for dimension in question_set().dimensions.values():
        if not dimension.census:
            continue
        for area in (CompareWith.BIRMINGHAM, CompareWith.ENGLAND):
            shares, notes = census(area, dimension.census)
            assert set(shares) == set(dimension.groups), dimension.code
            assert sum(shares.values()) == 1
            assert ATTRIBUTION in notes


def test_shares_of_the_census_are_of_those_who_answered() -> None:
    shares, _ = census(CompareWith.BIRMINGHAM, "religion")
    # 34.01 and 29.86 percent of everybody, of whom 6.10 percent left the question blank.
    assert float(shares["Christian"]) == pytest.approx(0.3401 / 0.939, abs=1e-4)
    assert float(shares["Muslim"]) == pytest.approx(0.2986 / 0.939, abs=1e-4)


@pytest.mark.parametrize(
    ("earlier", "later", "near"),
    [
        ("abcdefghijkl", "abcdefghijkl", False),
        ("abcdefghijkl", "abcdefghijk", True),
        ("abcdefghijkl", "abcdefghijklmnop", True),
        ("abcdefghijkl", "abcdefghijklmnopq", False),
        ("abcdefghijkl", "abcdefgmnopq", False),
        ("abcdefghijkl", "abcdefghijkm", True),
    ],
)
def test_two_reports_that_differ_by_one_to_four_people_are_too_alike(
    earlier: str, later: str, near: bool
) -> None:
    same = Counted(answers=list(later), seated=list(later))
    frozen = {Tier.INTERNAL.value: {"groups": []}}
    held = snapshots.Earlier(Printed(frozenset(earlier), {}), frozenset(earlier))
    assert snapshots._too_alike(same, frozen, [held]) is near
