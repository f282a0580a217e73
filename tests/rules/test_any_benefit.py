"""What must hold for every benefit that we hold, whatever is known of the person, tried on many."""

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.build import BOOK, answer, finding, payment, person
from tests.rules.test_properties import AMOUNTS, in_any, numbered, said
from tracker import rules
from tracker.money import Money
from tracker.periods import WEEKDAYS
from tracker.rules import codes
from tracker.rules.kinds import CLAIM_KINDS
from tracker.rules.kinds.weekly_limit import WeeklyLimit
from tracker.rules.kinds.working_weeks import WorkingWeeks
from tracker.rules.outcome import Outcome

# Six weeks about the end of Housing Benefit of working age, so that days often fall together.
DAYS = st.dates(date(2026, 6, 10), date(2026, 7, 21)).map(str)
BOOLEANS = st.booleans()
FEW_AMOUNTS = st.sampled_from(["0.00", "5.00", "25.00", "203.50", "500.00"]) | AMOUNTS

# Every fact of a claim, with what may be told of it.
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "from": st.dates(date(2025, 6, 10), date(2026, 6, 20)).map(str),
    "until": st.dates(date(2026, 6, 21), date(2026, 7, 21)).map(str),
    "assessment_period_starts_on_day": st.integers(1, 31),
    "work_allowance": st.sampled_from(["none", "with-housing", "without-housing"]),
    "disregard": st.sampled_from(["single", "couple", "higher", "special", "lone-parent"]),
    "week_ends_on": st.sampled_from(WEEKDAYS),
    "other_earnings": FEW_AMOUNTS,
    "other_minutes_per_week": st.integers(0, 1200),
    "care_costs_per_week": FEW_AMOUNTS,
    "pension_per_week": FEW_AMOUNTS,
    "age_25_or_over": BOOLEANS,
    "supported_permitted_work": BOOLEANS,
    "permitted_work": BOOLEANS,
    "accommodation": st.sampled_from(codes.ACCOMMODATION),
    "passported": BOOLEANS,
    "kit_days_used": st.integers(0, 12),
}
TESTED = sorted(code for code, rule in BOOK.rules.items() if rule.series and code in codes.BENEFIT_NAMES)
CLAIMS = st.builds(
    lambda benefit, facts: {"benefit": benefit, "other_earnings_per": "week", **facts},
    st.sampled_from(TESTED) | st.sampled_from(sorted(codes.BENEFIT_NAMES)),
    st.fixed_dictionaries({}, optional=FACTS),
)
# Other earnings and hours are only listed where nobody has told us of them; a claim without dates is taken
# as running.
MAY_BE_LEFT_OUT = {
    "benefit",
    "from",
    "until",
    "other_earnings",
    "other_earnings_per",
    "other_minutes_per_week",
}
WEEKLY = sorted(
    code
    for code, rule in BOOK.rules.items()
    if isinstance(CLAIM_KINDS.get(rule.kind), WeeklyLimit | WorkingWeeks)
)
PAYMENTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(codes.PAYMENT_KINDS),
        "amount": FEW_AMOUNTS,
        "method": st.sampled_from(codes.PAYMENT_METHODS),
        "state": st.sampled_from(codes.PAYMENT_STATES),
        "received_on": DAYS,
        "due_on": st.none() | DAYS,
        "worked": st.lists(
            st.fixed_dictionaries({"on": DAYS, "minutes": st.sampled_from([0, 45, 300, 600, 960])}),
            max_size=3,
        ),
        "service_user_activity": BOOLEANS,
        "actual_cost": BOOLEANS,
        "receipted": BOOLEANS,
    }
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "nation": st.none() | st.sampled_from(sorted(codes.NATION_NAMES)),
        "date_of_birth": st.none() | st.dates(date(1940, 1, 1), date(2012, 1, 1)).map(str),
        "couple": st.none() | BOOLEANS,
        "benefits": st.lists(CLAIMS, min_size=1, max_size=2, unique_by=lambda claim: claim["benefit"]),
        "payments": st.lists(PAYMENTS, min_size=1, max_size=4),
    }
).map(numbered)


def asked(document: dict[str, Any]) -> dict[str, Any]:
    """The same, the first payment being the one in question."""
    first, *others = document["payments"]
    return {**document, "payments": [{**first, "state": "proposed"}, *others]}


def as_told(document: dict[str, Any], fact: str, value: Any) -> dict[str, Any]:
    first, *others = document["benefits"]
    return {**document, "benefits": [{**first, fact: value}, *others]}


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_of_any_benefit_the_order_of_payments_never_changes_what_is_said(
    document: dict[str, Any], random: Any
) -> None:
    shuffled = document["payments"][:]
    random.shuffle(shuffled)
    assert said({**document, "payments": shuffled}) == said(document)


@given(DOCUMENTS.map(asked))
def test_the_windows_of_any_benefit_hold_all_that_the_outcome_needs(document: dict[str, Any]) -> None:
    windows = rules.windows(rules.facts_from_json(document), BOOK)
    inside = [paid for paid in document["payments"] if paid["state"] == "proposed" or in_any(paid, windows)]
    assert answer({**document, "payments": inside})["outcome"] == answer(document)["outcome"]


@given(DOCUMENTS.map(asked), PAYMENTS)
def test_adding_a_payment_never_makes_the_outcome_of_any_benefit_milder(
    document: dict[str, Any], added: dict[str, Any]
) -> None:
    more = numbered({**document, "payments": [*document["payments"], added]})
    mild, severe = (Outcome(answer(each)["outcome"]) for each in (document, more))
    # More money can settle a doubt: what could have been within is then surely past a disregard.
    assert severe.severity >= min(mild.severity, Outcome.REDUCES.severity)
    assert mild is not Outcome.ABOVE or severe is Outcome.ABOVE


@given(DOCUMENTS.map(asked))
def test_a_fact_that_nobody_has_told_us_never_hides_a_worse_answer(document: dict[str, Any]) -> None:
    """Where what is told costs the person something, silence about a part of it is never `within`."""
    if Outcome(answer(document)["outcome"]).severity <= Outcome.NEAR.severity:
        return
    for fact in document["benefits"][0].keys() - MAY_BE_LEFT_OUT:
        blank = Outcome(answer(as_told(document, fact, None))["outcome"])
        assert blank.severity > Outcome.NEAR.severity, fact


@given(DOCUMENTS.map(asked), st.sampled_from(WEEKLY))
def test_an_unknown_week_of_any_benefit_answers_as_all_seven_together_do(
    document: dict[str, Any], benefit: str
) -> None:
    document = as_told({**document, "benefits": document["benefits"][:1]}, "benefit", benefit)
    each = {answer(as_told(document, "week_ends_on", day))["outcome"] for day in WEEKDAYS}
    blank = answer(as_told(document, "week_ends_on", None))["outcome"]
    if each == {"closed"}:
        # One payment came after the end; of another only the week may decide, and that is told first.
        assert blank in {"closed", "cannot_tell"}
    elif len(each) == 1:
        assert {blank} == each
    else:
        assert blank in each | {"cannot_tell"}
        most = max(Outcome(outcome).severity for outcome in each)
        assert Outcome(blank).severity >= min(most, Outcome.CANNOT_TELL.severity)


@given(DOCUMENTS)
def test_each_payment_is_in_a_finding_or_named_as_not_checked(document: dict[str, Any]) -> None:
    found = rules.assess(rules.facts_from_json(document), BOOK)
    covered = {payment_id for finding in found.findings for payment_id in finding.payment_ids}
    everything = {paid["id"] for paid in document["payments"]}
    assert covered | set(found.not_checked) == everything
    assert not covered & set(found.not_checked)


@given(DOCUMENTS)
def test_every_finding_gives_a_reason_and_names_what_it_lacks(document: dict[str, Any]) -> None:
    for found in answer(document)["findings"]:
        assert all(found["reasons"])
        if found["outcome"] == "cannot_tell":
            assert found["missing"]


def half(worked: list[dict[str, Any]], which: int) -> list[dict[str, Any]]:
    """One of the two halves of some work, the odd minute in the second."""
    return [{**work, "minutes": (work["minutes"] + which) // 2} for work in worked]


@given(document=DOCUMENTS.map(asked), whole=PAYMENTS, percent=st.integers(1, 9_999), told=BOOLEANS)
def test_splitting_one_payment_on_the_same_day_changes_nothing(
    *, document: dict[str, Any], whole: dict[str, Any], percent: int, told: bool
) -> None:
    pence = int(whole["amount"].replace(".", ""))
    assume(pence > 1)
    first = min(max(1, pence * percent // 10_000), pence - 1)
    worked = whole["worked"] if told else None
    parts = [
        {**whole, "amount": str(Money(first)), "worked": half(whole["worked"], 0) if told else None},
        {**whole, "amount": str(Money(pence - first)), "worked": half(whole["worked"], 1) if told else None},
    ]
    together = {**document, "payments": [*document["payments"], {**whole, "worked": worked}]}
    apart = {**document, "payments": [*document["payments"], *parts]}
    assert said(numbered(apart)) == said(numbered(together))


@pytest.mark.parametrize(
    "claim",
    [
        {"benefit": "pip", "until": "2026-11-30"},
        {"benefit": "housing-benefit", "passported": True, "accommodation": "other"},
    ],
)
def test_a_payment_of_no_day_cannot_be_told_of_a_benefit_that_ends(claim: dict[str, Any]) -> None:
    document = person(claim, payments=[payment(received_on=None)], date_of_birth="1990-01-01")
    found = finding(document)
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["payments[0].received_on"])


def test_a_payment_of_no_day_needs_none_of_a_benefit_that_goes_on() -> None:
    assert finding(person({"benefit": "pip"}, payments=[payment(received_on=None)]))["outcome"] == "no_test"


@pytest.mark.parametrize("benefit", sorted(codes.BENEFIT_NAMES))
@pytest.mark.parametrize("amount", ["1.00", "1000.00"])
def test_every_finding_about_a_benefit_says_where_free_advice_is(benefit: str, amount: str) -> None:
    found = answer(person({"benefit": benefit}, payments=[payment(amount)]))["findings"]
    assert found
    assert all(any("independent advice" in action for action in one["actions"]) for one in found)


@pytest.mark.parametrize("benefit", ["universal-credit", "pension-credit", "housing-benefit"])
@pytest.mark.parametrize("more", [{}, {"passported": True}, {"until": "2026-11-01"}])
def test_what_else_may_change_is_said_with_every_finding_of_a_benefit_that_brings_other_help(
    benefit: str, more: dict[str, Any]
) -> None:
    found = answer(person({"benefit": benefit, **more}, payments=[payment("1.00")]))["findings"]
    assert found
    assert all(any(action.startswith("Other help can") for action in one["actions"]) for one in found)
