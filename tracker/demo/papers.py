"""Papers given in the demo: each shown and issued as a lead does it from a person's page."""

from __future__ import annotations

from datetime import date

from tracker.demo.cast import Person
from tracker.demo.story import Story
from tracker.documents import issuing, services
from tracker.documents.asked import Asked
from tracker.documents.kinds import kinds
from tracker.permissions import Actor


def give(story: Story, days: int, person: Person, kind_code: str) -> None:
    """Plan a paper on the newest thing it can be about, in the print that they read best."""

    def deed(actor: Actor, on: date) -> None:
        participant, kind = story.people[person], kinds()[kind_code]
        subject = kind.subjects(actor, participant)[0]
        draft = issuing.draft(kind, Asked(participant=participant, subject=subject, period=None, on=on))
        issuing.issue(
            actor=actor, on=on, draft=draft, shown=draft.shown, layout=services.usual_layout(participant)
        )

    story.lead(days, deed)
