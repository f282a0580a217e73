"""Answers counted into protected tables: the only way from answers to a report.

Reports hand in people with their seats and get a table back in which nobody can be made out. What is hidden
of people is hidden of seats; seats that are shown are rounded, since they change from session to session.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flask import current_app
from sqlalchemy import select

from tracker.db import db
from tracker.diversity import link
from tracker.diversity.disclosure import LEAST_SHOWN, rounded
from tracker.diversity.models import DiversityAnswer
from tracker.diversity.question_set import Dimension as Question
from tracker.diversity.question_set import NonAnswer
from tracker.diversity.representation import Dimension, State, Tier, dimension_of

# As many tokens are asked for at once as every database takes.
_AT_ONCE = 500


@dataclass(frozen=True)
class Counted:
    """People by group with their seats, and why others gave no answer; never leaves this package unprotected.

    `answers` and `seated` are marks of what was counted, for the ledger.
    """

    people: Counter[str] = field(default_factory=Counter)
    seats: Counter[str] = field(default_factory=Counter)
    none: Counter[NonAnswer] = field(default_factory=Counter)
    answers: list[str] = field(default_factory=list)
    seated: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """One question's protected table; `seats` are rounded and None where they are hidden.

    `none` says why people gave no answer, and is empty where that would name too few. `printed` is False
    where half the groups or more would be hidden: then there is nothing to read. `expected` is the share of
    each group that is compared with something.
    """

    people: Dimension
    seats: Mapping[str, int | None]
    all_seats: int
    none: Mapping[str, int]
    printed: bool
    expected: Mapping[str, float]


def aggregate(
    weights: Mapping[int, int], question: Question, benchmark: Mapping[str, Fraction], tier: Tier
) -> Table:
    """The protected table of one question, of people with their seats."""
    return protected(count(weights, question), question, benchmark, tier)


def count(weights: Mapping[int, int], question: Question) -> Counted:
    """Count the answers of people to one question, for `protected` and the ledger alone."""
    weighed = link.weighed(weights)
    found, group_of = Counted(), question.group_of
    found.none[NonAnswer.NOT_ASKED] += len(weighed.without)
    said, spoke = _said(weighed.by_token, question.code)
    for token, seats in weighed.by_token.items():
        row = said.get(token)
        if row is None:
            # With a code and no answer at all it was left blank; who answered others was not asked this one.
            found.none[NonAnswer.NOT_ASKED if token in spoke else NonAnswer.NOT_ANSWERED] += 1
        elif row.answer not in group_of:
            found.none[NonAnswer(row.answer)] += 1
        else:
            found.people[group_of[row.answer]] += 1
            found.seats[group_of[row.answer]] += seats
            found.answers.append(_mark(row.id))
            found.seated.append(_mark(row.id, seats))
    return found


def protected(counted: Counted, question: Question, benchmark: Mapping[str, Fraction], tier: Tier) -> Table:
    """What may be shown of what was counted."""
    people = {group: counted.people[group] for group in question.groups}
    unknown = {kind: counted.none[kind] for kind in NonAnswer}
    table = dimension_of(people, sum(unknown.values()), benchmark, tier)
    shown = {name for name, one in table.categories.items() if one.state is State.SHOWN}
    return Table(
        people=table,
        seats={name: rounded(counted.seats[name]) if name in shown else None for name in table.categories},
        all_seats=rounded(counted.seats.total()),
        none={kind.value: number for kind, number in unknown.items()} if _may_split(unknown) else {},
        printed=2 * len(shown) > len(table.categories),
        # As it is published, and not from the rounded number of people expected.
        expected={
            name: float(benchmark[name])
            for name, one in table.categories.items()
            if one.expected_count is not None
        },
    )


def _may_split(unknown: Mapping[NonAnswer, int]) -> bool:
    return all(number == 0 or number >= LEAST_SHOWN for number in unknown.values())


def _said(tokens: Collection[str], dimension: str) -> tuple[dict[str, DiversityAnswer], frozenset[str]]:
    """The rows of one question by token, and the tokens under which anything at all was answered."""
    said: dict[str, DiversityAnswer] = {}
    spoke: set[str] = set()
    listed = list(tokens)
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        for row in db.session.scalars(select(DiversityAnswer).where(DiversityAnswer.token.in_(part))):
            spoke.add(row.token)
            if row.dimension == dimension:
                said[row.token] = row
    return said, frozenset(spoke)


def _mark(*parts: int) -> str:
    """What the ledger keeps of an answer: nobody without the instance's key can make it again."""
    key = current_app.config["TRACKER"].lookup_key.encode()
    return hmac.new(key, ":".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()[:20]
