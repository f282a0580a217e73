"""The spread of seats over people, against figures worked by hand and against plainer computations."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reports.statistics import Attended, Step, spread, spread_of, timeline, top_seats

FIRST = date(2026, 1, 12)


def register(*sessions: str) -> list[Attended]:
    """Sessions a week apart, each written as the letters of the people who came."""
    return [
        Attended(f"S{number + 1}", FIRST + timedelta(weeks=number), person)
        for number, people in enumerate(sessions)
        for person in people
    ]


# Six sessions, 29 seats, 14 people: A and B at all six, C at five (the worked example of the method).
WORKED = register("ABCDE", "ABCFG", "ABCHI", "ABCJK", "ABCLM", "ABND")


def test_the_worked_example_counts_people_and_seats() -> None:
    found = spread_of(WORKED)
    assert (found.people, found.seats, found.max_sessions) == (14, 29, 6)
    assert (found.people_with_2_or_more, found.repeat_seats) == (4, 15)


def test_three_regulars_hold_17_of_29_seats() -> None:
    assert spread_of(WORKED).top_3_share == 17 / 29


def test_one_person_is_the_top_tenth_of_ten_and_two_are_of_eleven() -> None:
    assert spread({1: 10}).top_10pct_people == 1
    assert spread({1: 11}).top_10pct_people == 2


def test_a_panel_of_six_who_attend_everything_has_a_gini_of_nought_and_six_effective_voices() -> None:
    found = spread({8: 6})
    assert found.gini == 0
    assert found.hill_q1 == pytest.approx(6)
    assert found.hill_q2 == pytest.approx(6)
    assert found.hhi == pytest.approx(1 / 6)


def test_one_voice_that_holds_nearly_all_seats_counts_as_little_more_than_one() -> None:
    found = spread({98: 1, 1: 2})
    assert found.hill_q2 == pytest.approx(10000 / 9606)
    assert found.top_1_share == 0.98


def test_gini_of_one_two_and_three_seats_is_two_ninths() -> None:
    assert spread({1: 1, 2: 1, 3: 1}).gini == pytest.approx(2 / 9)


def test_the_median_of_an_even_number_of_people_is_between_the_two_in_the_middle() -> None:
    assert spread({1: 2, 4: 2}).median_sessions_per_person == 2.5
    assert spread({1: 2, 4: 3}).median_sessions_per_person == 4


def test_shares_of_nobody_are_unknown_and_not_nought() -> None:
    found = spread_of([])
    assert (found.people, found.seats) == (0, 0)
    assert (found.top_3_share, found.repeat_seat_rate, found.gini, found.hill_q2) == (None,) * 4


def test_the_same_person_twice_at_one_session_holds_one_seat() -> None:
    assert spread_of([*register("AB"), *register("AB")]).seats == 2


def test_fewer_than_three_people_hold_all_the_seats() -> None:
    assert spread({2: 2}).top_3_share == 1
    assert top_seats({2: 2}, 3) == 4


def test_first_times_are_counted_where_a_person_is_first_seen() -> None:
    assert timeline(register("AB", "AC", "BC")) == [
        Step("S1", FIRST, 2, 2),
        Step("S2", FIRST + timedelta(weeks=1), 2, 1),
        Step("S3", FIRST + timedelta(weeks=2), 2, 0),
    ]


def test_a_timeline_goes_by_date_however_the_list_is_sorted() -> None:
    assert timeline(reversed(WORKED)) == timeline(WORKED)


def test_the_keys_are_those_of_the_contract() -> None:
    basic = "people seats mean_sessions_per_person median_sessions_per_person max_sessions"
    repeats = "people_with_2_or_more repeat_person_rate repeat_seats repeat_seat_rate"
    shares = "top_1_share top_3_share top_10pct_people top_10pct_share gini hhi hill_q1 hill_q2"
    assert " ".join(spread_of(WORKED).as_json()) == f"{basic} {repeats} {shares}"


lists = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ABCDEFGH")), min_size=1, max_size=40).map(
    lambda pairs: [Attended(f"S{n}", FIRST + timedelta(days=n), person) for n, person in set(pairs)]
)


@given(lists)
def test_gini_is_the_mean_difference_between_all_pairs_over_twice_the_mean(attended: list[Attended]) -> None:
    held = [sum(one.person == person for one in attended) for person in {one.person for one in attended}]
    pairs = list(product(held, held))
    mean_difference = sum(abs(one - other) for one, other in pairs) / len(pairs)
    assert spread_of(attended).gini == pytest.approx(mean_difference / (2 * sum(held) / len(held)))


@given(lists)
def test_first_times_add_up_to_people_and_seats_to_seats(attended: list[Attended]) -> None:
    found, steps = spread_of(attended), timeline(attended)
    assert sum(step.first_time for step in steps) == found.people
    assert sum(step.seats for step in steps) == found.seats


@given(lists)
def test_effective_voices_are_never_more_than_the_people(attended: list[Attended]) -> None:
    found = spread_of(attended)
    assert found.hill_q1 is not None
    assert found.hill_q2 is not None
    assert 1 - 1e-9 <= found.hill_q2 <= found.hill_q1 + 1e-9 <= found.people + 1e-6
