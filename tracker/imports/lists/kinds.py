"""What an amount was for, and how it was paid, by the words that people use for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from tracker.values import folded


class Kind(StrEnum):
    """What an amount was for."""

    FEE = "fee"
    EXPENSE = "expense"
    # A round sum, which counts as a fee.
    ALLOWANCE = "allowance"
    # A fee that was given as a voucher.
    VOUCHER = "voucher"
    # No payment to this person at all, so it is left out.
    OTHER = "other"


KIND_LABELS: Mapping[Kind, str] = {
    Kind.FEE: "a fee",
    Kind.EXPENSE: "an expense",
    Kind.ALLOWANCE: "an allowance: a round sum, which counts as a fee",
    Kind.VOUCHER: "a voucher: a fee given as one",
    Kind.OTHER: "no payment to this person: leave it out",
}
_KIND_WORDS = {
    Kind.FEE: """
        fee fees honorarium honoraria remuneration
    """,
    Kind.EXPENSE: """
        expense expenses travel mileage parking taxi taxis bus train rail tram fare fares ferry petrol fuel
        subsistence meal meals lunch dinner breakfast refreshments food accommodation hotel overnight
        childcare carer carers care sitter respite internet data phone telephone postage stationery printing
        reimbursement costs receipts
    """,
    Kind.ALLOWANCE: "allowance allowances stipend sra",
    Kind.VOUCHER: "voucher vouchers giftcard giftcards evoucher evouchers",
}
_KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}

METHOD_LABELS: Mapping[str, str] = {
    "bank": "bank transfer",
    "cash": "cash",
    "cheque": "cheque",
    "voucher": "voucher or gift card",
    "prepaid-card": "prepaid card",
    "payroll": "payroll",
    "to-charity": "given to a charity",
    "not-known": "not known",
}
_METHOD_WORDS = {
    "bank": "bank|bacs|bank transfer|transfer|bank payment|faster payment|faster payments|fps|chaps"
    "|direct credit|electronic transfer|online transfer|bank account",
    "cash": "cash|petty cash",
    "cheque": "cheque|check|chq",
    "voucher": "voucher|vouchers|gift card|gift voucher|e voucher|evoucher|shopping voucher|giftcard",
    "prepaid-card": "prepaid card|pre paid card",
    "payroll": "payroll|paye|salary",
    "to-charity": "charity|to charity|donated|donation|donated to charity",
}
_METHODS = {word: code for code, words in _METHOD_WORDS.items() for word in words.split("|")}


def kind_of(text: str) -> Kind | None:
    """What words such as “Travel” or “Involvement fee” say that an amount was for.

    None where they say nothing, or two things, such as “Parking fee”.
    """
    bare = re.sub(r"gift[\s_-]+cards?", "giftcard", folded(text))
    bare = re.sub(r"\be[\s_-]+voucher", "evoucher", bare)
    met = {_KINDS[word] for word in re.findall(r"[a-z]+", bare) if word in _KINDS}
    return met.pop() if len(met) == 1 else None


def method_of(text: str) -> str | None:
    """The code of a way of paying, such as “bank” for BACS; None for words that are not known."""
    return _METHODS.get(" ".join(re.findall(r"[a-z]+", folded(text))))
