"""What an administrator still has to set up before the first payment can travel, in the order to do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.accounts import queries as accounts
from tracker.home import queries
from tracker.permissions import Permission, Role


@dataclass(frozen=True)
class Step:
    """One step of setting up: where it is done, what it is, why, and whether it is done."""

    href: str
    text: str
    why: str
    done: bool


def steps(on: date) -> list[Step]:
    """All steps, done or not."""
    organisation = accounts.organisation()
    rate_card, project, uncoded = queries.anything_set_up()
    held = queries.holders(on)
    settings, staff = url_for("accounts.organisation"), url_for("accounts.staff")
    named = organisation.name != type(organisation).__table__.c.name.default.arg
    return [
        Step(
            settings,
            "Name the organisation, and say whom to contact",
            "Both stand on every receipt.",
            bool(named and organisation.address and organisation.contact),
        ),
        Step(
            url_for("projects.rate_cards"),
            "Enter a rate card",
            "Offers take their amounts from it.",
            rate_card,
        ),
        Step(url_for("projects.index"), "Begin a project", "Everything belongs to one.", project),
        Step(
            url_for("projects.index"),
            "Give every project its cost code",
            "A claim cannot be submitted without one.",
            project and not uncoded,
        ),
        Step(staff, "Name a project lead", "They log sessions and make offers.", held[Role.LEAD] > 0),
        Step(
            staff,
            "Name an approver",
            "Whoever wrote a claim down cannot approve it.",
            held[Role.APPROVER] > 0,
        ),
        Step(
            staff,
            "Name two people in finance",
            "One prepares a pay run, another releases it.",
            held[Role.FINANCE] > 1 or (held[Role.FINANCE] == 1 and bool(organisation.small_team_reason)),
        ),
        Step(
            staff,
            "Name a benefit contact",
            "They talk with people before an offer could touch a benefit.",
            held[Permission.BENEFIT_CONTACT] > 0,
        ),
    ]
