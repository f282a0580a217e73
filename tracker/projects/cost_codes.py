"""Keep the organisation's list of cost codes, and say whether a code pays for work of a day.

While no list was brought in, any code will do: codes are typed then, and nobody says when one closes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.permissions import Actor, Permission
from tracker.projects.code_models import CostCode
from tracker.projects.coding import LONGEST_CODE, Coding
from tracker.values import day, line, needed_line
from tracker.web.filters import day as said

LONGEST_NAME = 200

Listing = Mapping[str, CostCode]


@dataclass(frozen=True)
class Given:
    """A row of the list as it was given; `row` is its number in the file."""

    row: int
    code: str
    name: str
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True)
class Changes:
    """What a list changes: codes that are new, that differ, that stay, and that it does not name."""

    new: Sequence[Given]
    changed: Sequence[Given]
    same: int
    left_out: Sequence[CostCode]


@dataclass(frozen=True)
class Closed:
    """Why a code cannot pay for work of a day: a sentence, and the reason as machines read it."""

    sentence: str
    reason: str


def listing() -> Listing:
    """Every code of the list, by its code; empty where no list was brought in."""
    return {one.code: one for one in db.session.scalars(select(CostCode).order_by(CostCode.code))}


def checked(row: int, values: Mapping[str, str], opens_on: date | None, closes_on: date | None) -> Given:
    """A row in the form that is stored. Raises Invalid, naming the field."""
    code = needed_line(
        values.get("code"), field="code", longest=LONGEST_CODE, sentence="Enter the cost code."
    )
    name = line(values.get("name"), field="name", longest=LONGEST_NAME) or code
    opens, closes = day(opens_on, field="opens_on"), day(closes_on, field="closes_on")
    if opens is not None and closes is not None and closes < opens:
        raise Invalid(f"{code} closes before it opens: check the dates.", field="closes_on")
    return Given(row, code, name, opens, closes)


def changes(given: Sequence[Given]) -> Changes:
    """What bringing a list in would change. Nothing is written."""
    known = listing()
    named = {one.code for one in given}
    new = [one for one in given if one.code not in known]
    changed = [one for one in given if one.code in known and _values(one) != _values(known[one.code])]
    return Changes(
        new=new,
        changed=changed,
        same=len(given) - len(new) - len(changed),
        left_out=[one for code, one in known.items() if code not in named],
    )


def bring_in(*, actor: Actor, given: Sequence[Given], sha256: str) -> Changes:
    """Add and change codes as a list says; what it leaves out stays as it is. Returns what changed.

    Raises Refused for whoever keeps codes of some projects alone.
    """
    if actor.projects(Permission.SET_BUDGETS) is not None:
        raise Refused("The list of cost codes is for all projects: ask somebody in finance.")
    found = changes(given)
    known = listing()
    for one in found.new:
        db.session.add(CostCode(**_named(one), changed_by_id=actor.user_id))
    for one in found.changed:
        kept = known[one.code]
        kept.name, kept.opens_on, kept.closes_on = _values(one)
        kept.changed_by_id, kept.changed_at = actor.user_id, clock.now()
    db.session.flush()
    if found.new or found.changed:
        values = {"sha256": sha256, "rows": len(found.new) + len(found.changed)}
        record(actor, "brought-in-cost-codes", CostCode.__tablename__, values=values)
    return found


def _values(one: Given | CostCode) -> tuple[str, date | None, date | None]:
    return one.name, one.opens_on, one.closes_on


def _named(one: Given) -> dict[str, object]:
    return {"code": one.code, "name": one.name, "opens_on": one.opens_on, "closes_on": one.closes_on}


def closed(coding: Coding, on: date, known: Listing) -> Closed | None:
    """Why a coding cannot pay for work of a day; None where it can, or where there is no list."""
    if not known:
        return None
    for code in coding.codes:
        kept = known.get(code)
        if kept is None:
            return Closed(f"{code} is not in your organisation's list of cost codes.", "cost-code-unknown")
        if not kept.is_open(on):
            return Closed(_why(kept, on), "cost-code-closed")
    return None


def _why(kept: CostCode, on: date) -> str:
    if kept.closes_on is not None and on > kept.closes_on:
        when = f"closed on {said(kept.closes_on)}"
    else:
        when = f"opens on {said(kept.opens_on)}"
    return f"The cost code {kept.code} {when}, and does not pay for work of {said(on)}."


def must_be_listed(coding: Coding, *, field: str) -> None:
    """Raises Invalid where there is a list and a code is not in it."""
    known = listing()
    missing = [code for code in coding.codes if known and code not in known]
    if missing:
        raise Invalid(
            f"{', '.join(missing)}: not in your organisation's list of cost codes. Choose one of the list.",
            field=field,
        )
