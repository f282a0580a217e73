"""Budgets of the year: finance sets three of them when the last weeks begin, and the others have none."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from tracker.demo.staff import FINANCE
from tracker.demo.stage import BEGINNING, Stage
from tracker.money import Money
from tracker.permissions import Actor
from tracker.projects import budgets, queries

# In days after the last one of the year; each project's budget covers all of it.
_SET = -20
_PENCE = {"PANEL": 1_200_000, "LOOM": 600_000, "CURRENT": 400_000}


def plan(stage: Stage) -> None:
    """Budgets from the first day of the year to a year after it."""
    first = stage.day(BEGINNING)
    stage.plan(_SET, FINANCE, partial(_set, first=first))


def _set(actor: Actor, on: date, *, first: date) -> None:
    for project in queries.projects(actor):
        if project.ref in _PENCE:
            budgets.set_budget(
                actor=actor,
                project=project,
                starts_on=first,
                ends_on=first + timedelta(days=364),
                pence=Money(_PENCE[project.ref]),
            )
