"""Lists of money as councils and parliaments publish them: every figure told, or refused with the reason."""

from datetime import date

import pytest

from tests.imports.sheets import sheet
from tracker.imports import money_lists
from tracker.imports.lists.payments import PaymentList, understand
from tracker.imports.lists.roles import Role
from tracker.imports.lists.said import DayIs, Said
from tracker.imports.recognising import Shape, shape

TWO_ROWS = (
    "Business costs 2014-15\nName,Constituency,Office costs,,,Travel,,Total\n"
    ",,Budget,Spent,Remaining,Rail,Other,\n,,£,£,£,£,£,£\n"
    '"LEE, Ann",North,23000,20000,3000,1200.5,300,21500.5\n'
    '"LIND, Bo",South,23000,20001,2999,1200.5,300,21501.5\n'
    "Total,,46000,40001,5999,2401,600,43002\n"
)


def made(text: str, **said: object) -> PaymentList:
    return understand(sheet(text), Said(**said))  # type: ignore[arg-type]


def roles(found: PaymentList) -> dict[str, Role]:
    return {one.heading: one.role for one in found.columns}


def test_a_total_printed_above_the_headings_is_held_against_the_sum() -> None:
    text = (
        'Total,,"12,345.00"\nName,Date paid,Fee\nAnn Lee,13/02/2023,"10,000.00",late,ragged\n'
        "Bo Lind,14/02/2023,2345\n"
    )
    assert not any("prints" in remark for remark in made(text).remarks)
    other = made(text.replace("2345", "2300"))
    assert (
        "Row 1, column C prints £12,345.00 as a total, and the amounts come to £12,300.00." in other.remarks
    )
    assert sum(one.pence.pence for one in other.entries) == 1230000


def test_a_total_printed_right_below_the_headings_is_held_against_the_rows_below() -> None:
    found = made("Name,Date paid,Fee\nTotal,,70.00\nAnn Lee,13/02/2023,50\nBo Lind,14/02/2023,25\n")
    assert "Row 2, column C prints £70.00, and the rows below it come to £75.00." in found.remarks


@pytest.mark.parametrize("label", ["April total,,", ",,April total", "Total for April,,", ",,Balance c/f"])
def test_sums_of_a_month_are_no_payment_whatever_column_says_so(label: str) -> None:
    name, _, what = label.split(",")
    found = made(
        "Payee,Date paid,What for,Amount\n"
        f"Ann Lee,13/04/2023,Fee,75.00\nBo Lind,14/04/2023,Fee,50.00\n{name},,{what},125.00\n"
    )
    assert (found.asks, found.problems) == ([], [])
    assert [one.name for one in found.entries] == ["Ann Lee", "Bo Lind"]


def test_a_payment_with_its_day_is_no_sum_though_its_words_begin_with_total() -> None:
    found = made(
        "Payee,Date paid,What for,Amount\nAnn Lee,13/04/2023,Fee,75.00\n,14/04/2023,Total fee for May,50.00\n"
    )
    assert [ask.about for ask in found.asks] == ["blanks"]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("Amount (£000)", "thousands of pounds"), ("Fee (pence)", "pence"), ("Fee €", "another currency")],
)
def test_amounts_that_are_not_in_pounds_are_never_read_as_pounds(heading: str, unit: str) -> None:
    found = made(f"Name,Date paid,{heading}\nAnn Lee,13/04/2023,1.20\n")
    assert any(f"says that its amounts are in {unit}" in ask.sentence for ask in found.asks)
    assert found.entries == []


def test_of_gross_and_net_only_net_was_paid() -> None:
    found = made("Name,Date paid,Gross fee,Tax,Net fee\nAnn Lee,13/04/2023,100.00,20.00,80.00\n")
    assert [one.pence.pence for one in found.entries] == [8000]


def test_headings_of_several_rows_and_the_columns_that_a_total_adds_are_told() -> None:
    found = made(TWO_ROWS, paid_on=date(2015, 3, 31), day_is=DayIs.PAID)
    assert roles(found) == {
        "Name": Role.NAME,
        "Constituency": Role.OTHER,
        "Office costs Budget £": Role.OTHER,
        "Office costs Spent £": Role.EXPENSE,
        "Office costs Remaining £": Role.OTHER,
        "Travel Rail £": Role.EXPENSE,
        "Travel Other £": Role.EXPENSE,
        "Total £": Role.TOTAL,
    }
    assert "The amounts come to £43,002.00, the totals of the rows to £43,002.00." in found.remarks
    assert [row.number for row in found.rows] == [5, 6, 7]


def test_without_days_such_a_list_says_what_is_true_in_it() -> None:
    said = money_lists.reason(sheet(TWO_ROWS)) or ""
    assert (
        "Its totals (column H) come to £43,002.00. Its categories (columns D, F, G) come to £43,002.00."
        in said
    )


def test_categories_are_told_by_the_total_though_their_headings_change_from_year_to_year() -> None:
    for headings in (
        "Basic,SRA,T&S,Total",
        "BA,SRA £,Mileage,Total paid",
        "Basic allowance,Special,Travel,Gross total",
    ):
        rows = "Ann Lee,1000,,33.1,1033.1\nBo Lind,1010.5,250.25,33.1,1293.85\nCy Dent,900,0,0,950\n"
        text = f"Cllr,{headings}\n{rows}"
        assert shape(sheet(text)) is Shape.MONEY
        said = money_lists.reason(sheet(text)) or ""
        assert "Its categories (columns B, C, D) come to £3,226.95." in said
        assert "Row 4 (Cy Dent): the categories come to £900.00, the total says £950.00." in said


def test_a_mark_that_points_to_a_note_changes_no_amount() -> None:
    found = made(
        'Name,Date paid,Fee\n"Lee, Cllr A (1)",13/04/2023,"£1,200.00 *"\n'
        "Bo Lind,13/04/2023,£50.00†\n* part year,,\n"
    )
    assert [one.pence.pence for one in found.entries] == [120000, 5000]


def test_money_of_each_month_is_a_list_of_money_and_no_attendance() -> None:
    text = "Allowances 2023/24\nName,Apr,May,Total\nAnn Lee,100.00,50.00,150.00\nBo Lind,80.00,,80.00\n"
    assert shape(sheet(text)) is Shape.MONEY
    assert "Its categories (columns B, C) come to £230.00." in (money_lists.reason(sheet(text)) or "")


def test_what_was_claimed_refused_or_repaid_is_no_payment_beside_what_was_paid() -> None:
    found = made(
        "Date,Name,Category,Amount Claimed,Amount Paid,Amount Not Paid,Amount Repaid\n"
        "13/05/2015,Ann Lee,Travel,45.50,45.50,0,0\n19/05/2015,Ann Lee,Travel,20.00,0.00,20.00,0\n"
    )
    assert [(one.row, one.pence.pence) for one in found.entries] == [(2, 4550)]
    assert any(remark.startswith("Amount Claimed (D) is left out") for remark in found.remarks)


def test_several_amounts_of_one_row_are_never_counted_together_unasked() -> None:
    text = "Date paid,Name,Category,Amount A,Amount B\n13/05/2015,Ann Lee,Travel,45.50,40.50\n"
    assert [ask.about for ask in made(text).asks] == ["column 3", "column 4"]
    found = made(text, roles={3: Role.AMOUNT, 4: Role.OTHER})
    assert (found.asks, [one.pence.pence for one in found.entries]) == ([], [4550])


STACKED = (
    "2019/20\nName,Basic,SRA,Total\nAnn Lee,100.00,50.00,150.00\nBo Lind,100.00,,100.00\n\n"
    "2020/21\nCouncillor,Basic Allowance,Special,Travel,Total paid\nAnn Lee,110.00,55.00,5.00,170.00\n"
)


def test_another_list_below_with_other_headings_is_left_out_and_named() -> None:
    beyond = "Row 7 begins another table with headings of its own: rows 7 to 8 are left out."
    found = made(STACKED, paid_on=date(2020, 3, 31), roles={1: Role.FEE, 2: Role.FEE})
    assert sum(one.pence.pence for one in found.entries) == 25000
    assert any(remark.startswith(beyond) for remark in found.remarks)
    said = money_lists.reason(sheet(STACKED)) or ""
    assert "Its totals (column D) come to £250.00." in said
    assert beyond in said
    assert "the total says" not in said


def test_columns_of_months_and_years_in_rows_make_no_summary_of_a_list_of_payments() -> None:
    assert shape(sheet("Name,Day,Month,Year,Fee\nAnn Lee,3,April,2023,75.00\n")) is Shape.MONEY


def test_a_last_row_of_nothing_but_the_total_is_nobodys_and_is_held_against_the_rows() -> None:
    text = "Name,Date paid,Fee,Travel,Total\nAnn Lee,2025-04-03,75,5,80\nBo Lind,2025-04-03,75,,75\n,,,,{}\n"
    right = made(text.format("155"))
    assert not [ask for ask in right.asks if ask.about in {"blanks", "differing"}]
    assert sum(one.pence.pence for one in right.entries) == 155_00
    assert not [one for one in right.remarks if "Row 4" in one]
    wrong = made(text.format("165"))
    assert not [ask for ask in wrong.asks if ask.about in {"blanks", "differing"}]
    assert "Row 4, column E prints £165.00, and the rows above it come to £155.00." in wrong.remarks


def test_the_member_is_paid_and_not_where_the_journey_went() -> None:
    found = made(
        "MP's Name,Date,Category,From,To,Amount Paid\nAnn Lee,13/05/2024,Rail,Eastham,London,45.30\n"
    )
    assert [one.name for one in found.entries] == ["Ann Lee"]
