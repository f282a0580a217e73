"""The year, told in order: who does what on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.demo import cast, money, opening
from tracker.demo.cast import PEOPLE, PROJECTS, SESSIONS, Meeting
from tracker.demo.life import Life, talk_with_all
from tracker.demo.money import Purse
from tracker.demo.stage import Stage
from tracker.payments.models import Claim
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import Project


def tell(stage: Stage, scale: int) -> None:
    """A year for the organisation, `scale` times the projects, people and sessions."""
    began = stage.day(opening.BEGINNING)
    stage.plan(began, "administrator", opening.set_up)
    stage.play()
    stage.plan(stage.day(-180), "administrator", opening.raise_rate)
    for copy in range(scale):
        _world(stage, copy + 1 if copy else 0)
    stage.play()


def _world(stage: Stage, copy: int) -> None:
    """One copy of the cast: its projects and people begin at once, its sessions are planned."""
    begun: dict[str, Project] = {}
    people: list[Participant] = []

    def begin(actor: Actor, on: date) -> None:
        for work in PROJECTS:
            begun[work.key] = opening.begin_project(actor, on, work, copy)
        opening.appoint_leads(begun)

    planned, stage.deeds = stage.deeds, []
    stage.plan(stage.day(opening.BEGINNING), "administrator", begin)
    stage.play()
    opening.enter(stage)
    _welcome(stage, people, copy)
    stage.play()
    stage.deeds = planned
    for number, meeting in enumerate(SESSIONS):
        _session(stage, number, Life(stage, meeting, begun[meeting.project], people))
    stage.plan(stage.day(-150), "finance", lambda actor, on: opening.paid_elsewhere(actor, on, people[10]))


def _welcome(stage: Stage, people: list[Participant], copy: int) -> None:
    """Everybody is added, and says what they wish to say."""
    day = stage.day(opening.BEGINNING + 3)

    def add(actor: Actor, on: date) -> None:
        people.extend(opening.add_person(actor, on, number, copy) for number in range(len(PEOPLE)))
        for participant, person in zip(people, PEOPLE, strict=True):
            opening.asked_to_keep_to(actor, on, participant, person)

    def enter_bank_details(actor: Actor, on: date) -> None:
        for number, participant in enumerate(people):
            opening.bank_details(actor, on, participant, number)

    def listen(actor: Actor, on: date) -> None:
        for participant, person in zip(people, PEOPLE, strict=True):
            opening.told(actor, on, participant, person)

    stage.plan(day, "lead", add)
    stage.plan(day, "finance", enter_bank_details)
    stage.plan(day, "benefit contact", listen)


def _session(stage: Stage, number: int, life: Life) -> None:
    """One session's life as far as it has got by the last day."""
    meeting = life.meeting
    lead = next(work.lead for work in PROJECTS if work.key == meeting.project)
    _before(stage, number, life, lead)
    if number in {cast.NO_REGISTER, cast.TO_COME}:
        return
    everybody = number in {cast.RUNS_OPEN, cast.CLAIMS_OPEN}
    stage.plan(_day(stage, meeting, 1), lead, lambda actor, on: life.register(actor, on, everybody=everybody))
    stage.plan(_day(stage, meeting, 2), lead, life.claim)
    drafts = (27, 28) if number == cast.CLAIMS_OPEN else ()
    stage.plan(_day(stage, meeting, 2), lead, lambda actor, on: life.submit(actor, on, but=drafts))
    if number in cast.PAID:
        _paid(stage, life)
    elif number == cast.RUNS_OPEN:
        _runs_open(stage, life)
    else:
        _claims_open(stage, life, lead)


def _day(stage: Stage, meeting: Meeting, after: int) -> date:
    return stage.day(meeting.days + after)


def _before(stage: Stage, number: int, life: Life, lead: str) -> None:
    """Invitations, offers, answers. Of the session to come, some are still open."""
    meeting, coming = life.meeting, number == cast.TO_COME
    unmade = (2, 4) if coming else ()
    answered = (0, 1, 5, 8) if coming else None
    stage.plan(_day(stage, meeting, -21), lead, life.announce)
    stage.plan(_day(stage, meeting, -19), lead, life.prepare_offers)
    if not coming:
        stage.plan(_day(stage, meeting, -18), "benefit contact", talk_with_all)
    stage.plan(_day(stage, meeting, -17), lead, lambda actor, on: life.make_offers(actor, on, but=unmade))
    stage.plan(_day(stage, meeting, -14), lead, lambda actor, on: life.answers(actor, on, only=answered))


def _paid(stage: Stage, life: Life) -> None:
    """All the way: approved, in a run, released by a second person, paid, receipts given."""
    meeting, purse = life.meeting, Purse()
    stage.plan(
        _day(stage, meeting, 4),
        "approver",
        lambda actor, on: money.approve(actor, on, life.claims.values()),
    )
    stage.plan(
        _day(stage, meeting, 7), "finance", lambda actor, on: purse.prepare(actor, on, life.claims.values())
    )
    stage.plan(_day(stage, meeting, 8), "finance 2", purse.release)
    stage.plan(_day(stage, meeting, 9 + life.stage.dice.randrange(8)), "finance", purse.paid)
    stage.plan(_day(stage, meeting, 18), "benefit contact", talk_with_all)


def _runs_open(stage: Stage, life: Life) -> None:
    """One run waits for the bank, one for its release, and three claims wait outside for their reasons."""
    released, prepared = Purse(), Purse()

    def some(numbers: Sequence[int]) -> list[Claim]:
        return [life.claims[number] for number in numbers]

    stage.plan(stage.day(-12), "approver", lambda actor, on: money.approve(actor, on, life.claims.values()))
    stage.plan(stage.day(-12), "benefit contact", talk_with_all)
    stage.plan(stage.day(-4), "finance 2", lambda actor, on: money.new_bank(actor, on, life, 7))
    stage.plan(
        stage.day(-4),
        "approver",
        lambda actor, _: money.ask_about(actor, life.claims[2], "Was the taxi agreed beforehand?"),
    )
    stage.plan(
        stage.day(-3),
        "finance",
        lambda actor, on: released.prepare(actor, on, some((0, 1, 6)), pay_on=stage.last_day),
    )
    stage.plan(stage.day(-2), "finance 2", released.release)
    stage.plan(
        stage.last_day,
        "finance",
        lambda actor, on: prepared.prepare(actor, on, some((3, 5)), pay_on=stage.last_day),
    )


def _claims_open(stage: Stage, life: Life, lead: str) -> None:
    """Claims that wait for approval or an answer, and those that ended without money."""
    stage.plan(
        stage.day(-5),
        "approver",
        lambda actor, _: money.ask_about(actor, life.claims[21], "Which bus was this? There are two fares."),
    )
    stage.plan(stage.day(-5), "approver", lambda actor, _: money.other_ends(stage.actors[lead], actor, life))
