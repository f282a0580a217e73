"""Keep what is set up for files, by versions, and read what is in force."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import canonical_json, db
from tracker.errors import Invalid, Refused
from tracker.exports import xero
from tracker.exports.codes import Codes, words
from tracker.exports.layout import Amounts, Dates, Ends, Layout, Separator
from tracker.exports.letters import written
from tracker.exports.models import ExportSetup
from tracker.exports.setup import PayingAccount, Rail, Setup, SetupKind
from tracker.people.payees import read_account_number, read_sort_code
from tracker.permissions import Actor, Permission
from tracker.tables import harmless
from tracker.values import line, needed_line

_PARTS = {
    SetupKind.BANK_COLUMNS: Layout.for_bank,
    SetupKind.LEDGER_COLUMNS: Layout.for_ledger,
    SetupKind.SUPPLIER_COLUMNS: Layout.for_suppliers,
}
LONGEST_NAME = 70
USER_NUMBER_DIGITS = 6
LONGEST_CODE = 40


def in_force(kinds: Collection[SetupKind]) -> Setup:
    """What is set up now, of these kinds alone: the newest version of each."""
    newest = _newest(kinds)
    return Setup(
        kept_account=_account(newest.get(SetupKind.ACCOUNT)),
        kept_bank_columns=_layout(newest.get(SetupKind.BANK_COLUMNS)),
        kept_ledger_columns=_layout(newest.get(SetupKind.LEDGER_COLUMNS)),
        kept_codes=_codes(newest.get(SetupKind.CODES)),
        kept_supplier_columns=_layout(newest.get(SetupKind.SUPPLIER_COLUMNS)),
        versions=",".join(f"{kind.value}-{newest[kind].number}" for kind in sorted(newest)),
    )


def last(kind: SetupKind) -> ExportSetup | None:
    """The version in force, with who set it and when."""
    return _newest([kind]).get(kind)


def set_account(
    *,
    actor: Actor,
    name: str,
    sort_code: str,
    number: str,
    user_number: str | None = None,
    rail: Rail = Rail.FASTER_PAYMENTS,
) -> ExportSetup:
    """Keep the account that the organisation pays from; the same again changes nothing.

    Raises Invalid for digits missing or a name that no bank can write, Refused without the permission.
    """
    named = needed_line(
        name,
        field="account_name",
        longest=LONGEST_NAME,
        sentence="Enter the name of your account, as your bank has it.",
    )
    if not written(named):
        raise Invalid("Enter the name in letters from A to Z: banks carry no others.", field="account_name")
    account = PayingAccount(
        name=named,
        sort_code=read_sort_code(sort_code),
        number=read_account_number(number),
        user_number=_user_number(user_number or ""),
        rail=rail,
    )
    return _keep(actor, SetupKind.ACCOUNT, asdict(account))


def set_columns(*, actor: Actor, kind: SetupKind, layout: Layout) -> ExportSetup:
    """Keep a layout of the organisation's own: of the bank's file, the ledger's, or the one of payees.

    Raises Invalid, naming the line, for columns that cannot be read, Refused without the permission.
    """
    _PARTS[kind](layout)
    return _keep(actor, kind, asdict(layout))


def set_codes(
    *,
    actor: Actor,
    codes: Mapping[str, str],
    tax: str = "",
    tracking: str = "",
    numbered: bool = False,
    named: bool = True,
    heading: str = "",
) -> ExportSetup:
    """Keep the account codes of the ledger, by kind of cost and way of paying, and how it knows payees.

    `heading` is the first line of the organisation's own template of Xero. Raises Invalid for a code that a
    spreadsheet would run or for what is no such heading, Refused without the permission.
    """
    read = {name: _code(text, name) for name, text in codes.items() if text.strip()}
    for name in ("fee", "expense"):
        if name not in read:
            raise Invalid(f"Enter the account code of {words(name)}.", field=field_of(name))
    values = {
        "by_name": read,
        "tax": _code(tax, "tax"),
        "tracking": _code(tracking, "tracking"),
        "numbered": numbered,
        "named": named,
        "heading": _heading(heading, tracks=bool(tracking.strip())),
    }
    return _keep(actor, SetupKind.CODES, values)


def field_of(name: str) -> str:
    """The form's field of a kind or a way of paying."""
    return f"code_{name.replace('-', '_')}"


def _code(text: str, name: str) -> str:
    field = name if name in {"tax", "tracking"} else field_of(name)
    code = line(text, field=field, longest=LONGEST_CODE) or ""
    if code != harmless(code):
        raise Invalid("A code begins with a letter or a digit.", field=field)
    return code


def _heading(pasted: str, *, tracks: bool) -> str:
    if len(pasted) > xero.LONGEST_HEADING:
        raise Invalid("Paste the first line of the template alone.", field="heading")
    xero.read_heading(pasted, tracks=tracks)
    return pasted.strip()


def _user_number(text: str) -> str | None:
    digits = "".join(text.split())
    if not digits:
        return None
    if len(digits) == USER_NUMBER_DIGITS and digits.isascii() and digits.isdecimal() and int(digits):
        return digits
    raise Invalid("A Bacs service user number has six digits: check your Bacs papers.", field="user_number")


def _newest(kinds: Collection[SetupKind]) -> Mapping[SetupKind, ExportSetup]:
    rows = db.session.scalars(
        select(ExportSetup).where(ExportSetup.kind.in_(list(kinds))).order_by(ExportSetup.number)
    )
    return {row.kind: row for row in rows}


def _account(kept: ExportSetup | None) -> PayingAccount | None:
    if kept is None:
        return None
    values: dict[str, Any] = json.loads(kept.sealed)
    return PayingAccount(**{**values, "rail": Rail(values["rail"])})


def _layout(kept: ExportSetup | None) -> Layout | None:
    if kept is None:
        return None
    values: dict[str, Any] = json.loads(kept.sealed)
    shapes = {
        "dates": Dates(values["dates"]),
        "amounts": Amounts(values["amounts"]),
        "separator": Separator(values["separator"]),
        "ends": Ends(values["ends"]),
    }
    return Layout(**{**values, **shapes})


def _codes(kept: ExportSetup | None) -> Codes | None:
    return None if kept is None else Codes(**json.loads(kept.sealed))


def _keep(actor: Actor, kind: SetupKind, values: Mapping[str, Any]) -> ExportSetup:
    if actor.projects(Permission.PREPARE_RUNS) is not None:
        raise Refused("Files are set up by somebody in finance for all projects: ask one of them.")
    before = last(kind)
    text = canonical_json(values)
    if before is not None and before.sealed == text:
        return before
    kept = ExportSetup(
        kind=kind, number=(before.number if before else 0) + 1, sealed=text, set_by_id=actor.user_id
    )
    db.session.add(kept)
    db.session.flush()
    record(actor, f"set-up-{kind.value}", kept, values={"number": kept.number})
    return kept
