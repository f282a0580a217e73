"""The JSON contract: what is read, what is refused by the name of its field, what comes out."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.build import BOOK, CA, LACKING, PIP, SMALLER_BOOK, UC, answer, payment, person
from tracker import rules
from tracker.errors import Invalid

DESIGN_EXAMPLE: dict[str, Any] = {
    "nation": "england",
    "date_of_birth": "1988-05-01",
    "couple": False,
    "immigration": {"status": "unrestricted", "weekly_hours": None},
    "benefits": [
        {
            "benefit": "universal-credit",
            "from": "2025-01-01",
            "until": None,
            "assessment_period_starts_on_day": 28,
            "work_allowance": "with-housing",
            "other_earnings": "0.00",
            "other_earnings_per": "assessment-period",
        },
        {
            "benefit": "carers-allowance",
            "week_ends_on": None,
            "care_costs_per_week": "60.00",
            "pension_per_week": "0.00",
            "other_earnings": "0.00",
            "other_earnings_per": "week",
            "other_minutes_per_week": 0,
        },
    ],
    "own_limits": [{"amount": "100.00", "minutes": None, "per": "month", "starts_on": "2026-11-01"}],
    "payments": [
        {
            "id": "P1",
            "state": "proposed",
            "kind": "fee",
            "amount": "75.00",
            "method": "bank",
            "received_on": "2026-11-30",
            "due_on": None,
            "worked": [{"on": "2026-11-12", "minutes": 180}],
            "covers": None,
            "service_user_activity": True,
            "actual_cost": False,
            "receipted": False,
        }
    ],
}
FINDING_KEYS = [
    "benefit", "outcome", "period", "counted", "limit", "headroom", "minutes_counted", "minutes_limit",
    "reduction", "weeks_affected", "reasons", "missing", "actions", "parameters",
]  # fmt: skip


def changed(path: str, value: Any) -> dict[str, Any]:
    """The example with one value put in; a path is keys and numbers between full stops."""
    document = copy.deepcopy(DESIGN_EXAMPLE)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = document
    for step in way:
        place = place[step]
    place[last] = value
    return document


def test_the_agreed_example_is_answered_with_the_agreed_keys() -> None:
    found = answer(DESIGN_EXAMPLE)
    assert list(found) == ["outcome", "rulebook", "findings", "not_checked"]
    assert set(found["rulebook"]) == {"version", "fingerprint"}
    assert found["rulebook"]["fingerprint"].startswith("sha256:")
    for finding in found["findings"]:
        assert list(finding) == FINDING_KEYS
    assert [item["benefit"] for item in found["findings"]] == [
        "universal-credit", "carers-allowance", "permission-to-work", "own-limit",
    ]  # fmt: skip
    parameter = found["findings"][0]["parameters"][0]
    assert parameter["id"] == "universal-credit.work-allowance.with-housing"
    assert (parameter["value"], parameter["from"]) == ("427.00", "2026-04-06")
    assert parameter["source"].startswith("https://")


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("nation", "cornwall", "nation"),
        ("nation", 7, "nation"),
        ("date_of_birth", "1988-02-31", "date_of_birth"),
        ("date_of_birth", "0988-02-01", "date_of_birth"),
        ("couple", "no", "couple"),
        ("immigration", "student", "immigration"),
        ("immigration.status", None, "immigration.status"),
        ("immigration.weekly_hours", 20.5, "immigration.weekly_hours"),
        ("benefits", {}, "benefits"),
        ("benefits.0", "pip", "benefits[0]"),
        ("benefits.0.benefit", None, "benefits[0].benefit"),
        ("benefits.0.benefit", "dole", "benefits[0].benefit"),
        ("benefits.0.until", "2024-12-31", "benefits[0].until"),
        ("benefits.0.from", "01/01/2025", "benefits[0].from"),
        ("benefits.0.from", "2025-W01-1", "benefits[0].from"),
        ("benefits.0.assessment_period_starts_on_day", 0, "benefits[0].assessment_period_starts_on_day"),
        ("benefits.0.assessment_period_starts_on_day", 32, "benefits[0].assessment_period_starts_on_day"),
        ("benefits.0.assessment_period_starts_on_day", True, "benefits[0].assessment_period_starts_on_day"),
        ("benefits.0.work_allowance", "lots", "benefits[0].work_allowance"),
        ("benefits.0.work_alowance", "none", "benefits[0].work_alowance"),
        ("benefits.0.other_earnings_per", "decade", "benefits[0].other_earnings_per"),
        ("benefits.1.week_ends_on", "Sunday", "benefits[1].week_ends_on"),
        ("benefits.1.care_costs_per_week", "-1.00", "benefits[1].care_costs_per_week"),
        ("benefits.1.other_minutes_per_week", -1, "benefits[1].other_minutes_per_week"),
        ("own_limits.0.per", "day", "own_limits[0].per"),
        ("own_limits.0.amount", None, "own_limits[0].amount"),
        ("payments.0.amount", None, "payments[0].amount"),
        ("payments.0.amount", 75, "payments[0].amount"),
        ("payments.0.amount", 75.5, "payments[0].amount"),
        ("payments.0.amount", "-75.00", "payments[0].amount"),
        ("payments.0.amount", "75.123", "payments[0].amount"),
        ("payments.0.amount", "lots", "payments[0].amount"),
        ("payments.0.kind", "present", "payments[0].kind"),
        ("payments.0.kind", None, "payments[0].kind"),
        ("payments.0.state", "maybe", "payments[0].state"),
        ("payments.0.method", "barter", "payments[0].method"),
        ("payments.0.id", 1, "payments[0].id"),
        ("payments.0.received_on", "2026-02-31", "payments[0].received_on"),
        ("payments.0.received_on", 20261130, "payments[0].received_on"),
        ("payments.0.worked", "today", "payments[0].worked"),
        ("payments.0.worked.0.on", None, "payments[0].worked[0].on"),
        ("payments.0.worked.0.minutes", 1441, "payments[0].worked[0].minutes"),
        ("payments.0.worked.0.minutes", "180", "payments[0].worked[0].minutes"),
        ("payments.0.covers", {"from": "2026-11-01"}, "payments[0].covers.to"),
        ("payments.0.covers", {"from": "2026-11-02", "to": "2026-11-01"}, "payments[0].covers.to"),
        ("payments.0.covers", {"from": "2025-01-01", "to": "2026-11-01"}, "payments[0].covers.to"),
        ("payments.0.net", "80.00", "payments[0].net"),
        ("payments.0.service_user_activity", "yes", "payments[0].service_user_activity"),
    ],
)
def test_a_malformed_field_is_refused_by_its_full_path(path: str, value: Any, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.facts_from_json(changed(path, value))
    assert refusal.value.field == field
    assert refusal.value.message.startswith(field)
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("document", [None, 7, "facts", True])
def test_facts_that_are_no_object_are_refused(document: object) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.facts_from_json(document)
    assert refusal.value.field == "document"


def test_two_payments_with_one_id_are_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        rules.facts_from_json({"payments": [payment(id="P1"), payment(id="P1")]})
    assert refusal.value.field == "payments[1].id"


def test_a_list_is_answered_in_its_order_with_the_bad_member_in_its_place() -> None:
    good, bad = person(PIP, payments=[payment()]), person(UC, payments=[payment("7.001")])
    found = rules.assess_document([good, bad, 3, good], BOOK)
    assert [next(iter(item)) for item in found] == ["outcome", "error", "error", "outcome"]
    assert found[1]["error"]["field"] == "payments[0].amount"
    assert found[0] == found[3] == answer(good)


def test_an_empty_document_is_not_checked() -> None:
    assert answer({})["outcome"] == "not_checked"


def test_payments_without_anything_to_check_against_are_listed_as_not_checked() -> None:
    found = answer({"payments": [payment(id="A"), payment(id="B")]})
    assert (found["outcome"], found["not_checked"], found["findings"]) == ("not_checked", ["A", "B"], [])


def test_a_payment_before_the_benefit_began_is_not_checked() -> None:
    found = answer(person({**UC, "from": "2026-11-26"}, payments=[payment(id="A")]))
    assert (found["outcome"], found["not_checked"]) == ("not_checked", ["A"])


def test_every_benefit_that_can_be_named_has_rules() -> None:
    assert set(rules.BENEFIT_NAMES) <= set(BOOK.rules)


def test_a_benefit_whose_rules_a_book_lacks_is_never_within() -> None:
    found = answer(person({"benefit": LACKING}, payments=[payment()]), SMALLER_BOOK)
    assert found["outcome"] == "cannot_tell"
    assert found["findings"][0]["reasons"][0].startswith("We hold no rules for")


def test_what_is_told_with_its_date_is_printed_with_it() -> None:
    found = answer(person({**CA, "told_on": "2026-10-01"}, payments=[payment()]))
    assert "This rests on what we were told on 1 October 2026." in found["findings"][0]["reasons"]


def leaves(place: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything inside a document, containers included."""
    inside = place.items() if isinstance(place, dict) else enumerate(place) if isinstance(place, list) else ()
    return [path, *(deeper for key, value in inside for deeper in leaves(value, (*path, key)))]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["0.00", "2026-11-30"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(leaves(DESIGN_EXAMPLE)[1:]), JSON)
def test_anything_at_all_in_any_place_is_answered_or_refused_by_name(
    path: tuple[Any, ...], junk: Any
) -> None:
    (found,) = rules.assess_document([changed(".".join(str(step) for step in path), junk)], BOOK)
    assert found["error"]["field"] if "error" in found else found["outcome"] in set(rules.Outcome)


def test_half_a_letter_is_refused_by_its_field() -> None:
    document = person(payments=[payment(id="\ud800")])
    with pytest.raises(Invalid, match="half a letter") as refusal:
        rules.facts_from_json(document)
    assert refusal.value.field == "payments[0].id"
