"""What people took of the fees that were offered to them: by project, never by anything else.

It is shown to notice where people feel that they should go without. Many fees may be one person's, so that it
is people who are counted where it is asked whether they are too few to be shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.diversity.disclosure import LEAST_KNOWN, LEAST_SHOWN
from tracker.money import ZERO
from tracker.payments.models import Offer
from tracker.projects.models import Project
from tracker.reports.queries import Choice
from tracker.sessions.heard import person
from tracker.sessions.models import Attendance, InvolvementSession


class Took(Enum):
    """What somebody took of a fee, in words."""

    ALL = "Took all"
    LESS = "Took less"
    NONE = "Took none"
    GAVE = "Gave it away"


@dataclass(frozen=True)
class Fees:
    """Of one project, the fees that were answered: what was taken of them, by whom, how often."""

    project: str
    taken: Mapping[Took, Mapping[int, int]]

    @property
    def answered(self) -> int:
        """All fees that were answered."""
        return self.number(Took)

    @property
    def enough(self) -> bool:
        """Whether so many people answered that anything may be said."""
        return self.people(Took) >= LEAST_KNOWN

    def number(self, kinds: Iterable[Took]) -> int:
        """The fees of which that was taken."""
        return sum(sum(self.taken[kind].values()) for kind in kinds)

    def people(self, kinds: Iterable[Took]) -> int:
        """The people who did so at least once."""
        return len(set().union(*(self.taken[kind] for kind in kinds)))

    def hidden(self) -> frozenset[Took]:
        """What is not shown, so that nobody can work out what few people took.

        Those few are hidden among all who took anything but the whole fee where there are enough of them, and
        with everything else where there are not.
        """
        every = frozenset(kind for kind in Took if self.taken[kind])
        if all(self.people([kind]) >= LEAST_SHOWN for kind in every):
            return frozenset()
        others = every - {Took.ALL}
        whole = not self.taken[Took.ALL] or self.people([Took.ALL]) >= LEAST_SHOWN
        return others if whole and len(others) > 1 and self.people(others) >= LEAST_SHOWN else every


def fees(choice: Choice) -> list[Fees]:
    """By project, those with most answers first. Of several offers of one place the last one counts."""
    found: defaultdict[tuple[str, int], dict[Took, dict[int, int]]]
    found = defaultdict(lambda: {kind: {} for kind in Took})
    for name, project_id, who, answered, *others in db.session.execute(_answers(choice)):
        taken = found[name, project_id]
        for kind, number in zip(Took, (answered - sum(others), *others), strict=True):
            if number:
                taken[kind][who] = int(number)
    every = [Fees(name, taken) for (name, _), taken in found.items()]
    return sorted(every, key=lambda one: (-one.answered, one.project))


def _answers(choice: Choice) -> Select[Any]:
    """By project and person: the fees answered, and of them those taken in part, not at all, and given."""
    later = aliased(Offer)
    superseded = select(later.id).where(
        later.attendance_id == Offer.attendance_id,
        later.number > Offer.number,
        later.answer.is_not(None),
    )
    given = case((Offer.chosen_on.is_(None), Offer.charity), else_=Offer.chosen_charity)
    agreed = Offer.agreed_pence
    kinds = (
        (agreed > ZERO) & (agreed < Offer.pence) & given.is_(None),
        agreed == ZERO,
        (agreed > ZERO) & given.is_not(None),
    )
    numbers = (func.sum(case((kind, 1), else_=0)) for kind in kinds)
    return (
        select(Project.name, Project.id, person().label("person"), func.count(), *numbers)
        .select_from(Offer)
        .join(Attendance, Attendance.id == Offer.attendance_id)
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .join(Project, Project.id == InvolvementSession.project_id)
        .where(choice.holds(), Offer.answer.is_not(None), Offer.pence > ZERO, ~superseded.exists())
        .group_by(Project.id, Project.name, "person")
    )
