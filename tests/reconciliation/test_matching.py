"""What a bank's or a finance system's file says of our payments, however it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.errors import Invalid
from tracker.money import Money
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import Fate, FileKind, Finding, Known, Read, Standing, findings
from tracker.reconciliation.table import Says, Table, amount_in, guess, read, reference_in

TODAY = date(2026, 11, 23)
SINCE = date(2026, 11, 16)


def known(number: int = 1, pence: int = 7500, **other: object) -> Known:
    made = Known(
        id=number,
        run_id=7,
        run_ref="R26-0007",
        reference=f"R26-0007-{number:04d}",
        person="Ada Example",
        pence=Money(pence),
        standing=Standing.ON_ITS_WAY,
        since=SINCE,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def file(text: str) -> Table:
    return read(text.encode(), "file.csv")


def found(text: str, *payments: Known, kind: FileKind = FileKind.PAID, usual: str = "") -> list[Finding]:
    table = file(text)
    return findings(table, Read(kind, guess(table), usual), payments or (known(),), TODAY)


def fates(text: str, *payments: Known, kind: FileKind = FileKind.PAID) -> list[tuple[Fate, tuple[int, ...]]]:
    return [(one.fate, one.rows) for one in found(text, *payments, kind=kind)]


PAID = "Date,Reference,Amount\n20/11/2026,{},{}\n"


# --- how things are written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "R26-0007-0001",
        "r26-0007-0001",
        "FP EXAMPLE R26 0007 0001 X",
        "R2600070001",
        "REF:R26/0007/0001",
        "R26.0007.0001",
    ],
)
def test_our_reference_is_found_wherever_and_however_a_bank_writes_it(cell: str) -> None:
    assert reference_in(cell) == "R26-0007-0001"


@pytest.mark.parametrize(
    "cell", ["", "AR26-0007-0001", "R26-0007-00011", "R26-0007", "C26-00042", "2600070001"]
)
def test_what_is_no_reference_of_ours_is_none(cell: str) -> None:
    assert reference_in(cell) is None


@pytest.mark.parametrize(
    ("cell", "pence"),
    [
        ("25.00", 2500),
        ("-25", -2500),
        ("25.00-", -2500),
        ("(1,234.50)", -123450),
        ("25.00 DR", 2500),
        ("£-25", -2500),
    ],
)
def test_an_amount_is_read_as_banks_write_it(cell: str, pence: int) -> None:
    assert amount_in(cell) == Money(pence)


@pytest.mark.parametrize("cell", ["", "abc", "12,50", "1e3", "NaN", "--5"])
def test_what_is_no_amount_is_none(cell: str) -> None:
    assert amount_in(cell) is None


def test_columns_are_found_below_what_a_bank_writes_above_its_table() -> None:
    statement = (
        "Account,20-00-00 12345678\nFrom,01/11/2026\n\n"
        "Date,Type,Narrative,Paid out,Paid in,Balance\n"
        "23/11/2026,BP,EXAMPLE R26-0007-0001 FP,75.00,,1000.00\n"
        "24/11/2026,DD,GAS,50.00,,950.00\n25/11/2026,CR,GRANT,,5000.00,5950.00\n"
    )
    table = file(statement)
    assert table.headings == ("Date", "Type", "Narrative", "Paid out", "Paid in", "Balance")
    assert guess(table) == {Says.DATE: 0, Says.REFERENCE: 2, Says.AMOUNT: 3}


def test_a_file_without_headings_is_read_from_its_first_row() -> None:
    table = file("20/11/2026,R2600070001,-75.00\n20/11/2026,x,-10\n")
    assert (len(table.rows), table.headings[0]) == (2, "Column A")
    assert guess(table) == {Says.DATE: 0, Says.REFERENCE: 1, Says.AMOUNT: 2}


def test_a_file_too_large_or_too_long_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(Invalid, match="more than 2 rows: choose fewer days"):
        file("a,b\n1,2\n3,4\n")
    monkeypatch.setattr(tables, "LARGEST_BYTES", 3)
    with pytest.raises(Invalid, match="too large"):
        file("a,b\n1,2\n")


# --- what was paid ----------------------------------------------------------------------------------------


def test_a_payment_with_its_amount_and_a_day_is_matched() -> None:
    [one] = found(PAID.format("R26-0007-0001", "75.00"))
    assert (one.fate, one.on, one.rows) == (Fate.MATCHED, date(2026, 11, 20), (2,))


def test_rows_of_one_payment_add_up_and_a_row_twice_is_another_amount() -> None:
    lines = "Date,Reference,Amount\n20/11/2026,R26-0007-0001,50.00\n20/11/2026,R26-0007-0001,25.00\n"
    assert fates(lines) == [(Fate.MATCHED, (2, 3))]
    twice = "Date,Reference,Amount\n20/11/2026,R26-0007-0001,75.00\n20/11/2026,R26-0007-0001,75.00\n"
    [one] = found(twice)
    assert (one.fate, one.sentence) == (Fate.DIFFERS, "The file says £150.00, and the payment is of £75.00.")


def test_a_penny_more_or_less_is_not_marked_as_paid() -> None:
    for amount in ("74.99", "75.01", "-74.99"):
        assert fates(PAID.format("R26-0007-0001", amount)) == [(Fate.DIFFERS, (2,))]


def test_money_that_came_in_pays_nothing_where_money_out_has_a_minus() -> None:
    text = "Date,Reference,Amount\n20/11/2026,R26-0007-0001,75.00\n20/11/2026,GAS,-10.00\n"
    assert [fate for fate, _ in fates(text)] == [Fate.NOT_OURS, Fate.NOT_OURS]
    out = text.replace("75.00", "-75.00")
    assert [fate for fate, _ in fates(out)] == [Fate.MATCHED, Fate.NOT_OURS]


def test_what_the_file_does_not_name_of_its_runs_is_said_and_other_runs_are_left_out() -> None:
    other_run = known(9, run_id=8, run_ref="R26-0008", reference="R26-0008-0009")
    said = found(PAID.format("R26-0007-0001", "75"), known(1), known(2), other_run)
    assert [(one.fate, one.payment and one.payment.id) for one in said] == [
        (Fate.MATCHED, 1),
        (Fate.MISSING, 2),
    ]


def test_a_row_of_another_and_one_with_a_reference_that_is_not_here_are_not_ours() -> None:
    text = "Date,Reference,Amount\n20/11/2026,GAS BILL,75.00\n20/11/2026,R26-0099-0001,75.00\n"
    assert [one.sentence for one in found(text)] == [
        "No reference of ours stands in it.",
        "There is no payment R26-0099-0001 here.",
    ]


@pytest.mark.parametrize("standing", [Standing.PAID, Standing.ENDED])
def test_what_is_known_already_changes_nothing(standing: Standing) -> None:
    assert fates(PAID.format("R26-0007-0001", "75"), known(standing=standing)) == [(Fate.DONE, (2,))]


@pytest.mark.parametrize("day", ["15/11/2026", "24/11/2026", "31/02/2026", "soon"])
def test_a_day_before_the_release_after_today_or_that_is_none_is_said(day: str) -> None:
    [one] = found(f"Date,Reference,Amount\n{day},R26-0007-0001,75.00\n")
    assert (one.fate, "not a day from 16 November 2026 up to today" in one.sentence) == (Fate.UNCLEAR, True)


def test_a_payment_without_a_date_or_with_two_is_not_marked_as_paid() -> None:
    none = "Date,Reference,Amount\n,R26-0007-0001,75.00\n20/11/2026,x,1\n"
    two = "Date,Reference,Amount\n20/11/2026,R26-0007-0001,50\n19/11/2026,R26-0007-0001,25\n"
    assert [one.sentence for one in found(none) if one.payment] == ["It has no date."]
    assert [one.sentence for one in found(two)] == ["Its rows have different dates."]


def test_days_are_read_month_first_only_where_one_of_them_cannot_be_otherwise() -> None:
    text = "Date,Reference,Amount\n11/20/2026,R26-0007-0001,75.00\n"
    assert [one.on for one in found(text)] == [date(2026, 11, 20)]


# --- what came back, and what was not taken ---------------------------------------------------------------

RETURNED = "Date,Reference,Amount,Reason\n20/11/2026,R26-0007-0001,75.00,{}\n"
A_PAID_ONE = known(standing=Standing.PAID, paid_on=SINCE)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0", "arucs-0"),
        ("B", "arucs-b"),
        ("b - account closed", "arucs-b"),
        ("ARUCS 5", "arucs-5"),
        ("Code: 2", "arucs-2"),
    ],
)
def test_a_return_ends_a_payment_with_the_bank_s_reason(cell: str, code: str) -> None:
    [one] = found(RETURNED.format(cell), A_PAID_ONE, kind=FileKind.RETURNED)
    assert (one.fate, one.code) == (Fate.MATCHED, code)


@pytest.mark.parametrize("cell", ["", "closed", "Bank", "55", "9"])
def test_a_return_without_a_code_waits_for_the_reason_that_somebody_says(cell: str) -> None:
    [one] = found(RETURNED.format(cell), A_PAID_ONE, kind=FileKind.RETURNED)
    assert one.fate is Fate.UNCLEAR
    [said] = found(RETURNED.format(cell), A_PAID_ONE, kind=FileKind.RETURNED, usual="sent-back")
    assert (said.fate, said.code) == (Fate.MATCHED, "sent-back")


def test_what_is_not_marked_as_paid_does_not_come_back() -> None:
    [one] = found(RETURNED.format("B"), kind=FileKind.RETURNED)
    assert (one.fate, one.sentence) == (
        Fate.UNCLEAR,
        "Not marked as paid yet: read the file of what was paid first.",
    )


def test_a_rejection_needs_its_reference_alone_and_keeps_its_reason() -> None:
    [one] = found("Invoice,Error\nR26-0007-0001,No such supplier\n", kind=FileKind.REJECTED)
    assert (one.fate, one.on, one.code, one.note) == (Fate.MATCHED, TODAY, "not-taken", "No such supplier")


def test_a_reason_that_speaks_of_benefits_is_not_kept() -> None:
    [one] = found("Invoice,Error\nR26-0007-0001,On Universal Credit\n", kind=FileKind.REJECTED)
    assert one.note == "Ask the project."
    assert "is not kept" in one.sentence


def test_what_is_paid_is_not_rejected_by_a_list() -> None:
    [one] = found("Invoice,Error\nR26-0007-0001,Duplicate\n", A_PAID_ONE, kind=FileKind.REJECTED)
    assert one.fate is Fate.UNCLEAR
