"""What must be in place before a fee is offered: a code that pays for it, and somebody else to approve it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.accounts import queries as accounts
from tracker.errors import Refused
from tracker.permissions import Actor, Permission
from tracker.projects import cost_codes
from tracker.projects.cost_codes import Closed
from tracker.projects.models import Project
from tracker.sessions.models import InvolvementSession

_MEND = "An administrator gives {} another code under Change the project, or finance corrects its days."


def missing(actor: Actor, project: Project, on: date | None = None) -> Sequence[str]:
    """A sentence for each thing still missing before this person can offer fees, saying who can mend it.

    `on` is the day of the work, where it is known: a code may be closed on it.
    """
    sentences = []
    if not project.cost_code:
        sentences.append(
            f"{project.name} has no cost code. An administrator adds it under Change the project."
        )
    elif on is not None and (fault := _closed(project, on)):
        sentences.append(f"{fault.sentence} {_MEND.format(project.name)}")
    if not accounts.organisation().small_team_reason and not accounts.others_who_may(
        Permission.APPROVE_CLAIMS, project.id, actor.user_id
    ):
        sentences.append(
            f"Nobody but you may approve claims of {project.name}. An administrator gives a colleague the "
            "role of approver under Staff, or writes down under Settings why a small team approves its own."
        )
    return sentences


def must_be_open(actor: Actor, project: Project, on: date | None = None) -> None:
    """Raises Refused, code `not-ready-to-offer`, with all that is missing."""
    sentences = missing(actor, project, on)
    if sentences:
        raise Refused("No fee can be offered yet. " + " ".join(sentences), code="not-ready-to-offer")


def must_pay(involvement: InvolvementSession) -> None:
    """Raises Refused where the project's code does not pay for work of the session's day.

    The refusal's code says why, as where a claim is submitted.
    """
    fault = _closed(involvement.project, involvement.held_on)
    if fault is not None:
        mend = _MEND.format(involvement.project.name)
        raise Refused(f"No fee can be offered yet. {fault.sentence} {mend}", code=fault.reason)


def _closed(project: Project, on: date) -> Closed | None:
    return cost_codes.closed(project.coding, on, cost_codes.listing()) if project.coding else None
