"""What people of the demo gave without a meeting: written down on the day, offered and taken in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.demo.cast import Person
from tracker.demo.life import EXPENSES_COVERED, Life, Meeting
from tracker.demo.staff import APPROVER
from tracker.demo.story import Story
from tracker.payments import contributions, queries
from tracker.permissions import Actor
from tracker.sessions.contributions import log_contribution
from tracker.sessions.models import Mode


@dataclass
class Contribution(Life):
    """A call, a chat, a document read at home; `activity` is its code in the list of activities."""

    activity: str = "phone-call"

    def log(self, actor: Actor, on: date) -> None:
        """The lead writes it down; the person knew the fee and takes it."""
        meeting = self.meeting
        places = log_contribution(
            actor=actor,
            on=on,
            project=self.project,
            participants=[self.people[person] for person in meeting.people],
            activity=self.activity,
            title=meeting.title,
            held_on=on,
            minutes=meeting.minutes,
            mode=meeting.mode,
            unpaid=meeting.rate is None,
        )
        self.involvement = places[0].involvement
        for person, place in zip(meeting.people, places, strict=True):
            self.places[person] = place
        if meeting.rate is not None:
            contributions.offer_for(
                actor=actor,
                on=on,
                places=places,
                rate=contributions.rate_called(self.project, meeting.rate, on),
                pence=None,
                expenses_covered=EXPENSES_COVERED,
                taken=True,
            )
            self._note_claims()

    def _note_claims(self) -> None:
        by_id = {self.people[person].id: person for person in self.meeting.people}
        for participant_id, (claim, *_) in queries.claims_of_session(self.held.id).items():
            self.claims[by_id[participant_id]] = claim


def give(
    story: Story,
    days: int,
    title: str,
    people: Sequence[Person],
    *,
    activity: str,
    rate: str | None,
    minutes: int,
    mode: Mode = Mode.ONLINE,
) -> Contribution:
    """Plan something that people gave, and what is paid for it."""
    meeting = Meeting(
        days=days, title=title, people=people, rate=rate, minutes=minutes, preparation=0, mode=mode
    )
    life = Contribution(story.stage, meeting, story.project, story.people, activity=activity)
    story.lives.append(life)
    story.lead(days, life.log)
    if rate is not None:
        story.lead(days + 2, life.submit)
        story.plan(days + 4, APPROVER, life.approve)
    return life
