"""What must be in place before a fee is offered: a code that pays for it, and somebody else to approve it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.accounts import queries as accounts
from tracker.errors import Refused
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project


def missing(actor: Actor, project: Project) -> Sequence[str]:
    """A sentence for each thing still missing before this person can offer fees, saying who can mend it."""
    sentences = []
    if not project.cost_code:
        sentences.append(
            f"{project.name} has no cost code. An administrator adds it under Change the project."
        )
    if not accounts.organisation().small_team_reason and not accounts.others_who_may(
        Permission.APPROVE_CLAIMS, project.id, actor.user_id
    ):
        sentences.append(
            f"Nobody but you may approve claims of {project.name}. An administrator gives a colleague the "
            "role of approver under Staff, or writes down under Settings why a small team approves its own."
        )
    return sentences


def must_be_open(actor: Actor, project: Project) -> None:
    """Raises Refused, code `not-ready-to-offer`, with all that is missing."""
    sentences = missing(actor, project)
    if sentences:
        raise Refused("No fee can be offered yet. " + " ".join(sentences), code="not-ready-to-offer")
