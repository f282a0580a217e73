"""The organisation of the demo: its words, its rates, and how they changed in the course of the year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.accounts import queries as accounts_queries
from tracker.accounts import services as accounts
from tracker.accounts.models import PayEvery
from tracker.demo.staff import ADMINISTRATOR
from tracker.demo.stage import BEGINNING, Stage
from tracker.money import Money
from tracker.permissions import Actor
from tracker.projects import queries, services
from tracker.projects.fee_rule import PREPARATION_ONLY, USUAL_SHARES
from tracker.projects.models import RateCard, Unit

# The day of the new rates, in days after the last one of the year.
NEW_RATES = -180
# A pay run is with the bank so many days after it was prepared.
PAID_AFTER = 5

OUR_RATES, FUNDERS_RATES = "Our rates", "Lantern Trust rates"
FUNDER = "The Lantern Trust"
HALF_DAY, READING, TRAINING, CALL = "Half-day meeting", "Reading at home", "Training others", "Short call"
WORKSHOP, ASSIGNMENT = "Workshop", "Assignment"

# (card, what it pays for, unit, pence)
_RATES: Sequence[tuple[str, str, Unit, int]] = (
    (OUR_RATES, HALF_DAY, Unit.HALF_DAY, 7000),
    (OUR_RATES, READING, Unit.TASK, 2500),
    (OUR_RATES, TRAINING, Unit.HALF_DAY, 9500),
    (OUR_RATES, CALL, Unit.TASK, 1500),
    (FUNDERS_RATES, WORKSHOP, Unit.HALF_DAY, 6000),
    (FUNDERS_RATES, ASSIGNMENT, Unit.TASK, 4500),
)

# What the cards pay of a fee for whoever prepares and cannot come, in percent.
_PREPARED = {OUR_RATES: 30, FUNDERS_RATES: 40}

# (list, code, what people see, what it means)
_WORDS: Sequence[tuple[str, str, str, str]] = (
    ("stage", "needs", "Needs", "Finding out what people need and what matters most."),
    ("stage", "buying", "Buying", "Choosing who will run a service, and on what terms."),
    ("role", "trainer", "Trainer", "Teaches others, from their own experience."),
    ("role", "intern", "Intern", "Learns the work beside somebody who does it."),
    ("role", "journalist", "Journalist", "Reports for the paper, from their own experience."),
    ("role", "board-member", "Board member", "Sits on a board that decides, from their own experience."),
    ("language", "dari", "Dari", ""),
    ("language", "tigrinya", "Tigrinya", ""),
    ("language", "ukrainian", "Ukrainian", ""),
)


def set_up(stage: Stage) -> None:
    """The administrator's first morning."""
    stage.plan(BEGINNING, ADMINISTRATOR, lambda actor, on: _set_up(actor, on, stage))


def raise_rate_in_time(stage: Stage) -> None:
    """Half-way through the year a half day is worth more; what was offered before stays as it was."""
    stage.plan(NEW_RATES, ADMINISTRATOR, _raise_rate)


def card_named(name: str) -> RateCard:
    """A rate card by its name."""
    return next(card for card in queries.rate_cards() if card.name == name)


def _set_up(actor: Actor, on: date, stage: Stage) -> None:
    accounts.save_organisation(
        actor=actor,
        version=accounts_queries.organisation().version,
        values={
            "name": "Harbourside Together",
            "address": "The Old Chandlery\n14 Harbour Street\nNewhaven Quay",
            "contact": "The involvement team, 01632 960 100",
            "participant_noun": "contributor",
            "participants_noun": "contributors",
            "activity_noun": "involvement",
            "promised_days": 21,
            "purpose": "We work with people who use health, care and community services to make them better.",
            "signer_name": "Sunita Rao",
            "signer_title": "Head of involvement",
            "bank_statement_name": "HARBOURSIDE TOG",
            "pay_every": PayEvery.WEEK,
            "pay_day": stage.day(PAID_AFTER).weekday(),
        },
    )
    for list_name, code, label, meaning in _WORDS:
        services.add_word(actor=actor, list_name=list_name, code=code, label=label, meaning=meaning)
    cards = {
        OUR_RATES: services.create_rate_card(actor=actor, name=OUR_RATES),
        FUNDERS_RATES: services.create_rate_card(actor=actor, name=FUNDERS_RATES, funder=FUNDER),
    }
    for name, label, unit, pence in _RATES:
        _add_rate(actor, on, cards[name], label, unit, pence)


def _add_rate(actor: Actor, on: date, card: RateCard, label: str, unit: Unit, pence: int) -> None:
    """Add a row that holds from a day; the funder pays whoever comes for a part by their time."""
    services.add_rate(
        actor=actor,
        card=card,
        label=label,
        unit=unit,
        pence=Money(pence),
        since=on,
        paying_outcomes={**USUAL_SHARES, PREPARATION_ONLY: _PREPARED[card.name]},
        part_in_proportion=card.name == FUNDERS_RATES,
    )


def _raise_rate(actor: Actor, on: date) -> None:
    _add_rate(actor, on, card_named(OUR_RATES), HALF_DAY, Unit.HALF_DAY, 7500)
