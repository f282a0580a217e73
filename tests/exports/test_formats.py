"""What holds of every format, those still to come included: it ties to the run, and no name breaks it."""

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
