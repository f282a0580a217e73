"""Which questions are asked where, and why: each is off until a project switches it on with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from tracker.audit.services import record
from tracker.db import db
from tracker.diversity.models import DiversityQuestion
from tracker.diversity.question_set import Dimension, question_set
from tracker.errors import Invalid
from tracker.permissions import Actor
from tracker.values import needed_line


@dataclass(frozen=True)
class Asked:
    """A question as a person meets it, with every reason why it is asked of them."""

    dimension: Dimension
    why: Sequence[str]


def questions_of(project_id: int | None) -> Mapping[str, DiversityQuestion]:
    """What one project asks, or what is asked of everybody, by question, in the order of the set."""
    rows = db.session.scalars(select(DiversityQuestion).where(_of(project_id))).all()
    by_dimension = {row.dimension: row for row in rows}
    return {code: by_dimension[code] for code in question_set().dimensions if code in by_dimension}


def asked_of(project_ids: Collection[int]) -> Sequence[Asked]:
    """What is asked of somebody who belongs to these projects: each question once, with its reasons."""
    everywhere = DiversityQuestion.project_id.is_(None)
    theirs = DiversityQuestion.project_id.in_(sorted(project_ids))
    rows = db.session.scalars(
        select(DiversityQuestion)
        .where(or_(everywhere, theirs))
        .order_by(DiversityQuestion.project_id.is_not(None), DiversityQuestion.id)
    ).all()
    why: dict[str, dict[str, None]] = {}
    for row in rows:
        why.setdefault(row.dimension, {})[row.why] = None
    return [
        Asked(dimension, tuple(why[code]))
        for code, dimension in question_set().dimensions.items()
        if code in why
    ]


def why_is_needed(one: Dimension) -> str:
    """What to do about a question that is switched on without a reason."""
    return (
        f"{one.label}: say in one sentence why you ask this and what you do with it. People read it beside "
        "the question."
    )


def set_questions(*, actor: Actor, project_id: int | None, reasons: Mapping[str, str | None]) -> None:
    """Switch questions on, each with the reason why, and off where there is none. Raises Invalid.

    Answers that were given stay the person's: they are counted only where the question is asked.
    """
    held = questions_of(project_id)
    for code, reason in reasons.items():
        if code not in question_set().dimensions:
            raise Invalid("Choose from the questions that are listed.", field="on")
        if reason is None:
            _switch_off(actor, held.get(code))
            continue
        sentence = why_is_needed(question_set().dimensions[code])
        why = needed_line(reason, field=f"why_{code}", longest=400, sentence=sentence)
        _switch_on(actor, held.get(code), project_id, code, why)


def _switch_off(actor: Actor, row: DiversityQuestion | None) -> None:
    if row is not None:
        record(actor, "stopped-asking", row)
        db.session.delete(row)
        db.session.flush()


def _switch_on(
    actor: Actor, row: DiversityQuestion | None, project_id: int | None, code: str, why: str
) -> None:
    if row is None:
        row = DiversityQuestion(project_id=project_id, dimension=code, why=why)
        db.session.add(row)
    elif row.why == why:
        return
    row.why = why
    db.session.flush()
    record(actor, "began-asking", row)


def _of(project_id: int | None) -> ColumnElement[bool]:
    column = DiversityQuestion.project_id
    return column.is_(None) if project_id is None else column == project_id
