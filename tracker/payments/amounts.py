"""Limits by amount: how much somebody's role lets them approve, release or hand out at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.errors import Refused
from tracker.money import Money
from tracker.permissions import Actor, Permission


def why_not(
    actor: Actor,
    permission: Permission,
    project_ids: Iterable[int | None],
    pence: Money,
    *,
    what: str,
    does: str,
) -> str | None:
    """The sentence for an amount above the actor's limit in one of these projects; None where it is not.

    A project of None asks for what they hold everywhere. `what` names the thing ("A claim"), `does` what
    somebody with a higher limit does ("approves it").
    """
    limits = [actor.at_most(permission, one) for one in project_ids]
    lowest = min((one for one in limits if one is not None), default=None)
    if lowest is None or pence <= lowest:
        return None
    return (
        f"{what} of {pence.pounds()} is above your limit of {lowest.pounds()}: somebody with a higher limit "
        f"{does}."
    )


def must_be_within(
    actor: Actor,
    permission: Permission,
    project_ids: Iterable[int | None],
    pence: Money,
    *,
    what: str,
    does: str,
) -> None:
    """Raise Refused, code `over-limit`, for an amount above the actor's limit."""
    if sentence := why_not(actor, permission, project_ids, pence, what=what, does=does):
        raise Refused(sentence, code="over-limit")
