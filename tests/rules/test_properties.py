"""What must hold for any facts at all, tried on many."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.build import BOOK, CA, UC, answer
from tracker import rules
from tracker.money import Money
from tracker.rules.outcome import Outcome

DAYS = st.dates(date(2026, 1, 1), date(2027, 3, 31)).map(str)
AMOUNTS = st.integers(0, 60_000).map(lambda pence: str(Money(pence)))
WORKED = st.lists(st.fixed_dictionaries({"on": DAYS, "minutes": st.integers(0, 600)}), max_size=2)

PAYMENTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["fee", "expense", "allowance"]),
        "amount": AMOUNTS,
        "method": st.sampled_from(["bank", "voucher", "payroll", "in-kind", "to-charity"]),
        "state": st.sampled_from(["paid", "planned", "proposed", "declined"]),
        "received_on": DAYS,
        "due_on": st.none() | DAYS,
        "worked": WORKED,
        "service_user_activity": st.booleans(),
        "actual_cost": st.booleans(),
        "receipted": st.booleans(),
    }
)
WEEKDAYS = st.sampled_from(["monday", "wednesday", "saturday", "sunday"])
UCS = st.builds(
    lambda day, allowance, other: {
        **UC,
        "assessment_period_starts_on_day": day,
        "work_allowance": allowance,
        "other_earnings": other,
    },
    st.integers(1, 31),
    st.sampled_from(["none", "with-housing", "without-housing"]),
    AMOUNTS,
)
CAS = st.builds(
    lambda day, care, pension: {
        **CA,
        "week_ends_on": day,
        "care_costs_per_week": care,
        "pension_per_week": pension,
    },
    WEEKDAYS,
    AMOUNTS,
    AMOUNTS,
)
KNOWN = st.fixed_dictionaries(
    {
        "benefits": st.lists(UCS | CAS, min_size=1, max_size=2),
        "immigration": st.sampled_from([None, {"status": "student", "weekly_hours": 20}]),
        "own_limits": st.sampled_from([[], [{"per": "month", "amount": "150.00", "minutes": 600}]]),
        "payments": st.lists(PAYMENTS, max_size=6),
    }
)
# The same, with facts that nobody has told us.
UNSURE = st.builds(
    lambda document, nothing: {
        **document,
        "benefits": [{**claim, **nothing} for claim in document["benefits"]],
    },
    KNOWN,
    st.sampled_from(
        [{"week_ends_on": None}, {"assessment_period_starts_on_day": None}, {"care_costs_per_week": None}]
    ),
)


def numbered(document: dict[str, Any]) -> dict[str, Any]:
    payments = [{**paid, "id": f"P{index}"} for index, paid in enumerate(document["payments"])]
    return {**document, "payments": payments}


def said(document: dict[str, Any]) -> tuple[str, list[tuple[Any, ...]]]:
    """The outcome and the findings, without the order that payments are named in."""
    found = answer(document)
    parts = [
        (item["benefit"], item["outcome"], str(item["period"]), item["counted"], item["reduction"])
        for item in found["findings"]
    ]
    return found["outcome"], sorted(parts, key=str)


@given(KNOWN | UNSURE, st.randoms(use_true_random=False))
def test_the_order_of_payments_never_changes_the_outcome(document: dict[str, Any], random: Any) -> None:
    document = numbered(document)
    shuffled = document["payments"][:]
    random.shuffle(shuffled)
    assert said({**document, "payments": shuffled}) == said(document)


@given(KNOWN, PAYMENTS, PAYMENTS)
def test_adding_a_payment_never_makes_the_outcome_milder(
    document: dict[str, Any], asked: dict[str, Any], added: dict[str, Any]
) -> None:
    before = {**document, "payments": [{**asked, "state": "proposed"}, *document["payments"]]}
    after = {**before, "payments": [*before["payments"], added]}
    mild, severe = (Outcome(answer(numbered(each))["outcome"]) for each in (before, after))
    assert severe.severity >= mild.severity


@given(UNSURE, PAYMENTS)
def test_an_unknown_fact_is_never_answered_more_mildly_than_its_worst_value(
    document: dict[str, Any], asked: dict[str, Any]
) -> None:
    """A missing week or day: if any lawful one is over a cliff, the answer is not within."""
    document = numbered({**document, "payments": [{**asked, "state": "proposed"}, *document["payments"]]})
    blank = Outcome(answer(document)["outcome"])
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"):
        known = [
            {**claim, "week_ends_on": day, "care_costs_per_week": claim["care_costs_per_week"] or "0.00"}
            if claim["benefit"] == "carers-allowance"
            else {**claim, "assessment_period_starts_on_day": claim["assessment_period_starts_on_day"] or 15}
            for claim in document["benefits"]
        ]
        severe = Outcome(answer({**document, "benefits": known})["outcome"])
        if severe is Outcome.ABOVE:
            assert blank.severity >= Outcome.CANNOT_TELL.severity


@given(CAS, st.lists(PAYMENTS, min_size=1, max_size=5))
def test_an_unknown_week_answers_as_all_seven_weeks_together_do(
    claim: dict[str, Any], payments: list[dict[str, Any]]
) -> None:
    document = numbered({"benefits": [claim], "payments": payments})
    document["payments"][0]["state"] = "proposed"
    each = {
        answer({**document, "benefits": [{**claim, "week_ends_on": day}]})["outcome"]
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    }
    blank = answer({**document, "benefits": [{**claim, "week_ends_on": None}]})["outcome"]
    if each == {"above"}:
        assert blank == "above"
    elif "above" in each:
        assert blank == "cannot_tell"
    else:
        assert blank in each


@given(KNOWN | UNSURE, PAYMENTS)
def test_the_windows_hold_all_that_the_outcome_needs(document: dict[str, Any], asked: dict[str, Any]) -> None:
    document = numbered({**document, "payments": [{**asked, "state": "proposed"}, *document["payments"]]})
    windows = rules.windows(rules.facts_from_json(document), BOOK)
    inside = [paid for paid in document["payments"] if paid["state"] == "proposed" or in_any(paid, windows)]
    assert answer({**document, "payments": inside})["outcome"] == answer(document)["outcome"]


def in_any(paid: dict[str, Any], windows: list[rules.Window]) -> bool:
    days = {
        "received_on": [paid["received_on"]],
        "due_on": [paid["due_on"] or paid["received_on"]],
        "worked": [work["on"] for work in paid["worked"]],
    }
    return any(date.fromisoformat(day) in window.period for window in windows for day in days[window.by])


@given(
    st.sampled_from([series for rule in BOOK.rules.values() for series in rule.series.values()]), st.data()
)
def test_a_value_on_a_day_is_the_last_one_dated_not_after_it(series: Any, data: st.DataObject) -> None:
    first, last = series.dated[0].start, series.valid_through
    day = data.draw(st.dates(first - timedelta(days=400), last + timedelta(days=400)))
    known = [value for value in series.dated if value.start <= day] if day <= last else []
    assert series.on(day) == (max(known, key=lambda value: value.start) if known else None)


@given(st.lists(st.tuples(KNOWN, st.booleans()), max_size=4))
def test_a_list_is_answered_in_the_same_order(members: list[tuple[dict[str, Any], bool]]) -> None:
    documents = [document if good else {"payments": "none"} for document, good in members]
    found = rules.assess_document(documents, BOOK)
    assert isinstance(found, list)
    for document, item, (_, good) in zip(documents, found, members, strict=True):
        assert item == answer(document) if good else item["error"]["field"] == "payments"
