"""What a check says where no rule is held, and what it keeps of its sentences."""

from __future__ import annotations

from pathlib import Path

from tests.rules.build import BOOK, LACKING, SMALLER_BOOK, UC, payment, person
from tests.rules.test_organisation import VOUCHER, book
from tracker import rules
from tracker.rules import Reason


def test_where_no_rule_is_held_the_finding_says_which_and_where_advice_is() -> None:
    document = person({"benefit": LACKING}, payments=[{**payment(), "id": "P1"}])
    (finding,) = rules.assess(rules.facts_from_json(document), SMALLER_BOOK).findings
    assert (finding.benefit, finding.missing, finding.payment_ids) == (LACKING, ("rules",), ("P1",))
    assert [reason.key for reason in finding.reasons] == ["no_rules"]
    assert [action.key for action in finding.actions] == ["advice"]
    assert finding.actions[0].values == {"benefit": "Child Benefit"}
    assert "We hold no rules for Child Benefit yet" in finding.reasons[0].sentence


def test_what_turns_on_vouchers_is_kept_under_its_key(tmp_path: Path) -> None:
    document = person({**UC, "work_allowance": "none"}, payments=[payment("100.00", **VOUCHER)])
    found = rules.assess(rules.facts_from_json(document), book(tmp_path, 'vouchers = "unsettled"'))
    assert found.findings[0].reasons[-1].key == "voucher_unsettled"


def test_a_sentence_is_kept_whole_and_read_back_the_same() -> None:
    reason = Reason("within", "{limit:money} of {benefit}", {"limit": "12.50", "benefit": "it"})
    assert Reason.from_record(reason.record()) == reason
    assert Reason.from_record(reason.record()).sentence == "£12.50 of it"


def test_of_two_benefits_that_could_passport_neither_does_unless_it_runs() -> None:
    beside = [{"benefit": "income-support"}, {"benefit": "universal-credit", "from": "2026-10-08"}]
    paid = payment("250.00", "2026-10-07", due_on="2026-10-07")
    document = person(
        {"benefit": "housing-benefit", "accommodation": "specified-or-temporary"}, *beside, payments=[paid]
    )
    found = rules.assess(rules.facts_from_json(document), BOOK).findings
    assert [one.outcome.value for one in found if one.benefit == "housing-benefit"] == ["cannot_tell"]


def test_where_advice_is_comes_back_from_the_file_as_it_was_said() -> None:
    text = rules.overlay_text(None, {}, {}, "as-cash", "Harbour Law Centre, 0117 496 0000")
    assert rules.overlay_from(text, 90).advice == "Harbour Law Centre, 0117 496 0000"
