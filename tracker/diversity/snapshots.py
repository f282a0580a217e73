"""Reports frozen on the day they are made, and the ledger that keeps two of them from giving somebody away.

Two tables that differ by a few people say of those few what neither says alone. So a table is refused where,
against any earlier one of the same question, so few were counted in the one and not in the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db, within
from tracker.diversity import counting
from tracker.diversity.asked import questions_of
from tracker.diversity.benchmark import Benchmark, benchmark_of
from tracker.diversity.counting import Counted, Table
from tracker.diversity.disclosure import LEAST_SHOWN
from tracker.diversity.models import DiversityQuestion, RepresentationSnapshot
from tracker.diversity.question_set import Dimension, question_set
from tracker.diversity.representation import Tier
from tracker.errors import NotFound, Refused
from tracker.permissions import Actor, Permission

_NOTHING_ASKED = (
    "No question is asked here yet. Switch on at least one, and say why, before you report on it."
)
_TOO_ALIKE = (
    "So little differs from an earlier report that the two side by side could give somebody away. Look at "
    "the earlier one, or wait until more people have answered."
)

Ledger = Mapping[str, Sequence[tuple[frozenset[str], frozenset[str]]]]


def make(
    *, actor: Actor, project_id: int | None, since: date, until: date, weights: Mapping[int, int]
) -> RepresentationSnapshot:
    """Make a report of the people heard between two days, with their seats, and keep it as it is.

    Raises Refused where nothing is asked, or where every table is too like an earlier one.
    """
    # Whoever makes another report waits here, and then finds this one in the ledger.
    db.session.execute(select(DiversityQuestion.id).order_by(DiversityQuestion.id).with_for_update()).all()
    questions = questions_of(project_id)
    if not questions:
        raise Refused(_NOTHING_ASKED, code="nothing-asked")
    ledger, content, rested_on = _ledger(questions), {}, {}
    for code, question in questions.items():
        dimension = question_set().dimensions[code]
        counted = counting.count(weights, dimension)
        if _too_alike(counted, ledger.get(code, ())):
            content[code] = {"too_alike": True}
            continue
        content[code], printed = _frozen(counted, dimension, benchmark_of(question, dimension))
        if printed:
            rested_on[code] = {"answers": sorted(counted.answers), "seated": sorted(counted.seated)}
    if all(one.get("too_alike") for one in content.values()):
        raise Refused(_TOO_ALIKE, code="too-alike")
    snapshot = RepresentationSnapshot(
        project_id=project_id,
        since=since,
        until=until,
        made_by_id=actor.user_id,
        content={"people": len(weights), "question_set": question_set().version, "questions": content},
        rested_on=rested_on,
    )
    db.session.add(snapshot)
    db.session.flush()
    record(actor, "made-report-on-representation", snapshot)
    return snapshot


def _frozen(counted: Counted, dimension: Dimension, benchmark: Benchmark) -> tuple[dict[str, Any], bool]:
    tables = {tier: counting.protected(counted, dimension, benchmark.shares, tier) for tier in Tier}
    content = {
        "benchmark": {"name": benchmark.name, "why": benchmark.why, "notes": list(benchmark.notes)},
        **{tier.value: _as_json(table) for tier, table in tables.items()},
    }
    return content, tables[Tier.INTERNAL].printed


def _as_json(table: Table) -> dict[str, Any]:
    """A table as it is kept; of one that is not printed no group is kept at all."""
    people = table.people.as_json()
    categories = people.pop("categories")
    return {
        **{name: people[name] for name in ("known", "base", "completeness")},
        "none": dict(table.none),
        "printed": table.printed,
        "all_seats": table.all_seats if table.printed else None,
        "groups": [{"name": name, "seats": table.seats[name], **one} for name, one in categories.items()]
        if table.printed
        else [],
    }


def _ledger(dimensions: Collection[str]) -> Ledger:
    """What every earlier table of these questions was counted from."""
    found: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for rested_on in db.session.scalars(select(RepresentationSnapshot.rested_on)):
        for code in rested_on.keys() & set(dimensions):
            marks = rested_on[code]
            found.setdefault(code, []).append((frozenset(marks["answers"]), frozenset(marks["seated"])))
    return found


def _too_alike(counted: Counted, earlier: Sequence[tuple[frozenset[str], frozenset[str]]]) -> bool:
    answers, seated = frozenset(counted.answers), frozenset(counted.seated)
    return any(_near(answers, held) or _near(seated, held_seats) for held, held_seats in earlier)


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether from one to four are in the one and not in the other, either way."""
    return any(0 < len(left) < LEAST_SHOWN for left in (one - other, other - one))


def snapshots(viewer: Actor) -> Sequence[RepresentationSnapshot]:
    """The reports that a viewer may see, the newest first."""
    scope = viewer.projects(Permission.DIVERSITY)
    asked = select(RepresentationSnapshot).where(within(RepresentationSnapshot.project_id, scope))
    newest = RepresentationSnapshot.made_at.desc()
    return db.session.scalars(asked.order_by(newest, RepresentationSnapshot.id)).all()


def snapshot(viewer: Actor, snapshot_id: int) -> RepresentationSnapshot:
    """One report. Raises NotFound."""
    found = db.session.get(RepresentationSnapshot, snapshot_id)
    scope = viewer.projects(Permission.DIVERSITY)
    if found is None or (scope is not None and found.project_id not in scope):
        raise NotFound("There is no such report.")
    return found


def note_taken(*, actor: Actor, taken: RepresentationSnapshot) -> None:
    """Note that somebody took a report away as a file."""
    record(actor, "took-report-on-representation", taken)
