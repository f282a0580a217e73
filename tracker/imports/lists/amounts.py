"""An amount of pounds as people write it in a list, or that there is none. Pure: text in, whole pence out."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from tracker.errors import Invalid
from tracker.money import LARGEST_PENCE, PENCE_DIGITS, Money
from tracker.values import folded

# What people write where there was nothing to pay. Nought is an amount, and none of these.
_NOTHING = frozenset({"", "-", "nil", "n/a", "na", "n.a.", "none", "not applicable"})
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SIGN = r"(?:£|gbp)?"
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>-)?\s*{_SIGN}\s*(?P<back>-)?\s*"
    r"(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)?(?:\.(?P<decimals>[0-9]+))?"
    rf"\s*{_SIGN}\s*(?P<after>-|cr)?\s*(?P<close>\))?"
)
# Stars and small raised numbers point to a note below, and change no amount.
_NOTE_MARKS = " *†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰^"
# A sum that a program made of fractions may stand this far beside its pennies, in pounds, and no farther.
_NOISE = Decimal("0.000001")
_MOST_DIGITS = 20


# A list of a hundred thousand rows has few different amounts.
@lru_cache(maxsize=10_000)
def read(text: str) -> Money | None:
    """An amount such as £1,234.50, 11 784.96, (20.00) or 20 CR; None where the cell says that there is none.

    Raises Invalid for whatever could be read in two ways, or is no amount of pounds and pence.
    """
    bare = _DASHES.sub("-", folded(text.strip().rstrip(_NOTE_MARKS)))
    if bare in _NOTHING or re.sub(r"[£ ]", "", bare) == "-":
        return None
    match = _AMOUNT.fullmatch(bare)
    if match is None or not (match["pounds"] or match["decimals"]):
        raise Invalid(_why_not(text, bare))
    signs = [match["open"], match["minus"], match["back"], match["after"]]
    if bool(match["open"]) != bool(match["close"]) or sum(map(bool, signs)) > 1:
        raise Invalid(_unclear(text))
    found = _pence(text, re.sub("[ ,]", "", match["pounds"] or "0"), match["decimals"] or "")
    return -found if any(signs) else found


def is_amount(text: str) -> bool:
    """Whether a cell holds an amount; one that says that there is none holds none."""
    try:
        return read(text) is not None
    except Invalid:
        return False


def _pence(text: str, pounds: str, decimals: str) -> Money:
    if len(pounds) + len(decimals) > _MOST_DIGITS:
        raise Invalid(f"“{text[:40]}” has too many numbers for an amount. Correct it.")
    exact = Decimal(f"{pounds}.{decimals or '0'}")
    near = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
    if len(decimals) > PENCE_DIGITS and abs(exact - near) > _NOISE:
        raise Invalid(
            f"“{text[:40]}” has more than two numbers after the point, so it is no amount of pence. Correct "
            "it, like 12.50."
        )
    pence = int(near * 100)
    if pence > LARGEST_PENCE:
        raise Invalid(f"“{text[:40]}” is too large: check the number of noughts.")
    return Money(pence)


def _why_not(text: str, bare: str) -> str:
    numbers = bool(re.search(r"[0-9]", bare)) and not re.search(r"[a-z$€%]", bare)
    return _unclear(text) if numbers else f"“{text[:40]}” is no amount. Enter pounds, like 75 or 12.50."


def _unclear(text: str) -> str:
    return f"“{text[:40]}” can be read in more than one way. Enter pounds, like 1,234.50 or -20.00."
