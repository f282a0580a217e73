"""The reasons that files give for what did not arrive: ARUCS codes of banks, words of finance systems. Pure.

ARUCS is how banks send a Bacs credit back; what its codes mean stands in `payments/end_reasons.py`.
"""

from __future__ import annotations

import re

from tracker.errors import Invalid
from tracker.payments import for_finance
from tracker.payments.end_reasons import NOT_TAKEN, REASONS

REJECTED = NOT_TAKEN
LONGEST_NOTE = 200
# A code stands by itself at the start, or after a word for it: "B", "3 - account transferred", "ARUCS 0".
_CODE = re.compile(r"^(?:(?:arucs|reason|return|code)\W*)*([0235BC])(?![A-Z0-9])", re.IGNORECASE)
# What people may choose for rows that give no code, as Faster Payments that come back.
USUAL = ("sent-back", "arucs-0", "arucs-2", "arucs-3", "arucs-5", "arucs-b", "arucs-c")


def code_in(text: str) -> str | None:
    """The reason that a bank's code stands for, or None where there is none."""
    found = _CODE.match(text.strip())
    return f"arucs-{found[1].lower()}" if found else None


def words(code: str) -> str:
    """What a reason says in a sentence."""
    return REASONS[code].words


def note_of(text: str) -> tuple[str, str]:
    """What is kept of a finance system's own reason, and a remark where it is not kept as it stands."""
    plain = " ".join(text.split())[:LONGEST_NOTE]
    if not plain:
        return "No reason was given.", ""
    try:
        return for_finance.note(plain, field="file"), ""
    except Invalid:
        return "Ask the project.", "Its reason speaks of a person's benefits, so it is not kept."
