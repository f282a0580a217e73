"""What holds of every format, those still to come included: it ties to the run, and no name breaks it."""

import locale
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given, settings

from tests.exports.test_ledger_files import CODES, paid
from tests.exports.test_own_columns import A_BANK_S, A_LEDGER_S
from tests.factories import frozen as make
from tracker.errors import Refused
from tracker.exports.formats import Built, formats, is_for_another_way, is_for_bank, is_for_paid
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.payables import METHODS
from tracker.exports.setup import Setup
from tracker.money import total

SETUP = Setup(make.OURS, A_BANK_S, A_LEDGER_S, CODES)
# A workbook holds the moment at which it was written; the exporter keeps its first bytes.
TEXTS = {code: one for code, one in formats().items() if one.EXTENSION != "xlsx"}
ROWS = {code: one for code, one in TEXTS.items() if one.EXTENSION != "zip" and not is_for_another_way(one)}


def belonging(module: ModuleType, run: FrozenRun) -> list[FrozenPayment]:
    """The payments that a format's file is to hold."""
    if is_for_bank(module):
        return [one for one in run.payments if one.method == "bank" and not one.ended_on]
    if module.FORMAT.startswith("payment-list"):
        return [*run.payments]
    if is_for_another_way(module):
        return [one for one in run.payments if one.method in module.METHODS and not one.ended_on]
    by_ledger = module.FORMAT.startswith(("payables", "xero", "quickbooks"))
    methods = METHODS if by_ledger else {one.method for one in run.payments}
    return [one for one in run.payments if one.method in methods and not one.ended_on]


def outcome(module: ModuleType, run: FrozenRun) -> Built | str:
    """The file, or the sentence that refuses it."""
    try:
        return module.build(run)  # type: ignore[no-any-return]
    except Refused as refused:
        return refused.message


@pytest.mark.parametrize("module", formats().values(), ids=formats())
@settings(max_examples=25)
@given(run=make.runs())
def test_count_and_sum_are_those_of_the_payments_that_belong_or_nothing_is_written(
    module: ModuleType, run: FrozenRun
) -> None:
    run = replace(paid(run) if is_for_paid(module) else run, setup=SETUP)
    expected = belonging(module, run)
    made = outcome(module, run)
    if isinstance(made, str):
        assert not expected or made.startswith("Nothing was exported. Payment ")
        return
    assert (made.rows, made.total) == (len(expected), total(one.pence for one in expected))
    assert made.content
    assert module.build(run).content == made.content


@pytest.fixture(params=["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on the other side of the day line, with the language and the numbers that it finds."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    yield
    locale.setlocale(locale.LC_ALL, before)
    os.environ.pop("TZ")
    time.tzset()


def a_run() -> FrozenRun:
    """A payment each way, so that every format has something to write."""
    ways = ("bank", "cash", "voucher", "payroll", "to-charity")
    payments = [
        make.payment(at, 1234 * at, method=way, account=make.account() if way == "bank" else None)
        for at, way in enumerate(ways, start=1)
    ]
    return make.run(*payments, setup=SETUP)


@pytest.mark.parametrize("module", TEXTS.values(), ids=TEXTS)
def test_no_byte_depends_on_where_the_machine_stands(module: ModuleType, elsewhere: None) -> None:
    run = paid(a_run()) if is_for_paid(module) else a_run()
    there = module.build(replace(run, setup=SETUP)).content
    os.environ["TZ"] = "Europe/London"
    time.tzset()
    assert module.build(replace(run, setup=SETUP)).content == there


@pytest.mark.parametrize("module", ROWS.values(), ids=ROWS)
def test_payments_stand_in_the_order_of_their_numbers(module: ModuleType) -> None:
    """A format writes what it is given, as it is given: the order is that of the frozen run."""
    run = make.run(*(make.payment(number, 100 + number) for number in (1, 2, 3)), setup=SETUP)
    run = paid(run) if is_for_paid(module) else run
    content = module.build(replace(run, setup=SETUP)).content
    places = [content.find(f"R26-0007-000{number}".encode()) for number in (1, 2, 3)]
    assert places == sorted(places)
    assert places[0] >= 0
