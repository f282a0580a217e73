"""A list of what people were paid in a year cannot come in without days; what is true in it is said."""

import pytest

from tests.imports.sheets import sheet
from tracker.imports.money_lists import find, pence, reason

LIST = (
    "Allowances 2025-26\n\n"
    "Name,Basic Allowance,Travel,Carers,Total allowance,Full Year\n"
    "Ann Lee,4713.96,681.49,,5395.45,Y\n"
    "Bo Lind,11 784.96,,240,12 024.96,\n"
    'Cy Dent,"£1,000.00",(20.00),,990.00,\n'
    "Total,17 498.92,661.49,240,18 410.41,\n"
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4713.96", 471396),
        ("11 784.96", 1178496),
        ("£1,234.50", 123450),
        ("1\u00a0234.5", 123450),
        ("-20.00", -2000),
        ("(20.00)", -2000),
        ("£-20", -2000),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: int) -> None:
    found = pence(text)
    assert found is not None
    assert found.pence == amount


@pytest.mark.parametrize("text", ["", "n/a", "1,23", "1.234", "12 34", "Y", "20%"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert pence(text) is None


def test_sums_of_categories_and_of_totals_are_kept_apart_and_rows_that_differ_are_named() -> None:
    found = find(sheet(LIST))
    assert found is not None
    assert found.total_sum is not None
    assert (found.people, found.total_sum.pence, found.parts_sum.pence) == (3, 1841041, 1840041)
    assert [(row, name) for row, name, _, _ in found.differing] == [(6, "Cy Dent")]
    said = reason(sheet(LIST))
    assert said is not None
    assert "Row 6 (Cy Dent): the categories come to £980.00, the total says £990.00." in said
    assert "no day for each payment" in said


def test_an_amount_that_cannot_be_read_is_named() -> None:
    said = reason(sheet(LIST.replace("681.49,,", "68l.49,,")))
    assert said is not None
    assert "No amount can be read in row 4, column C." in said


def test_a_register_with_counts_is_no_list_of_money() -> None:
    assert find(sheet("Name,Total\nAnn Lee,5\nBo Lind,6\n")) is None
