"""What an outcome pays of a fee: never too much, and never less for staying longer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.money import ZERO, Money
from tracker.projects.fee_rule import OUTCOMES, PART, FeeRule, Pays, Why, by_the_hour, from_json, pays
from tracker.sessions.models import Outcome

fees = st.integers(0, 1_000_000).map(Money)
minutes = st.integers(0, 10_000)
lengths = st.none() | st.integers(1, 2_000)
rules = st.builds(
    FeeRule,
    shares=st.dictionaries(st.sampled_from(OUTCOMES), st.integers(1, 100)),
    by_time=st.booleans(),
    with_preparation=st.booleans(),
    asked=lengths,
)
outcomes = st.sampled_from(OUTCOMES)


def test_there_is_a_rule_for_every_outcome_that_a_register_knows() -> None:
    assert set(OUTCOMES) == set(Outcome)


@given(rules, fees, outcomes, st.none() | minutes, lengths)
def test_nothing_pays_more_than_the_fee_and_nothing_takes_money_away(
    rule: FeeRule, fee: Money, outcome: str, there: int | None, held: int | None
) -> None:
    found = pays(rule, fee, outcome, given=there, held=held)
    assert (found.pence is None) == (found.why == Why.TIME_UNKNOWN)
    assert found.pence is None or ZERO <= found.pence <= fee


@given(rules, fees, outcomes, minutes, minutes, st.integers(1, 2_000))
def test_more_minutes_never_pay_less(
    rule: FeeRule, fee: Money, outcome: str, one: int, another: int, held: int
) -> None:
    shorter, longer = sorted((one, another))
    less, more = (pays(rule, fee, outcome, given=there, held=held).pence for there in (shorter, longer))
    assert less is not None
    assert more is not None
    assert less <= more


@given(rules, fees, outcomes, minutes, st.integers(1, 2_000), st.integers(1, 2_000))
def test_a_session_that_lasts_longer_than_was_asked_takes_nothing_from_a_part(
    rule: FeeRule, fee: Money, outcome: str, there: int, held: int, longer: int
) -> None:
    asked = rule.asked or held
    promised = pays(FeeRule(rule.shares, rule.by_time, asked=asked), fee, outcome, given=there, held=asked)
    overran = pays(
        FeeRule(rule.shares, rule.by_time, asked=asked), fee, outcome, given=there, held=asked + longer
    )
    assert overran == promised


@given(rules, fees, outcomes, st.none() | minutes, lengths)
def test_an_outcome_without_a_share_pays_nothing(
    rule: FeeRule, fee: Money, outcome: str, there: int | None, held: int | None
) -> None:
    if outcome not in rule.shares:
        assert pays(rule, fee, outcome, given=there, held=held) == Pays(ZERO, Why.NOTHING)


@given(rules, fees, st.integers(1, 2_000))
def test_who_was_there_the_whole_time_gets_the_whole_share(rule: FeeRule, fee: Money, held: int) -> None:
    if rule.by_time and PART in rule.shares:
        whole = pays(FeeRule(rule.shares), fee, PART).pence
        assert pays(rule, fee, PART, given=held, held=held).pence == whole


@given(rules)
def test_what_an_offer_keeps_is_the_same_rule_again(rule: FeeRule) -> None:
    assert from_json(json.loads(json.dumps(rule.as_json()))) == rule


@pytest.mark.parametrize(
    ("outcome", "there", "expected"),
    [
        ("attended", None, Pays(Money(7500), Why.WHOLE)),
        ("part", 60, Pays(Money(2500), Why.TIME)),
        ("part", 1, Pays(Money(42), Why.TIME)),  # 41.67 pence
        ("part", 500, Pays(Money(7500), Why.TIME)),
        ("part", None, Pays(None, Why.TIME_UNKNOWN)),
        ("cancelled-by-us", None, Pays(Money(3750), Why.SHARE)),
        ("cancelled-by-them", None, Pays(ZERO, Why.NOTHING)),
        ("preparation-only", 60, Pays(Money(2475), Why.SHARE)),
    ],
)
def test_each_outcome_pays_its_share(outcome: str, there: int | None, expected: Pays) -> None:
    rule = FeeRule(
        {"attended": 100, "part": 100, "cancelled-by-us": 50, "preparation-only": 33}, by_time=True
    )
    assert pays(rule, Money(7500), outcome, given=there, held=180) == expected


def test_half_a_penny_is_rounded_up() -> None:
    assert pays(FeeRule({PART: 50}), Money(7501), PART).pence == Money(3751)
    assert by_the_hour(Money(2501), 90) == Money(3752)


def test_an_amount_for_each_hour_pays_for_its_minutes() -> None:
    assert [by_the_hour(Money(2500), given) for given in (0, 60, 90, 150)] == [
        ZERO,
        Money(2500),
        Money(3750),
        Money(6250),
    ]
