"""How the year begins: the organisation, its staff, rates and projects, the people and what they told."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from tracker import clock
from tracker.accounts import passwords
from tracker.accounts import queries as accounts_queries
from tracker.accounts import services as accounts
from tracker.accounts.models import User
from tracker.demo.cast import PEOPLE, STAFF, Colleague, Person, Work
from tracker.demo.stage import Stage
from tracker.money import Money
from tracker.payments import services as payments
from tracker.payments.models import LineKind, Method
from tracker.people import services as people
from tracker.people.models import LimitPer, Participant
from tracker.permissions import SYSTEM, Actor, Role
from tracker.projects import queries as projects_queries
from tracker.projects import services as projects
from tracker.projects.models import Project, RateCard, Unit
from tracker.web.transaction import writing

BEGINNING = -362
CITY, HARBOUR = "City rates", "Harbour Fund rates"


def employ(stage: Stage) -> dict[str, str]:
    """Give the staff their accounts; returns each one's password, new every time, by their key."""
    given = {one.key: _password() for one in STAFF}
    with ThreadPoolExecutor() as pool:
        hashes = dict(zip(given, pool.map(passwords.hashed, given.values()), strict=True))
    clock.fix_today(stage.day(BEGINNING))
    with writing():
        for one in STAFF:
            user = accounts.create_user(
                actor=SYSTEM,
                on=clock.today(),
                email=email_of(one),
                name=one.name,
                password_hash=hashes[one.key],
            )
            if not one.projects:
                _give(user, one, None)
    enter(stage)
    return given


def email_of(one: Colleague) -> str:
    """The invented address that a colleague signs in with."""
    return f"{one.name.split()[0].lower()}@example.org"


def enter(stage: Stage) -> None:
    """Read what everybody may do, as it stands now."""
    for one in STAFF:
        user = accounts_queries.user_by_email(email_of(one))
        assert user is not None  # noqa: S101 - made above, this tells mypy
        stage.actors[one.key] = user.actor()


def _password() -> str:
    """Easy to type, hard to guess: four invented words, about 2 to the power 48 of them."""
    consonants, vowels = "bdfghjklmnprstvz", "aeiou"
    letters = (consonants, vowels, consonants, vowels)
    return "-".join("".join(secrets.choice(kind) for kind in letters) for _ in range(4))


def _give(user: User, one: Colleague, project_id: int | None) -> None:
    if isinstance(one.holds, Role):
        accounts.grant_role(actor=SYSTEM, user=user, role=one.holds, project_id=project_id)
    else:
        accounts.grant_permission(actor=SYSTEM, user=user, permission=one.holds, project_id=project_id)


def set_up(actor: Actor, on: date) -> None:
    """The administrator's first morning: the organisation's words, and its rates."""
    kept = accounts_queries.organisation()
    accounts.save_organisation(
        actor=actor,
        version=kept.version,
        values={
            "name": "Harbourside Together",
            "address": "The Old Chandlery\n14 Harbour Street\nNewhaven Quay",
            "contact": "The involvement team, 01632 960 100",
            "participant_noun": "contributor",
            "participants_noun": "contributors",
            "activity_noun": "involvement",
            "promised_days": 21,
        },
    )
    city = projects.create_rate_card(actor=actor, name=CITY)
    _rate(actor, city, on, "Half-day meeting", Unit.HALF_DAY, 7000)
    _rate(actor, city, on, "Reading at home", Unit.TASK, 2500)
    harbour = projects.create_rate_card(actor=actor, name=HARBOUR, funder="Harbour Fund")
    _rate(actor, harbour, on, "Workshop", Unit.HALF_DAY, 6000)


def raise_rate(actor: Actor, on: date) -> None:
    """Half-way through the year a half day is worth more; what was offered before stays as it was."""
    card = next(one for one in projects_queries.rate_cards() if one.name == CITY)
    _rate(actor, card, on, "Half-day meeting", Unit.HALF_DAY, 7500)


def _rate(actor: Actor, card: RateCard, on: date, label: str, unit: Unit, pence: int) -> None:
    projects.add_rate(actor=actor, card=card, label=label, unit=unit, pence=Money(pence), since=on)


def begin_project(actor: Actor, on: date, work: Work, copy: int) -> Project:
    """One project of the cast; a further copy of the world has its number in reference and name."""
    card = next(one for one in projects_queries.rate_cards() if one.name == work.card)
    return projects.create_project(
        actor=actor,
        on=on,
        ref=f"{work.ref}{copy or ''}",
        name=f"{work.name} {copy}" if copy else work.name,
        cost_code=work.cost_code,
        funder=work.funder,
        design=work.design,
        pool=work.pool,
        rate_card_id=card.id,
    )


def appoint_leads(begun: dict[str, Project]) -> None:
    """Give each lead their projects."""
    for one in STAFF:
        user = accounts_queries.user_by_email(email_of(one))
        for key in one.projects:
            if user is not None:
                _give(user, one, begun[key].id)


def add_person(actor: Actor, on: date, number: int, copy: int) -> Participant:
    """One person of the cast; in further copies of the world first names go with other last ones."""
    person = PEOPLE[number]
    last = PEOPLE[(number + 7 * copy) % len(PEOPLE)].last
    address = f"{person.first}.{last}{copy or ''}@example.org".lower()
    return people.create_participant(
        actor=actor,
        on=on,
        name=f"{person.first} {last}",
        known_as=person.first,
        email=address if person.contact == "email" else None,
        phone=f"01632 960 {200 + number}",
        preferred_contact=person.contact,
        language=person.language,
        format=person.format,
        payment_route=person.route,
    )


def bank_details(actor: Actor, on: date, participant: Participant, number: int) -> None:
    """Finance enters where the money goes, for those who gave it."""
    if PEOPLE[number].bank_details:
        people.set_payee(
            actor=actor,
            on=on,
            participant=participant,
            account_name=participant.name,
            sort_code="00-00-00",
            account_number=f"{10000000 + number * 373737 % 89999999}",
        )


def told(actor: Actor, on: date, participant: Participant, person: Person) -> None:
    """What a person told the benefit contact, who writes down no more than a limit needs."""
    if person.benefit is None:
        if person.work is not person.work.CAN_BE_PAID:
            people.record_circumstances(
                actor=actor,
                on=on,
                participant=participant,
                values={"work_permission": person.work},
                consent_on=on,
            )
        return
    people.record_circumstances(
        actor=actor, on=on, participant=participant, values={"nation": "england"}, consent_on=on
    )
    declared = people.declare_benefit(
        actor=actor,
        on=on,
        participant=participant,
        benefit=person.benefit,
        since=date(on.year - 2, 4, 6),
        facts=person.facts,
    )
    if person.knows:
        people.set_knows(actor=actor, on=on, declaration=declared, knows=True)


def asked_to_keep_to(actor: Actor, on: date, participant: Participant, person: Person) -> None:
    """What a person asked to be kept to; no reason asked."""
    if person.own_limit_pence is not None:
        people.set_own_limit(
            actor=actor,
            on=on,
            participant=participant,
            per=LimitPer.MONTH,
            starts_on=on.replace(day=1),
            amount=Money(person.own_limit_pence),
        )


def paid_elsewhere(actor: Actor, on: date, participant: Participant) -> None:
    """A payment made outside this system; it counts in checks and gets no receipt."""
    payments.paid_elsewhere(
        actor=actor,
        on_date=on,
        participant=participant,
        pence=Money(4000),
        kind=LineKind.FEE,
        method=Method.BANK,
    )
