"""Payables and journals tie to the run to the penny, in every payment, whatever names and codes are."""

import csv
import io
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from tests.factories import frozen as make
from tracker.errors import Refused
from tracker.exports.codes import METHODS, Codes
from tracker.exports.formats import journal_csv, journal_txt, payables_csv
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.payables import METHODS as BY_LEDGER
from tracker.exports.setup import Setup
from tracker.money import Money
from tracker.tables import harmless

GOLDEN = Path(__file__).parents[1] / "golden" / "exports"
PAID_ON = date(2026, 12, 4)
CODES = Codes(
    {
        "fee": "7100",
        "expense": "7200",
        "advance": "1300",
        **{name: f"12{place:02d}" for place, name in enumerate(METHODS)},
    },
    "T9",
)
SETUP = Setup(kept_codes=CODES)
CODES_OF_COST = ["CC-100", "a  b", "x:y;z", "(v)", "=1|2", 'q"r', "\u674e  ; not a comment"]
POSTING = re.compile(r"    (?P<account>\S.*?)  +(?P<amount>-?\d+\.\d\d) GBP  ; (?P<said>.+)")


def paid(run: FrozenRun) -> FrozenRun:
    """The same, with codes, and marked as paid."""
    payments = tuple(replace(one, paid_on=PAID_ON) for one in run.payments)
    return replace(run, payments=payments, setup=SETUP)


def a_run() -> FrozenRun:
    two = (make.line(1, 7500), make.line(1, 1005, kind="expense", cost_code="CC-200"))
    return paid(
        make.run(
            make.payment(1, 8505, name="=Łukasz, Wójcik", lines=two),
            make.cash(2, 4000, lines=(make.line(2, 4000, kind="allowance", cost_code=None),)),
            make.payment(3, 999, ended_on=PAID_ON),
            make.cash(4, 2000, method="to-charity", goes_to="A charity"),
        )
    )


def table(content: bytes) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    rows = list(reader)
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def pence(text: str) -> int:
    return int(Decimal(text or "0") * 100)


# --- golden -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", [payables_csv, journal_csv, journal_txt])
def test_a_small_run_is_this_file(module: object) -> None:
    made = module.build(a_run())  # type: ignore[attr-defined]
    assert made.content == (GOLDEN / f"{module.FORMAT}.txt").read_bytes()  # type: ignore[attr-defined]


def test_payables_leave_out_what_was_handed_over_and_what_did_not_arrive() -> None:
    rows = table(payables_csv.build(a_run()).content)
    assert [row["invoice_no"][-4:] for row in rows] == ["0001", "0001", "0004"]
    assert {(row["file_invoices"], row["file_total"]) for row in rows} == {("2", "105.05")}
    assert [row["payee_name"] for row in rows] == ["Łukasz, Wójcik", "Łukasz, Wójcik", "A charity"]
    assert [row["nominal"] for row in rows] == ["7100", "7200", "7100"]


def test_a_round_sum_without_a_code_of_its_own_is_booked_as_a_fee() -> None:
    rows = table(journal_csv.build(a_run()).content)
    assert next(row for row in rows if row["description"].startswith("Allowance"))["account"] == "7100"


# --- properties -------------------------------------------------------------------------------------------


@given(make.runs())
def test_payables_tie_to_the_run_to_the_penny_in_every_invoice(run: FrozenRun) -> None:
    run = paid(run)
    wanted = [one for one in run.standing if one.method in BY_LEDGER]
    if not wanted:
        with pytest.raises(Refused, match="belongs into this file"):
            payables_csv.build(run)
        return
    made = payables_csv.build(run)
    rows = table(made.content)
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["invoice_no"]] += pence(row["gross"])
        assert pence(row["net"]) + pence(row["tax"]) == pence(row["gross"])
        assert all(cell == harmless(cell) for cell in row.values())
    assert sums == {one.reference: one.pence.pence for one in wanted}
    assert all(pence(row["invoice_total"]) == sums[row["invoice_no"]] for row in rows)
    control = {(row["file_invoices"], pence(row["file_total"])) for row in rows}
    assert control == {(str(len(wanted)), sums.total())}
    assert (made.rows, made.total.pence) == (len(wanted), sums.total())
    left_out = sum(one.pence.pence for one in run.payments if one not in wanted)
    assert sums.total() + left_out == run.total.pence
    assert payables_csv.build(run).content == made.content


@given(make.runs())
def test_a_journal_s_debits_are_its_credits_in_every_payment_and_the_run_in_all(run: FrozenRun) -> None:
    run = paid(run)
    if not run.standing:
        with pytest.raises(Refused, match="belongs into this file"):
            journal_csv.build(run)
        return
    made = journal_csv.build(run)
    rows = table(made.content)
    debits: Counter[str] = Counter()
    credit: Counter[str] = Counter()
    for row in rows:
        assert bool(row["debit"]) != bool(row["credit"])
        debits[row["reference"]] += pence(row["debit"])
        credit[row["reference"]] += pence(row["credit"])
        assert all(cell == harmless(cell) for cell in row.values())
    assert debits == credit == {one.reference: one.pence.pence for one in run.standing}
    sums = {(pence(row["journal_debits"]), pence(row["journal_credits"])) for row in rows}
    assert sums == {(debits.total(), debits.total())}
    assert {row["journal_payments"] for row in rows} == {str(len(run.standing))}
    assert [row["line_no"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    ended = sum(one.pence.pence for one in run.payments if one.ended_on)
    assert made.total.pence == debits.total() == run.total.pence - ended
    assert journal_csv.build(run).content == made.content


@given(make.runs())
def test_the_plain_text_journal_balances_and_says_what_the_other_says(run: FrozenRun) -> None:
    run = paid(run)
    if not run.standing:
        return
    head, *entries = journal_txt.build(run).content.decode("utf-8").split("\n\n")
    assert f"Payments: {len(run.standing)}, debits and credits:" in head
    assert len(entries) == len(run.standing)
    for text, payment in zip(entries, run.standing, strict=True):
        first, *postings = text.strip("\n").split("\n")
        assert first == f"2026-12-04 * ({payment.reference}) {payment.person}"
        found = [POSTING.fullmatch(posting) for posting in postings]
        amounts = [pence(one["amount"]) for one in found if one]
        assert len(amounts) == len(payment.lines) + 1
        assert sum(amounts) == 0
        assert amounts[-1] == -payment.pence.pence


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
@pytest.mark.parametrize(
    "cost_code", ["CC-100", "a  b", "x:y;z", "(v)", "=1|2", 'q"r', "\u674e  ; not a comment"]
)
def test_hledger_reads_the_journal_and_its_balances_are_ours(tmp_path: Path, cost_code: str) -> None:
    line = make.line(9, 350, cost_code=cost_code)
    run = replace(
        a_run(), payments=(*a_run().payments, paid(make.run(make.payment(9, 350, lines=(line,)))).payments[0])
    )
    file = tmp_path / "run.journal"
    file.write_bytes(journal_txt.build(run).content)
    command = ["hledger", "-f", str(file), "balance", "--flat", "--no-total", "-O", "csv", "-N"]
    said = subprocess.run(
        [*command, "--depth", "2"], capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"}
    ).stdout
    balances = {
        row[0]: pence(row[1].removesuffix(" GBP")) for row in csv.reader(io.StringIO(said)) if "GBP" in row[1]
    }
    assert balances == {
        "Expenses:7100": 7500 + 4000 + 2000 + 350,
        "Expenses:7200": 1005,
        "Assets:1200": -8505 - 350,
        "Assets:1202": -4000,
        "Liabilities:1206": -2000,
    }


def given_ahead() -> FrozenRun:
    """A payment of a fee of £75.00 and expenses of £30.00 and £5.00, of which £32.00 was given ahead."""
    lines = (
        make.line(1, 7500),
        make.line(1, 3000, kind="expense"),
        make.line(1, 500, kind="expense", cost_code="CC-200"),
        make.line(1, -3000, kind="advance"),
        make.line(1, -200, kind="advance", cost_code="CC-200"),
    )
    return paid(make.run(make.payment(1, 7800, lines=lines)))


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_reads_what_was_given_ahead(tmp_path: Path) -> None:
    file = tmp_path / "run.journal"
    file.write_bytes(journal_txt.build(given_ahead()).content)
    command = [
        "hledger",
        "-f",
        str(file),
        "balance",
        "--flat",
        "--no-total",
        "-O",
        "csv",
        "-N",
        "--depth",
        "2",
    ]
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"}
    ).stdout
    balances = {
        row[0]: pence(row[1].removesuffix(" GBP")) for row in csv.reader(io.StringIO(said)) if "GBP" in row[1]
    }
    assert balances == {
        "Expenses:7100": 7500,
        "Expenses:7200": 3500,
        "Assets:1300": -3200,
        "Assets:1200": -7800,
    }


def test_what_was_given_ahead_is_a_credit_of_advances_beside_the_difference() -> None:
    rows = table(journal_csv.build(given_ahead()).content)
    booked = [(row["account"], pence(row["debit"]) - pence(row["credit"])) for row in rows]
    assert booked == [
        ("7100", 7500),
        ("7200", 3000),
        ("7200", 500),
        ("1300", -3000),
        ("1300", -200),
        ("1200", -7800),
    ]
    assert {(row["journal_debits"], row["journal_credits"]) for row in rows} == {("110.00", "110.00")}
    assert journal_csv.build(given_ahead()).total == Money(7800)
    text = journal_txt.build(given_ahead()).content.decode()
    assert "debits and credits: 110.00 GBP each" in text
    amounts = [POSTING.fullmatch(line) for line in text.splitlines()]
    assert sum(pence(one["amount"]) for one in amounts if one) == 0
    assert [one["account"] for one in amounts if one][-3:] == ["Assets:1300", "Assets:1300", "Assets:1200"]


def test_an_invoice_takes_what_was_given_ahead_off_its_lines() -> None:
    rows = table(payables_csv.build(given_ahead()).content)
    assert [(row["nominal"], row["net"]) for row in rows][-2:] == [("1300", "-30.00"), ("1300", "-2.00")]
    assert {(row["invoice_total"], row["file_total"]) for row in rows} == {("78.00", "78.00")}


def test_advances_without_a_code_refuse_the_file_by_its_payment() -> None:
    without = Codes({name: code for name, code in CODES.by_name.items() if name != "advance"}, "T9")
    run = replace(given_ahead(), setup=Setup(kept_codes=without))
    for module in (payables_csv, journal_csv, journal_txt):
        with pytest.raises(
            Refused, match=r"Payment 1 .* its advances given have no account code\. Enter one"
        ):
            module.build(run)


# --- what cannot be booked --------------------------------------------------------------------------------


def test_a_journal_books_what_was_paid_and_not_what_is_to_be() -> None:
    run = replace(make.run(), setup=SETUP)
    for module in (journal_csv, journal_txt):
        with pytest.raises(Refused, match="R26-0007 is not marked as paid yet"):
            module.build(run)


def test_a_kind_or_a_way_of_paying_without_a_code_refuses_the_file_by_its_payment() -> None:
    fees_alone = Setup(kept_codes=Codes({"fee": "7100", "bank": "1200"}))
    costs = make.payment(2, 100, lines=(make.line(2, 100, kind="expense"),))
    run = replace(paid(make.run(make.payment(), costs)), setup=fees_alone)
    for module in (payables_csv, journal_csv, journal_txt):
        with pytest.raises(Refused, match=r"Payment 2 .* its expenses have no account code\. Enter one"):
            module.build(run)
    cash = replace(paid(make.run(make.payment(), make.cash(2))), setup=fees_alone)
    with pytest.raises(Refused, match=r"Payment 2 .* cash float has no account code"):
        journal_csv.build(cash)


def test_a_payment_that_is_not_the_sum_of_its_lines_is_not_booked() -> None:
    wrong: FrozenPayment = make.payment(2, 100, lines=(make.line(2, 99),))
    for module in (payables_csv, journal_csv, journal_txt):
        with pytest.raises(Refused, match=r"Payment 2 .* its lines add up to £0\.99"):
            module.build(paid(make.run(make.payment(), wrong)))


def test_without_codes_it_says_where_to_enter_them() -> None:
    for module in (payables_csv, journal_csv, journal_txt):
        with pytest.raises(Refused, match="Enter them under Pay runs, Set up files"):
            module.build(replace(paid(make.run()), setup=Setup()))


def test_a_cheque_without_a_code_of_its_own_is_booked_as_the_bank_s() -> None:
    run = replace(
        paid(make.run(make.cash(method="cheque"))), setup=Setup(kept_codes=Codes({"fee": "7", "bank": "1"}))
    )
    rows = table(journal_csv.build(run).content)
    assert [row["account"] for row in rows] == ["7", "1"]
    assert journal_csv.build(run).total == Money(4000)


def test_a_payment_of_nothing_is_a_credit_of_nothing_where_credits_stand() -> None:
    fee, paid_from = table(journal_csv.build(paid(make.run(make.payment(1, 0)))).content)
    assert (fee["debit"], fee["credit"]) == ("0.00", "")
    assert (paid_from["debit"], paid_from["credit"]) == ("", "0.00")
