"""What the age of somebody under 18 brings is said beside every finding, and changes no outcome."""

import pytest

from tests.rules.build import UC, answer, payment, person


def said(born: str | None, day: str = "2026-11-25") -> str:
    found = answer(person(UC, payments=[payment(received_on=day)], date_of_birth=born))
    assert found["outcome"] == "within"
    return " ".join(found["findings"][0]["actions"])


@pytest.mark.parametrize(
    ("born", "words"),
    [("2010-11-26", "under 16"), ("2010-11-25", "under 18"), ("2008-11-26", "under 18")],
)
def test_somebody_young_is_pointed_out_by_the_day_in_question(born: str, words: str) -> None:
    assert f"On 25 November 2026 the person is {words}" in said(born)


@pytest.mark.parametrize("born", ["2008-11-25", "1960-01-01", None])
def test_nothing_is_said_of_the_age_of_others(born: str | None) -> None:
    assert "the person is under" not in said(born)


def test_where_no_day_is_known_no_age_is() -> None:
    document = person({"benefit": "pip"}, payments=[payment(received_on=None)], date_of_birth="2015-01-01")
    assert "the person is under" not in str(answer(document))
