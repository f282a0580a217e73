"""That a person told us something new which a limit needs: whoever counts on it may look again.

Packages above join in through `when_told` without people knowing them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.people.models import Participant
from tracker.permissions import Actor

ToldHook = Callable[[Participant, Actor, date], None]

_hooks: list[ToldHook] = []


def when_told(hook: ToldHook) -> None:
    """Have `hook` called, in the same write, each time somebody's circumstances or limits change."""
    if hook not in _hooks:
        _hooks.append(hook)


def told(participant: Participant, actor: Actor, on: date) -> None:
    """Something new was told, and is written down already."""
    for hook in _hooks:
        hook(participant, actor, on)
