"""Read staff and the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.accounts.models import FailedSignIn, Grant, Organisation, User
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import ROLES, Permission

LOCK_MINUTES = 15
LOCK_AFTER = 5


def user_by_email(email: str) -> User | None:
    """The user with this address, whatever its case."""
    return db.session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()


def user(user_id: int) -> User:
    """The user with this id. Raises NotFound."""
    found = db.session.get(User, user_id)
    if found is None:
        raise NotFound("There is no such member of staff.")
    return found


def users() -> Sequence[User]:
    """All staff with what they may do, by name."""
    return db.session.scalars(
        select(User).options(selectinload(User.grants)).order_by(User.name, User.id)
    ).all()


def any_user() -> bool:
    """Whether anybody can sign in at all."""
    return db.session.scalar(select(func.count()).select_from(User)) != 0


def names(ids: set[int]) -> dict[int, str]:
    """The names of users by id."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def is_locked(email: str, browser: str | None) -> bool:
    """Whether too many wrong passwords were given for this address in the last minutes.

    Those from one known browser are counted alone; those from all strange ones (None) together.
    """
    since = clock.now() - timedelta(minutes=LOCK_MINUTES)
    failures = db.session.scalar(
        select(func.count())
        .select_from(FailedSignIn)
        .where(
            FailedSignIn.email == email.strip().lower(),
            FailedSignIn.at > since,
            FailedSignIn.browser == browser,
        )
    )
    return (failures or 0) >= LOCK_AFTER


def organisation() -> Organisation:
    """The organisation's settings; before they are first saved, the defaults."""
    session = db.session()
    # Held, since a session forgets what nobody holds: asked for again and again, it is read once.
    kept = session.info["organisation"] = session.get(Organisation, 1)
    return kept or Organisation(
        **{
            column.name: column.default.arg
            for column in Organisation.__table__.columns
            if column.default is not None
        }
    )


def benefit_contacts(project_id: int | None) -> Sequence[User]:
    """The named people who may talk with participants about benefits, for a project or for all."""
    return db.session.scalars(
        select(User)
        .join(Grant, Grant.user_id == User.id)
        .where(
            Grant.permission == Permission.BENEFIT_CONTACT,
            or_(Grant.project_id.is_(None), Grant.project_id == project_id),
            or_(User.until.is_(None), User.until >= clock.today()),
        )
        .order_by(User.name)
        .distinct()
    ).all()


def others_who_may(permission: Permission, project_id: int, but: int | None) -> bool:
    """Whether somebody who can sign in holds a permission in a project or everywhere, one user left out."""
    roles = [role for role, held in ROLES.items() if permission in held]
    asked = (
        select(User.id)
        .join(Grant, Grant.user_id == User.id)
        .where(
            or_(Grant.role.in_(roles), Grant.permission == permission),
            or_(Grant.project_id.is_(None), Grant.project_id == project_id),
            or_(User.until.is_(None), User.until >= clock.today()),
        )
        .limit(1)
    )
    if but is not None:
        asked = asked.where(User.id != but)
    return db.session.scalar(asked) is not None


def who_may(permission: Permission, project_id: int) -> Sequence[str]:
    """The names of those who can sign in and hold a permission in a project or everywhere."""
    roles = [role for role, held in ROLES.items() if permission in held]
    return db.session.scalars(
        select(User.name)
        .join(Grant, Grant.user_id == User.id)
        .where(
            or_(Grant.role.in_(roles), Grant.permission == permission),
            or_(Grant.project_id.is_(None), Grant.project_id == project_id),
            or_(User.until.is_(None), User.until >= clock.today()),
        )
        .order_by(User.name)
        .distinct()
    ).all()


def where_somebody_may(permission: Permission) -> frozenset[int] | None:
    """The projects where somebody who can sign in holds a permission; None where somebody does everywhere."""
    roles = [role for role, held in ROLES.items() if permission in held]
    found = set(
        db.session.scalars(
            select(Grant.project_id)
            .join(User, Grant.user_id == User.id)
            .where(
                or_(Grant.role.in_(roles), Grant.permission == permission),
                or_(User.until.is_(None), User.until >= clock.today()),
            )
            .distinct()
        )
    )
    return None if None in found else frozenset(one for one in found if one is not None)


def project_choices() -> list[tuple[str, str]]:
    """Ids and names of projects to choose from when a role is given for one of them.

    Read from the table by name: accounts stand below projects and must not import them.
    """
    rows = db.session.execute(text("SELECT id, name FROM project ORDER BY name"))
    return [(str(row.id), row.name) for row in rows]
