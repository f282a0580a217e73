"""Who is meant by what somebody wrote on a paper sheet. Pure: the people of the project are given.

Nothing is guessed. A reference, an address or a whole name that belongs to exactly one person is that person;
everything else is a question, with the people it may mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tracker.values import folded

_NAME_AND_REF = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_MOST_MEANT = 6
# How alike two names must be to ask whether one was meant: a letter or two in a usual name.
_ALIKE = 0.78


@dataclass(frozen=True)
class Known:
    """Somebody of the project, as far as a sheet can name them."""

    id: int
    ref: str
    name: str
    known_as: str | None = None
    email: str | None = None

    @property
    def names(self) -> set[str]:
        """What they are called, as matching sees it."""
        return {folded(name) for name in (self.name, self.known_as) if name}


@dataclass(frozen=True)
class Meant:
    """The one person meant, or those who may be; `one` is None while somebody has to say."""

    one: Known | None
    perhaps: Sequence[Known] = ()


def listed(person: Known, namesakes: int = 1) -> str:
    """How a list of suggestions names somebody: with their reference where the name alone is not theirs."""
    return person.name if namesakes == 1 else f"{person.name} ({person.ref})"


def meant(text: str, people: Sequence[Known]) -> Meant:
    """Who is meant by a reference, an email address, a whole name, or a name with its reference behind it."""
    wanted = folded(text)
    both = _NAME_AND_REF.fullmatch(wanted)
    if both:
        found = [person for person in people if (folded(person.name), folded(person.ref)) == both.groups()]
        if found:
            return Meant(found[0])
    for same in (_same_ref, _same_email, _same_name):
        found = [person for person in people if same(person, wanted)]
        if len(found) == 1:
            return Meant(found[0])
        if found:
            return Meant(None, found)
    return Meant(None, _perhaps(wanted, people))


def _same_ref(person: Known, wanted: str) -> bool:
    return folded(person.ref) == wanted


def _same_email(person: Known, wanted: str) -> bool:
    return person.email is not None and folded(person.email) == wanted


def _same_name(person: Known, wanted: str) -> bool:
    return folded(person.name) == wanted


def _perhaps(wanted: str, people: Sequence[Known]) -> Sequence[Known]:
    """Those who are called so, or whose name has every word that was written, else those named much alike."""
    words = set(wanted.split())
    tests: tuple[Callable[[Known], bool], ...] = (
        lambda person: wanted in person.names,
        lambda person: any(words <= set(name.split()) for name in person.names),
    )
    for test in tests:
        found = [person for person in people if test(person)]
        if found:
            return found[:_MOST_MEANT]
    by_name: Mapping[str, Known] = {folded(person.name): person for person in people}
    return [by_name[name] for name in get_close_matches(wanted, by_name, _MOST_MEANT, _ALIKE)]
