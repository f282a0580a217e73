"""The walk over sessions: who is new where, who never came to a meeting, and when each was last heard."""

from __future__ import annotations

from collections import Counter

from tracker.reports.counting import PLACES, Sitting, counted


def sitting(day: int, *people: int, here: bool = True, ours: bool = True, met: bool = True) -> Sitting:
    return Sitting(
        day, 20261100 + day, "in-person", "meeting", "design", here, ours, met, list(map(str, people))
    )


def test_whoever_was_met_before_the_dates_or_elsewhere_is_new_in_the_choice_alone() -> None:
    found = counted(
        [
            sitting(1, 7, here=False),
            sitting(2, 8, here=False, ours=False),
            sitting(3, 7, 8, 9),
            sitting(4, 6, here=False),
            sitting(5, 6, 9),
        ]
    )
    third, fifth = 20261103 * PLACES + 2, 20261105 * PLACES + 4
    assert found.new_here == {third: 2, fifth: 0}
    assert found.new_to_us == {third: 1, fifth: 0}
    assert found.people_by_seats == {1: 3, 2: 1}


def test_only_whoever_never_came_to_a_meeting_is_counted_so() -> None:
    found = counted([sitting(1, 7, 8, met=False), sitting(2, 8), sitting(3, 9), sitting(4, 7, met=False)])
    assert found.met == Counter({True: 2, False: 1})


def test_the_last_day_counts_and_no_day_outside_the_choice() -> None:
    found = counted([sitting(1, 7, 8), sitting(2, 7), sitting(3, 8, here=False)])
    assert found.last_heard == {20261102: 1, 20261101: 1}


def test_a_stage_that_is_not_asked_about_has_no_bit_but_a_beginning() -> None:
    sessions = [sitting(1, 7), sitting(2, 7, 8)._replace(stage="evaluation")]
    found = counted(sessions, ("evaluation",))
    assert found.stages == {1: 2}
    assert found.began == {"design": 20261101, "evaluation": 20261102}


def test_somebody_who_came_under_two_records_holds_one_seat_and_is_one_person() -> None:
    found = counted([sitting(1, 7, 8), sitting(2, 7), sitting(3, 9)], merged={"7": "8"})
    assert found.people_by_seats == {2: 1, 1: 1}
    assert list(found.seats.values()) == [1, 1, 1]
    assert list(found.new_here.values()) == [1, 1]
