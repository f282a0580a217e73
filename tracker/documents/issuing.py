"""Give somebody a paper on request: what it would say, and its issue as it was seen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from tracker.documents import queries, services
from tracker.documents.asked import Asked
from tracker.documents.models import Document
from tracker.errors import Refused
from tracker.payments import freezes, numbering
from tracker.permissions import Actor, Permission
from tracker.web.transaction import explain

_REPLACED = "Somebody has issued another in place of this paper already: look at that one."
explain("uq_document_replaces_id", "replaces", _REPLACED)
explain("document(replaces_id)", "replaces", _REPLACED)


@dataclass(frozen=True)
class Draft:
    """A paper that is not issued yet: what it would say, and a digest of that."""

    kind: ModuleType
    asked: Asked
    replaces: Document | None
    content: dict[str, Any]

    @property
    def shown(self) -> str:
        """What a form sends back, so that what is issued is what was looked at."""
        return hashlib.sha256(json.dumps(self.content, sort_keys=True).encode()).hexdigest()


def draft(kind: ModuleType, asked: Asked, replaces: Document | None = None) -> Draft:
    """What the paper would say now. Raises Refused where it cannot be written."""
    if asked.participant.erased_on is not None:
        raise Refused("This person’s details were erased, so no paper can be made out to them.")
    freezes.must_not_be_written_to(asked.participant.id)
    said = kind.content(asked)
    if replaces is not None:
        _must_be_replaceable(replaces, asked)
        said |= {"replaces": {"number": replaces.number, "issued_on": replaces.issued_on.isoformat()}}
    return Draft(kind, asked, replaces, said)


def _must_be_replaceable(earlier: Document, asked: Asked) -> None:
    if earlier.matter != asked.subject.matter:
        raise Refused(
            f"{earlier.number} is about something else, so this paper cannot stand in its place. "
            "Choose the same again, or begin from the list of papers."
        )
    if queries.replacement(earlier) is not None:
        raise Refused(_REPLACED)


def issue(*, actor: Actor, on: date, draft: Draft, shown: str, layout: str) -> Document:
    """Number it, freeze it and ask for its PDF. Refused unless it says what was looked at (`shown`)."""
    subject, participant = draft.asked.subject, draft.asked.participant
    scope = actor.projects(Permission.ISSUE_DOCUMENTS)
    if scope is not None and subject.project_id not in scope:
        raise Refused("Ask somebody who gives papers in this project.")
    if draft.shown != shown:
        raise Refused("What this paper says has changed since you looked. Look again, then issue it.")
    number = numbering.document_ref(on.year)
    document = Document(
        kind=draft.kind.KIND,
        number=number,
        participant_id=participant.id,
        project_id=subject.project_id,
        offer_id=subject.offer_id,
        claim_id=subject.claim_id,
        involvement_session_id=subject.involvement_session_id,
        replaces_id=draft.replaces.id if draft.replaces else None,
        content=draft.content | {"number": number},
        language=services.usual_language(participant),
        format=layout,
    )
    return services.issue(document, actor, on, values={"format": layout})
