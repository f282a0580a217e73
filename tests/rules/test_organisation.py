"""An organisation's own rules: caps for every person, and vouchers where guidance disagrees. Never looser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.build import BOOK, CA, PIP, UC, answer, fee_paid, payment, person
from tests.rules.test_properties import KNOWN, PAYMENTS, UNSURE, numbered
from tracker import rules
from tracker.money import Money
from tracker.rules.loader import load_folder
from tracker.rules.outcome import Outcome

VOUCHER = {"method": "voucher"}


def book(tmp_path: Path, text: str) -> rules.Rulebook:
    (tmp_path / "organisation.toml").write_text(text, encoding="utf-8")
    return rules.load(tmp_path)


def capped(tmp_path: Path, amount: str = "600.00", per: str = "tax-year") -> rules.Rulebook:
    return book(tmp_path, f'[[caps]]\nper = "{per}"\namount = {amount}')


# --- caps ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("75.00", "not_checked"), ("540.00", "near"), ("600.00", "near"), ("600.01", "above")],
)
def test_a_penny_either_side_of_the_cap_for_somebody_who_told_nothing(
    tmp_path: Path, amount: str, expected: str
) -> None:
    found = answer(person(payments=[payment(amount)]), capped(tmp_path))
    assert found["outcome"] == expected
    (finding,) = found["findings"]
    assert (finding["benefit"], finding["limit"], finding["counted"]) == ("own-limit", "600.00", amount)
    assert finding["period"] == {"from": "2026-04-06", "to": "2027-04-05"}
    assert finding["actions"] == []


def test_the_sentence_speaks_of_the_organisation_and_not_of_what_the_person_asked(tmp_path: Path) -> None:
    (finding,) = answer(person(payments=[payment("600.01")]), capped(tmp_path))["findings"]
    (reason,) = finding["reasons"]
    assert reason == (
        "£600.01 from 6 April 2026 to 5 April 2027 is more than this organisation keeps to for one person, "
        "£600.00."
    )


def test_everything_paid_in_the_period_counts_towards_the_cap(tmp_path: Path) -> None:
    before = [fee_paid("500.00", "2026-04-06"), fee_paid("500.00", "2026-04-05")]
    found = answer(person(PIP, payments=[payment("100.01"), *before]), capped(tmp_path))
    assert {finding["counted"] for finding in found["findings"] if finding["benefit"] == "own-limit"} == {
        "500.00",
        "600.01",
    }
    assert found["outcome"] == "above"


def test_what_only_a_cap_looked_at_is_still_listed_as_not_checked(
    tmp_path: Path,
) -> None:
    found = answer(person(payments=[{**payment("75.00"), "id": "P1"}]), capped(tmp_path))
    assert found["not_checked"] == ["P1"]


def test_a_payment_without_a_day_cannot_be_held_against_a_cap(tmp_path: Path) -> None:
    found = answer(person(payments=[{**payment("75.00", None), "id": "P1"}]), capped(tmp_path))
    assert found["outcome"] == "cannot_tell"
    assert "this organisation keeps to" in found["findings"][0]["reasons"][0]


def test_a_cap_asks_for_the_payments_of_its_period(tmp_path: Path) -> None:
    facts = rules.facts_from_json(person(payments=[payment("75.00")]))
    (window,) = rules.windows(facts, capped(tmp_path, per="month"))
    assert (str(window.period.start), str(window.period.end)) == ("2026-11-01", "2026-11-30")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[caps]]\nper = "day"\namount = 5', "caps[0].per: write one of: week, month, tax-year."),
        ('[[caps]]\nper = "week"', "caps[0].amount: this is needed"),
        ('[[caps]]\nper = "week"\namount = 0', "write pounds without quotes, above nothing"),
        ('[[caps]]\nper = "week"\namount = -1', "write pounds without quotes, above nothing"),
        ('[[caps]]\nper = "week"\namount = true', "write pounds without quotes, above nothing"),
        ('[[caps]]\nper = "week"\namount = 1.005', "write pounds without quotes, above nothing"),
        ('[[caps]]\nper = "week"\namount = 1e12', "write pounds without quotes, above nothing"),
        ('[[caps]]\nper = "week"\namount = nan', "write pounds without quotes, above nothing"),
        ('[[caps]]\nper = "week"\namount = "5"', "write pounds without quotes, above nothing"),
        ('[[caps]]\nper = "week"\namount = 5\nwhy = "x"', "caps[0].why: there is no such field"),
        ("caps = 5", "caps: write a list"),
        (
            '[[caps]]\nper = "week"\namount = 5\n[[caps]]\nper = "week"\namount = 6',
            "caps[1].per: there is a cap for each week already",
        ),
        ('vouchers = "ignore"', "vouchers: write one of: as-cash, unsettled."),
    ],
)
def test_a_cap_or_a_treatment_that_makes_no_sense_is_refused_by_name(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(rules.RulebookError) as refusal:
        book(tmp_path, text)
    assert refusal.value.message.startswith("organisation.toml: ")
    assert said in refusal.value.message


# --- vouchers -----------------------------------------------------------------------------------------------


def both(document: dict[str, Any], tmp_path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    return answer(document), answer(document, book(tmp_path, 'vouchers = "unsettled"'))


def test_a_taper_that_turns_on_vouchers_cannot_be_told(tmp_path: Path) -> None:
    claim = {**UC, "work_allowance": "none"}
    as_cash, unsettled = both(person(claim, payments=[payment("100.00", **VOUCHER)]), tmp_path)
    assert as_cash["outcome"] == "reduces"
    (finding,) = unsettled["findings"]
    assert (finding["outcome"], finding["reduction"], finding["missing"]) == (
        "cannot_tell",
        None,
        ["vouchers"],
    )
    assert finding["reasons"][-1] == (
        "Published guidance disagrees on whether vouchers and cards count for Universal Credit, and here the "
        "answer turns on it: the office that pays it can say."
    )


def test_a_reduction_whose_size_turns_on_vouchers_says_so_and_stands(tmp_path: Path) -> None:
    claim = {**UC, "work_allowance": "none"}
    paid = [payment("100.00"), payment("100.00", **VOUCHER)]
    as_cash, unsettled = both(person(claim, payments=paid), tmp_path)
    assert (as_cash["outcome"], unsettled["outcome"]) == ("reduces", "reduces")
    assert unsettled["findings"][0]["reduction"] == as_cash["findings"][0]["reduction"]
    assert unsettled["findings"][0]["missing"] == ["vouchers"]


def test_over_a_cliff_with_vouchers_stays_over_it_and_says_what_it_turns_on(tmp_path: Path) -> None:
    as_cash, unsettled = both(person(CA, payments=[payment("204.01", **VOUCHER)]), tmp_path)
    assert (as_cash["outcome"], unsettled["outcome"]) == ("above", "above")
    assert "turns on it" in unsettled["findings"][0]["reasons"][-1]


@pytest.mark.parametrize("amount", ["10.00", "190.00"])
def test_an_answer_that_is_the_same_either_way_says_nothing_of_it(tmp_path: Path, amount: str) -> None:
    as_cash, unsettled = both(person(CA, PIP, payments=[payment(amount, **VOUCHER)]), tmp_path)
    assert as_cash["findings"] == unsettled["findings"]


def test_without_vouchers_nothing_changes(tmp_path: Path) -> None:
    as_cash, unsettled = both(person(CA, payments=[payment("204.01")]), tmp_path)
    assert as_cash["findings"] == unsettled["findings"]


# --- advice -------------------------------------------------------------------------------------------------


def test_findings_name_the_advice_that_the_organisation_says(tmp_path: Path) -> None:
    own = book(tmp_path, 'advice = "Harbour Law Centre {ask for Jo}, 0117 496 0000"')
    (finding,) = answer(person(CA, payments=[payment("210.00")]), own)["findings"]
    assert "Free, independent advice: Harbour Law Centre {ask for Jo}, 0117 496 0000" in finding["actions"]
    assert not any("Citizens Advice" in action for action in finding["actions"])
    assert finding["reasons"] == answer(person(CA, payments=[payment("210.00")]))["findings"][0]["reasons"]


def test_advice_on_immigration_stays_what_the_rulebook_names(tmp_path: Path) -> None:
    own = book(tmp_path, 'advice = "Harbour Law Centre"')
    document = person(payments=[payment("10.00")], immigration={"status": "no-permission-to-work"})
    assert answer(document, own)["findings"][0]["actions"] == answer(document)["findings"][0]["actions"]


def test_where_no_rule_is_held_the_organisations_advice_is_named_too(tmp_path: Path) -> None:
    own = book(tmp_path, 'advice = "Harbour Law Centre"')
    smaller = replace(own, rules={code: rule for code, rule in own.rules.items() if code != "pip"})
    (finding,) = answer(person(PIP, payments=[payment()]), smaller)["findings"]
    assert finding["actions"] == ["Free, independent advice: Harbour Law Centre"]


@pytest.mark.parametrize("said", ["x" * 301, "two\\nlines", ""])
def test_advice_is_one_line_of_some_length(tmp_path: Path, said: str) -> None:
    with pytest.raises(rules.RulebookError, match="advice: write"):
        book(tmp_path, f'advice = "{said}"')


# --- never looser -------------------------------------------------------------------------------------------

OVERLAYS = st.fixed_dictionaries(
    {
        "share": st.integers(1, 90),
        "carers": st.integers(1, 90),
        "vouchers": st.sampled_from(["as-cash", "unsettled"]),
        "caps": st.dictionaries(st.sampled_from(["week", "month", "tax-year"]), st.integers(1, 60_000)),
    }
)


def as_toml(said: dict[str, Any]) -> str:
    caps = "".join(
        f'[[caps]]\nper = "{per}"\namount = {pence // 100}.{pence % 100:02}\n'
        for per, pence in said["caps"].items()
    )
    return (
        f'warn_share_percent = {said["share"]}\nvouchers = "{said["vouchers"]}"\n'
        f"[warn_share_percents]\ncarers-allowance = {said['carers']}\n{caps}"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules")


def test_where_no_day_of_a_week_makes_a_difference_vouchers_make_none(tmp_path: Path) -> None:
    paid = [payment("20.00", "2026-11-17"), payment("150.00", "2026-11-25", **VOUCHER)]
    as_cash, unsettled = both(person({**CA, "week_ends_on": None}, payments=paid), tmp_path)
    assert (as_cash["outcome"], unsettled["outcome"]) == ("within", "within")


def shares_a_day(one: dict[str, str] | None, other: dict[str, str] | None) -> bool:
    """Of two findings' periods; a finding without one speaks of every day."""
    return not one or not other or (one["from"] <= other["to"] and other["from"] <= one["to"])


@settings(max_examples=40)
@given(KNOWN | UNSURE, PAYMENTS, OVERLAYS)
def test_an_overlay_never_loosens(
    folder: Path, document: dict[str, Any], asked: dict[str, Any], said: dict[str, Any]
) -> None:
    document = numbered({**document, "payments": [{**asked, "state": "proposed"}, *document["payments"]]})
    tighter = book(folder, as_toml(said))
    law, own = answer(document, BOOK), answer(document, tighter)
    assert Outcome(own["outcome"]).severity >= Outcome(law["outcome"]).severity
    # Where the week is not known, what is at risk decides which of the possible weeks are told of.
    for of_law in law["findings"]:
        assert (
            max(
                Outcome(of_ours["outcome"]).severity
                for of_ours in own["findings"]
                if of_ours["benefit"] == of_law["benefit"]
                and shares_a_day(of_ours["period"], of_law["period"])
            )
            >= Outcome(of_law["outcome"]).severity
        )


@settings(max_examples=40)
@given(KNOWN, PAYMENTS, PAYMENTS, OVERLAYS)
def test_under_an_overlay_adding_a_payment_never_makes_the_outcome_milder(
    folder: Path, document: dict[str, Any], asked: dict[str, Any], added: dict[str, Any], said: dict[str, Any]
) -> None:
    tighter = book(folder, as_toml(said))
    before = {**document, "payments": [{**asked, "state": "proposed"}, *document["payments"]]}
    after = {**before, "payments": [*before["payments"], added]}
    mild, severe = (Outcome(answer(numbered(each), tighter)["outcome"]) for each in (before, after))
    assert severe.severity >= mild.severity


def test_the_rulebooks_own_files_hold_no_overlay(tmp_path: Path) -> None:
    assert (BOOK.own.caps, BOOK.own.vouchers) == ((), "as-cash")
    assert load_folder(Path(rules.__file__).parent / "data" / "uk").fingerprint == BOOK.fingerprint


# --- written as well as read --------------------------------------------------------------------------------


@given(OVERLAYS, st.booleans())
def test_what_is_written_is_read_back_as_it_was_said(said: dict[str, Any], plain: bool) -> None:
    caps = {per: Money(pence) for per, pence in said["caps"].items()}
    share, shares = (None, {}) if plain else (said["share"], {"carers-allowance": said["carers"]})
    text = rules.overlay_text(share, shares, caps, said["vouchers"])
    kept = rules.overlay_from(text, 90)
    assert (kept.share, kept.shares, kept.vouchers) == (share, shares, said["vouchers"])
    assert {cap.per: cap.amount for cap in kept.caps} == caps


@pytest.mark.parametrize("amount", ["1000000000000000000000000000000", "1e500000", "600.001", "-1", "nan"])
def test_a_cap_that_is_no_sum_of_pounds_is_refused_in_a_sentence(tmp_path: Path, amount: str) -> None:
    text = f"[[caps]]\nper = 'week'\namount = {amount}\n"
    (tmp_path / "organisation.toml").write_text(text, encoding="utf-8")
    with pytest.raises(rules.RulebookError, match="write pounds without quotes"):
        rules.load(tmp_path)


@pytest.mark.parametrize(
    "said",
    [
        "Vouchers are safe",
        "This will not affect your benefits",
        "It is Allowed",
        "There is no need to tell the DWP",
        "Your benefits are fine: ring Jo",
        "You can keep every penny",
        "We pay in vouchers so nothing counts",
        "Splitting your payments keeps you under",
        "Your money won't be affected by our fees",
        "Ask us to pay you later",
        "Stay under the limit: ring Jo",
        "Harmless",
        "A risk-free fee",
    ],
)
def test_where_advice_is_promises_nothing(tmp_path: Path, said: str) -> None:
    (tmp_path / "organisation.toml").write_text(f'advice = "{said}"', encoding="utf-8")
    with pytest.raises(rules.RulebookError, match="say where advice is and no more"):
        rules.load(tmp_path)


def test_the_examples_of_the_law_are_well_whatever_an_organisation_keeps_to(tmp_path: Path) -> None:
    text = 'warn_share_percent = 50\nvouchers = "unsettled"\n[[caps]]\nper = "week"\namount = 50.00\n'
    (tmp_path / "organisation.toml").write_text(text, encoding="utf-8")
    assert rules.rulebook_problems(overlay=tmp_path) == []


def test_a_cap_that_is_kept_to_is_said_beside_a_benefit_without_a_test(tmp_path: Path) -> None:
    held = book(tmp_path, '[[caps]]\nper = "week"\namount = 50.00\n')
    found = answer(person(PIP, payments=[payment("10.00")]), held)
    assert (found["outcome"], [one["outcome"] for one in found["findings"]]) == (
        "within",
        ["no_test", "within"],
    )


def test_vouchers_over_two_weeks_are_said_of_the_week_that_turns_on_them(tmp_path: Path) -> None:
    covers = {"from": "2026-11-23", "to": "2026-12-06"}
    vouchers = payment("420.00", "2026-11-25", covers=covers, worked=[], **VOUCHER)
    paid = [vouchers, payment("300.00", "2026-11-25", worked=[])]
    _, unsettled = both(person(CA, payments=paid), tmp_path)
    assert [(one["outcome"], one["missing"]) for one in unsettled["findings"]] == [
        ("above", []),
        ("above", ["vouchers"]),
    ]


def test_what_turns_on_vouchers_in_an_unknown_week_is_held_against_the_same_payments(tmp_path: Path) -> None:
    paid = [payment("20.00", "2026-11-17"), payment("250.00", "2026-11-25", **VOUCHER)]
    long_ago = fee_paid("300.00", "2026-06-03", worked=[])
    _, unsettled = both(person({**CA, "week_ends_on": None}, payments=[*paid, long_ago]), tmp_path)
    asked = [one for one in unsettled["findings"] if one["period"]["from"] > "2026-11-01"]
    assert [(one["outcome"], one["missing"]) for one in asked] == [("within", []), ("above", ["vouchers"])]
