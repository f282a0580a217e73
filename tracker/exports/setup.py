"""What an organisation sets up once for its files: the account it pays from, its columns, its codes.

Pure values; `setups.py` keeps them, a new version for each change. Where one is needed and not there, asking
for it raises Refused with a sentence that says where it is entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import Refused
from tracker.exports.codes import Codes
from tracker.exports.layout import Layout


class SetupKind(StrEnum):
    """What can be set up; a format names those that it needs."""

    ACCOUNT = "account"
    BANK_COLUMNS = "bank-columns"
    LEDGER_COLUMNS = "ledger-columns"
    CODES = "codes"
    SUPPLIER_COLUMNS = "supplier-columns"


class Rail(StrEnum):
    """By which scheme a pain.001 file asks the bank to pay."""

    FASTER_PAYMENTS = "faster-payments"
    BACS = "bacs"


@dataclass(frozen=True)
class PayingAccount:
    """The organisation's own account: its name as the bank has it, six and eight digits.

    `user_number` is the six digits by which Bacs knows who sends a file; most small organisations have none.
    """

    name: str
    sort_code: str
    number: str
    user_number: str | None = None
    rail: Rail = Rail.FASTER_PAYMENTS


@dataclass(frozen=True)
class Setup:
    """What is in force; `versions` names it, like account-2, so that a file made under it is known."""

    kept_account: PayingAccount | None = None
    kept_bank_columns: Layout | None = None
    kept_ledger_columns: Layout | None = None
    kept_codes: Codes | None = None
    kept_supplier_columns: Layout | None = None
    versions: str = ""

    @property
    def account(self) -> PayingAccount:
        """The account that the organisation pays from. Raises Refused where none is entered."""
        if self.kept_account is None:
            raise Refused(
                "The account that you pay from is not known yet. Enter it under Pay runs, Set up files.",
                code="no-account",
            )
        return self.kept_account

    @property
    def bank_columns(self) -> Layout:
        """The layout of the bank's file. Raises Refused where none is set up."""
        return _set_up(self.kept_bank_columns)

    @property
    def ledger_columns(self) -> Layout:
        """The layout of the finance system's file. Raises Refused where none is set up."""
        return _set_up(self.kept_ledger_columns)

    @property
    def supplier_columns(self) -> Layout:
        """The layout of the file that sets payees up. Raises Refused where none is set up."""
        return _set_up(self.kept_supplier_columns)

    @property
    def codes(self) -> Codes:
        """The account codes of the ledger. Raises Refused where none are entered."""
        if self.kept_codes is None:
            raise Refused(
                "The account codes of your ledger are not known yet. Enter them under Pay runs, Set up "
                "files.",
                code="no-codes",
            )
        return self.kept_codes


def _set_up(layout: Layout | None) -> Layout:
    if layout is None:
        raise Refused(
            "The columns of this file are not set up yet. List them under Pay runs, Set up files.",
            code="no-columns",
        )
    return layout
