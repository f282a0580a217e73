"""Benefits whose answer lies with somebody else: whom to ask, by the name of the scheme that decides."""

import pytest

from tests.rules.build import finding, payment, person


def said(nation: str | None, born: str | None, day: str | None = "2026-11-25") -> str:
    document = person(
        {"benefit": "council-tax-reduction"},
        payments=[payment(received_on=day)],
        nation=nation,
        date_of_birth=born,
    )
    found = finding(document)
    assert (found["outcome"], found["missing"]) == ("cannot_tell", ["the council's scheme"])
    return str(found["reasons"][0])


@pytest.mark.parametrize(
    ("nation", "born", "scheme"),
    [
        ("england", "1990-01-01", "the council's own Council Tax Reduction Scheme"),
        ("england", "1960-11-26", "the council's own Council Tax Reduction Scheme"),
        ("england", "1960-11-25", "its scheme decides"),
        ("england", "1959-11-25", "(Prescribed Requirements) (England) Regulations 2012"),
        ("england", None, "its scheme decides"),
        ("scotland", None, "Scotland's national"),
        ("wales", "1940-01-01", "Wales's national"),
        ("northern-ireland", "1990-01-01", "the rules of Rate Rebate decide"),
        (None, "1990-01-01", "its scheme decides"),
    ],
)
def test_the_scheme_is_named_as_far_as_nation_and_age_are_known(
    nation: str | None, born: str | None, scheme: str
) -> None:
    assert scheme in said(nation, born)


def test_without_a_day_no_age_is_known() -> None:
    assert "its scheme decides" in said("england", "1990-01-01", None)
