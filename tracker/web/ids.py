"""Record ids in URLs: the random number written in 13 letters and digits, without look-alikes."""

from __future__ import annotations

from werkzeug.routing import BaseConverter, ValidationError

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 13


def encode(number: int) -> str:
    """The URL text of a record id."""
    letters = []
    for _ in range(_LENGTH):
        number, remainder = divmod(number, 32)
        letters.append(_ALPHABET[remainder])
    return "".join(reversed(letters))


def decode(text: str) -> int:
    """The record id of a URL text; raises ValueError for anything `encode` cannot have written."""
    if len(text) != _LENGTH:
        raise ValueError(text)
    number = 0
    for letter in text:
        number = number * 32 + _ALPHABET.index(letter)
    if number >= 2**63:
        raise ValueError(text)
    return number


class IdConverter(BaseConverter):
    """`<id:project_id>` in a route; a text that is no id is simply a page that does not exist."""

    regex = f"[{_ALPHABET}]{{{_LENGTH}}}"

    def to_python(self, value: str) -> int:
        try:
            return decode(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: int) -> str:
        return encode(value)
