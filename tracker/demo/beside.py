"""Money that finance keeps an eye on beside pay runs: fares given ahead, a cash float, vouchers in stock.

To find: Shabnam has a fare of which some is not settled; the project lead holds a float out of which people
were paid in cash; one voucher of twenty was spoiled.
"""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import User
from tracker.db import db
from tracker.demo.cast import Person
from tracker.demo.staff import FARIDA, FINANCE, SECOND_FINANCE
from tracker.demo.story import Story
from tracker.money import Money
from tracker.payments import (
    advance_queries,
    advances,
    cash_floats,
    cash_queries,
    voucher_queries,
    voucher_stock,
)
from tracker.payments.models import Method
from tracker.permissions import Actor

_FLOAT, _TOP_UP = Money(30_000), Money(10_000)
_FARE, _UNSPENT = Money(2000), Money(450)


def plan(story: Story, traveller: Person) -> None:
    """Everything of it, in the last two months; the group's lead holds the float."""
    story.plan(-58, FINANCE, lambda actor, on: _issue(story, actor, on))
    story.plan(-57, SECOND_FINANCE, _buy)
    story.plan(-41, FINANCE, _spoil)
    story.plan(-20, FINANCE, lambda actor, on: _give(story, traveller, actor, on))
    story.plan(-6, SECOND_FINANCE, lambda actor, on: _come_back(story, traveller, actor, on))
    story.plan(0, SECOND_FINANCE, _pay_out)


def _issue(story: Story, actor: Actor, on: date) -> None:
    holder = db.session.get_one(User, story.stage.actors[FARIDA].user_id)
    cash = cash_floats.issue(actor=actor, on=on, holder=holder, pence=_FLOAT, issued_on=on)
    cash_floats.top_up(actor=actor, on=on, cash=cash, pence=_TOP_UP, topped_on=on)


def _buy(actor: Actor, on: date) -> None:
    voucher_stock.buy(
        actor=actor,
        on=on,
        name="High street vouchers",
        first="HS004101",
        last="HS004120",
        count=20,
        face=Money(1500),
        cost=Money(30_600),
        supplier="Town Vouchers",
        bought_on=on,
        invoice="TV-7781",
    )


def _spoil(actor: Actor, on: date) -> None:
    [one] = voucher_queries.stocks(actor)
    voucher_stock.lose(actor=actor, on=on, bought=one.bought, serials="HS004107", reason="Spilt tea on it.")


def _give(story: Story, traveller: Person, actor: Actor, on: date) -> None:
    advances.give(
        actor=actor,
        on=on,
        participant=story.people[traveller],
        project=story.project,
        pence=_FARE,
        category="public-transport",
        purpose="train to the county show and back",
        method=Method.CASH,
        given_on=on,
        given_by="Farida Noorzai",
    )


def _come_back(story: Story, traveller: Person, actor: Actor, on: date) -> None:
    [one] = advance_queries.of_participant(actor, story.people[traveller].id)
    advances.take_back(
        actor=actor, on=on, advance=one.advance, pence=_UNSPENT, returned_on=on, method=Method.CASH
    )


def _pay_out(actor: Actor, on: date) -> None:
    """What the day sheets and the advance handed over since the float was issued came out of it."""
    [held] = cash_queries.floats(actor)
    since = held.cash.issued_on
    cash_floats.pay_out(
        actor=actor,
        cash=held.cash,
        payments=cash_queries.payments_of_none(actor, since),
        advances=cash_queries.advances_of_none(actor, since),
    )
