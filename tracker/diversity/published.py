"""Frozen reports as anybody may read them: the public tables alone, for papers that leave the building."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.diversity.disclosure import rounded
from tracker.diversity.models import RepresentationSnapshot
from tracker.diversity.representation import Tier

PUBLIC = Tier.PUBLIC.value


@dataclass(frozen=True)
class Published:
    """A frozen report of the people heard between two days; `content` has no table but the public ones."""

    since: date
    until: date
    made_at: datetime
    content: Mapping[str, Any]


def published(project_id: int | None, until: date) -> Published | None:
    """The last report of a project (None: of all) on the days up to `until`; None where there is none."""
    column = RepresentationSnapshot.project_id
    asked = (
        select(RepresentationSnapshot)
        .where(
            column.is_(None) if project_id is None else column == project_id,
            RepresentationSnapshot.until <= until,
        )
        .order_by(RepresentationSnapshot.until.desc(), RepresentationSnapshot.made_at.desc())
        .limit(1)
    )
    found = db.session.scalars(asked).first()
    return None if found is None else Published(found.since, found.until, found.made_at, _public(found))


def _public(found: RepresentationSnapshot) -> dict[str, Any]:
    """Its content without the internal tables; why people gave no answer is left out with them."""
    questions = {}
    for code, held in found.content["questions"].items():
        if held.get("too_alike"):
            continue
        table = {name: value for name, value in held[PUBLIC].items() if name != "none"}
        questions[code] = {PUBLIC: table, "benchmark": held["benchmark"]}
    return {
        "people": rounded(found.content["people"]),
        "question_set": found.content["question_set"],
        "questions": questions,
    }
