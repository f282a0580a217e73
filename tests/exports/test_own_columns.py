"""An organisation's own columns: read strictly, written in shape, tied to the run, inert in a spreadsheet."""

import csv
import io
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.test_ledger_files import given_ahead
from tests.factories import frozen as make
from tracker.errors import Invalid, Refused
from tracker.exports.columns import FOR_BANK, FOR_LEDGER, Column, read
from tracker.exports.formats import own_bank_columns_csv as bank
from tracker.exports.formats import own_ledger_columns_csv as ledger
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.layout import Amounts, Dates, Ends, Layout, Separator
from tracker.exports.letters import written
from tracker.exports.presets import PRESETS
from tracker.exports.setup import Setup
from tracker.money import Money
from tracker.tables import harmless

GOLDEN = Path(__file__).parents[1] / "golden" / "exports"
A_BANK_S = Layout(
    'Type = "PAY"\nSort code = sort_code_hyphens\nAccount = account_number\nName = account_name, 10\n'
    "Amount = amount\nOn = pay_date\nReference = bank_reference, 18\nempty",
    first='"HEADER"\nmade_date\nour_fourteen_digits',
    last='"TRAILER"\ntotal_pence, 15, noughts\ncount',
    dates=Dates.EIGHT,
)
A_LEDGER_S = Layout(
    "Doc = reference\nLine = line\nPerson = person\nName = name\nKind = kind\nWorked = worked_date\n"
    "Code = cost_code\nNet = amount\nWhole = payment_total\nHow = method\nReceipt = receipt\nClaim = claim",
    dates=Dates.ISO,
)
BARE = Layout("reference\namount\naccount_name\nname", headed=False)


def by_bank(layout: Layout, *payments: FrozenPayment, **other: object) -> FrozenRun:
    return make.run(*payments, setup=Setup(make.OURS, kept_bank_columns=layout), **other)


def by_ledger(layout: Layout, *payments: FrozenPayment) -> FrozenRun:
    return make.run(*payments, setup=Setup(kept_ledger_columns=layout))


def rows_of(content: bytes, separator: str = ",") -> list[list[str]]:
    text = content.decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def a_run() -> list[FrozenPayment]:
    return [
        make.payment(1, 2500, account=make.account("J. Núñez-Smith, Esq.")),
        make.cash(2, 4000),
        make.payment(
            3,
            1005,
            name="=HYPERLINK(Łukasz)",
            lines=(make.line(3, 1000), make.line(3, 5, kind="expense", cost_code='CC-"2"')),
            account=make.account("Bath Saver", number="00000000", roll_number="ab/12-3"),
        ),
    ]


# --- golden -----------------------------------------------------------------------------------------------


def test_a_bank_s_layout_with_a_row_before_and_after_is_this_file() -> None:
    made = bank.build(by_bank(A_BANK_S, *a_run()))
    assert made.content == (GOLDEN / "own-bank-columns.csv").read_bytes()
    assert (made.rows, made.total) == (2, Money(3505))


def test_a_ledger_s_layout_is_this_file() -> None:
    made = ledger.build(by_ledger(A_LEDGER_S, *a_run()))
    assert made.content == (GOLDEN / "own-ledger-columns.csv").read_bytes()
    assert (made.rows, made.total) == (3, Money(7505))


def test_what_was_given_ahead_is_a_row_of_less_than_nothing() -> None:
    layout = replace(
        A_LEDGER_S, columns="Kind = kind\nNet = amount, 9, noughts\nWhole = payment_total", headed=False
    )
    made = ledger.build(by_ledger(layout, *given_ahead().payments))
    assert rows_of(made.content)[-2:] == [
        ["advance", "-00030.00", "78.00"],
        ["advance", "-00002.00", "78.00"],
    ]
    assert made.total == Money(7800)


def test_bankline_has_its_85_columns_in_its_places() -> None:
    (row,) = rows_of(bank.build(by_bank(PRESETS["bankline"].layout)).content)
    assert len(row) == 85
    # T001, T010, T014, T016, T022, T028, T030, T034: three columns stand before T001.
    places = {3: "01", 12: "09012211223344", 16: "75.00", 18: "04122026", 24: "089999", 30: "66374958"}
    places |= {32: "AMINA YUSUF", 36: "R26-0007-0001"}
    assert {place: text for place, text in enumerate(row) if text} == places


def test_other_presets_write_the_columns_that_they_are_known_by() -> None:
    (autopay,) = rows_of(bank.build(by_bank(PRESETS["autopay"].layout)).content)
    assert autopay == ["R26-0007-0001", "AMINA YUSUF", "66374958", "089999", "26338", "99", "75.00"]
    (paygate,) = rows_of(bank.build(by_bank(PRESETS["paygate"].layout)).content)
    assert paygate[:5] == ["089999", "66374958", "AMINA YUSUF", "75.00", "99"]
    assert paygate[5:] == ["090122", "11223344", "EXAMPLE CHARITY", "R26-0007-0001", "04/12/2026"]


def test_santander_s_file_begins_and_ends_with_rows_of_its_own() -> None:
    layout = PRESETS["santander"].layout
    two = (make.payment(1, 7500), make.payment(2, 1005))
    first, one, other, last = rows_of(bank.build(by_bank(layout, *two)).content)
    assert first == ["PAYMENT", "HEADER", "23112026", "LOCATION", "1"]
    assert one[:4] == ["PAYMENT", "BACS", "09012211223344", "AMINA YUSUF"]
    assert one[4:] == ["089999", "66374958", "75.00", "04122026", "R26-0007-0001", ""]
    assert other[6] == "10.05"
    assert last == ["PAYMENT", "TRAILER", "000000000008505", "2"]


# --- shapes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (Dates.SLASHES, "04/12/2026"),
        (Dates.EIGHT, "04122026"),
        (Dates.ISO, "2026-12-04"),
        (Dates.ISO_SLASHES, "2026/12/04"),
        (Dates.ISO_EIGHT, "20261204"),
        (Dates.DAY_OF_YEAR, "26338"),
    ],
)
def test_days_are_written_as_the_layout_says(dates: Dates, day: str) -> None:
    layout = Layout("pay_date\namount", headed=False, dates=dates)
    assert rows_of(bank.build(by_bank(layout)).content) == [[day, "75.00"]]


@pytest.mark.parametrize("separator", Separator)
@pytest.mark.parametrize("ends", Ends)
def test_separators_and_ends_of_rows_are_the_layout_s(separator: Separator, ends: Ends) -> None:
    layout = replace(BARE, amounts=Amounts.PENCE, separator=separator, ends=ends)
    content = bank.build(by_bank(layout)).content.decode()
    mark = {"comma": ",", "semicolon": ";", "tab": "\t"}[separator.value]
    assert content == mark.join(("R26-0007-0001", "7500", "AMINA YUSUF", "AMINA YUSUF")) + (
        "\r\n" if ends is Ends.WINDOWS else "\n"
    )


def test_a_name_is_cut_to_its_column_and_anything_else_refuses_the_file_by_its_payment() -> None:
    fits = Layout("account_name, 5\namount", headed=False)
    assert rows_of(bank.build(by_bank(fits)).content) == [["AMINA", "75.00"]]
    for field in ("bank_reference, 5", "amount, 4", "pay_date, 9", "our_fourteen_digits, 13"):
        with pytest.raises(Refused, match=r"^Nothing was exported\. Payment 1 \(P-000001\): its .* Widen"):
            bank.build(by_bank(Layout(f"{field}\nX = amount")))


# --- properties -------------------------------------------------------------------------------------------


@given(make.runs(), st.sampled_from(Amounts), st.sampled_from(Separator))
def test_a_bank_s_rows_are_the_run_s_payments_by_bank_to_the_penny_or_none_is_written(
    run: FrozenRun, amounts: Amounts, separator: Separator
) -> None:
    layout = replace(BARE, amounts=amounts, separator=separator, last="count\ntotal")
    run = replace(run, setup=Setup(make.OURS, kept_bank_columns=layout))
    bad = [one for one in run.by_bank if one.account and not written(one.account.name)]
    if bad or not run.by_bank:
        with pytest.raises(Refused) as refused:
            bank.build(run)
        assert not bad or f"Payment {bad[0].number} ({bad[0].person})" in refused.value.message
        return
    made = bank.build(run)
    *rows, foot = rows_of(made.content, {"comma": ",", "semicolon": ";", "tab": "\t"}[separator.value])
    assert [row[0] for row in rows] == [one.reference for one in run.by_bank]
    scale = 100 if amounts is Amounts.POUNDS else 1
    pence = [Decimal(row[1]) * scale for row in rows]
    assert pence == [one.pence.pence for one in run.by_bank]
    assert (foot[0], Decimal(foot[1]) * scale) == (str(len(rows)), sum(pence))
    assert (made.rows, made.total.pence) == (len(rows), sum(pence))
    assert {len(row) for row in rows} == {4}
    assert bank.build(run).content == made.content


@given(make.runs())
def test_a_ledger_s_rows_are_the_run_s_lines_to_the_penny_and_nothing_in_them_runs(run: FrozenRun) -> None:
    run = replace(run, setup=Setup(kept_ledger_columns=A_LEDGER_S))
    if not run.standing:
        with pytest.raises(Refused, match="Nothing of R26-0007"):
            ledger.build(run)
        return
    made = ledger.build(run)
    _, *rows = rows_of(made.content)
    assert len(rows) == sum(len(one.lines) for one in run.standing)
    assert {len(row) for row in rows} == {12}
    assert sum(Decimal(row[7]) for row in rows) * 100 == made.total.pence
    ended = sum(one.pence.pence for one in run.payments if one.ended_on)
    assert made.total.pence + ended == run.total.pence
    assert made.rows == len(run.standing)
    for row in rows:
        assert all(cell == harmless(cell) for cell in row)
    assert ledger.build(run).content == made.content


@given(st.text())
def test_harmless_text_has_no_sign_of_a_formula_anywhere_a_spreadsheet_looks(text: str) -> None:
    kept = harmless(text)
    for part in kept.replace("|", ";").split(";"):
        assert part.strip()[:1] not in set("=+-@\uff1d\uff0b\uff0d\uff20") - {""}
    assert harmless(kept) == kept


def test_a_payment_that_is_not_the_sum_of_its_lines_refuses_the_ledger_s_file() -> None:
    wrong = make.payment(2, 100, lines=(make.line(2, 99),))
    with pytest.raises(Refused, match=r"Payment 2 .* is of £1.00, and its lines add up to £0.99"):
        ledger.build(by_ledger(A_LEDGER_S, make.payment(), wrong))


def test_a_bank_is_asked_on_no_day_that_is_past() -> None:
    with pytest.raises(Refused, match="no day that is past"):
        bank.build(by_bank(BARE, pay_on=make.MADE_ON, made_on=make.PAY_ON))


def test_without_columns_it_says_where_to_list_them() -> None:
    with pytest.raises(Refused, match="List them under Pay runs, Set up files"):
        bank.build(make.run())
    with pytest.raises(Refused, match="List them under Pay runs, Set up files"):
        ledger.build(make.run())


# --- how columns are typed --------------------------------------------------------------------------------


def test_columns_are_read_from_lines() -> None:
    typed = (
        'Amount = amount\n\n Name =name , 18\nsort_code\n\u201c01\u201d\nX = "a=b"\nempty 2\n'
        "T = total, 9, noughts"
    )
    assert read(typed, FOR_BANK, name="columns") == [
        Column("Amount", "amount"),
        Column("Name", "name", width=18),
        Column("", "sort_code"),
        Column("", None, "01"),
        Column("X", None, "a=b"),
        Column("", None),
        Column("", None),
        Column("T", "total", width=9, noughts=True),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("amount\nNI number = national_insurance", "Line 2: 'national_insurance' is none of the fields"),
        ("=cmd = amount", "Line 1: "),
        ('X = "=1+1"', "Line 1: a fixed text begins with a letter or a digit"),
        ('X = "a;=1"', "Line 1: a fixed text begins with a letter or a digit"),
        ("@X = amount", "Line 1: a heading begins with a letter"),
        ("X = amount, 0", "a width is a number from 1 to 200"),
        ("X = amount, 201", "a width is a number from 1 to 200"),
        ("X = amount, noughts", "a width is a number from 1 to 200"),
        ("X = amount\nX = name", "Two columns are headed X"),
        ("empty 201", "200 columns or fewer"),
        ("X = name", "Give one column the field amount"),
        ("", "Give one column the field amount"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        Layout(typed).for_bank()
    assert sentence in refused.value.message
    assert refused.value.field == "columns"


def test_a_ledger_knows_no_account_and_a_bank_no_cost_code() -> None:
    with pytest.raises(Invalid, match="'account_number' is none of the fields"):
        Layout("amount\naccount_number").for_ledger()
    with pytest.raises(Invalid, match="'cost_code' is none of the fields"):
        Layout("amount\ncost_code").for_bank()
    with pytest.raises(Invalid, match="'amount' is none of the fields") as refused:
        Layout("amount", last="amount").for_ledger()
    assert refused.value.field == "last"


@given(st.text(alphabet='amount=_,"\n 0123empty ;|@', max_size=60))
def test_any_typing_is_columns_or_a_sentence(text: str) -> None:
    with suppress(Invalid):
        assert Layout(text).for_bank().columns


def test_every_field_that_a_page_lists_can_be_written() -> None:
    setup = Setup(make.OURS, kept_bank_columns=Layout("\n".join(FOR_BANK)))
    assert len(rows_of(bank.build(make.run(setup=setup)).content)[1]) == len(FOR_BANK)
    run = by_ledger(Layout("\n".join(FOR_LEDGER)), make.payment(supplier="V100"))
    assert len(rows_of(ledger.build(run).content)[1]) == len(FOR_LEDGER)


def test_a_payee_number_that_is_listed_and_not_known_refuses_the_file_but_not_for_cash() -> None:
    layout = Layout("payee_number\namount")
    with pytest.raises(Refused, match="P-000001 has no payee number yet"):
        ledger.build(by_ledger(layout, make.payment()))
    made = ledger.build(by_ledger(layout, make.payment(supplier="V100"), make.cash(2)))
    assert rows_of(made.content)[1:] == [["V100", "75.00"], ["", "40.00"]]
