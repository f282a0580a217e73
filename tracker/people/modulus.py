"""Whether a sort code and an account number can belong together: modulus checking, as an algorithm alone.

The method is Vocalink's (Validating account numbers, version 7.70). Its tables are not ours to give away:
they are read from the two files that it publishes, weights (`VALACDOS.txt`) and substitutions
(`SCSUBTAB.txt`). A sort code that stands in no row is not checked: that is not the same as good. Letters name
the digits as the specification does, `uvwxyz` the sort code and `abcdefgh` the account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.errors import Invalid

MOST_TABLE_BYTES = 5_000_000
_DIGITS = 14
_ROWS_OF_A_SORT_CODE = 2
_DASHES = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_ROW = re.compile(r"(\d{6})\s+(\d{6})\s+(MOD10|MOD11|DBLAL)((?:\s+\d{1,3}){14})(?:\s+(\d{1,2}))?", re.ASCII)
_PAIR = re.compile(r"(\d{6})\s+(\d{6})", re.ASCII)

# Places of the digits that exceptions look at.
_A, _B, _C, _G, _H = 6, 7, 8, 12, 13
# Exceptions 2, 8 and 9 have figures of their own in the specification.
_EURO = (0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1)
_EURO_NINE = (0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1)
_SORT_CODE_8 = "090126"
_SORT_CODE_9 = "309634"
_EITHER_PASSES = ({2, 9}, {10, 11}, {12, 13})
_ADDED_BY_1 = 27
# The Co-operative Bank's sort codes, whose ten digits are cut at the end and not at the beginning.
_CO_OPERATIVE = "08"


class Result(StrEnum):
    """What a check comes to."""

    VALID = "valid"
    INVALID = "invalid"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True)
class Checked:
    """The result with the sentence that says why."""

    result: Result
    reason: str


@dataclass(frozen=True)
class WeightRow:
    """One row of the weight table: a range of sort codes, the method, its weights, its exception or 0."""

    first: str
    last: str
    method: str
    weights: tuple[int, ...]
    exception: int


@dataclass(frozen=True)
class Tables:
    """The published tables; `substitutions` is None where that file was not given."""

    weights: Sequence[WeightRow]
    substitutions: Mapping[str, str] | None = None

    def rows_for(self, sort_code: str) -> list[WeightRow]:
        """The rows that hold a sort code, in table order: none, one or two."""
        found = [row for row in self.weights if row.first <= sort_code <= row.last]
        return found[:_ROWS_OF_A_SORT_CODE]


def read_weights(text: str, name: str) -> list[WeightRow]:
    """The rows of the weight table. Raises Invalid naming the line that is no row."""
    rows = []
    for number, line in _lines(text):
        found = _ROW.fullmatch(line.upper())
        if found is None or found[1] > found[2]:
            raise _refusal(
                f"{name}, line {number} is no row of the weight table: it needs two sort codes, MOD10, MOD11 "
                "or DBLAL, and fourteen weights. Fetch the file again from its publisher."
            )
        weights = tuple(int(weight) for weight in found[4].split())
        rows.append(WeightRow(found[1], found[2], found[3], weights, int(found[5] or 0)))
    if not rows:
        raise _refusal(f"{name} holds no row of the weight table. Fetch the file again from its publisher.")
    return rows


def read_substitutions(text: str, name: str) -> dict[str, str]:
    """The sort codes to be read as others. Raises Invalid naming the line that is no pair."""
    pairs = {}
    for number, line in _lines(text):
        found = _PAIR.fullmatch(line)
        if found is None:
            raise _refusal(
                f"{name}, line {number} is no pair of sort codes. Fetch the file again from its publisher."
            )
        pairs[found[1]] = found[2]
    return pairs


def sort_code_from(typed: str) -> str:
    """Six digits from what somebody typed. Raises Invalid; a nought that was lost is never guessed."""
    digits = _DASHES.sub("", typed)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        raise Invalid("Enter the sort code as six digits, like 12-34-56.", field="sort_code")
    return digits


def account_from(typed: str, sort_code: str) -> tuple[str, str]:
    """The sort code and the eight digits to check, from six to ten digits typed. Raises Invalid.

    Shorter numbers get noughts in front. Of nine digits the first belongs to the sort code, and of ten the
    last eight count, or at the Co-operative Bank the first eight (specification, non-standard accounts).
    """
    digits = _DASHES.sub("", typed)
    if not (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 10):
        raise Invalid("Enter the account number as six to ten digits, usually eight.", field="account_number")
    if len(digits) == 9:
        return sort_code[:5] + digits[0], digits[1:]
    if len(digits) == 10:
        return sort_code, digits[:8] if sort_code.startswith(_CO_OPERATIVE) else digits[2:]
    return sort_code, digits.zfill(8)


def check(sort_code: str, account: str, tables: Tables) -> Checked:
    """Whether six and eight digits can belong together, by the tables."""
    rows = tables.rows_for(sort_code)
    if not rows:
        return Checked(
            Result.NOT_CHECKED, "The sort code is in no row of the table, so the account cannot be checked."
        )
    digits = sort_code + account
    if any(row.exception == 6 for row in rows) and digits[_A] in "45678" and digits[_G] == digits[_H]:
        return Checked(
            Result.VALID, "An account in a foreign currency, which is taken as valid and cannot be checked."
        )
    if any(row.exception == 5 for row in rows) and tables.substitutions is None:
        return Checked(
            Result.NOT_CHECKED, "This sort code needs the table of substitutions, which was not given."
        )
    passed = [_passes(row, sort_code, account, tables) for row in rows]
    enough = any if {row.exception for row in rows} in _EITHER_PASSES else all
    if enough(passed):
        return Checked(Result.VALID, "The account number fits the sort code.")
    return Checked(
        Result.INVALID, "The account number does not fit the sort code: check both with the person."
    )


def _passes(row: WeightRow, sort_code: str, account: str, tables: Tables) -> bool:
    """Whether one check passes, by its exception."""
    digits = sort_code + account
    match row.exception:
        case 2 if digits[_A] != "0":
            row = replace(row, weights=_EURO_NINE if digits[_G] == "9" else _EURO)
        case 3 if row.method == "DBLAL" and digits[_C] in "69":
            return True
        case 4:
            return _total(row, digits) % 11 == int(account[6:])
        case 5:
            substituted = (tables.substitutions or {}).get(sort_code, sort_code)
            return _passes_5(row, substituted + account)
        case 7 if digits[_G] == "9":
            row = _without_beginning(row)
        case 8:
            digits = _SORT_CODE_8 + account
        case 9:
            digits = _SORT_CODE_9 + account
        case 10 if account[:2] in ("09", "99") and digits[_G] == "9":
            row = _without_beginning(row)
        case 14:
            return _fits(row, digits) or (account[7] in "019" and _fits(row, f"{sort_code}0{account[:7]}"))
    return _fits(row, digits)


def _fits(row: WeightRow, digits: str) -> bool:
    return _total(row, digits) % (11 if row.method == "MOD11" else 10) == 0


def _passes_5(row: WeightRow, digits: str) -> bool:
    """The remainder says what the check digit is: g of the first check, h of the second."""
    if row.method == "DBLAL":
        return (10 - _total(row, digits) % 10) % 10 == int(digits[_H])
    rest = _total(row, digits) % 11
    # A remainder of 1 would need a check digit of ten.
    return rest != 1 and (11 - rest) % 11 == int(digits[_G])


def _total(row: WeightRow, digits: str) -> int:
    products = [weight * int(digit) for weight, digit in zip(row.weights, digits, strict=True)]
    if row.method == "DBLAL":
        total = sum(int(digit) for product in products for digit in str(product))
        return total + (_ADDED_BY_1 if row.exception == 1 else 0)
    return sum(products)


def _without_beginning(row: WeightRow) -> WeightRow:
    """The row with nothing for the sort code and the first two digits of the account, u to b."""
    return replace(row, weights=(0,) * (_B + 1) + row.weights[_B + 1 :])


def _lines(text: str) -> list[tuple[int, str]]:
    numbered = enumerate(text.lstrip("\ufeff").splitlines(), start=1)
    return [(number, line.strip()) for number, line in numbered if line.strip()]


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, field="tables")
