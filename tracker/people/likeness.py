"""Whether two names may be one person's, and why, in words that a reader can check. Pure.

Near is what one pen makes of another's name: a title, an accent, a hyphen, the surname first, an initial, a
letter doubled or mistaken. It is a question for somebody who knows the people, never an answer: so a name
alone such as Mohammed is near to nothing but itself, and a short name that differs by a letter is another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from tracker.values import folded

SAME = "the same name"
TITLE = "a title"
ACCENT = "an accent"
JOINED = "a space or a sign between its parts"
ORDER = "the order of its parts"
INITIALS = "initials"
DOUBLED = "a doubled letter"
LETTER = "one letter"

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev", "revd"}
    | {"reverend", "fr", "father", "sr", "sister", "cllr", "councillor", "canon", "imam", "rabbi", "hon"}
)
# Marks that are an accent, or a vowel that may be left out; elsewhere a mark makes another letter.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
# Letters with a stroke and the like, which are not written as a letter and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_INSIDE = re.compile("['\u2019\u02bc`\u00b4\u2018.]")
_LATIN_PARTS = re.compile("[a-z0-9]+")
# One letter is a slip of the pen where a name has many: not in Chinese, nor where vowels go unwritten.
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
_LONG = 5
LONG_FOR_ONE_MORE = 4


@dataclass(frozen=True)
class Name:
    """A name, taken apart."""

    text: str

    @cached_property
    def whole(self) -> str:
        """The name as exact matching sees it."""
        return folded(self.text)

    @cached_property
    def _bare(self) -> tuple[str, bool]:
        """The name without a title, in front or behind a comma, and whether there was one."""
        kept = []
        for piece in self.whole.split(","):
            words = piece.split()
            first = next((at for at, word in enumerate(words) if word.strip(".") not in _TITLES), len(words))
            kept += words[first:]
        titled = bool(kept) and len(kept) < len(self.whole.replace(",", " ").split())
        return (" ".join(kept), True) if titled else (self.whole, False)

    @property
    def titled(self) -> bool:
        """Whether it has a title."""
        return self._bare[1]

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The parts of the name with their accents."""
        return _parts(self._bare[0])

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts without accents, which is how names are compared."""
        return _parts(_without_accents(self._bare[0]))

    @cached_property
    def spelt_out(self) -> tuple[str, ...]:
        """The parts with ü as ue, as somebody without that key writes them."""
        return _parts(_without_accents(self._bare[0].translate(_TWO_LETTERS)))

    @cached_property
    def spellings(self) -> frozenset[tuple[str, ...]]:
        """The parts in every way of leaving accents out, in one order."""
        return frozenset(tuple(sorted(parts)) for parts in (self.parts, self.spelt_out))

    @cached_property
    def run_together(self) -> str:
        """The letters in their order, without what stands between them."""
        return "".join(self.parts)

    @cached_property
    def undoubled(self) -> tuple[str, ...]:
        """The parts with each letter once that stands twice in a row, in one order."""
        return tuple(sorted(re.sub(r"(.)\1", r"\1", part) for part in self.parts))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)).translate(_PLAIN)


def _parts(text: str) -> tuple[str, ...]:
    if text.isascii():
        return tuple(_LATIN_PARTS.findall(_INSIDE.sub("", text)))
    # Letters with the marks that belong to them; a script's vowel signs are no letters to `\w`.
    found = "".join(
        letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in _INSIDE.sub("", text)
    )
    return tuple(found.split())


def why_near(one: str, other: str) -> str | None:
    """What alone tells two names apart, such as "an accent", or that nothing does; None for other names."""
    return why(Name(one), Name(other))


def why(one: Name, other: Name) -> str | None:
    """The same of two names that were taken apart already."""
    if one.whole == other.whole:
        return SAME if one.whole else None
    if not one.parts or not other.parts:
        return None
    if likeness := _alike(one, other):
        return f"{', '.join(likeness[:-1])} and {likeness[-1]}" if likeness[1:] else likeness[0]
    if min(len(one.parts), len(other.parts)) < 2:
        return None
    return next((said for said, holds in _NEARLY if holds(one, other)), None)


def _alike(one: Name, other: Name) -> list[str] | None:
    """What two names differ by that are letter for letter the same; None where they are not."""
    same_parts = one.spellings & other.spellings
    if not same_parts and one.run_together != other.run_together:
        return None
    in_turn = {one.parts, one.spelt_out} & {other.parts, other.spelt_out}
    titles = one.titled != other.titled or (one.titled and one.marked == other.marked)
    found = [TITLE] if titles else []
    if sorted("".join(one.marked)) != sorted("".join(other.marked)):
        found.append(ACCENT)
    if not in_turn:
        found.append(ORDER if same_parts else JOINED)
    return found or [JOINED]


def _by_initials(one: Name, other: Name) -> bool:
    """Whether one has letters where the other has names, or leaves a middle letter out, the surname alike."""
    for first, second in ((one.parts, other.parts), (one.parts, (*other.parts[1:], other.parts[0]))):
        if _initials_fit(first, second) or _initials_fit(second, first):
            return True
    return _initials_fit((*one.parts[1:], one.parts[0]), other.parts)


def _initials_fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one[-1] != other[-1] or len(one[-1]) < 2:
        return False
    given, others = one[:-1], other[:-1]
    if len(given) == 1 and 1 < len(given[0]) == len(others) and _letters_of(given[0], others):
        return True
    both = list(zip(given, others, strict=False))
    if not both or not all(_fits(mine, theirs) for mine, theirs in both):
        return False
    rest = given[len(both) :] + others[len(both) :]
    shortened = any(len(mine) == 1 or len(theirs) == 1 for mine, theirs in both if mine != theirs)
    return all(len(part) == 1 for part in rest) and (shortened or bool(rest))


def _letters_of(written: str, names: tuple[str, ...]) -> bool:
    """Whether initials written as one, like JR, are those of these names."""
    return all(name[0] == letter for letter, name in zip(written, names, strict=True))


def _fits(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _by_a_doubled_letter(one: Name, other: Name) -> bool:
    return one.undoubled == other.undoubled and not _has_digits(one) and not _has_digits(other)


def _by_a_letter(one: Name, other: Name) -> bool:
    mine, theirs = sorted(one.parts), sorted(other.parts)
    if len(mine) != len(theirs):
        return False
    only_mine, only_theirs = _without(mine, theirs), _without(theirs, mine)
    if len(only_mine) != 1 or len(only_theirs) != 1:
        return False
    return _one_letter_apart(only_mine[0], only_theirs[0])


def _without(some: list[str], others: list[str]) -> list[str]:
    left, alone = list(others), []
    for part in some:
        if part in left:
            left.remove(part)
        else:
            alone.append(part)
    return alone


def _one_letter_apart(one: str, other: str) -> bool:
    if one[0] != other[0] or not (is_spelt(one) and is_spelt(other)):
        return False
    short, long = sorted((one, other), key=len)
    if len(long) == len(short) + 1:
        return len(long) >= LONG_FOR_ONE_MORE and any(
            long[:at] + long[at + 1 :] == short for at in range(len(long))
        )
    if len(long) != len(short) or len(long) < _LONG:
        return False
    apart = [at for at, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
    if len(apart) != 2:
        return len(apart) == 1
    first, second = apart
    return second == first + 1 and one[first : second + 1] == other[first : second + 1][::-1]


def is_spelt(word: str) -> bool:
    """Whether a word is of letters of an alphabet in which one of them may be a slip of the pen."""
    if word.isascii():
        return word.isalpha()
    return all(unicodedata.name(letter, "").startswith(_ALPHABETS) for letter in word)


def _has_digits(name: Name) -> bool:
    return any(letter.isnumeric() for letter in name.run_together)


_NEARLY: tuple[tuple[str, Callable[[Name, Name], bool]], ...] = (
    (INITIALS, _by_initials),
    (DOUBLED, _by_a_doubled_letter),
    (LETTER, _by_a_letter),
)
