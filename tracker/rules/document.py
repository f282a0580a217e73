"""The text of a facts document read as JSON: strictly, since a sum that is written twice is nobody's word."""

from __future__ import annotations

import json
from typing import Any

from tracker.errors import Invalid

FIELD = "document"


def document_from(text: bytes) -> Any:
    """One JSON value out of UTF-8 text.

    Raises Invalid, in a sentence that says where and what to mend, for text that is not UTF-8 or not JSON, a
    field that is written twice in one object, and what is nested too deep.
    """
    try:
        return json.loads(
            text.decode("utf-8-sig"), object_pairs_hook=_each_once, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise _refusal(f"line {line} holds bytes that are not UTF-8: save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, character {error.colno}"
        raise _refusal(f"mend it at {place}, where it breaks off or a sign is missing or too many.") from None
    except RecursionError:
        raise _refusal("it is nested far too deep: give one object, or a list of objects.") from None
    except ValueError:
        raise _refusal('a number in it is too long: write amounts as text, like "75.00".') from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _refusal(f"{name[:60]} is written twice in one object: leave one of them out.")
        found[name] = value
    return found


def _refuse_constant(text: str) -> Any:
    raise _refusal(f"{text} is no number: leave the field out, or write null, where nothing is known.")


def _refusal(what: str) -> Invalid:
    return Invalid(f"The facts must be JSON: {what}", field=FIELD)
