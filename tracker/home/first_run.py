"""The first set-up: five questions, each answered or skipped, through the services of the nouns below."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts import queries as accounts
from tracker.accounts import services
from tracker.accounts.models import Organisation, User
from tracker.errors import Invalid
from tracker.money import Money
from tracker.permissions import Actor, Role
from tracker.projects import services as projects
from tracker.projects.models import Project, RateCard, Unit
from tracker.projects.refs import next_ref

QUESTIONS = 5


def next_question() -> int | None:
    """The question to go on with; None once all are answered or skipped."""
    done = accounts.organisation().questions_done
    return done + 1 if done < QUESTIONS else None


def keep(*, actor: Actor, version: int | None, question: int, values: dict[str, Any]) -> Organisation:
    """Keep the answers that are settings, and that the question is done. Raises StaleVersion."""
    done = max(question, accounts.organisation().questions_done)
    return services.save_organisation(actor=actor, version=version, values={**values, "questions_done": done})


def done_with(*, actor: Actor, question: int) -> Organisation:
    """Note that a question is answered or skipped, whatever else was saved meanwhile."""
    return keep(actor=actor, version=accounts.organisation().version, question=question, values={})


def begin_rates(
    *, actor: Actor, name: str, since: date, rows: dict[tuple[str, Unit], Money | None]
) -> RateCard:
    """A rate card with the rows that have an amount. Raises Invalid where none has."""
    if not any(rows.values()):
        raise Invalid("Enter at least one amount, or skip this question.", field="hour")
    card = projects.create_rate_card(actor=actor, name=name)
    for (label, unit), pence in rows.items():
        if pence:
            projects.add_rate(actor=actor, card=card, label=label, unit=unit, pence=pence, since=since)
    return card


def begin_project(*, actor: Actor, on: date, name: str, cost_code: str, rate_card_id: int | None) -> Project:
    """The first project, under the next reference of ours."""
    return projects.create_project(
        actor=actor,
        on=on,
        ref=next_ref(Project.ref, "PR"),
        name=name,
        cost_code=cost_code,
        rate_card_id=rate_card_id,
    )


def name_approver(
    *, actor: Actor, on: date, project: Project, name: str, email: str, password_hash: str | None
) -> User:
    """Let a second person approve a project's claims, with an account of their own. Raises Invalid."""
    user = accounts.user_by_email(email)
    if user is not None and user.id == actor.user_id:
        raise Invalid("Enter somebody else: nobody approves what they wrote down themselves.", field="email")
    if user is None and password_hash is None:
        raise Invalid("Enter a first password: they cannot sign in yet.", field="password")
    user = user or services.create_user(
        actor=actor, on=on, email=email, name=name, password_hash=password_hash or ""
    )
    services.grant_role(actor=actor, user=user, role=Role.APPROVER, project_id=project.id)
    return user
