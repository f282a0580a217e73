"""One module a kind of paper; adding one adds a file here, its body beside the others, and its words.

Each sets KIND (its code in records and addresses), LABEL and MEANING (what staff read), PART (its part of
the wording), BODY (the template of what it says) and SEEN_WITH (the permission that opens issued ones). Those
given on request have `subjects(viewer, participant)`, what one can be about, and `content(asked)`, what it
then says.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType

from tracker import registry
from tracker.people.models import Participant
from tracker.periods import Period


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something that a paper can be about: how it stands in a list, and the records behind it.

    `project_id` is whose paper it becomes; None speaks of every project.
    """

    code: str
    label: str
    project_id: int | None
    offer_id: int | None = None
    claim_id: int | None = None
    involvement_session_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a paper is asked to say: of whom, about what, over which days if it has any, dated when."""

    participant: Participant
    subject: Subject
    period: Period | None
    on: date


@cache
def kinds() -> dict[str, ModuleType]:
    """Every kind by its code."""
    return registry.members(sys.modules[__name__], "KIND")


def on_request() -> dict[str, ModuleType]:
    """The kinds that somebody asks for; the others come by themselves."""
    return {code: kind for code, kind in kinds().items() if hasattr(kind, "subjects")}
