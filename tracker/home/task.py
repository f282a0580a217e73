"""One kind of thing to do, as the home page shows it: a title, the first few, and where the rest is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.payments.models import Claim
from tracker.permissions import Actor
from tracker.web.filters import day


@dataclass(frozen=True)
class Item:
    """One thing to do: where it is done, what it is about, and what to know first. It may lead nowhere."""

    href: str | None
    text: str
    detail: str = ""
    first: str = ""


@dataclass(frozen=True)
class Task:
    """A kind of thing to do. `done` is how a quiet day is told: "no registers to take"."""

    title: str
    items: Sequence[Item]
    total: int
    done: str
    more: str | None = None


# What draws a task: for whom, and on which day.
Builder = Callable[[Actor, date], Task]


def claim_item(claim: Claim, first: str = "", *, href: str | None = None) -> Item:
    """A claim by whose it is and how much, with the day promised."""
    promised = f", promised by {day(claim.pay_by)}" if claim.pay_by else ""
    return Item(
        href or url_for("payments.claim", claim_id=claim.id),
        f"{claim.participant.name}: {claim.total.pounds()}",
        f"Claim {claim.ref}{promised}",
        first,
    )
