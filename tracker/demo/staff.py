"""Who works for the organisation of the demo, all invented, and the accounts they sign in with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import clock
from tracker.accounts import passwords, services
from tracker.accounts import queries as accounts
from tracker.accounts.models import User
from tracker.demo.names import plain
from tracker.demo.stage import BEGINNING, SYSTEM_KEY, Stage
from tracker.permissions import SYSTEM, Actor, Permission, Role

AMARA, TOM, SIAN, FARIDA = "amara", "tom", "siân", "farida"
APPROVER, FINANCE, SECOND_FINANCE = "approver", "finance", "second finance"
MANAGER, ADMINISTRATOR, CONTACT, AUDITOR = "manager", "administrator", "benefit contact", "auditor"
KEEPER = "keeper of answers"
# From the first day of the year that is told: a year past the day on which the demo is made.
_AUDIT_LASTS = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Colleague:
    """A member of staff: how the stories call them, who they are, what they hold, and whether everywhere.

    Whoever does not hold it everywhere holds it in the projects of their stories.
    """

    key: str
    name: str
    holds: Role | Permission
    everywhere: bool = True

    @property
    def email(self) -> str:
        """The invented address that they sign in with."""
        return f"{plain(self.name.split()[0])}@example.org"


STAFF: Sequence[Colleague] = (
    Colleague(AMARA, "Amara Osei", Role.LEAD),
    Colleague(TOM, "Tom Hartley", Role.LEAD, everywhere=False),
    Colleague(SIAN, "Siân Prydderch", Role.LEAD, everywhere=False),
    Colleague(FARIDA, "Farida Noorzai", Role.LEAD, everywhere=False),
    Colleague(APPROVER, "Helen Zhou", Role.APPROVER),
    Colleague(FINANCE, "Marek Nowak", Role.FINANCE),
    Colleague(SECOND_FINANCE, "Joyce Adeyemi", Role.FINANCE),
    Colleague(MANAGER, "Sunita Rao", Role.MANAGER),
    Colleague(ADMINISTRATOR, "Bill Fraser", Role.ADMINISTRATOR),
    Colleague(CONTACT, "Claire Donnelly", Permission.BENEFIT_CONTACT),
    Colleague(AUDITOR, "Ruth Abrahams", Role.AUDITOR),
    Colleague(KEEPER, "Nadia Rahman", Permission.DIVERSITY),
)


def new_passwords() -> dict[str, str]:
    """A password for each of them by their key, new every time."""
    return {one.key: _password() for one in STAFF}


def hashed(given: Mapping[str, str]) -> dict[str, str]:
    """The hash to store of each password; made side by side, since each is slow by design."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(given, pool.map(passwords.hashed, given.values()), strict=True))


def employ(stage: Stage, password_hashes: Mapping[str, str]) -> None:
    """Give the staff their accounts, on the first day."""

    def deed(actor: Actor, on: date) -> None:
        for one in STAFF:
            user = services.create_user(
                actor=actor, on=on, email=one.email, name=one.name, password_hash=password_hashes[one.key]
            )
            if one.everywhere:
                _give(user, one, None)

    stage.plan(BEGINNING, SYSTEM_KEY, deed)
    stage.play()
    enter(stage)


def appoint(key: str, project_id: int) -> None:
    """Give somebody what they hold in one more project, unless they hold it everywhere."""
    [one] = (one for one in STAFF if one.key == key)
    if not one.everywhere:
        _give(_user(one), one, project_id)


def enter(stage: Stage) -> None:
    """Read what everybody may do, as it stands now."""
    for one in STAFF:
        stage.actors[one.key] = _user(one).actor()


def _user(one: Colleague) -> User:
    user = accounts.user_by_email(one.email)
    assert user is not None  # noqa: S101 - made when the year began; this tells mypy
    return user


def _give(user: User, one: Colleague, project_id: int | None) -> None:
    if isinstance(one.holds, Role):
        until = clock.today() + _AUDIT_LASTS if one.holds is Role.AUDITOR else None
        services.grant_role(actor=SYSTEM, user=user, role=one.holds, project_id=project_id, until=until)
    else:
        services.grant_permission(actor=SYSTEM, user=user, permission=one.holds, project_id=project_id)


def _password() -> str:
    """Easy to type, hard to guess: four invented words, about 2 to the power 48 of them."""
    consonants, vowels = "bdfghjklmnprstvz", "aeiou"
    letters = (consonants, vowels, consonants, vowels)
    return "-".join("".join(secrets.choice(kind) for kind in letters) for _ in range(4))
