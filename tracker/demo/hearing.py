"""Hearing back in the demo: what people said in some sessions, what came of it, and that they were told.

The newest sessions still owe it, and here and there one was closed with the reason why nobody heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.demo.life import Life
from tracker.demo.staff import STAFF
from tracker.demo.story import Story
from tracker.permissions import Actor
from tracker.sessions import hearing_back

# So many days after the last of some sessions people hear what came of them, and later they are closed.
TOLD_AFTER, CLOSED_AFTER = 12, 16
# What was done later than so many days before the last one is not answered yet.
STILL_OWING = -50


@dataclass(frozen=True)
class CameOf:
    """What people said, what was done or will be, and how they heard."""

    you_said: str
    we_did: str
    told_how: str = "A letter to everybody, and read out at the next session"


@dataclass
class Answer:
    """One answer for the sessions that it came of."""

    story: Story
    lives: Sequence[Life]
    came_of: CameOf

    def tell(self, actor: Actor, on: date) -> None:
        """The lead writes it down once people were told."""
        (name,) = (one.name for one in STAFF if one.key == self.story.work.lead)
        hearing_back.write_feedback(
            actor=actor,
            on=on,
            involvements=[life.held for life in self.lives],
            values={
                "you_said": self.came_of.you_said,
                "we_did": self.came_of.we_did,
                "told_by": name,
                "told_how": self.came_of.told_how,
                "told_on": on,
            },
        )

    def close(self, actor: Actor, on: date) -> None:
        """Nothing is owed any more."""
        for life in self.lives:
            close(actor, on, life)


def plan(story: Story, came_of: Sequence[CameOf], not_told: Mapping[str, str]) -> None:
    """Share a story's answers out among its past sessions in order; `not_told` has reasons by title."""
    past = sorted(
        (life for life in story.lives if life.meeting.days < STILL_OWING), key=lambda life: life.meeting.days
    )
    for life in past:
        if reason := not_told.get(life.meeting.title):
            _plan_closing_without(story, life, reason)
    told = [life for life in past if life.meeting.title not in not_told]
    for lives, answer in zip(_shared(told, len(came_of)), came_of, strict=False):
        last = lives[-1].meeting.days
        found = Answer(story, lives, answer)
        story.lead(last + TOLD_AFTER, found.tell)
        story.lead(last + CLOSED_AFTER, found.close)


def _plan_closing_without(story: Story, life: Life, reason: str) -> None:
    story.lead(life.meeting.days + CLOSED_AFTER, lambda actor, on: close(actor, on, life, reason))


def close(actor: Actor, on: date, life: Life, reason: str | None = None) -> None:
    """Close one session."""
    hearing_back.close_session(
        actor=actor, on=on, involvement=life.held, version=life.held.version, reason=reason
    )


def _shared(lives: Sequence[Life], shares: int) -> Iterator[Sequence[Life]]:
    """The sessions in so many runs of nearly the same length, none of them empty."""
    shares = min(shares, len(lives))
    for share in range(shares):
        yield lives[share * len(lives) // shares : (share + 1) * len(lives) // shares]
