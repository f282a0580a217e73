"""The life of a session: invitations, offers and answers, who came, and the claims that come of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum

from tracker.demo import costs, plans
from tracker.demo.cast import TAKES_LESS, Person
from tracker.demo.costs import Cost
from tracker.demo.stage import Stage
from tracker.payments import offers, services, talk_queries
from tracker.payments.models import Answer, Claim, Method, Offer
from tracker.people import services as people
from tracker.people.models import Participant
from tracker.people.queries import last_advice
from tracker.permissions import Actor
from tracker.projects import queries as projects
from tracker.projects.models import Project, Rate
from tracker.sessions import services as sessions
from tracker.sessions.models import HEARD, Attendance, InvolvementSession, Mode, Outcome

EXPENSES_COVERED = "Travel, and care for children or others while you are with us"


class Step(IntEnum):
    """What somebody's part in a session still waits for."""

    OFFER = 1
    ANSWER = 2
    REGISTER = 3
    SUBMITTING = 4
    APPROVAL = 5
    NOTHING = 9


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A session: how many days before (or after) the last day of the year, and who is invited."""

    days: int
    title: str
    people: Sequence[Person]
    # What the card pays for it; None where nobody is offered a fee.
    rate: str | None
    minutes: int = 180
    starts: time = time(10)
    preparation: int = 30
    mode: Mode = Mode.IN_PERSON
    stage: str | None = "design"
    level: str | None = "co-design"
    venue: str | None = "Harbour Street Community Centre"
    without_names: int = 0
    # Whose money is handed over on the day.
    in_hand: Sequence[Person] = ()
    # Who sends a form on paper, and who wrote it for them.
    on_paper: Mapping[Person, str] = field(default_factory=dict)
    # What those who take part are there as, where it is something of its own.
    role: str | None = None
    # The benefit contact has talked with whoever asks for it before the offers are made.
    talked: bool = True
    part: Mapping[Person, int] = field(default_factory=dict)
    absent: Mapping[Person, Outcome] = field(default_factory=dict)
    waits: Mapping[Person, Step] = field(default_factory=dict)
    all_wait: Step = Step.NOTHING

    @property
    def service_user_activity(self) -> bool:
        """Whether people speak as users of a service; teaching and reporting are work like any other."""
        return self.stage != "delivery"

    @property
    def activity(self) -> str:
        """What kind of thing it was, by its code."""
        if self.without_names:
            return "online-survey"
        return "reading" if self.mode == Mode.OWN_TIME else "meeting"

    def reaches(self, person: Person, step: Step) -> bool:
        """Whether somebody's part in it gets past a step."""
        return step < min(self.waits.get(person, Step.NOTHING), self.all_wait)

    def end(self) -> time:
        """When it ends, on the clock."""
        total = self.starts.hour * 60 + self.starts.minute + self.minutes
        return time(total // 60, total % 60)


@dataclass
class Life:
    """One session as it comes to life, with the people of its copy of the story."""

    stage: Stage
    meeting: Meeting
    project: Project
    people: Mapping[Person, Participant]
    involvement: InvolvementSession | None = None
    places: dict[Person, Attendance] = field(default_factory=dict)
    offers: dict[Person, Offer] = field(default_factory=dict)
    claims: dict[Person, Claim] = field(default_factory=dict)

    @property
    def held(self) -> InvolvementSession:
        """The session, once it was announced."""
        assert self.involvement is not None  # noqa: S101 - announced before anything else happens
        return self.involvement

    def announce(self, actor: Actor, on: date) -> None:
        """Log the session and invite people."""
        meeting = self.meeting
        timed = meeting.mode != Mode.OWN_TIME
        self.involvement = sessions.create_session(
            actor=actor,
            on=on,
            project=self.project,
            held_on=self.stage.day(meeting.days),
            title=meeting.title,
            start=meeting.starts if timed else None,
            end=meeting.end() if timed else None,
            minutes=None if timed else meeting.minutes,
            preparation_minutes=meeting.preparation if timed else 0,
            mode=meeting.mode,
            stage=meeting.stage,
            level=meeting.level,
            venue=meeting.venue if meeting.mode in {Mode.IN_PERSON, Mode.HYBRID} else None,
            service_user_activity=meeting.service_user_activity,
            consulted_by="duty" if meeting.service_user_activity else "none",
            free_to_withdraw=meeting.service_user_activity or None,
            activity=meeting.activity,
            unpaid=meeting.rate is None,
            heard_without_names=meeting.without_names,
        )
        for person in meeting.people:
            self.places[person] = sessions.invite(
                actor=actor,
                on=on,
                involvement=self.involvement,
                participant=self.people[person],
                role=meeting.role if meeting.role and person.role == "participant" else person.role,
            )
        if timed and meeting.people:
            plans.plan(actor, self.involvement, meeting.people, self._rate().pence if meeting.rate else None)

    def _rate(self) -> Rate:
        """The row of the project's card for this session, as it stood on the day."""
        in_force = projects.rate_on(self.project.rate_card_id, self.stage.day(self.meeting.days))
        return next(rate for rate in in_force if rate.label == self.meeting.rate)

    def prepare_offers(self, actor: Actor, on: date) -> None:
        """Write the offers down, which checks them, before anybody is told."""
        offered = [person for person in self.meeting.people if person.is_offered_fees]
        prepared = services.prepare_offers(
            actor=actor,
            on=on,
            attendances=[self.places[person] for person in offered],
            pence=None,
            rate=self._rate(),
            expenses_covered=EXPENSES_COVERED,
            pay_by=offers.promised_day(self.held.held_on),
        )
        self.offers = dict(zip(offered, prepared, strict=True))

    def talk(self, actor: Actor, on: date) -> None:
        """The benefit contact talks with those of its people for whom a check of their offer asks for it."""
        offered = {offer.id for offer in self.offers.values()}
        for check in talk_queries.talks(actor):
            if check.offer_id in offered:
                services.note_conversation(actor=actor, on=on, check=check)

    def make_offers(self, actor: Actor, on: date) -> None:
        """Tell people, with the name of an adviser where it is their first offer."""
        for person, offer in self.offers.items():
            if not self.meeting.reaches(person, Step.OFFER):
                continue
            if last_advice(self.people[person].id) is None:
                people.offer_advice(actor=actor, on=on, participant=self.people[person])
            services.make_prepared_offer(actor=actor, on=on, offer=offer)

    def answers(self, actor: Actor, on: date) -> None:
        """What each person chose."""
        for person, offer in self.offers.items():
            if self.meeting.reaches(person, Step.ANSWER):
                less = person.chooses == Answer.LESS and offer.pence > TAKES_LESS
                services.answer_offer(
                    actor=actor,
                    on=on,
                    offer=offer,
                    answer=Answer.FULL if person.chooses == Answer.LESS and not less else person.chooses,
                    pence=TAKES_LESS if less else None,
                    charity=person.charity,
                )

    def register(self, actor: Actor, on: date) -> None:
        """Who came, in whole or in part, and who did not."""
        meeting = self.meeting
        for person, place in self.places.items():
            if not meeting.reaches(person, Step.REGISTER):
                continue
            came = Outcome.PART if person in meeting.part else Outcome.ATTENDED
            sessions.record_attendance(
                actor=actor,
                on=on,
                attendance=place,
                outcome=meeting.absent.get(person, came),
                minutes=meeting.part.get(person),
            )

    def claim(self, actor: Actor, on: date) -> None:
        """Draft what is owed, fees and expenses, and send it for approval."""
        for person, helper in self.meeting.on_paper.items():
            self.claims[person] = services.key_in(
                actor=actor,
                on=on,
                place=self.places[person],
                signed_on=self.held.held_on,
                filled_in_by=helper,
            )
        by_id = {participant.id: person for person, participant in self.people.items()}
        for claim in services.draft_claims(actor=actor, on=on, involvement=self.held):
            self.claims[by_id[claim.participant_id]] = claim
        if self.meeting.mode in {Mode.IN_PERSON, Mode.HYBRID}:
            for person in self.meeting.people:
                self._spend(actor, on, person)
        self.submit(actor, on)

    def submit(self, actor: Actor, on: date) -> None:
        """Send what was drafted for approval."""
        for person, claim in self.claims.items():
            if self.meeting.reaches(person, Step.SUBMITTING):
                services.submit(actor=actor, on=on, claim=claim)

    def _spend(self, actor: Actor, on: date, person: Person) -> None:
        """What the journey or the care cost; those who did not come have none, or have it in hand."""
        came = self.places[person].outcome in HEARD
        if person.cost == Cost.NONE or not came or person in self.meeting.in_hand:
            return
        claim = self.claims.get(person)
        if claim is None:
            claim = self.claims[person] = services.claim_for(
                actor=actor,
                on=on,
                participant=self.people[person],
                project=self.project,
                involvement=self.held,
            )
        if claim.method != Method.TO_CHARITY:
            costs.add(actor, on, claim, person.cost, self.held.held_on)

    def approve(self, actor: Actor, on: date, but: Collection[Person] = ()) -> None:
        """Approve what was submitted, as it is shown."""
        for person, claim in self.claims.items():
            if person not in but and self.meeting.reaches(person, Step.APPROVAL):
                approve(actor, on, claim)


def approve(actor: Actor, on: date, claim: Claim) -> None:
    """Approve one claim as it is shown."""
    services.approve(actor=actor, on=on, claim=claim, shown_hash=services.current_hash(claim))


def talk_with_all(actor: Actor, on: date) -> None:
    """The benefit contact talks with everybody for whom a check asks for it."""
    for check in talk_queries.talks(actor):
        services.note_conversation(actor=actor, on=on, check=check)
