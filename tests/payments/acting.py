"""How a history of acts is played: records found in the order of their making, acts done or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Connection, select

from tests.conftest import TODAY
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.errors import TrackerError
from tracker.payments.models import Claim
from tracker.permissions import Actor
from tracker.web.transaction import writing


class Ids:
    """Record ids in the order of creation, so that a history tried again is the same history."""

    def __init__(self) -> None:
        self.last = self.kept = 0

    def __call__(self, bits: int) -> int:
        self.last += 2
        return self.last

    def keep(self) -> None:
        """Begin every history after what there is now."""
        self.kept = self.last

    def again(self) -> None:
        """Begin a history."""
        self.last = self.kept


@dataclass
class Ahead:
    """What a history remembers of an advance in pence: given, and given back or written off."""

    given: int = 0
    gone: int = 0


class Acting(RuleBasedStateMachine):
    """What a history stands on, and what it remembers apart from the system it tries.

    Who recorded what, what is held, what is asked about, what was questioned and not approved since.
    """

    connection: Connection
    project_id: int
    actors: dict[str, Actor]
    ids: Ids

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.connection.begin_nested()
        self.ids.again()
        self.on = TODAY
        self.recorded_by: defaultdict[int, set[int]] = defaultdict(set)
        self.placed_by: defaultdict[int, set[int]] = defaultdict(set)
        self.held: set[int] = set()
        self.asked: set[int] = set()
        self.questioned: set[int] = set()
        self.ahead: defaultdict[int, Ahead] = defaultdict(Ahead)
        lead = self.actors["lead"].user_id or 0
        for claim in self.all(Claim):
            self.recorded_by[claim.id].add(lead)

    def teardown(self) -> None:
        assert broken_at() is None
        db.session.remove()
        self.savepoint.rollback()

    def all(self, table: Any) -> list[Any]:
        return sorted(db.session.scalars(select(table)).unique(), key=lambda record: record.id)

    def pick(self, table: Any, which: int, *states: Any) -> Any:
        """One record; one of five times it may be in any state."""
        found = self.all(table)
        wanted = [record for record in found if record.state in states] if states and which % 5 else found
        return wanted[which % len(wanted)] if wanted else None

    def attempt(self, deed: Callable[..., Any], **given: Any) -> Any:
        """The result of an act, or None where there is nothing to act on or it was refused in a sentence."""
        if any(given.get(name, 0) is None for name in ("claim", "run", "payment", "offer", "attendance")):
            return None
        try:
            with writing():
                return deed(**given)
        except TrackerError:
            return None

    def note(self, claim: Claim | None, who: str) -> None:
        if claim is not None:
            self.recorded_by[claim.id].add(self.actors[who].user_id or 0)
