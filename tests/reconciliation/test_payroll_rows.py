"""What a payroll's result says of our payments: each row is understood, or says what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.money import Money
from tracker.reconciliation.matching import Fate, FileKind, Finding, Known, Read, Standing
from tracker.reconciliation.payroll_rows import Sent, findings
from tracker.reconciliation.table import OF_PAYROLL, Says, guess, read

TODAY = date(2026, 11, 23)
RELEASED = date(2026, 11, 16)
REFERENCE = "R26-0007-0001"
HEAD = "Payment ref,Gross pay,Tax,Net pay,Date paid,Reported to HMRC\n"


def sent(number: int = 1, *, method: str = "payroll", **other: object) -> Sent:
    """A payment of £100.00 of a run released on 16 November 2026."""
    known = Known(
        id=number,
        run_id=7,
        run_ref="R26-0007",
        reference=f"R26-0007-{number:04d}",
        person="Ada Example",
        pence=Money(10000),
        standing=Standing.ON_ITS_WAY,
        since=RELEASED,
    )
    of_known = {name: other.pop(name) for name in ("standing", "since", "paid_on") if name in other}
    made = Sent(replace(known, **of_known), method, RELEASED)  # type: ignore[arg-type]
    return replace(made, **other)  # type: ignore[arg-type]


PAID: dict[str, Any] = {"standing": Standing.PAID, "paid_on": date(2026, 11, 20)}
KEPT: dict[str, Any] = {**PAID, "net": Money(8000), "reported_on": date(2026, 11, 20)}


def found(text: str, *payments: Sent, unreleased: frozenset[str] = frozenset()) -> list[Finding]:
    table = read(text.encode(), "payroll.csv")
    how = Read(FileKind.PAYROLL, guess(table, OF_PAYROLL))
    return findings(table, how, payments or (sent(),), unreleased, TODAY)


def row(
    reference: str = REFERENCE,
    *,
    gross: str = "100.00",
    net: str = "80.00",
    paid: str = "20/11/2026",
    reported: str = "20/11/2026",
) -> str:
    return f"{reference},{gross},20.00,{net},{paid},{reported}\n"


def only(text: str, *payments: Sent) -> tuple[Fate, str]:
    [one] = found(HEAD + text, *payments)
    return one.fate, one.sentence


@pytest.mark.parametrize(
    "headings",
    [
        "payment_ref,gross,net,pay_date,hmrc_date",
        "Our reference,Gross pay (£),Net Pay,Payment date,FPS submitted",
        "Reference,Total gross,Take home,Paid on,RTI submission",
    ],
)
def test_the_columns_are_found_by_what_payroll_systems_call_them(headings: str) -> None:
    [one] = found(f"{headings}\n{REFERENCE},100,80.5,20/11/2026,21/11/2026\n")
    assert (one.fate, one.gross, one.net) == (Fate.MATCHED, Money(10000), Money(8050))
    assert (one.on, one.reported_on) == (date(2026, 11, 20), date(2026, 11, 21))


def test_the_gross_may_be_left_out() -> None:
    [one] = found(f"Reference,Net,Paid on,Reported\n{REFERENCE},80,20/11/2026,20/11/2026\n")
    assert (one.fate, one.net, one.gross) == (Fate.MATCHED, Money(8000), None)
    assert only(row(gross=""))[0] is Fate.MATCHED


def test_nothing_and_all_of_the_gross_are_net_pay() -> None:
    assert [only(row(net=net))[0] for net in ("0.00", "100.00")] == [Fate.MATCHED, Fate.MATCHED]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"net": "100.01"}, "Its net pay, £100.01, is more than the £100.00 that we sent."),
        ({"net": "-0.01"}, "Its net pay, -£0.01, is less than nothing."),
        ({"net": "80.001"}, "Its net pay, 80.001, is no sum in pounds and pence, like 63.20."),
        ({"net": ""}, "It has no net pay."),
        ({"gross": "lots"}, "Its gross pay, lots, is no sum in pounds and pence, like 79.00."),
        ({"paid": ""}, "It has no day paid."),
        ({"paid": "24/11/2026"}, "Its day paid, 24 November 2026, has not come yet."),
        (
            {"paid": "15/11/2026"},
            "Its day paid, 15 November 2026, is before its run was released on 16 November 2026.",
        ),
        ({"paid": "31/02/2026"}, "Its day paid, 31/02/2026, cannot be read: write it like 20/11/2026."),
        ({"reported": ""}, "It has no day reported to HMRC."),
        ({"reported": "24/11/2026"}, "Its day reported to HMRC, 24 November 2026, has not come yet."),
        (
            {"reported": "15/11/2026"},
            "Its day reported to HMRC, 15 November 2026, is before its run was released on 16 November 2026.",
        ),
    ],
)
def test_a_row_that_cannot_be_kept_says_why(cells: dict[str, str], sentence: str) -> None:
    assert only(row(**cells)) == (Fate.UNCLEAR, sentence)


def test_another_gross_than_we_sent_is_refused_to_the_penny() -> None:
    fate, sentence = only(row(gross="99.99"))
    assert (fate, sentence) == (
        Fate.DIFFERS,
        "The file says £99.99 before deductions, and we sent £100.00, pay and costs together.",
    )


def test_a_payment_that_goes_another_way_is_refused() -> None:
    assert only(row(), sent(method="prepaid-card")) == (
        Fate.UNCLEAR,
        "It is not paid through payroll but another way: prepaid card.",
    )


def test_a_reference_that_is_not_here_or_not_released_is_in_the_way_and_a_row_of_others_is_not() -> None:
    text = HEAD + row("R26-0099-0001") + row("R26-0008-0001") + row("E123")
    said = found(text, unreleased=frozenset({"R26-0008"}))
    assert [(one.fate, one.sentence) for one in said] == [
        (Fate.UNKNOWN, "There is no payment R26-0099-0001 here."),
        (Fate.UNKNOWN, "R26-0008 is not released yet, so nothing of it can have been paid."),
        (Fate.NOT_OURS, "No reference of ours stands in it."),
    ]


def test_a_payment_in_two_rows_is_refused_with_both() -> None:
    [one] = found(HEAD + row(net="40.00") + row(net="40.00"))
    assert (one.fate, one.rows) == (Fate.UNCLEAR, (2, 3))
    assert one.sentence == f"{REFERENCE} stands in more than one row: give each payment one row."


def test_only_what_goes_through_the_payroll_and_is_on_its_way_is_missed() -> None:
    others = (sent(2), sent(3, method="bank"), sent(4, **KEPT))
    said = found(HEAD + row(), sent(1), *others)
    assert [(one.fate, one.payment and one.payment.id) for one in said] == [
        (Fate.MATCHED, 1),
        (Fate.MISSING, 2),
    ]


def test_the_same_numbers_again_change_nothing_and_others_are_refused_with_what_is_kept() -> None:
    assert only(row(), sent(**KEPT)) == (Fate.DONE, "Kept already.")
    other = "Other numbers are kept already: net pay £80.00, reported on 20 November 2026."
    assert only(row(net="79.99"), sent(**KEPT)) == (Fate.UNCLEAR, other)
    assert only(row(reported="21/11/2026"), sent(**KEPT)) == (Fate.UNCLEAR, other)
    day = "It is marked as paid on another day already: 20 November 2026."
    assert only(row(paid="21/11/2026"), sent(**KEPT)) == (Fate.UNCLEAR, day)


def test_what_was_marked_as_paid_by_hand_gets_its_net_pay_if_the_day_is_the_same() -> None:
    fate, sentence = only(row(), sent(**PAID))
    assert (fate, "will be added" in sentence) == (Fate.MATCHED, True)
    assert only(row(paid="21/11/2026"), sent(**PAID))[0] is Fate.UNCLEAR


def test_what_did_not_arrive_is_not_paid_by_a_payroll_s_file() -> None:
    ended = sent(standing=Standing.ENDED)
    assert only(row(), ended) == (Fate.UNCLEAR, "It is recorded as not arrived: ask the payroll.")


def test_a_day_in_closed_books_is_refused() -> None:
    assert only(row(), sent(since=date(2026, 11, 21))) == (
        Fate.UNCLEAR,
        "Its day paid is in books that are closed: the first open day is 21 November 2026.",
    )


def test_a_payroll_s_columns_are_not_looked_for_in_a_bank_s_file() -> None:
    table = read(f"Date,Net,Reference\n20/11/2026,80,{REFERENCE}\n".encode(), "bank.csv")
    assert guess(table) == {Says.DATE: 0, Says.AMOUNT: 1, Says.REFERENCE: 2}
