"""The life of a session: invitations, offers and answers, who came, and the claims that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from tracker.demo import costs
from tracker.demo.cast import PEOPLE, Meeting
from tracker.demo.costs import Cost
from tracker.demo.stage import Stage
from tracker.money import Money
from tracker.payments import services, talk_queries
from tracker.payments.models import Answer, Claim, Method, Offer
from tracker.people import services as people
from tracker.people.models import Participant, WorkPermission
from tracker.people.queries import last_advice
from tracker.permissions import Actor
from tracker.projects import queries as projects
from tracker.projects.models import Project, Rate
from tracker.sessions import services as sessions
from tracker.sessions.models import HEARD, Attendance, InvolvementSession, Mode, Outcome

HELPERS = ("interpreter", "supporter")


@dataclass
class Life:
    """One session of the cast as it comes to life, with the people of its copy of the world."""

    stage: Stage
    meeting: Meeting
    project: Project
    people: Sequence[Participant]
    involvement: InvolvementSession | None = None
    places: dict[int, Attendance] = field(default_factory=dict)
    offers: dict[int, Offer] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)

    def announce(self, actor: Actor, on: date) -> None:
        """Log the session and invite people."""
        meeting = self.meeting
        own_time = meeting.mode == Mode.OWN_TIME
        self.involvement = sessions.create_session(
            actor=actor,
            on=on,
            project=self.project,
            held_on=self.stage.day(meeting.days),
            title=meeting.title,
            start=None if own_time else time(10),
            end=None if own_time else time(10 + meeting.hours),
            minutes=meeting.hours * 60 if own_time else None,
            preparation_minutes=0 if own_time else 30,
            mode=meeting.mode,
            stage=meeting.stage,
            level=meeting.level,
            venue=meeting.venue,
            service_user_activity=True,
            heard_without_names=meeting.without_names,
        )
        for number in meeting.people:
            self.places[number] = sessions.invite(
                actor=actor,
                on=on,
                involvement=self.involvement,
                participant=self.people[number],
                role=PEOPLE[number].role,
            )

    def rate(self) -> Rate:
        """The row of the project's card for this session, as it stood on the day."""
        in_force = projects.rate_on(self.project.rate_card_id, self.stage.day(self.meeting.days))
        return next(rate for rate in in_force if rate.label == self.meeting.rate)

    def paid_people(self) -> list[int]:
        """Those who are offered a fee: not the helpers, nor those who may have expenses only."""
        return [
            number
            for number in self.meeting.people
            if PEOPLE[number].role not in HELPERS and PEOPLE[number].work != WorkPermission.EXPENSES_ONLY
        ]

    def prepare_offers(self, actor: Actor, on: date) -> None:
        """Write the offers down, which checks them, before anybody is told."""
        rate = self.rate()
        for number in self.paid_people():
            self.offers[number] = services.prepare_offer(
                actor=actor,
                on=on,
                attendance=self.places[number],
                pence=rate.pence,
                rate=rate,
                covers=f"{self.meeting.title}, with half an hour to prepare",
                expenses_covered="Travel, and care for children or others while you are with us",
            )

    def make_offers(self, actor: Actor, on: date, but: Sequence[int] = ()) -> None:
        """Tell people, with the name of an adviser where it is their first offer."""
        for number, offer in self.offers.items():
            if number in but:
                continue
            if last_advice(self.people[number].id) is None:
                people.offer_advice(actor=actor, on=on, participant=self.people[number])
            services.make_prepared_offer(actor=actor, on=on, offer=offer)

    def answers(self, actor: Actor, on: date, only: Sequence[int] | None = None) -> None:
        """What each person chose."""
        for number, offer in self.offers.items():
            if only is None or number in only:
                chosen = PEOPLE[number].chooses
                services.answer_offer(
                    actor=actor,
                    on=on,
                    offer=offer,
                    answer=chosen,
                    pence=Money(3000) if chosen == Answer.LESS and offer.pence > Money(3000) else None,
                    charity="Harbour Street Food Bank" if chosen == Answer.TO_CHARITY else None,
                )

    def register(self, actor: Actor, on: date, *, everybody: bool = False) -> None:
        """Who came; now and then somebody did not."""
        for number, place in self.places.items():
            roll = 0.0 if everybody else self.stage.dice.random()
            outcome = Outcome.ATTENDED
            for above, other in _NOT_ALL:
                if roll > above:
                    outcome = other
            minutes = 90 if outcome == Outcome.PART else None
            sessions.record_attendance(actor=actor, on=on, attendance=place, outcome=outcome, minutes=minutes)
            if number in self.offers and outcome not in HEARD:
                self.offers.pop(number)

    def claim(self, actor: Actor, on: date) -> None:
        """Draft what is owed, fees and expenses."""
        assert self.involvement is not None  # noqa: S101 - announced long before
        for claim in services.draft_claims(actor=actor, on=on, involvement=self.involvement):
            number = next(n for n in self.places if self.people[n].id == claim.participant_id)
            self.claims[number] = claim
        if self.meeting.mode == Mode.IN_PERSON:
            for number in self.meeting.people:
                self.expenses(actor, on, number)

    def expenses(self, actor: Actor, on: date, number: int) -> None:
        """What the journey or the care cost; those who did not come have none."""
        assert self.involvement is not None  # noqa: S101 - announced long before
        cost = costs.usual(number)
        if self.places[number].outcome not in HEARD or cost == Cost.NONE:
            return
        if number in self.claims and self.claims[number].method == Method.TO_CHARITY:
            # Whoever gives the fee away asks for nothing else here; their costs would need a second claim.
            return
        if number not in self.claims:
            # A claim of nothing but what a provider is paid direct would pay the person nothing.
            cost = Cost.BUS if cost == Cost.CHILDCARE else cost
            self.claims[number] = services.claim_for(
                actor=actor,
                on=on,
                participant=self.people[number],
                project=self.project,
                involvement=self.involvement,
            )
        costs.add(actor, on, self.claims[number], cost, self.involvement.held_on)

    def submit(self, actor: Actor, on: date, but: Sequence[int] = ()) -> None:
        """Send the drafts for approval."""
        for number, claim in self.claims.items():
            if number not in but:
                services.submit(actor=actor, on=on, claim=claim)


_NOT_ALL = (
    (0.86, Outcome.PART),
    (0.9, Outcome.CANCELLED_BY_THEM),
    (0.94, Outcome.DID_NOT_ATTEND),
    (0.97, Outcome.CANCELLED_BY_US),
)


def talk_with_all(actor: Actor, on: date) -> None:
    """The benefit contact talks with everybody for whom a check asks for it."""
    for check in talk_queries.talks(actor):
        services.note_conversation(actor=actor, on=on, check=check)
