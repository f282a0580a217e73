"""Answers under a token: read by the person they are of, written by them or once from their paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.diversity import link
from tracker.diversity.access import ABOUT, THEMSELVES
from tracker.diversity.link import Visit
from tracker.diversity.models import DiversityAnswer
from tracker.diversity.question_set import NonAnswer, question_set
from tracker.errors import Invalid, Refused
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.values import line


@dataclass(frozen=True)
class Answer:
    """What somebody said to one question: an option's code or why there is none, and their own words."""

    answer: str
    own_words: str | None = None


def own_answers(visit: Visit) -> Mapping[str, Answer]:
    """To the person on their own page: what they said, by question."""
    rows = db.session.scalars(select(DiversityAnswer).where(DiversityAnswer.token == visit.token))
    return {row.dimension: Answer(row.answer, row.own_words) for row in rows}


def save_own(secret: str, given: Mapping[str, Answer], now: datetime) -> None:
    """Keep what the person on their own page says now. Raises Invalid, naming the field.

    Asked for the token under the lock: what stood under an earlier one may have been withdrawn meanwhile.
    Raises Refused where the visit was ended.
    """
    token = link.stay(secret, now)
    if token is None:
        raise Refused(
            "Your page was closed meanwhile, so nothing was saved. Type your code and your PIN again.",
            code="visit-ended",
        )
    _write(token, given)
    record(THEMSELVES, "answered-about-themselves", ABOUT)


def withdraw_own(secret: str) -> None:
    """Delete everything that the person on their own page said, at once."""
    link.withdraw(secret)
    record(THEMSELVES, "withdrew-own-answers", ABOUT)


def give_code(*, actor: Actor, on: date, participant: Participant) -> str:
    """A code for somebody's paper, shown once. Whatever they answered before is deleted, unread."""
    code = link.give_code(participant.id, on)
    record(actor, "gave-code", ABOUT)
    return code


def delete_unread(*, actor: Actor, participant: Participant) -> None:
    """Delete what is held of somebody at their wish, and their code with it."""
    link.forget(participant.id)
    record(actor, "deleted-answers-unread", ABOUT)


def key_in(*, actor: Actor, on: date, participant: Participant, given: Mapping[str, Answer]) -> None:
    """Type in a form that came on paper, once. Raises Refused where something is held, Invalid."""
    if all(one.answer == NonAnswer.NOT_ANSWERED for one in given.values()):
        raise Invalid(
            "Tick at least one answer. If the paper is blank, there is nothing to type in.",
            field=next((f"answer_{code}" for code in given), None),
        )
    _write(link.token_for_paper(participant.id, on), given)
    record(actor, "typed-in-paper", ABOUT)


def _write(token: str, given: Mapping[str, Answer]) -> None:
    version = question_set()
    rows = db.session.scalars(
        select(DiversityAnswer).where(DiversityAnswer.token == token).with_for_update()
    ).all()
    held = {row.dimension: row for row in rows}
    for code, answer in given.items():
        dimension = version.dimensions.get(code)
        if dimension is None or not dimension.takes(answer.answer):
            raise Invalid("Choose one of the answers that are listed.", field=f"answer_{code}")
        words = line(answer.own_words, field=f"words_{code}", longest=200)
        row = held.get(code)
        if row is not None and row.answer == answer.answer:
            row.own_words = words
            continue
        if row is not None:
            # A changed answer is a new row: nothing that was counted before can be traced to it.
            db.session.delete(row)
            db.session.flush()
        db.session.add(
            DiversityAnswer(
                token=token,
                dimension=code,
                answer=answer.answer,
                own_words=words,
                question_set=version.version,
            )
        )
    db.session.flush()
