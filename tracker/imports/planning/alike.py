"""People of a file who may be somebody already known, or one another: asked one by one, never guessed.

Who is near to nobody is somebody new without a question, and so is whoever is asked about in vain. Only where
several people have the very name that stands in the file does an answer have to come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.db import db, random_id
from tracker.imports.planning.book import Book
from tracker.people import near_names
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.people.record_queries import differ_by
from tracker.permissions import Permission
from tracker.values import folded

# The answer that somebody in a file is nobody who is known.
NEW = "new"


@dataclass(frozen=True)
class Choice:
    """Somebody who may be meant: their reference, or the key of another of the file; and why they may be."""

    code: str
    label: str
    why: str


@dataclass(frozen=True)
class Ask:
    """Somebody of a file by `key`, their reference or their name as it is matched; and who may be meant."""

    key: str
    name: str
    choices: Sequence[Choice]
    answer: str
    needed: bool = False

    @property
    def called(self) -> str:
        """The name, and the reference where the file has one."""
        return self.name if self.key == folded(self.name) else f"{self.name} ({self.key})"

    @property
    def is_answered(self) -> bool:
        """Whether the answer is one that can be given here."""
        return self.answer == NEW or any(self.answer == choice.code for choice in self.choices)


def ask(book: Book, names: Mapping[str, str], emails: Mapping[str, str] | None = None) -> None:
    """Note who of these new people, by key, is near to whom; `emails` are theirs, where the file has them."""
    if not names:
        return
    known = _known(book)
    texts = {code: name for code, (name, _) in known.items()}
    found: dict[str, dict[str, Choice]] = {}
    for key, code, why in near_names.near_to(dict(names), texts):
        label = f"{known[code][0]} ({code})" if code in known else f"{names[code]}, in this file"
        found.setdefault(key, {})[code] = Choice(code, label, differ_by(why))
    by_email = {email: code for code, (_, email) in known.items() if email}
    for key, email in (emails or {}).items():
        ref = by_email.get(email)
        if ref is not None and key in names:
            choice = Choice(ref, f"{known[ref][0]} ({ref})", "They have the same email address.")
            found.setdefault(key, {}).setdefault(ref, choice)
    for key, name in names.items():
        if key in found:
            book.asks[key] = Ask(key, name, list(found[key].values()), _answer(book, key, found[key]))


def _known(book: Book) -> dict[str, tuple[str, str | None]]:
    """Everybody whom the importer may see, by reference: name and email address."""
    rows = db.session.execute(
        select(Participant.ref, Participant.name, Participant.email)
        .where(
            people.in_scope(book.actor, Permission.SEE_PEOPLE),
            Participant.merged_into_id.is_(None),
            Participant.erased_on.is_(None),
        )
        .order_by(Participant.match_name, Participant.id)
    )
    return {row.ref: (row.name, row.email) for row in rows}


def ask_which(book: Book, key: str, name: str, refs: Sequence[str]) -> str:
    """Ask which of several people of the very same name is meant; the answer so far, empty without one."""
    choices = [Choice(ref, f"{name} ({ref})", "The name is the same.") for ref in refs]
    given = _answer(book, key, {choice.code: choice for choice in choices}, unsaid="")
    book.asks[key] = Ask(key, name, choices, given, needed=True)
    return given if book.asks[key].is_answered else ""


def _answer(book: Book, key: str, choices: Mapping[str, Choice], *, unsaid: str = NEW) -> str:
    """What was answered, by reference, by a name of the file, or that it is somebody new."""
    said = book.answers.get(key, unsaid)
    by_name = next((code for code in choices if folded(code) == folded(said)), None)
    return by_name or (NEW if folded(said) == NEW else said)


def same_as(book: Book, key: str) -> str | None:
    """Whom somebody new of the file is the same as, by code, as was answered; None for somebody new."""
    asked = book.asks.get(key)
    return None if asked is None or asked.answer == NEW or not asked.is_answered else asked.answer


def not_a_choice(book: Book, key: str) -> str | None:
    """The sentence that refuses an answer which is none of the choices; None where there is none."""
    asked = book.asks.get(key)
    if asked is None or asked.needed or asked.is_answered:
        return None
    named = " or ".join(choice.code for choice in asked.choices)
    return f"{asked.name} cannot be {asked.answer}. Say that they are {named}, or somebody new."


def remember(book: Book, person_id: int, *, name: str | None = None, ref: str | None = None) -> None:
    """Note by what the file calls a person, so that the next one is matched without a question."""
    book.plan.rows["goes_by"].append(
        {
            "id": random_id(),
            "participant_id": person_id,
            "ref": ref,
            "name": name,
            "match_name": folded(name) if name else None,
            "said_by_id": book.actor.user_id,
            "said_on": book.on,
            "import_batch_id": book.batch_id,
        }
    )
