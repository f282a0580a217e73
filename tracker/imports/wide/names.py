"""Which columns of a table hold the names of people: by their headings, else by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tracker.imports.wide.grid import Line
from tracker.values import folded

_FIRST = ("firstname", "forename", "givenname", "first", "christianname")
_LAST = ("lastname", "surname", "familyname", "last", "secondname")
_WHOLE = (
    "name",
    "fullname",
    "member",
    "attendee",
    "participant",
    "person",
    "people",
    "councillor",
    "councillors",
    "membername",
    "nameofmember",
    "representative",
    "delegate",
    "volunteer",
    "contributor",
    "cllr",
    "director",
    "governor",
    "trustee",
    "mp",
    "msp",
    "who",
)
_NOT_OF_PEOPLE = re.compile(r"org|company|compan|group|team|project|committee|firm|file|nick|user")


def squeezed(heading: str) -> str:
    """A heading without spaces, signs and capitals."""
    return re.sub(r"[\W_]+", "", folded(heading))


def is_heading_of_names(text: str) -> bool:
    """Whether a column headed so holds names of people, or a part of them."""
    bare = squeezed(text)
    return any(_is(bare, words) for words in (_FIRST, _LAST, _WHOLE)) or _ends_in_name(bare)


def _is(bare: str, words: Sequence[str]) -> bool:
    return bare in words or bare.removesuffix("s") in words


def _ends_in_name(bare: str) -> bool:
    return bare.endswith(("name", "names")) and not _NOT_OF_PEOPLE.search(bare)


def by_heading(texts: Mapping[int, str]) -> tuple[int, ...]:
    """The columns of names by their headings: a first and a last name, or one; none where none says so."""
    bare = {at: squeezed(text) for at, text in texts.items()}

    def headed(words: Sequence[str]) -> int | None:
        for word in words:
            for at, text in bare.items():
                if text in {word, f"{word}s"}:
                    return at
        return None

    first, last = headed(_FIRST), headed(_LAST)
    if first is not None and last is not None:
        return first, last
    whole = headed(_WHOLE)
    if whole is None:
        whole = next((at for at, text in bare.items() if _ends_in_name(text)), None)
    if whole is None:
        whole = last if last is not None else first
    return () if whole is None else (whole,)


def by_content(rows: Sequence[Line], before: int) -> tuple[int, ...]:
    """The column left of the days that reads like names: filled, different in each row, words of letters."""
    best: tuple[float, int] | None = None
    for at in range(before):
        texts = [text for line in rows if (text := line.at(at))]
        like = [text for text in texts if _like_a_name(text)]
        if not texts or len(texts) * 2 < len(rows) or len(like) < len(texts) * 0.8:
            continue
        several_words = sum(" " in text for text in like)
        score = len(set(map(folded, like))) / len(rows) + several_words / len(rows)
        if best is None or score > best[0]:
            best = (score, at)
    return () if best is None else (best[1],)


def _like_a_name(text: str) -> bool:
    return len(text) > 1 and any(letter.isalpha() for letter in text) and not any(map(str.isdecimal, text))
