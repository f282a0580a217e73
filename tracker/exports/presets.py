"""Layouts to begin with, for uploads whose columns are described in public. No bank has certified them. Pure.

Sources: Bankline's import guide as the gem bankline_csv_import_file reads it; ptx-rbs.readme.io for AutoPay
Online; portal.paygate.cloud for PayGate; for Santander Connect a copy of its Bacs import guide 60 20 273 in
other hands, so the bank's name for your location and the file's number must be put in. Guides change, so a
test upload comes first. Lloyds publishes its order of columns nowhere that we could read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.exports.layout import Dates, Layout


@dataclass(frozen=True)
class Preset:
    """A layout by the name of the upload that it is for."""

    name: str
    layout: Layout


_BANKLINE = """\
empty 3
"01"
empty 8
our_fourteen_digits, 14
empty 3
amount
empty
pay_date
empty 5
sort_code, 6
empty 5
account_number, 8
empty
account_name, 35
empty 3
bank_reference, 18
empty 48
"""
_AUTOPAY = """\
bank_reference, 18
account_name, 18
account_number, 8
sort_code, 6
pay_date
"99"
amount
"""
_PAYGATE = """\
sort_code, 6
account_number, 8
account_name, 18
amount
"99"
our_sort_code, 6
our_account_number, 8
our_name, 18
bank_reference, 18
pay_date
"""
_SANTANDER = """\
"PAYMENT"
"BACS"
our_fourteen_digits, 14
account_name, 35
sort_code, 6
account_number, 8
amount
pay_date
bank_reference, 18
empty
"""
_SANTANDER_FIRST = """\
"PAYMENT"
"HEADER"
made_date
"LOCATION"
"1"
"""
_SANTANDER_LAST = """\
"PAYMENT"
"TRAILER"
total_pence, 15, noughts
count
"""
PRESETS: Mapping[str, Preset] = {
    "bankline": Preset("Bankline", Layout(_BANKLINE, headed=False, dates=Dates.EIGHT)),
    "autopay": Preset("AutoPay Online", Layout(_AUTOPAY, headed=False, dates=Dates.DAY_OF_YEAR)),
    "paygate": Preset("PayGate", Layout(_PAYGATE, headed=False)),
    "santander": Preset(
        "Santander Connect",
        Layout(_SANTANDER, _SANTANDER_FIRST, _SANTANDER_LAST, headed=False, dates=Dates.EIGHT),
    ),
}
