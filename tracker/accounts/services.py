"""Write staff, their grants and the organisation's settings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete

from tracker import clock
from tracker.accounts import limits, queries, sign_ins
from tracker.accounts.editing import save_changes
from tracker.accounts.models import FailedSignIn, Grant, Organisation, User
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.permissions import GIVEN_BY_NAME, LIMITED, Actor, Permission, Role
from tracker.web.transaction import explain

_LAST_ADMINISTRATOR = "There must always be an administrator: give somebody else the role first."

explain("uq_user_email", "email", "There is already an account with this email address.")
explain("user(email)", "email", "There is already an account with this email address.")


def create_user(*, actor: Actor, on: date, email: str, name: str, password_hash: str) -> User:
    """Open an account; it may do nothing until a role is granted. Raises Invalid for a bad address."""
    user = User(email=normal_email(email), name=name.strip(), password_hash=password_hash, since=on)
    if not user.name:
        raise Invalid("Enter the person's full name.", field="name")
    if queries.user_by_email(user.email):
        raise Invalid("There is already an account with this email address.", field="email")
    db.session.add(user)
    db.session.flush()
    record(actor, "opened-account", user)
    return user


def normal_email(email: str) -> str:
    """An address in lower case. Raises Invalid, naming the field `email`."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid("Enter an email address in full, like name@example.org.", field="email") from None


def grant_role(
    *,
    actor: Actor,
    user: User,
    role: Role,
    project_id: int | None = None,
    until: date | None = None,
    most: Money | None = None,
) -> Grant:
    """Give a role for all projects or for one; given again, an auditor's last day or a limit changes.

    `until` is the last day of an auditor, who has one, and of nobody else. `most` is the most that
    an approver or finance may approve, release or hand out at once. Raises Invalid for an administrator of
    one project: whoever gives roles could give themselves every other.
    """
    _must_be_a_limit(role, most)
    if role == Role.ADMINISTRATOR and project_id is not None:
        raise Invalid("An administrator looks after every project: choose All projects.", field="project")
    last = _last_day(role, until)
    _must_only_read(user, auditor=role == Role.AUDITOR)
    for grant in user.grants:
        if (grant.role, grant.project_id, grant.until, grant.most_pence) == (role, project_id, last, most):
            return grant
    for held in [one for one in user.grants if one.role == role and one.project_id == project_id]:
        take_back(actor=actor, user=user, grant_id=held.id)
    return _grant(actor, Grant(role=role, project_id=project_id, until=last, most_pence=most), user)


def _must_be_a_limit(role: Role, most: Money | None) -> None:
    if most is None:
        return
    if role not in LIMITED:
        raise Invalid("Only an approver and finance have a limit: leave it empty.", field="most")
    if most <= ZERO:
        raise Invalid("Enter a limit of more than £0.00, or leave it empty.", field="most")


def _last_day(role: Role, until: date | None) -> date | None:
    if role != Role.AUDITOR:
        return None
    if until is None:
        raise Invalid("Enter the last day of the audit: an auditor's access ends by itself.", field="until")
    if until < clock.today():
        raise Invalid("Enter today or a day to come.", field="until")
    return until


def _must_only_read(user: User, *, auditor: bool) -> None:
    """Whoever audits holds nothing else, so that they examine no work of their own."""
    others = [held for held in user.grants if (held.role == Role.AUDITOR) is not auditor and held.in_force]
    if others and auditor:
        raise Invalid(
            "An auditor only reads. Take back what this person holds first, or open an account for somebody "
            "else.",
            field="what",
        )
    if others:
        raise Invalid("This person is an auditor, who only reads: take that back first.", field="what")


def grant_permission(
    *, actor: Actor, user: User, permission: Permission, project_id: int | None = None
) -> Grant:
    """Give a named person a permission that comes with no role."""
    if permission not in GIVEN_BY_NAME:
        raise Refused("This permission comes with a role: give the role instead.")
    _must_only_read(user, auditor=False)
    for grant in user.grants:
        if grant.permission == permission and grant.project_id == project_id:
            return grant
    return _grant(actor, Grant(permission=permission, project_id=project_id), user)


def _grant(actor: Actor, grant: Grant, user: User) -> Grant:
    user.grants.append(grant)
    db.session.flush()
    record(actor, "granted", user, values=_told(grant))
    return grant


def _told(grant: Grant) -> dict[str, Any]:
    """What the audit keeps of a grant: the role or permission, and the project if it is for one."""
    told: dict[str, Any] = {"role": grant.role.value} if grant.role else {"permission": str(grant.permission)}
    if grant.until is not None:
        told["until"] = grant.until.isoformat()
    if grant.most_pence is not None:
        told["pence"] = grant.most_pence.pence
    return told if grant.project_id is None else {**told, "project_id": grant.project_id}


def take_back(*, actor: Actor, user: User, grant_id: int) -> None:
    """Take a grant back. The last administrator keeps that role, or nobody could give it again."""
    grant = next((held for held in user.grants if held.id == grant_id), None)
    if grant is None:
        return
    if grant.role == Role.ADMINISTRATOR and not _another_administrator(user):
        raise Refused(_LAST_ADMINISTRATOR)
    values = _told(grant)
    user.grants.remove(grant)
    db.session.flush()
    record(actor, "took-back-grant", user, values=values)


def change_password(*, actor: Actor, user: User, password_hash: str, keep: str | None = None) -> User:
    """Give somebody another password, and end their sign-ins but the one with the token `keep`."""
    user.password_hash = password_hash
    sign_ins.end_all(user, but=keep)
    db.session.flush()
    record(actor, "changed-password", user)
    return user


def end_account(*, actor: Actor, on: date, user: User) -> User:
    """End an account at once: nobody can sign in with it, and it is kept, since the audit names it.

    Refused for one's own, and for the last administrator's.
    """
    if user.id == actor.user_id:
        raise Refused("You cannot end your own account: ask another administrator.", code="own-account")
    if any(held.role == Role.ADMINISTRATOR for held in user.grants) and not _another_administrator(user):
        raise Refused(_LAST_ADMINISTRATOR)
    user.until = on - timedelta(days=1)
    sign_ins.end_all(user)
    db.session.flush()
    record(actor, "ended-account", user, values={"on": on.isoformat()})
    return user


def open_again(*, actor: Actor, user: User) -> User:
    """Let somebody whose account ended sign in again, with the roles they had."""
    user.until = None
    db.session.flush()
    record(actor, "opened-account-again", user)
    return user


def _another_administrator(user: User) -> bool:
    return any(
        other.id != user.id
        and other.is_active
        and any(held.role == Role.ADMINISTRATOR for held in other.grants)
        for other in queries.users()
    )


def note_failed_sign_in(email: str, browser: str | None) -> None:
    """Count a wrong password against an address, and the known browser it came from."""
    db.session.add(FailedSignIn(email=email.strip().lower()[:254], browser=browser))
    db.session.flush()


def save_organisation(*, actor: Actor, version: int | None, values: dict[str, Any]) -> Organisation:
    """Change the organisation's settings. Raises StaleVersion if somebody saved after they were shown."""
    kept = db.session.get(Organisation, 1)
    if kept is None:
        kept = Organisation(id=1)
        db.session.add(kept)
        db.session.flush()
        record(actor, "set-up", kept)
        version = kept.version
    before, now = limits.of(kept), limits.changed(kept, values)
    if now:
        values_kept = {"limits": now, "limits_before": {name: before[name] for name in now}}
        record(actor, "changed-limits", kept, fields=now, values=values_kept)
    save_changes(actor, kept, version=version, values=values, verb="changed-settings")
    return kept


def forget_old_failures(now: datetime) -> None:
    """Delete wrong sign-ins that no longer lock anybody out."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - timedelta(days=1)))
