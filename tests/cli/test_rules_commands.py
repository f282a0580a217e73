"""`tracker assess` and `tracker rules`: answers, exit codes, and no database anywhere."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tracker import rules

CARER = {
    "nation": "england",
    "benefits": [
        {
            "benefit": "carers-allowance",
            "week_ends_on": "sunday",
            "care_costs_per_week": "0.00",
            "pension_per_week": "0.00",
            "other_earnings": "140.00",
            "other_earnings_per": "week",
        }
    ],
    "payments": [
        {
            "id": "P1",
            "kind": "fee",
            "amount": "75.00",
            "method": "bank",
            "received_on": "2026-11-30",
            "worked": [{"on": "2026-11-12", "minutes": 180}],
        }
    ],
}


def with_amount(amount: Any) -> dict[str, Any]:
    return {**CARER, "payments": [{**CARER["payments"][0], "amount": amount}]}  # type: ignore[index]


def test_facts_in_give_one_json_document_out(run: Run) -> None:
    ran = run("assess", "-", "--json", stdin=json.dumps(CARER))
    assert ran.code == 0
    assert ran.err == ""
    answer = json.loads(ran.out)
    assert answer["outcome"] == "above"
    assert answer["findings"][0]["counted"] == "215.00"


def test_facts_are_read_from_a_file_with_or_without_a_byte_order_mark(run: Run, tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        file = tmp_path / f"{encoding}.json"
        file.write_text(json.dumps(CARER), encoding=encoding)
        assert json.loads(run("assess", str(file), "--json").out)["outcome"] == "above"


def test_without_json_the_reasons_are_sentences(run: Run) -> None:
    ran = run("assess", "-", stdin=json.dumps(CARER))
    assert ran.out.startswith("Outcome: above")
    assert "£215.00" in ran.out


def test_without_json_the_figure_with_its_source_and_what_is_not_known_are_named(run: Run) -> None:
    told = {**CARER["benefits"][0], "week_ends_on": None}  # type: ignore[index]
    ran = run("assess", "-", stdin=json.dumps({**CARER, "benefits": [told]}))
    figure = "Figure: carers-allowance.earnings-limit 204.00 from 2026-04-06, https://www.legislation.gov.uk/"
    assert figure in ran.out
    told = {**told, "care_costs_per_week": None, "week_ends_on": "sunday"}
    ran = run("assess", "-", stdin=json.dumps({**CARER, "benefits": [told]}))
    assert "\n  Not known: what is paid for care" in ran.out


def test_an_amount_that_is_a_number_is_refused_with_the_name_of_its_field(run: Run) -> None:
    ran = run("assess", "-", "--json", stdin=json.dumps(with_amount(75)))
    assert (ran.code, ran.out) == (2, "")
    assert "payments[0].amount" in ran.err


@pytest.mark.parametrize("text", ["", "{", "[1,", '{"payments": NaN}', "\x00", "[" * 100_000])
def test_what_is_not_json_is_refused_in_a_sentence(run: Run, text: str) -> None:
    ran = run("assess", "-", "--json", stdin=text)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("The facts must be JSON")


def test_bytes_that_are_no_text_are_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_bytes(b"\xff\xfe\x00")
    assert run("assess", str(file)).code == 2


def test_of_a_list_the_bad_member_alone_is_an_error_in_its_place(run: Run) -> None:
    ran = run("assess", "-", "--json", stdin=json.dumps([CARER, with_amount("-1.00"), CARER]))
    assert ran.code == 0
    first, bad, last = json.loads(ran.out)
    assert first == last
    assert bad["error"]["field"] == "payments[0].amount"


def test_a_missing_file_is_an_unusable_argument(run: Run) -> None:
    ran = run("assess", "/nowhere/facts.json")
    assert ran.code == 2
    assert "/nowhere/facts.json" in ran.err


def test_assessing_makes_no_instance(run: Run) -> None:
    run("assess", "-", stdin=json.dumps(CARER))
    assert not Path(os.environ["TRACKER_INSTANCE"]).exists()


def test_an_organisation_that_warns_earlier_is_heard(run: Run) -> None:
    near = json.dumps({**CARER, "payments": [{**CARER["payments"][0], "amount": "30.00"}]})  # type: ignore[index]
    assert json.loads(run("assess", "-", "--json", stdin=near).out)["outcome"] == "within"
    own = Path(os.environ["TRACKER_INSTANCE"]) / "rules"
    own.mkdir(parents=True)
    (own / "organisation.toml").write_text("warn_share_percent = 80\n")
    assert json.loads(run("assess", "-", "--json", stdin=near).out)["outcome"] == "near"


def test_a_broken_rule_of_the_organisation_is_named(run: Run) -> None:
    own = Path(os.environ["TRACKER_INSTANCE"]) / "rules"
    own.mkdir(parents=True)
    (own / "organisation.toml").write_text("warn_share_percent = \n")
    ran = run("assess", "-", stdin=json.dumps(CARER))
    assert ran.code == 1
    assert "organisation.toml" in ran.err


def test_the_values_in_force_are_listed_with_where_they_were_published(run: Run) -> None:
    values = json.loads(run("rules", "list", "--json").out)
    carer = next(one for one in values if one["benefit"] == "carers-allowance")
    assert (carer["value"], carer["start"]) == ("204.00", "2026-04-06")
    assert carer["source_link"].startswith("https://")
    assert "204.00" in run("rules", "list").out


def test_the_values_of_another_day_are_those_of_that_day(run: Run) -> None:
    values = json.loads(run("rules", "list", "--on", "2026-04-05", "--json").out)
    assert next(one for one in values if one["benefit"] == "carers-allowance")["value"] == "196.00"


def test_a_date_that_does_not_exist_is_an_unusable_argument(run: Run) -> None:
    assert run("rules", "list", "--on", "2026-02-31").code == 2


def test_all_rule_files_are_well(run: Run) -> None:
    ran = run("rules", "check")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(run("rules", "check", "--json").out) == []


def test_a_problem_in_the_rules_is_said_and_exits_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = "pip.toml: review_by: this is needed; add it."
    monkeypatch.setattr(rules, "rulebook_problems", lambda **_: [problem])
    ran = run("rules", "check")
    assert ran.code == 1
    assert "pip.toml" in ran.err


def test_a_rule_file_past_its_review_is_a_warning_and_no_failure(run: Run) -> None:
    ran = run("rules", "due")
    assert ran.code == 0
    assert json.loads(run("rules", "due", "--json").out) == []
