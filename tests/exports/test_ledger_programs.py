"""Xero, Sage 50 and QuickBooks: each file, read back by a strict reader, is the run to the penny."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given

from tests.exports.strict_csv import rows_of
from tests.exports.test_ledger_files import CODES, a_run, given_ahead, paid, pence
from tests.factories import frozen as make
from tracker.errors import Invalid, Refused
from tracker.exports import xero
from tracker.exports.codes import Codes
from tracker.exports.formats import (
    Built,
    payables_csv,
    quickbooks_bills_csv,
    sage_50_audit_trail_csv,
    xero_bills_csv,
    xero_bills_zip,
)
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.payables import METHODS as BY_LEDGER
from tracker.exports.setup import Setup
from tracker.money import total
from tracker.tables import harmless

GOLDEN = Path(__file__).parents[1] / "golden" / "exports"
BILLS = (xero_bills_csv, quickbooks_bills_csv)
ALL = (*BILLS, sage_50_audit_trail_csv)
# Number, payee, date, due date, amount, account, tax code and tax, as each program heads them.
NAMES = {
    "xero-bills-csv": (
        "*InvoiceNumber", "*ContactName", "*InvoiceDate", "*DueDate", "*UnitAmount", "*AccountCode",
        "*TaxType", "TaxAmount",
    ),
    "quickbooks-bills-csv": (
        "BillNo", "Supplier", "BillDate", "DueDate", "LineAmount", "Account", "LineTaxCode", "LineTaxAmount",
    ),
}  # fmt: skip


def table(made: Built) -> list[dict[str, str]]:
    heading, *rows = rows_of(made.content)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def with_codes(run: FrozenRun, **other: object) -> FrozenRun:
    return replace(run, setup=Setup(kept_codes=replace(CODES, **other)))  # type: ignore[arg-type]


# --- golden -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.FORMAT)
def test_a_small_run_is_this_file(module: ModuleType) -> None:
    made = module.build(with_codes(a_run(), tracking="Cost code"))
    assert made.content == (GOLDEN / f"{module.FORMAT}.txt").read_bytes()


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.FORMAT)
def test_a_ledger_s_file_has_no_mark_before_its_headings_and_windows_line_ends(module: ModuleType) -> None:
    content = module.build(a_run()).content
    assert content.startswith(module.HEADINGS[0].encode()) if module is not xero_bills_csv else True
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")


# --- bills ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", BILLS, ids=lambda module: module.FORMAT)
@given(run=make.runs())
def test_bills_are_the_payments_that_the_ledger_pays_to_the_penny(module: ModuleType, run: FrozenRun) -> None:
    run = paid(run)
    wanted = {one.reference: one.pence.pence for one in run.standing if one.method in BY_LEDGER}
    if not wanted:
        with pytest.raises(Refused, match="belongs into this file"):
            module.build(run)
        return
    made = module.build(run)
    number, payee, on, due, amount, account, tax, taxed = NAMES[module.FORMAT]
    sums: Counter[str] = Counter()
    payees: dict[str, str] = {}
    for row in table(made):
        sums[row[number]] += pence(row[amount])
        assert payees.setdefault(row[number], row[payee]) == row[payee] != ""
        assert (row[tax], row[taxed], row["Currency"]) == ("T9", "0.00", "GBP")
        assert row[account] in {"7100", "7200"}
        assert datetime.strptime(row[on], "%d/%m/%Y").date() == run.released_on  # noqa: DTZ007 - a date
        assert datetime.strptime(row[due], "%d/%m/%Y").date() == run.pay_on  # noqa: DTZ007
        assert all(cell == harmless(cell) for cell in row.values())
    assert sums == wanted
    assert (made.rows, made.total.pence) == (len(wanted), sum(wanted.values()))
    left_out = sum(one.pence.pence for one in run.payments if one.reference not in wanted)
    assert sums.total() + left_out == run.total.pence
    assert module.build(run).content == made.content


@pytest.mark.parametrize("module", BILLS, ids=lambda module: module.FORMAT)
def test_a_bill_number_is_the_payment_s_so_that_a_second_import_is_known(module: ModuleType) -> None:
    number = NAMES[module.FORMAT][0]
    numbers = [row[number] for row in table(module.build(a_run()))]
    assert numbers == ["R26-0007-0001", "R26-0007-0001", "R26-0007-0004"]
    # QuickBooks keeps 21 letters of it.
    assert max(map(len, numbers)) <= 21


@pytest.mark.parametrize("module", BILLS, ids=lambda module: module.FORMAT)
def test_two_people_of_one_name_are_two_payees_and_one_person_is_one(module: ModuleType) -> None:
    payee = NAMES[module.FORMAT][1]
    run = paid(make.run(make.payment(1), make.payment(2), make.payment(3, person="P-000001")))
    named = [row[payee] for row in table(module.build(run))]
    assert named == ["Amina Yusuf P-000001", "Amina Yusuf P-000002", "Amina Yusuf P-000001"]
    bare = [row[payee] for row in table(module.build(with_codes(run, named=False)))]
    assert bare == ["Payee P-000001", "Payee P-000002", "Payee P-000001"]
    assert b"Amina" not in module.build(with_codes(run, named=False)).content


@pytest.mark.parametrize("module", [*BILLS, payables_csv], ids=lambda module: module.FORMAT)
def test_a_payee_without_a_number_refuses_the_file_by_reference_and_not_by_account(
    module: ModuleType,
) -> None:
    known, unknown = make.payment(1, supplier="V100"), make.payment(2)
    run = with_codes(make.run(known, unknown, make.cash(3)), numbered=True)
    with pytest.raises(Refused) as refused:
        module.build(run)
    assert "Payment 2 (P-000002): P-000002 has no payee number yet" in refused.value.message
    assert "Payment 1" not in refused.value.message
    assert "66374958" not in refused.value.message
    given_away = make.payment(4, method="to-charity", goes_to="A charity", account=None)
    with pytest.raises(Refused, match="whoever gets it for P-000004 has no payee number"):
        module.build(with_codes(make.run(known, given_away), numbered=True))
    made = module.build(with_codes(make.run(known), numbered=True))
    assert b"V100" in made.content


@pytest.mark.parametrize("module", BILLS, ids=lambda module: module.FORMAT)
def test_what_is_of_nothing_is_no_bill(module: ModuleType) -> None:
    lines = (make.line(2, 0), make.line(2, 500, kind="expense"))
    run = paid(make.run(make.payment(1, 0), make.payment(2, 500, lines=lines)))
    [row] = table(module.build(run))
    assert row[NAMES[module.FORMAT][0]] == "R26-0007-0002"
    with pytest.raises(Refused, match="Nothing of R26-0007 belongs into this file"):
        module.build(paid(make.run(make.payment(1, 0))))


def test_xero_tracks_cost_codes_only_where_a_category_is_set_up() -> None:
    names = ("TrackingName1", "TrackingOption1")
    tracked = table(xero_bills_csv.build(with_codes(a_run(), tracking="Cost code")))
    assert [tuple(row[name] for name in names) for row in tracked[:2]] == [
        ("Cost code", "CC-100"),
        ("Cost code", "CC-200"),
    ]
    plain = table(xero_bills_csv.build(a_run()))
    assert {row[name] for row in plain for name in names} == {""}
    assert all("CC-" in row["Description"] for row in plain)


def long_run(count: int) -> FrozenRun:
    return paid(make.run(*(make.payment(number, 100 + number) for number in range(1, count + 1))))


def test_xero_takes_500_bills_in_a_file_and_a_longer_run_comes_in_numbered_parts_with_their_sums() -> None:
    assert xero_bills_csv.build(long_run(500)).rows == 500
    run = long_run(1001)
    with pytest.raises(Refused, match=r"R26-0007 has 1001\. Take Xero bills in parts"):
        xero_bills_csv.build(run)
    made = xero_bills_zip.build(run)
    assert xero_bills_zip.build(run).content == made.content
    with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert list(files) == [
        *(f"xero-bills-R26-0007-{part}-of-3.csv" for part in (1, 2, 3)),
        "xero-bills-R26-0007-totals.csv",
    ]
    _, *totals = rows_of(files.pop("xero-bills-R26-0007-totals.csv"))
    seen: list[str] = []
    for (name, content), said in zip(files.items(), totals[:-1], strict=True):
        rows = table(Built(content, 0, total([])))
        numbers = list(dict.fromkeys(row["*InvoiceNumber"] for row in rows))
        assert len(numbers) <= xero.MOST_BILLS
        money = sum(pence(row["*UnitAmount"]) for row in rows)
        assert [said[0], int(said[1]), pence(said[2])] == [name, len(numbers), money]
        seen += numbers
    assert seen == [one.reference for one in run.payments]
    assert (int(totals[-1][1]), pence(totals[-1][2])) == (made.rows, made.total.pence) == (1001, 601601)


# --- Sage -------------------------------------------------------------------------------------------------


@given(make.runs())
def test_sage_books_each_line_against_what_paid_it_and_net_and_tax_are_the_gross(run: FrozenRun) -> None:
    run = paid(run)
    if not run.standing:
        with pytest.raises(Refused, match="belongs into this file"):
            sage_50_audit_trail_csv.build(run)
        return
    made = sage_50_audit_trail_csv.build(run)
    sums: Counter[str] = Counter()
    banks: Counter[str] = Counter()
    for row in table(made):
        assert row["Type"] == "BP"
        assert (row["Tax Code"], row["Tax Amount"], row["Exchange Rate"]) == ("T9", "0.00", "1")
        assert row["Date"] == "04/12/2026"
        assert len(row["Account Reference"]) <= 8 >= len(row["Nominal A/C Ref"])
        assert len(row["Details"]) <= 60
        assert len(row["Reference"]) <= 30 >= len(row["Extra Reference"])
        assert 0 <= int(row["Department Code"]) <= 999
        sums[row["Reference"]] += pence(row["Net Amount"]) + pence(row["Tax Amount"])
        banks[row["Account Reference"]] += pence(row["Net Amount"])
        assert all(cell == harmless(cell) for cell in row.values())
    assert sums == {one.reference: one.pence.pence for one in run.standing}
    by_method: Counter[str] = Counter()
    for one in run.standing:
        by_method[CODES.of(one.method) or ""] += one.pence.pence
    assert banks == by_method
    assert (made.rows, made.total.pence) == (len(run.standing), sums.total())
    assert sage_50_audit_trail_csv.build(run).content == made.content


def test_sage_books_what_was_given_ahead_between_advances_and_the_cost() -> None:
    made = sage_50_audit_trail_csv.build(given_ahead())
    booked = [
        (row["Type"], row["Account Reference"], row["Nominal A/C Ref"], row["Net Amount"])
        for row in table(made)
    ]
    assert booked == [
        ("BP", "1200", "7100", "75.00"),
        ("JD", "", "7200", "30.00"),
        ("JC", "", "1300", "30.00"),
        ("BP", "1200", "7200", "3.00"),
        ("JD", "", "7200", "2.00"),
        ("JC", "", "1300", "2.00"),
    ]
    assert (made.rows, made.total.pence) == (1, 7800)


@pytest.mark.parametrize("module", BILLS, ids=lambda module: module.FORMAT)
def test_a_bill_takes_what_was_given_ahead_off_its_lines(module: ModuleType) -> None:
    number, amount, account = (NAMES[module.FORMAT][place] for place in (0, 4, 5))
    rows = table(module.build(given_ahead()))
    assert {row[number] for row in rows} == {"R26-0007-0001"}
    assert sum(pence(row[amount]) for row in rows) == 7800
    assert [pence(row[amount]) for row in rows if row[account] == "1300"] == [-3000, -200]


def test_sage_by_supplier_accounts_refuses_by_name_whoever_has_none() -> None:
    known, unknown = make.payment(1, supplier="V100"), make.payment(2)
    run = with_codes(paid(make.run(known, unknown, make.cash(3))), numbered=True)
    with pytest.raises(Refused) as refused:
        sage_50_audit_trail_csv.build(run)
    assert "Payment 2 (P-000002): P-000002 has no payee number yet" in refused.value.message
    assert "Payment 1" not in refused.value.message
    assert "Payment 3" not in refused.value.message
    wide = with_codes(paid(make.run(make.payment(1, supplier="SUPPLIER-100"))), numbered=True)
    with pytest.raises(Refused, match="SUPPLIER-100 is no supplier account of Sage"):
        sage_50_audit_trail_csv.build(wide)


def test_sage_by_supplier_accounts_has_invoices_and_a_payment_on_account_that_settle_each_other() -> None:
    numbered = tuple(replace(one, supplier="V100") for one in given_ahead().payments)
    run = with_codes(
        replace(given_ahead(), payments=(*numbered, paid(make.run(make.cash(3))).payments[0])), numbered=True
    )
    names = ("Type", "Account Reference", "Nominal A/C Ref", "Net Amount")
    booked = [tuple(row[name] for name in names) for row in table(sage_50_audit_trail_csv.build(run))]
    assert booked == [
        ("PI", "V100", "7100", "75.00"),
        ("PI", "V100", "7200", "30.00"),
        ("PI", "V100", "7200", "5.00"),
        ("PC", "V100", "1300", "30.00"),
        ("PC", "V100", "1300", "2.00"),
        ("PA", "V100", "1200", "78.00"),
        ("BP", "1202", "7100", "40.00"),
    ]
    sums = Counter(
        {kind: sum(pence(row[3]) for row in booked if row[0] == kind) for kind in ("PI", "PC", "PA")}
    )
    assert sums["PI"] == sums["PC"] + sums["PA"]


def test_a_cost_code_that_sage_can_have_as_a_department_is_one() -> None:
    lines = tuple(make.line(1, 100, cost_code=code) for code in ("42", "0007", "1000", "CC-1", None))
    rows = table(sage_50_audit_trail_csv.build(paid(make.run(make.payment(1, 500, lines=lines)))))
    assert [(row["Department Code"], row["Extra Reference"]) for row in rows] == [
        ("42", "42"),
        ("0007", "0007"),
        ("0", "1000"),
        ("0", "CC-1"),
        ("0", ""),
    ]


def test_sage_books_what_was_paid_alone() -> None:
    with pytest.raises(Refused, match="R26-0007 is not marked as paid yet"):
        sage_50_audit_trail_csv.build(with_codes(make.run()))


def test_a_code_too_long_for_sage_refuses_the_file() -> None:
    long = Codes({**CODES.by_name, "fee": "710000000"}, "T9")
    with pytest.raises(Refused, match="at most 8 letters or digits: shorten that of fees"):
        sage_50_audit_trail_csv.build(replace(a_run(), setup=Setup(kept_codes=long)))


# --- what cannot be written -------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.FORMAT)
def test_every_code_that_is_missing_is_listed_with_its_payment(module: ModuleType) -> None:
    lines = tuple(make.line(2, 50, kind=kind) for kind in ("fee", "expense"))
    run = paid(make.run(make.payment(1), make.payment(2, 100, lines=lines)))
    bare = replace(run, setup=Setup(kept_codes=Codes({"bank": "1200"}, "T9")))
    with pytest.raises(Refused) as refused:
        module.build(bare)
    assert "Payment 1 (P-000001): no account code for: fees." in refused.value.message
    assert "Payment 2 (P-000002): no account code for: fees, expenses." in refused.value.message


@pytest.mark.parametrize("module", [*ALL, xero_bills_zip], ids=lambda module: module.FORMAT)
def test_without_a_tax_code_it_says_where_to_enter_one(module: ModuleType) -> None:
    with pytest.raises(Refused, match=r"tax code .* Enter it under Pay runs, Set up files"):
        module.build(with_codes(a_run(), tax=""))


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.FORMAT)
def test_a_payment_that_is_not_the_sum_of_its_lines_is_not_written(module: ModuleType) -> None:
    wrong: FrozenPayment = make.payment(2, 100, lines=(make.line(2, 99),))
    with pytest.raises(Refused, match=r"its lines add up to £0\.99"):
        module.build(paid(make.run(make.payment(), wrong)))


FORMULAS: Sequence[str] = ("=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "a;=1")


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.FORMAT)
@pytest.mark.parametrize("text", FORMULAS)
def test_a_name_reference_or_code_that_looks_like_a_formula_is_inert(module: ModuleType, text: str) -> None:
    line = make.line(1, 7500, cost_code=text)
    payment = make.payment(1, 7500, name=text, person=text, goes_to=text, supplier=text, lines=(line,))
    for row in rows_of(module.build(paid(make.run(payment))).content):
        for cell in row:
            for part in cell.split(";"):
                assert not part.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))
            assert not set(cell) & set("\t\r\n")


def test_nothing_in_these_files_depends_on_the_day_they_are_taken_again() -> None:
    for module in ALL:
        run = a_run()
        later = replace(run, made_on=date(2027, 1, 31))
        assert module.build(later).content == module.build(run).content


@pytest.mark.parametrize(("module", "longest"), [(xero_bills_csv, 255), (quickbooks_bills_csv, 100)])
def test_a_long_name_is_cut_and_its_reference_stays(module: ModuleType, longest: int) -> None:
    [row] = table(module.build(paid(make.run(make.payment(1, name="Ada: the-" * 40)))))
    payee = row[NAMES[module.FORMAT][1]]
    assert len(payee) <= longest
    assert payee.endswith(" P-000001")
    assert module is xero_bills_csv or ":" not in payee


# --- Xero's heading as it was pasted ------------------------------------------------------------------------

TEMPLATE = (
    "*InvoiceNumber\t*ContactName\tOur Own Column\tDue Date\t*invoicedate\tDescription\t*Quantity\t"
    "*UnitAmount\t*AccountCode\t*TaxType\tCurrency\r\n"
)


def test_xero_s_bills_have_the_columns_of_a_pasted_heading_in_its_order_and_spelling() -> None:
    usual = table(xero_bills_csv.build(a_run()))
    content = xero_bills_csv.build(with_codes(a_run(), heading=TEMPLATE)).content
    heading, *rows = rows_of(content)
    assert heading == TEMPLATE.strip().split("\t")
    assert len(rows) == len(usual)
    for row, before in zip(rows, usual, strict=True):
        got = dict(zip(heading, row, strict=True))
        assert got["Our Own Column"] == ""
        assert got["Due Date"] == before["*DueDate"]
        assert got["*invoicedate"] == before["*InvoiceDate"]
        assert got["*UnitAmount"] == before["*UnitAmount"]
        assert got["*ContactName"] == before["*ContactName"]


def test_the_usual_heading_pasted_with_commas_and_quotes_changes_nothing() -> None:
    pasted = "\ufeff" + ",".join(f'"{one}"' for one in xero.HEADINGS) + ",,"
    assert xero_bills_csv.build(with_codes(a_run(), heading=pasted)) == xero_bills_csv.build(a_run())


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        (TEMPLATE.replace("*UnitAmount\t", ""), "The heading lacks UnitAmount, which each bill needs"),
        (TEMPLATE.replace("Our Own Column", "Currency"), "Currency stands in the heading twice"),
        (TEMPLATE.replace("Our Own Column", "=1+1"), "not the heading of a template"),
        ("nonsense", "The heading lacks ContactName, InvoiceNumber"),
        ("\t".join(f"column {number}" for number in range(101)), "not the heading of a template"),
    ],
)
def test_what_is_no_heading_of_xero_is_refused_with_what_to_paste(pasted: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        xero.read_heading(pasted)
    assert refused.value.field == "heading"
    assert "paste its whole first line" in refused.value.message


def test_a_heading_without_columns_for_tracking_is_refused_where_cost_codes_are_tracked() -> None:
    assert xero.read_heading(TEMPLATE)
    with pytest.raises(Invalid, match="The heading lacks TrackingName1, TrackingOption1"):
        xero.read_heading(TEMPLATE, tracks=True)
