"""The people of a file who may be known already, as both doors of import ask about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tracker.errors import Invalid
from tracker.imports.planning.alike import NEW, Ask
from tracker.imports.planning.book import Book
from tracker.values import folded

# A page asks about so many at once; the others follow when these are answered.
MOST_SHOWN = 50


def shown(book: Book) -> Sequence[Ask]:
    """Whom a page asks about: first of all those without whose answer nothing comes in."""
    return sorted(book.asks.values(), key=lambda asked: not asked.needed)[:MOST_SHOWN]


def said(options: Sequence[str]) -> dict[str, str]:
    """What the options of a command say, as NAME=WHO. Raises Invalid."""
    found = {}
    for text in options:
        name, _, who = text.rpartition("=")
        if not name.strip() or not who.strip():
            raise Invalid(
                f'--same {text} says nothing. Write it as NAME=WHO, like "Ann Lee=P-000012".', field="same"
            )
        found[folded(name)] = found[name.strip()] = who.strip()
    return found


def sentences(book: Book) -> Iterator[str]:
    """Each person who may be known, who they may be, how they come in and how to say otherwise."""
    for asked in book.asks.values():
        for choice in asked.choices:
            name = asked.key if asked.key != folded(asked.name) else asked.name
            yield (
                f"{asked.called} may be {choice.label}. {choice.why} {_comes_in(asked)} "
                f'To say that they are: --same "{name}={choice.code}"'
            )


def _comes_in(asked: Ask) -> str:
    if asked.answer == NEW:
        return "They come in as somebody new."
    return f"They were said to be {asked.answer}." if asked.is_answered else "Say who it is first."


def answers(asks: Sequence[Ask], given: Mapping[str, str]) -> dict[str, str]:
    """What a form says, by field name as in the page: only of people whom the page asks about."""
    return {
        asked.key: value
        for number, asked in enumerate(asks)
        if (value := given.get(f"person_{number}")) is not None and given.get(f"key_{number}") == asked.key
    }
