"""Members of staff for tests, with the roles and projects they are given."""

from itertools import count

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from tests.factories.saving import saved
from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import User
from tracker.permissions import SYSTEM, Permission, Role

PASSWORD = "three plain words"
# As cheap as argon2 goes: these passwords guard nothing.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_numbers = count(1)


@saved()
def staff(*held: str, project_id: int | None = None, email: str | None = None) -> User:
    """A member of staff holding roles or permissions by their codes, everywhere or in one project."""
    number = next(_numbers)
    name = " and ".join(held) or "nobody"
    user = services.create_user(
        actor=SYSTEM,
        on=clock.today(),
        email=email or f"staff{number}@example.org",
        name=f"{name} {number}",
        password_hash=HASH,
    )
    for code in held:
        # An auditor holds nothing else: whoever is to hold every role holds every other.
        if code != Role.AUDITOR or len(held) == 1:
            _give(user, code, project_id)
    return user


def _give(user: User, code: str, project_id: int | None) -> None:
    if code in set(Role):
        until = clock.today() if code == Role.AUDITOR else None
        services.grant_role(actor=SYSTEM, user=user, role=Role(code), project_id=project_id, until=until)
    else:
        services.grant_permission(actor=SYSTEM, user=user, permission=Permission(code), project_id=project_id)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> None:
    """Sign in through the form, as anybody would; fails the test if that does not work."""
    answer = client.post("/sign-in", data={"email": email, "password": password})
    assert answer.status_code == 302, answer.text
