"""Which of many names are near, without holding each against each: ten thousand take a second. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import TypeVar

from tracker.people.likeness import LONG_FOR_ONE_MORE, Name, is_spelt, why

Key = TypeVar("Key", bound=Hashable)
Heap = tuple[Hashable, ...]

# Of so many people of one name only neighbours are named: somebody is to look at them one by one.
_MOST_OF_ONE_NAME = 20
_MOST_HELD = 20_000


def near(names: Mapping[Key, str]) -> Iterator[tuple[Key, Key, str]]:
    """The pairs among these names that are near, each once, with what tells them apart.

    Names are sorted into heaps that near ones share, so that ten thousand are not held against each other.
    """
    taken = {key: Name(text) for key, text in names.items()}
    heaps: dict[Heap, list[Key]] = defaultdict(list)
    for key, name in taken.items():
        for heap in _heaps(name):
            heaps[heap].append(key)
    seen: set[tuple[Key, Key]] = set()
    place = {key: at for at, key in enumerate(taken)}
    for heap, keys in heaps.items():
        for one, other in _pairs(keys, taken, by_initials=heap[0] == "initials"):
            pair = (one, other) if place[one] < place[other] else (other, one)
            if pair not in seen:
                seen.add(pair)
                if said := why(taken[one], taken[other]):
                    yield *pair, said


def _heaps(name: Name) -> Iterable[Heap]:
    """What names that are near have alike: one of these at least."""
    found: set[Heap] = {("parts", parts) for parts in name.spellings}
    found.add(("letters", name.run_together or name.whole))
    if len(name.parts) > 1:
        found.add(("undoubled", name.undoubled))
        found.update(("initials", part, letter) for part, letter in _surnames(name.parts))
        found.update(_less_a_letter(name))
    return found


def _surnames(parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A surname, which is the first part or the last, with the first letter of the given name."""
    yield parts[-1], parts[0][0]
    yield parts[0], parts[1][0]


def _less_a_letter(name: Name) -> Iterator[Heap]:
    parts = sorted(name.parts)
    for at, part in enumerate(parts):
        if len(part) >= LONG_FOR_ONE_MORE - 1 and is_spelt(part):
            others = tuple(parts[:at] + parts[at + 1 :])
            yield ("letter", others, part)
            for gone in range(1, len(part)):
                yield ("letter", others, part[:gone] + part[gone + 1 :])


def _pairs(keys: list[Key], names: Mapping[Key, Name], *, by_initials: bool) -> Iterable[tuple[Key, Key]]:
    if by_initials:
        short = [key for key in keys if any(len(part) < LONG_FOR_ONE_MORE for part in names[key].parts)]
        if len(short) * len(keys) <= _MOST_HELD:
            return ((one, other) for one in short for other in keys if one != other)
    return combinations(keys, 2) if len(keys) <= _MOST_OF_ONE_NAME else pairwise(keys)


def near_to(asked: Mapping[Key, str], known: Mapping[Key, str]) -> Iterator[tuple[Key, Key, str]]:
    """Of each name asked about, who of the known, and who asked about before it, has a name near to it."""
    heaps: dict[Heap, list[tuple[Key, Name]]] = defaultdict(list)
    wanted = {heap for text in asked.values() for heap in _heaps(Name(text))}
    for key, text in known.items():
        _put(heaps, key, Name(text), wanted)
    for key, text in asked.items():
        name = Name(text)
        held: set[Key] = {key}
        for heap in _heaps(name):
            for other, theirs in heaps[heap][:_MOST_OF_ONE_NAME]:
                if other not in held and (said := why(name, theirs)):
                    held.add(other)
                    yield key, other, said
        _put(heaps, key, name, wanted)


def _put(heaps: dict[Heap, list[tuple[Key, Name]]], key: Key, name: Name, wanted: set[Heap]) -> None:
    for heap in _heaps(name):
        if heap in wanted:
            heaps[heap].append((key, name))
