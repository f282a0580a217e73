"""One group's year: its project, its people, and what is done with them on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tracker.demo.cast import Person, Welcome, Work
from tracker.demo.life import Life, Meeting
from tracker.demo.organisation import card_named
from tracker.demo.staff import ADMINISTRATOR, APPROVER, CONTACT, FINANCE, appoint
from tracker.demo.stage import BEGINNING, Deed, Stage
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects import services as projects
from tracker.projects.models import Project


@dataclass
class Story:
    """A story being told: one copy of it, by the stage's people."""

    stage: Stage
    work: Work
    project: Project
    dice: Random
    copy: int = 0
    people: dict[Person, Participant] = field(default_factory=dict)
    lives: list[Life] = field(default_factory=list)

    def plan(self, days: int, who: str, deed: Deed) -> None:
        """Have one of the staff do something so many days after the last day of the year."""
        self.stage.plan(days, who, deed)

    def in_week(self, weeks: int, weekday: int) -> int:
        """A weekday (0 is Monday) so many weeks after the week of the last day, as days after that day."""
        return 7 * weeks + weekday - self.stage.last_day.weekday()

    def lead(self, days: int, deed: Deed) -> None:
        """Have the project's lead do it."""
        self.plan(days, self.work.lead, deed)

    def meet(self, meeting: Meeting) -> Life:
        """Plan the whole life of a session, as far as it gets by the last day."""
        life = Life(self.stage, meeting, self.project, self.people)
        self.lives.append(life)
        announced, prepared, talked, made, answered = (
            meeting.days + days for days in (-21, -19, -18, -17, -14)
        )
        self.lead(announced, life.announce)
        if meeting.rate is not None:
            self.lead(prepared, life.prepare_offers)
            if meeting.talked and any(person.benefit for person in meeting.people):
                self.plan(talked, CONTACT, life.talk)
            self.lead(made, life.make_offers)
            self.lead(answered, life.answers)
        self.lead(meeting.days + 1, life.register)
        self.lead(meeting.days + 2, life.claim)
        self.plan(meeting.days + 4, APPROVER, life.approve)
        return life

    def meet_all(self, meetings: Sequence[Meeting]) -> list[Life]:
        """Plan several sessions."""
        return [self.meet(meeting) for meeting in meetings]


def ref_of(work: Work, copy: int) -> str:
    """The reference of a project; a further copy of the year has its number in it."""
    return f"{work.ref}{copy or ''}"


def begin(stage: Stage, work: Work, copy: int, begun: dict[str, Project]) -> None:
    """Have the administrator begin a project on the first day and give it its lead."""

    def deed(actor: Actor, on: date) -> None:
        project = begun[ref_of(work, copy)] = projects.create_project(
            actor=actor,
            on=on,
            ref=ref_of(work, copy),
            name=f"{work.name} {copy}" if copy else work.name,
            cost_code=work.cost_code,
            funder=work.funder,
            design=work.design,
            pool=work.pool,
            rate_card_id=card_named(work.card).id,
        )
        appoint(work.lead, project.id)

    stage.plan(BEGINNING, ADMINISTRATOR, deed)


def welcome(story: Story, cast: Sequence[Person], first_number: int) -> None:
    """Everybody is added, and says what they wish to say."""
    comings = [
        Welcome(person, cast[(place + 7 * story.copy) % len(cast)].last, first_number + place, story.copy)
        for place, person in enumerate(cast)
    ]

    def add(actor: Actor, on: date) -> None:
        for coming in comings:
            participant = coming.write_down(actor, on)
            projects.add_person_to_project(actor=actor, on=on, project=story.project, participant=participant)
            story.people[coming.person] = participant

    def enter_bank_details(actor: Actor, on: date) -> None:
        for coming in comings:
            coming.enter_bank_details(actor, on, story.people[coming.person])

    def listen(actor: Actor, on: date) -> None:
        for coming in comings:
            coming.listen(actor, on, story.people[coming.person])

    story.lead(BEGINNING + 3, add)
    story.plan(BEGINNING + 3, FINANCE, enter_bank_details)
    story.plan(BEGINNING + 3, CONTACT, listen)
