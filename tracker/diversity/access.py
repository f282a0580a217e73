"""A person's own way in: the code from the paper, then the PIN that only they know.

Nothing here says whose code it is. A PIN that is lost is not given again: staff delete the answers, unread,
and print a new code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.audit.services import record
from tracker.diversity import link
from tracker.errors import Invalid
from tracker.permissions import Actor

# Acts of the person: on the record as acts alone, since nothing here may name them.
THEMSELVES = Actor(user_id=None, name="A person themselves")
ABOUT = "diversity"
PIN_DIGITS = 6
_HASHER = PasswordHasher()

UNKNOWN = (
    "This code is not known. Check each letter against the paper. If you were given a newer paper, use the "
    "code on that one."
)
LOCKED = "There were too many wrong PINs. Wait one hour, then try again."
WRONG = (
    "This PIN is not right. Try again, or ask for a new code if it is lost: your answers are then deleted."
)
_MEANWHILE = "This code was used a moment ago. Type it again, with your PIN."


@dataclass(frozen=True)
class Knock:
    """A code and a PIN, looked at but not yet let in: `new` where the PIN is being set."""

    code_sha256: str
    pin_hash: str
    right: bool
    new: bool


def read_code(text: str) -> str:
    """The hash of a code as somebody typed it, with or without hyphens, in any case."""
    return link.digest("".join(letter for letter in text.upper() if letter.isalnum()))


def is_new(code_sha256: str, now: datetime) -> bool:
    """Whether a code waits for its first use. Raises Invalid for one that is unknown or locked."""
    found = link.door(code_sha256, now)
    if found is None:
        raise Invalid(UNKNOWN, field="code")
    if found.locked:
        raise Invalid(LOCKED, field="pin")
    return found.pin_hash is None


def knock(code: str, pin: str, again: str, now: datetime) -> Knock:
    """Look at a code and a PIN; slow on purpose, so before the write lock. Raises Invalid."""
    code_sha256 = read_code(code)
    digits = pin.replace(" ", "")
    if is_new(code_sha256, now):
        return Knock(code_sha256, _HASHER.hash(_chosen(digits, again.replace(" ", ""))), right=True, new=True)
    found = link.door(code_sha256, now)
    pin_hash = (found.pin_hash if found else None) or ""
    return Knock(code_sha256, pin_hash, right=_matches(pin_hash, digits), new=False)


def _chosen(pin: str, again: str) -> str:
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise Invalid(f"Choose a PIN of {PIN_DIGITS} digits, like the number of a date.", field="pin")
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise Invalid("Choose a PIN that is harder to guess.", field="pin")
    if pin != again:
        raise Invalid("The two PINs are not the same. Type both again.", field="again")
    return pin


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        return _HASHER.verify(pin_hash, pin[:PIN_DIGITS]) and len(pin) == PIN_DIGITS
    except (VerificationError, InvalidHashError):
        return False


def enter(knocked: Knock, now: datetime) -> str | None:
    """Set the PIN if it is new and begin a visit: its secret, or None where the PIN was wrong.

    Raises Invalid where somebody used the code in between.
    """
    if not knocked.right:
        link.note_wrong_pin(knocked.code_sha256, now)
        record(THEMSELVES, "typed-wrong-pin", ABOUT)
        return None
    if knocked.new:
        if not link.set_pin(knocked.code_sha256, knocked.pin_hash):
            raise Invalid(_MEANWHILE, field="code")
        record(THEMSELVES, "set-pin", ABOUT)
    secret = link.begin_visit(knocked.code_sha256, knocked.pin_hash, now)
    if secret is None:
        raise Invalid(_MEANWHILE, field="code")
    return secret
