"""Every address tried as nobody and as every role: what is not theirs is refused, what is theirs is not."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.contracts.addresses import every_address
from tracker.permissions import GIVEN_BY_NAME, ROLES, SENTENCES, Permission, Role
from tracker.web import access

HOLDERS = {
    **{role.value: ROLES[role] for role in Role},
    **{one.value: {one} for one in sorted(GIVEN_BY_NAME)},
}


def test_nobody_who_is_not_signed_in_gets_past_the_door(app: Flask, client: FlaskClient) -> None:
    for address in every_address(app):
        answer = address.ask(client)
        if access.declared(app, address.endpoint) == access.PUBLIC:
            assert answer.status_code in {200, 304, 404}, address
        else:
            assert answer.status_code == 302, address
            assert answer.location.startswith("/sign-in"), address


@pytest.mark.parametrize("holder", HOLDERS)
def test_each_role_is_refused_exactly_what_it_may_not_do(
    app: Flask, as_: Callable[..., FlaskClient], holder: str
) -> None:
    client = as_(holder)
    refused: dict[str, bool] = {}
    foreseen: dict[str, bool] = {}
    for address in every_address(app):
        needed = access.declared(app, address.endpoint)
        if isinstance(needed, str):
            continue
        name = f"{address.method} {address.path}"
        refused[name] = address.ask(client).status_code == 403
        foreseen[name] = not needed & HOLDERS[holder]
    assert refused == foreseen


def test_every_permission_has_its_sentence_and_somebody_who_may_hold_it() -> None:
    held = {permission for permissions in HOLDERS.values() for permission in permissions}
    assert set(SENTENCES) == set(Permission)
    assert held == set(Permission)


def test_no_role_comes_with_what_is_given_by_name_only() -> None:
    assert all(not permissions & GIVEN_BY_NAME for permissions in ROLES.values())
