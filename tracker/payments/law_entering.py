"""Newly published figures of law: one person enters them, another confirms, and then every check uses them.

They extend the law in time, in a file of `instance/rules` like one that was put there by hand, and change
nothing that the rulebook vouches for. An entry has no say until it is confirmed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from tracker import rules
from tracker.accounts import queries as accounts
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, NotFound, Refused
from tracker.payments import checks, law_days, law_files
from tracker.payments.law_models import EnteredFigures, EnteredState
from tracker.permissions import Actor, Permission
from tracker.rules import NewFigures
from tracker.web.filters import day

# Whoever may enter and whoever may confirm: they look after the law's figures, or talk about them.
KEEPERS = (Permission.SET_UP, Permission.BENEFIT_CONTACT)


def enter(
    *,
    actor: Actor,
    on: date,
    benefit: str,
    starts_on: date,
    figures: Mapping[str, Decimal],
    source_title: str,
    source_link: str,
    known_to: date,
    review_by: date,
) -> EnteredFigures:
    """Keep figures that somebody read, for a second person to confirm.

    Raises Invalid or Refused where they could not extend the rulebook, and where an entry waits already.
    """
    if waiting_for(benefit) is not None:
        raise Refused("Figures of this benefit wait already. Let somebody confirm them first.")
    rule = checks.rulebook().rules[benefit]
    law_days.refuse_days(rule, on=on, starts_on=starts_on, known_to=known_to, review_by=review_by)
    entered = EnteredFigures(
        benefit=benefit,
        starts_on=starts_on,
        figures={name: str(value) for name, value in figures.items()},
        source_title=source_title,
        source_link=source_link,
        known_to=known_to,
        review_by=review_by,
        entered_by_id=actor.user_id,
        entered_on=on,
    )
    _text(entered, actor.name, on)
    db.session.add(entered)
    db.session.flush()
    record(actor, "entered-figures", entered, values={"on": starts_on.isoformat()})
    return entered


def confirm(*, actor: Actor, on: date, entered: EnteredFigures, version: int | None) -> EnteredFigures:
    """Confirm figures that somebody else entered: from now on every check of their days uses them."""
    _decide(actor, on, entered, version, EnteredState.CONFIRMED)
    text = _text(entered, actor.name, on)
    entered.sha256 = hashlib.sha256(text).hexdigest()
    db.session.flush()
    record(actor, "confirmed-figures", entered, values={"sha256": entered.sha256})
    law_files.keep(checks.rulebook().rules[entered.benefit].file, text)
    return entered


def send_back(*, actor: Actor, on: date, entered: EnteredFigures, version: int | None) -> EnteredFigures:
    """Say that the figures are not what is published: they are never used, and can be entered again."""
    _decide(actor, on, entered, version, EnteredState.SENT_BACK)
    db.session.flush()
    record(actor, "sent-back-figures", entered)
    return entered


def take_back(*, actor: Actor, on: date, entered: EnteredFigures, version: int | None) -> None:
    """Take one's own entry back before anybody confirmed it."""
    _must_wait(entered, version)
    if entered.entered_by_id != actor.user_id:
        raise Refused("Somebody else entered these: send them back instead.")
    record(actor, "took-back-figures", entered)
    db.session.delete(entered)
    db.session.flush()


def _decide(
    actor: Actor, on: date, entered: EnteredFigures, version: int | None, state: EnteredState
) -> None:
    _must_wait(entered, version)
    if actor.user_id is None or actor.user_id == entered.entered_by_id:
        raise Refused(
            "You entered these figures yourself, so somebody else must confirm them.", code="own-entry"
        )
    entered.state, entered.decided_by_id, entered.decided_on = state, actor.user_id, on


def _must_wait(entered: EnteredFigures, version: int | None) -> None:
    if entered.state != EnteredState.WAITS or version != entered.version:
        raise Refused("Somebody has decided about these figures meanwhile. Look at them again.", code="stale")


def _text(entered: EnteredFigures, confirmed_by: str, on: date) -> bytes:
    """The benefit's file with these figures. Raises Invalid where that may not extend the rulebook."""
    rule = checks.rulebook().rules[entered.benefit]
    new = NewFigures(
        starts_on=entered.starts_on,
        values={figure: Decimal(value) for figure, value in entered.figures.items()},
        source_title=f"{entered.source_title}, entered here",
        source_link=entered.source_link,
        read_on=entered.entered_on,
        known_to=entered.known_to,
        review_by=entered.review_by,
    )
    entered_by = accounts.names({entered.entered_by_id}).get(entered.entered_by_id, "")
    heading = f"# Entered here on {entered.entered_on} by {entered_by}, confirmed on {on} by {confirmed_by}."
    text = f"{heading}\n\n".encode() + rules.with_figures(law_files.current(rule), new)
    try:
        rules.later_rule(rule.file, text)
    except rules.RulebookError:
        raise Invalid(
            f"These figures do not go on from those held here, which are known to {day(rule.valid_through)}. "
            "Look at each day and each figure again."
        ) from None
    return text


def may_keep(viewer: Actor) -> bool:
    """Whether somebody looks after what holds for every project: an administrator, or a contact of all."""
    return any(permission in viewer.everywhere for permission in KEEPERS)


def figures_asked(viewer: Actor, benefit: str) -> Sequence[rules.Series]:
    """The figures of a benefit of which each needs a new line. Raises NotFound."""
    rule = checks.rulebook().rules.get(benefit)
    if rule is None or not may_keep(viewer) or not may_be_entered(rule):
        raise NotFound("No figures of that name can be entered.")
    return tuple(rule.series.values())


def may_be_entered(rule: rules.BenefitRule) -> bool:
    """Whether later figures of a benefit can come: the law has not closed it, and its days have an end."""
    return not rule.ended_everywhere and rule.valid_through != date.max


def of_benefit(benefit: str) -> Sequence[EnteredFigures]:
    """The entries of a benefit that wait or were confirmed, the newest first."""
    return db.session.scalars(
        select(EnteredFigures)
        .where(EnteredFigures.benefit == benefit, EnteredFigures.state != EnteredState.SENT_BACK)
        .order_by(EnteredFigures.entered_on.desc(), EnteredFigures.id)
    ).all()


def waiting_for(benefit: str) -> EnteredFigures | None:
    """The entry of a benefit that waits for a second person, if one does."""
    return db.session.scalars(
        select(EnteredFigures).where(
            EnteredFigures.benefit == benefit, EnteredFigures.state == EnteredState.WAITS
        )
    ).first()


def waiting() -> Sequence[EnteredFigures]:
    """Every entry that waits for a second person, the oldest first."""
    return db.session.scalars(
        select(EnteredFigures)
        .where(EnteredFigures.state == EnteredState.WAITS)
        .order_by(EnteredFigures.entered_on, EnteredFigures.id)
    ).all()


def entered(viewer: Actor, figures_id: int) -> EnteredFigures:
    """One entry, for whoever looks after the figures. Raises NotFound."""
    found = db.session.get(EnteredFigures, figures_id)
    if found is None or not may_keep(viewer):
        raise NotFound("There is no such entry.")
    return found
