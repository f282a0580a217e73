"""What an administrator still has to set up before the first payment can travel, in the order to do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.accounts import queries as accounts
from tracker.accounts.models import Organisation
from tracker.home import queries
from tracker.permissions import Permission, Role
from tracker.projects.models import Project

# Of the projects that something is missing in, so many are named.
_NAMED = 3


@dataclass(frozen=True)
class Step:
    """One step of setting up: where it is done, what it is, why, and whether it is done."""

    href: str
    text: str
    why: str
    done: bool


def steps(on: date) -> list[Step]:
    """All steps, done or not."""
    return [*_of_organisation(accounts.organisation()), *_of_projects(on), *_of_people(on)]


def is_named(organisation: Organisation) -> bool:
    """Whether the organisation has a name of its own yet."""
    return bool(organisation.name != Organisation.__table__.c.name.default.arg)


def _of_organisation(kept: Organisation) -> list[Step]:
    settings = url_for("accounts.organisation")
    contact = bool(is_named(kept) and kept.address and kept.contact)
    letters = bool(kept.purpose and kept.signer_name)
    return [
        Step(
            settings,
            "Name the organisation, and say whom to contact",
            "Both stand on every receipt.",
            contact,
        ),
        Step(
            settings,
            "Say where you work, and when you pay",
            "Pay days keep to the bank holidays there, and stand beside every claim.",
            kept.nation is not None,
        ),
        Step(
            settings,
            "Say what the organisation is for, and who signs letters",
            "A letter for a Jobcentre says both.",
            letters,
        ),
    ]


def _of_projects(on: date) -> list[Step]:
    rate_card, project = queries.anything_set_up()
    projects, staff = queries.open_projects(on), url_for("accounts.staff")
    index = url_for("projects.index")
    uncoded = [one for one in projects if not one.cost_code]
    first = url_for("projects.show", project_id=uncoded[0].id) if uncoded else index
    return [
        Step(
            url_for("projects.rate_cards"),
            "Enter a rate card",
            "Offers take their amounts from it.",
            rate_card,
        ),
        Step(index, "Begin a project", "Everything belongs to one.", project),
        Step(
            first,
            _for_each("Give a cost code to", uncoded),
            "A claim cannot be submitted without one.",
            project and not uncoded,
        ),
        _held_in_each(
            projects, Permission.LOG_SESSIONS, staff, "Name a lead for", "They log sessions and make offers."
        ),
        _held_in_each(
            projects,
            Permission.APPROVE_CLAIMS,
            staff,
            "Name an approver for",
            "Whoever wrote a claim down cannot approve it.",
        ),
    ]


def _held_in_each(
    projects: Sequence[Project], permission: Permission, href: str, text: str, why: str
) -> Step:
    held_in = accounts.where_somebody_may(permission)
    lacking = [one for one in projects if held_in is not None and one.id not in held_in]
    nobody = held_in is not None and not held_in
    return Step(href, _for_each(text, lacking), why, not lacking and not nobody)


def _for_each(text: str, projects: Sequence[Project]) -> str:
    """Give a cost code to A, B and 2 more; to every project where none is named."""
    names = [project.name for project in projects[:_NAMED]]
    if len(projects) > _NAMED:
        names.append(f"{len(projects) - _NAMED} more")
    listed = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return f"{text} {listed or 'every project'}"


def _of_people(on: date) -> list[Step]:
    held, staff = queries.holders(on), url_for("accounts.staff")
    small_team = bool(accounts.organisation().small_team_reason)
    return [
        Step(
            staff,
            "Name two people in finance",
            "One prepares a pay run, another releases it.",
            held[Role.FINANCE] > 1 or (held[Role.FINANCE] == 1 and small_team),
        ),
        Step(
            staff,
            "Name a benefit contact",
            "They talk with people before an offer could touch a benefit.",
            held[Permission.BENEFIT_CONTACT] > 0,
        ),
    ]
