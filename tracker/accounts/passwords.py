"""Passwords: hashed with argon2, checked in constant time, refused when too short or too common."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.errors import Invalid

_HASHER = PasswordHasher()
SHORTEST = 12
LONGEST = 128
_COMMON = frozenset({"password1234", "123456789012", "qwertyuiopas", "letmeinletmein", "passwordpassword"})

# Checked when there is no such user, so that the answer takes as long as for a real one.
_NOBODY = _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to store. Raises Invalid for a password that is too short, too long or widely used."""
    if len(password) < SHORTEST:
        raise Invalid(
            f"Choose a password of {SHORTEST} characters or more: three words will do.", field="password"
        )
    if len(password) > LONGEST:
        raise Invalid(f"Choose a password of at most {LONGEST} characters.", field="password")
    if password.lower() in _COMMON or len(set(password)) < 4:
        raise Invalid("Choose a password that is harder to guess.", field="password")
    return _HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password belongs to a hash; takes as long where there is no hash."""
    try:
        return _HASHER.verify(password_hash or _NOBODY, password[:LONGEST]) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
