"""That a register or a session's date changes: whatever rests on it follows in the same write, or refuses.

Packages above join in through `when_changed` without sessions knowing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date

from tracker.permissions import Actor
from tracker.sessions.models import Attendance, InvolvementSession

# Entered before the change and left once it is written: each looks at the places on both sides of it.
Watcher = Callable[[Actor, date, InvolvementSession, Sequence[Attendance]], AbstractContextManager[None]]

_watchers: list[Watcher] = []


def when_changed(watcher: Watcher) -> None:
    """Have `watcher` entered around every change of a register or of a session."""
    if watcher not in _watchers:
        _watchers.append(watcher)


@contextmanager
def watched(
    actor: Actor, on: date, involvement: InvolvementSession, places: Sequence[Attendance]
) -> Iterator[None]:
    """Let everybody who counts on these places see them before and after what is done inside."""
    with ExitStack() as stack:
        for watcher in _watchers:
            stack.enter_context(watcher(actor, on, involvement, places))
        yield
