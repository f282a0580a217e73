"""Who is consulted at a session: the legal test of a service user, asked limb by limb and role by role.

Universal Credit Regulations 2013 reg 53(2) and its like for other benefits, as amended by SI 2014/591.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.accounts.editing import save_changes
from tracker.errors import Invalid
from tracker.permissions import Actor
from tracker.sessions.changes import watched
from tracker.sessions.models import NOT_VOICES, TAKES_PART, InvolvementSession
from tracker.sessions.queries import attendances

# Whoever asks, by the limb of the law; and none of them.
LIMBS = ("duty", "research", "social-security")
NONE = "none"


def activity_of(consulted_by: str | None) -> bool | None:
    """Whether an activity is consultation as the law means it; None where nobody knows who asks."""
    return {**dict.fromkeys(LIMBS, True), NONE: False}.get(consulted_by or "")


def roles_to_ask(involvement: InvolvementSession) -> list[str]:
    """The roles at a session of which the activity alone does not say whether they are consulted."""
    if involvement.service_user_activity is False:
        return []
    return sorted({place.role for place in attendances(involvement.id)} - {TAKES_PART, *NOT_VOICES})


def say_capacities(
    *,
    actor: Actor,
    on: date,
    involvement: InvolvementSession,
    version: int | None,
    consulted: Mapping[str, bool | None],
) -> InvolvementSession:
    """Keep of each role whether those in it are consulted; None is not known.

    What rests on it is checked again. Raises StaleVersion, and Invalid for a role that nobody has here.
    """
    if unknown := sorted(set(consulted) - set(roles_to_ask(involvement))):
        raise Invalid(f"Nobody is at this session as {unknown[0]}: look at the register again.")
    values = {"capacities": {**involvement.capacities, **consulted}}
    with watched(actor, on, involvement, attendances(involvement.id)):
        save_changes(actor, involvement, version=version, values=values, verb="said-who-is-consulted")
    return involvement
