"""A whole and its parts side by side: whoever knows every rule and tries all finds no hidden small count."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random

from tests.diversity.test_attacked import added, filled, marks, printed, shown
from tracker.diversity.differencing import Printed, differ_by_few, leave_few, narrows
from tracker.diversity.disclosure import MOST_HIDDEN
from tracker.diversity.jointly import tell_together

Table = tuple[int, ...]
# Of eight people in the whole, each project hides four; 16 people are in its two hidden groups.
ONE, OTHER, WHOLE = (20, 12, 4, 0, 0), (20, 12, 4, 0, 0), (40, 24, 8, 0, 0)


def three(both: int = 0, rest: int = 0) -> dict[str, frozenset[str]]:
    """The answers of two projects and of the whole, which may hold people of both and of neither."""
    parts = marks(one=36 - both, other=36 - both, both=both, rest=rest)
    return {
        "one": parts["one"] | parts["both"],
        "other": parts["other"] | parts["both"],
        "whole": frozenset().union(*parts.values()),
    }


def test_a_whole_and_its_two_parts_would_tell_what_both_parts_hide() -> None:
    answers = three()
    tables = [shown(answers[of], counts) for of, counts in (("one", ONE), ("other", OTHER), ("whole", WHOLE))]
    for earlier, new in ((tables[:2], tables[2]), (tables[1:], tables[0])):
        assert not any(narrows(one, new) for one in earlier)
        assert not leave_few([one.answers for one in earlier], new.answers)
        assert tell_together(earlier, new)
        assert not tell_together(earlier[:1], new)


def test_many_people_of_neither_part_leave_what_they_hide_open() -> None:
    answers = three(rest=10)
    one, other = shown(answers["one"], ONE), shown(answers["other"], OTHER)
    assert not tell_together([one, other], shown(answers["whole"], added(WHOLE, (0, 5, 5, 0, 0))))


def test_what_earlier_reports_told_already_does_not_stop_every_later_one() -> None:
    answers = three()
    told = [shown(answers["one"], ONE), shown(answers["other"], OTHER), shown(answers["whole"], WHOLE)]
    apart = Printed(marks(z=30)["z"], {"a": 30, "b": 0, "c": 0, "d": 0, "e": 0})
    assert not tell_together(told, apart)


def test_a_question_whose_groups_were_called_otherwise_before_is_read_all_the_same() -> None:
    answers = three()
    before = Printed(answers["one"], {"a": 20, "of old": None, "c": None})
    assert not tell_together([before], shown(answers["whole"], WHOLE))


def test_no_small_count_is_left_one_value_by_a_whole_and_two_projects_that_were_let_through() -> None:
    """Against a search of every history that prints the same three tables."""
    dice, tried, refused = Random(3), 0, 0
    for _ in range(150):
        ends = random_tables(dice)
        tables = [printed(counts) for _, counts in ends]
        if None in tables:
            continue
        released: list[Printed] = []
        for at in dice.sample(range(3), 3):
            new = shown(*ends[at])
            if not lets_through(released, new):
                break
            released.append(new)
        else:
            tried += every_small_count_is_open(ends)
            continue
        refused += 1
    assert tried >= 20
    assert refused >= 5


def random_tables(dice: Random) -> list[tuple[frozenset[str], Table]]:
    """Answers and counts of two projects and of the whole; some people may be in both, some in neither."""
    sizes = dice.randint(10, 14), dice.randint(10, 14), dice.choice((0, 0, 5)), dice.choice((0, 0, 6))
    one, other, both, rest = (over_three(dice, size) for size in sizes)
    parts = marks(one=sizes[0], other=sizes[1], both=sizes[2], rest=sizes[3])
    return [
        (parts["one"] | parts["both"], added(one, both)),
        (parts["other"] | parts["both"], added(other, both)),
        (frozenset().union(*parts.values()), added(one, other, both, rest)),
    ]


def over_three(dice: Random, total: int) -> Table:
    """So many people, most of them in the first group, nobody in the last two."""
    counts = [0] * 5
    for at in dice.choices(range(3), (6, 2, 1), k=total):
        counts[at] += 1
    return tuple(counts)


def lets_through(released: Sequence[Printed], new: Printed) -> bool:
    return not (
        any(differ_by_few(new.answers, one.answers) or narrows(new, one) for one in released)
        or leave_few([one.answers for one in released], new.answers)
        or tell_together(released, new)
    )


def every_small_count_is_open(ends: Sequence[tuple[frozenset[str], Table]]) -> bool:
    """Whether anything was hidden; fails where a reader finds one of the hidden counts."""
    whole = [filled(printed(counts) or (), len(answers)) for answers, counts in ends]
    both = len(ends[0][0] & ends[1][0])
    worlds = [world for world in product(*whole) if fits(world, both)]
    for at, (_, counts) in enumerate(ends):
        for group, count in enumerate(counts):
            if 1 <= count <= MOST_HIDDEN:
                assert len({world[at][group] for world in worlds}) > 1, ends
    return len(worlds) > 1


def fits(world: Sequence[Table], both: int) -> bool:
    """Whether so many people can be in both projects, and nobody in a project but not in the whole."""
    at_least = [max(0, one + other - whole) for one, other, whole in zip(*world, strict=True)]
    at_most = [min(one, other) for one, other, _ in zip(*world, strict=True)]
    every = all(least <= most for least, most in zip(at_least, at_most, strict=True))
    return every and sum(at_least) <= both <= sum(at_most)
