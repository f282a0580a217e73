"""What an administrator does about the law's figures: read them again in time, and mend what was entered."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.home.queries import MOST
from tracker.home.task import Item, Task
from tracker.payments import law, law_entering
from tracker.permissions import Actor
from tracker.web.filters import day


def left_aside(viewer: Actor, on: date) -> Task:
    """Files of rules entered here that are not used; checks go on without them."""
    items = [Item(None, "A file entered here is not used", problem) for problem in law.left_aside()]
    return Task("Rules entered here", items[:MOST], len(items), "no file of rules to mend")


def to_confirm(viewer: Actor, on: date) -> Task:
    """Figures that somebody else entered and nobody has confirmed yet."""
    waiting = [entry for entry in law_entering.waiting() if entry.entered_by_id != viewer.user_id]
    items = [
        Item(
            url_for("payments.decide_figures", figures_id=entry.id),
            law.covered(entry.benefit).rule.name,
            f"New figures from {day(entry.starts_on)}, entered on {day(entry.entered_on)}",
        )
        for entry in waiting
    ]
    return Task("Figures of law to confirm", items[:MOST], len(items), "no figure of law to confirm")


def to_renew(viewer: Actor, on: date) -> Task:
    """Rules whose last figure ends within sixty days, then those past their day of review."""
    ending = law.ending(on)
    known = {rule.id for rule in ending}
    items = [
        Item(
            _page(rule.id),
            rule.name,
            f"Known to {day(rule.valid_through)}. Later days cannot be checked until new figures are here.",
        )
        for rule in ending
    ]
    items += [
        Item(_page(one.benefit), one.benefit_name, f"To be held against the law by {day(one.review_by)}")
        for one in law.due(on)
        if one.benefit not in known
    ]
    more = url_for("payments.rules_in_force")
    return Task(
        "Figures of law to look at again", items[:MOST], len(items), "no figure of law to renew", more
    )


def _page(benefit: str) -> str:
    return url_for("payments.rule", benefit=benefit)
