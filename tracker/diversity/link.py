"""From a person to a token and back to nobody: the only file that uses the table joining the two.

What leaves here is a token without a person, or a person's code for that person. A code is stored as its
hash; whoever prints it cannot open anything with it once the person has set their PIN.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from tracker import clock
from tracker.db import db
from tracker.diversity.link_models import DiversityLink
from tracker.diversity.models import DiversityAnswer
from tracker.errors import Refused
from tracker.projects.models import ProjectPerson
from tracker.projects.one_person import of_people, of_person, record_that_stands, records
from tracker.projects.queries import is_open

# Letters and digits that nobody takes for one another; twelve of them are 60 bits.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH, _GROUP = 12, 4
# So many wrong PINs in a row close the code for so long.
MOST_WRONG = 5
LOCKED_FOR = timedelta(hours=1)
# A visit ends by itself so long after it began or was last saved: long enough for whoever reads slowly.
VISIT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Door:
    """What stands behind a code, without whose it is: whether a PIN is set, and whether it is locked."""

    pin_hash: str | None
    locked: bool


@dataclass(frozen=True)
class Visit:
    """A person on their own page: the token of their answers and the projects they belong to, no name."""

    token: str
    project_ids: frozenset[int]


@dataclass(frozen=True)
class Weighed:
    """Seats by token, and the seats of those who have none; whose they are is left behind."""

    by_token: Mapping[str, int] = field(default_factory=dict)
    without: tuple[int, ...] = ()


def give_code(participant_id: int, on: date) -> str:
    """A new code for a person, once and for paper. Whatever stood under an earlier one is deleted."""
    forget(participant_id)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    _begin(participant_id, on, code_sha256=digest(code))
    return "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def token_for_paper(participant_id: int, on: date) -> str:
    """A token for answers that came on paper. Raises Refused where the person has some, or a code."""
    if given_on(participant_id) is not None:
        raise Refused(
            "This person has a code, or their paper was typed in before, and answers are never opened or "
            "overwritten. If they wish to begin again, delete what is held first.",
            code="answered",
        )
    return _begin(participant_id, on, answered_on=on).token


def _begin(
    participant_id: int, on: date, code_sha256: str | None = None, answered_on: date | None = None
) -> DiversityLink:
    link = DiversityLink(
        participant_id=record_that_stands(participant_id),
        token=secrets.token_urlsafe(32),
        given_on=on,
        answered_on=answered_on,
        code_sha256=code_sha256,
    )
    db.session.add(link)
    db.session.flush()
    return link


def given_on(participant_id: int) -> date | None:
    """The day on which a person was last given a code or their paper was typed in; not what came of it."""
    asked = select(DiversityLink.given_on).where(of_person(DiversityLink.participant_id, participant_id))
    return db.session.scalars(asked.order_by(DiversityLink.given_on.desc()).limit(1)).one_or_none()


def forget(participant_id: int) -> None:
    """Delete a person's answers, their code and their token, unread."""
    _delete(of_person(DiversityLink.participant_id, participant_id))


def forget_since(day: date, heard_after: Callable[[date, Any], ColumnElement[bool]]) -> int:
    """Delete, unread, whatever is held of people who neither answered nor were heard after a day.

    `heard_after` says in SQL, of a day and the column that names somebody's record, whether that person was
    heard after it: so nobody learns from here who has answered. Returns of how many codes or papers.
    """
    answered = func.coalesce(DiversityLink.answered_on, DiversityLink.given_on)
    return _delete(answered <= day, ~heard_after(day, DiversityLink.participant_id))


def _delete(*conditions: ColumnElement[bool]) -> int:
    found = db.session.scalars(select(DiversityLink).where(*conditions).with_for_update()).all()
    for link in found:
        db.session.execute(delete(DiversityAnswer).where(DiversityAnswer.token == link.token))
        db.session.delete(link)
    db.session.flush()
    return len(found)


def door(code_sha256: str, now: datetime) -> Door | None:
    """What a code opens; None for one that nobody was given."""
    link = _one(DiversityLink.code_sha256 == code_sha256)
    return None if link is None else Door(link.pin_hash, _locked(link, now))


def set_pin(code_sha256: str, pin_hash: str) -> bool:
    """At the first use of a code: from now on it opens nothing without this PIN. False if one was set."""
    link = _one(DiversityLink.code_sha256 == code_sha256, lock=True)
    if link is None or link.pin_hash is not None:
        return False
    link.pin_hash = pin_hash
    db.session.flush()
    return True


def note_wrong_pin(code_sha256: str, now: datetime) -> None:
    """Count a wrong PIN; the fifth in a row locks the code for an hour."""
    link = _one(DiversityLink.code_sha256 == code_sha256, lock=True)
    if link is None or _locked(link, now):
        return
    link.wrong_pins += 1
    if link.wrong_pins >= MOST_WRONG:
        link.wrong_pins, link.locked_until = 0, now + LOCKED_FOR
    db.session.flush()


def begin_visit(code_sha256: str, pin_hash: str, now: datetime) -> str | None:
    """Let the person in whose PIN was right: the secret for their browser. None if it changed meanwhile."""
    link = _one(DiversityLink.code_sha256 == code_sha256, lock=True)
    if link is None or link.pin_hash != pin_hash or _locked(link, now):
        return None
    secret = secrets.token_urlsafe(32)
    link.wrong_pins, link.visit_sha256, link.visit_until = 0, digest(secret), now + VISIT_FOR
    db.session.flush()
    return secret


def visit(secret: str, now: datetime) -> Visit | None:
    """Whoever a browser's secret lets in, while the visit lasts."""
    link = _one(DiversityLink.visit_sha256 == digest(secret), DiversityLink.visit_until > now)
    if link is None:
        return None
    return Visit(link.token, project_ids_of(link.participant_id, clock.today()))


def project_ids_of(participant_id: int, on: date) -> frozenset[int]:
    """The projects that a person belongs to on a day, whose questions are asked of them."""
    member = of_person(ProjectPerson.participant_id, participant_id)
    return frozenset(db.session.scalars(select(ProjectPerson.project_id).where(member, is_open(on))))


def stay(secret: str, now: datetime) -> str | None:
    """Somebody answers and is still on their page: the visit lasts on from here.

    Returns the token that their answers stand under now; None where the visit was ended meanwhile, as when
    staff deleted what was held.
    """
    link = _one(DiversityLink.visit_sha256 == digest(secret), DiversityLink.visit_until > now, lock=True)
    if link is None:
        return None
    link.visit_until, link.answered_on = now + VISIT_FOR, clock.today()
    db.session.flush()
    return link.token


def leave(secret: str) -> None:
    """End a visit."""
    link = _one(DiversityLink.visit_sha256 == digest(secret), lock=True)
    if link is not None:
        link.visit_sha256 = link.visit_until = None
        db.session.flush()


def withdraw(secret: str) -> None:
    """Delete the answers of whoever is on their page; a later answer stands under another token."""
    link = _one(DiversityLink.visit_sha256 == digest(secret), lock=True)
    if link is not None:
        db.session.execute(delete(DiversityAnswer).where(DiversityAnswer.token == link.token))
        link.token = secrets.token_urlsafe(32)
        db.session.flush()


def weighed(weights: Mapping[int, int]) -> Weighed:
    """The seats of people, by the tokens that their answers stand under; two records of one are one."""
    person = records(weights)
    seats: dict[int, int] = {}
    for one, held in weights.items():
        seats[person[one]] = seats.get(person[one], 0) + held
    links = db.session.scalars(
        select(DiversityLink).where(of_people(DiversityLink.participant_id, weights))
    ).all()
    # Of two records of one person, the one that stands comes last, so that its token counts.
    links = sorted(links, key=lambda link: link.participant_id in seats)
    token = {person[link.participant_id]: link.token for link in links}
    return Weighed(
        by_token={token[one]: held for one, held in seats.items() if one in token},
        without=tuple(sorted(held for one, held in seats.items() if one not in token)),
    )


def digest(text: str) -> str:
    """What is kept of a code or a secret."""
    return hashlib.sha256(text.encode()).hexdigest()


def _one(*conditions: ColumnElement[bool], lock: bool = False) -> DiversityLink | None:
    asked = select(DiversityLink).where(*conditions)
    return db.session.scalars(asked.with_for_update() if lock else asked).one_or_none()


def _locked(link: DiversityLink, now: datetime) -> bool:
    return link.locked_until is not None and link.locked_until > now
