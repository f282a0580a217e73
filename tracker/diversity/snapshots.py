"""Reports frozen on the day they are made, and the ledger that keeps two of them from giving somebody away.

Two tables that differ by a few people say of those few what neither says alone, and so do a whole and all
its parts but one. So a table is refused where it would, beside any earlier ones of the same question: the
rules are in `differencing` and `jointly`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db, within
from tracker.diversity import counting
from tracker.diversity.asked import questions_of
from tracker.diversity.benchmark import Benchmark, benchmark_of
from tracker.diversity.counting import Counted, Table
from tracker.diversity.differencing import Printed, differ_by_few, leave_few, narrows
from tracker.diversity.jointly import tell_together
from tracker.diversity.models import DiversityQuestion, RepresentationSnapshot
from tracker.diversity.question_set import Dimension, question_set
from tracker.diversity.representation import Tier
from tracker.errors import NotFound, Refused
from tracker.permissions import Actor, Permission
from tracker.web.filters import moment

_NOTHING_ASKED = (
    "No question is asked here yet. Switch on at least one, and say why, before you report on it."
)
_TOO_ALIKE = (
    "So little differs from an earlier report that the two side by side could give somebody away. Look at "
    "the earlier one, or wait until more people have answered."
)


@dataclass(frozen=True)
class Earlier:
    """A table that was shown: what it was counted from, its counts, and the marks of its seats."""

    printed: Printed
    seated: frozenset[str]


Ledger = Mapping[str, Sequence[Earlier]]


def make(
    *, actor: Actor, project_id: int | None, since: date, until: date, weights: Mapping[int, int]
) -> RepresentationSnapshot:
    """Make a report of the people heard between two days, with their seats, and keep it as it is.

    Raises Refused where nothing is asked, where every table is too like an earlier one, or where it would
    say word for word what the last one of these days says.
    """
    # Whoever makes another report waits here, and then finds this one in the ledger.
    db.session.execute(select(DiversityQuestion.id).order_by(DiversityQuestion.id).with_for_update()).all()
    questions = questions_of(project_id)
    if not questions:
        raise Refused(_NOTHING_ASKED, code="nothing-asked")
    content, rested_on = _tables(questions, weights)
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
    _refuse_a_copy(snapshot)
    db.session.add(snapshot)
    db.session.flush()
    record(actor, "made-report-on-representation", snapshot)
    return snapshot


def _refuse_a_copy(new: RepresentationSnapshot) -> None:
    """Two reports that say the same would stand side by side as if one were news. Raises Refused."""
    held = db.session.scalars(
        select(RepresentationSnapshot)
        .where(
            RepresentationSnapshot.project_id == new.project_id,
            RepresentationSnapshot.since == new.since,
            RepresentationSnapshot.until == new.until,
        )
        .order_by(RepresentationSnapshot.made_at.desc(), RepresentationSnapshot.id)
        .limit(1)
    ).one_or_none()
    if held is not None and (held.content, held.rested_on) == (new.content, new.rested_on):
        raise Refused(
            f"This report was made on {moment(held.made_at)}, and would say the same today. Look at it.",
            code="made-already",
        )


def _tables(
    questions: Mapping[str, DiversityQuestion], weights: Mapping[int, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """By question, its tables as they are kept, or that they are too like earlier ones; and the marks."""
    ledger, content, rested_on = _ledger(questions), {}, {}
    for code, question in questions.items():
        dimension = question_set().dimensions[code]
        counted = counting.count(weights, dimension)
        frozen, printed = _frozen(counted, dimension, benchmark_of(question, dimension))
        if _too_alike(counted, frozen, ledger.get(code, ())):
            content[code] = {"too_alike": True}
            continue
        content[code] = frozen
        if printed:
            rested_on[code] = {"answers": sorted(counted.answers), "seated": sorted(counted.seated)}
    return content, rested_on


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
        "groups": [
            {
                "name": name,
                "seats": table.seats[name],
                "expected_share": table.expected.get(name),
                **one,
            }
            for name, one in categories.items()
        ]
        if table.printed
        else [],
    }


def _ledger(dimensions: Collection[str]) -> Ledger:
    """Every earlier table of these questions."""
    found: dict[str, list[Earlier]] = {}
    for rested_on, content in db.session.execute(
        select(RepresentationSnapshot.rested_on, RepresentationSnapshot.content)
    ):
        for code in rested_on.keys() & set(dimensions):
            marks = rested_on[code]
            printed = Printed(frozenset(marks["answers"]), _counts(content["questions"][code]))
            found.setdefault(code, []).append(Earlier(printed, frozenset(marks["seated"])))
    return found


def _counts(frozen: Mapping[str, Any]) -> dict[str, int | None]:
    """The counts of a table inside, which are exact, by group."""
    return {group["name"]: group["count"] for group in frozen[Tier.INTERNAL.value]["groups"]}


def _too_alike(counted: Counted, frozen: Mapping[str, Any], earlier: Sequence[Earlier]) -> bool:
    new, seated = Printed(frozenset(counted.answers), _counts(frozen)), frozenset(counted.seated)
    for one in earlier:
        if differ_by_few(new.answers, one.printed.answers) or differ_by_few(seated, one.seated):
            return True
        if narrows(new, one.printed):
            return True
    before = [one.printed for one in earlier]
    return leave_few([one.answers for one in before], new.answers) or tell_together(before, new)


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
