"""The headings that tell a column of a list: who, when, what for, how much. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tracker.imports.wide import names
from tracker.imports.wide.names import squeezed
from tracker.values import folded

_PAYEES = (
    "payee", "payees", "paidto", "recipient", "claimant", "expert", "contributor", "publiccontributor",
    "serviceuser", "panelmember", "partner", "peopleperson", "beneficiary",
)  # fmt: skip
_REFS = (
    "personref",
    "participantref",
    "personid",
    "participantid",
    "personreference",
    "memberref",
    "memberid",
)
# These may be of the person or of anything else: only where there is no name are they the person's.
_ANY_REFS = ("ref", "reference", "id", "refno", "referencenumber")
_SESSIONS = (
    "session",
    "sessionref",
    "sessionid",
    "sessioncode",
    "sessionreference",
    "meetingref",
    "eventref",
)
_KINDS = (
    "kind",
    "type",
    "category",
    "expensetype",
    "typeofexpense",
    "paymenttype",
    "whatfor",
    "costtype",
    "item",
)
_METHODS = (
    "method",
    "paymentmethod",
    "methodofpayment",
    "howpaid",
    "paidby",
    "paidvia",
    "paymentroute",
    "via",
)
_MINUTES = ("minutes", "mins")
_PAID = re.compile(r"paid|payment|paydate|payday|transferred|bacs")
_NOT_THE_DAY = re.compile(r"birth|dob|join|start|created|updated|modified|expir")
_MONEY = re.compile(
    r"£|\b(?:amounts?|paid|payments?|pay|cost|costs|sum|value|gross|net|total|totals|gbp|pounds|allowances?|expenses?"
    r"|fees?|travel|mileage|subsistence|vouchers?|honorari\w+|remuneration|accommodation|reimburs\w+|salary)\b"
)
# Amounts that nobody was paid, or that say the same money again.
_NOT_PAID = re.compile(
    r"\b(?:tax|paye|ni|vat|deduct\w*|balance|budget|rate|per|hourly|owed|owing|due|outstanding|remaining"
    r"|cumulative|running|to date|ytd|year to date|miles|hours|last year|previous|limit|cap"
    r"|not paid|unpaid|repaid|repayments?|refused|disallowed|rejected|recovered)\b"
)
# What somebody asked for, or was granted, is not what they were paid where a column beside it says that.
_ASKED = re.compile(r"\b(?:claimed|requested|submitted|approved|authorised|invoiced|offered)\b")
_PAID_OUT = re.compile(r"\bpaid\b")
_GROSS, _NET = re.compile(r"\bgross\b"), re.compile(r"\bnet\b")
# Amounts that are not in pounds, whatever stands in the cells.
_UNITS = {
    "thousands of pounds": re.compile(r"[£(]\s?'?000'?s?\b|\b000'?s\b|£\s?k\b|\bthousands?\b"),
    "millions of pounds": re.compile(r"£\s?m\b|\bmillions?\b"),
    "pence": re.compile(r"\bpence\b|\(p\)$"),
    "another currency": re.compile(r"[€$]|\b(?:euros?|eur|usd|dollars?)\b"),
}
_TOTAL = re.compile(r"\b(?:sub-?)?totals?\b|\bsum\b|\bgrand\b")


def of_names(texts: Mapping[int, str]) -> tuple[int, ...]:
    """The columns of names: a first and a last name, or one; none where no heading says so."""
    for word in _PAYEES:
        for at, text in texts.items():
            if squeezed(text) == word:
                return (at,)
    found = names.by_heading({at: text for at, text in texts.items() if not _is_elsewhere(text)})
    if not found and first(texts, ("from",)) is None:
        # Beside From it is where a journey went.
        to = first(texts, ("to",))
        found = () if to is None else (to,)
    return found


def _is_elsewhere(text: str) -> bool:
    """A heading such as “Event name” or “Project name” names no person."""
    bare = squeezed(text)
    return bare.endswith("name") and bool(
        re.match(r"session|event|meeting|activity|file|sheet|known|knownas", bare)
    )


def of_refs(texts: Mapping[int, str], *, any_ref: bool = True) -> int | None:
    """The column of people's references; `any_ref` where there is no column of names."""
    return first(texts, (*_REFS, *_ANY_REFS) if any_ref else _REFS)


def of_sessions(texts: Mapping[int, str]) -> int | None:
    """The column of sessions' references."""
    return first(texts, _SESSIONS)


def of_kinds(texts: Mapping[int, str]) -> int | None:
    """The column that says what an amount was for."""
    return first(texts, _KINDS)


def of_methods(texts: Mapping[int, str]) -> int | None:
    """The column that says how it was paid."""
    return first(texts, _METHODS)


def of_minutes(texts: Mapping[int, str]) -> int | None:
    """The column of minutes."""
    return first(texts, _MINUTES)


def first(texts: Mapping[int, str], wanted: tuple[str, ...]) -> int | None:
    """The first column with one of these headings, the likeliest heading first."""
    found = {squeezed(text): at for at, text in reversed([*texts.items()])}
    return next((found[word] for word in wanted if word in found), None)


def is_day_paid(heading: str) -> bool:
    """Whether a heading says that its days are those of payments."""
    return bool(_PAID.search(squeezed(heading)))


def is_other_day(heading: str) -> bool:
    """Whether a heading is of days in somebody's life, and of no payment or cost."""
    return bool(_NOT_THE_DAY.search(squeezed(heading)))


def is_money(heading: str) -> bool:
    """Whether a heading is of money."""
    return bool(_MONEY.search(_spaced(heading)))


def is_not_paid(heading: str) -> bool:
    """Whether a heading is of amounts that reached nobody, such as a budget or a tax."""
    return bool(_NOT_PAID.search(_spaced(heading)))


def is_gross_of_net(heading: str, others: Iterable[str]) -> bool:
    """Whether a heading is of amounts before deductions, and another of what was left of them."""
    return bool(_GROSS.search(_spaced(heading))) and any(_NET.search(_spaced(one)) for one in others)


def is_asked_of_paid(heading: str, others: Iterable[str]) -> bool:
    """Whether a heading is of amounts that were asked for, and another of those that were paid."""
    paid = (_PAID_OUT.search(_spaced(one)) and not is_not_paid(one) for one in others)
    return bool(_ASKED.search(_spaced(heading))) and any(paid)


def unit_of(heading: str) -> str | None:
    """What amounts under a heading are counted in, where it says that they are not in pounds."""
    return next((unit for unit, pattern in _UNITS.items() if pattern.search(folded(heading))), None)


def is_total(heading: str) -> bool:
    """Whether a heading is of sums."""
    return bool(_TOTAL.search(_spaced(heading)))


def _spaced(heading: str) -> str:
    return re.sub(r"[_/]+", " ", folded(heading))
