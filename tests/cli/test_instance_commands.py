"""Commands that open an instance: who may run them, and what they say where it is not ready."""

import pytest
from flask import Flask

from tests.cli.conftest import Run
from tracker.accounts import passwords, queries
from tracker.permissions import Permission

FIRST = ("create-user", "--email", "Bill@Example.org", "--name", "Bill Fraser", "--role", "administrator")
PASSWORD = "copper kettle waltz"


def test_the_first_account_is_opened_without_saying_who_asks(instance: Run, fresh_app: Flask) -> None:
    ran = instance(*FIRST, stdin=f"{PASSWORD}\n")
    assert (ran.code, ran.err) == (0, "")
    assert "bill@example.org" in ran.out
    with fresh_app.app_context():
        user = queries.user_by_email("bill@example.org")
        assert user is not None
        assert passwords.matches(user.password_hash, PASSWORD)
        assert user.actor().may(Permission.MANAGE_STAFF)


def test_the_first_account_must_be_able_to_open_others(instance: Run) -> None:
    ran = instance("create-user", "--email", "a@example.org", "--name", "A", "--role", "lead", stdin=PASSWORD)
    assert ran.code == 2
    assert "--role administrator" in ran.err


def test_the_second_account_needs_to_know_who_opens_it(instance: Run) -> None:
    instance(*FIRST, stdin=PASSWORD)
    more = ("create-user", "--email", "tom@example.org", "--name", "Tom", "--role", "lead")
    assert instance(*more, stdin=PASSWORD).code == 2
    ran = instance(*more, "--benefit-contact", "--as", "bill@example.org", stdin=PASSWORD)
    assert ran.code == 0
    assert "Project lead, Benefit contact" in ran.out


def test_somebody_without_the_permission_is_refused(instance: Run) -> None:
    instance(*FIRST, stdin=PASSWORD)
    options = ("--email", "tom@example.org", "--name", "Tom", "--role", "lead", "--as", "bill@example.org")
    instance("create-user", *options, stdin=PASSWORD)
    ran = instance(
        "create-user", "--email", "x@example.org", "--name", "X", "--as", "tom@example.org", stdin=PASSWORD
    )
    assert ran.code == 1
    assert "roles do not include this" in ran.err


def test_an_unknown_colleague_is_refused(instance: Run) -> None:
    assert instance(*FIRST, "--as", "nobody@example.org", stdin=PASSWORD).code == 1


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("bill@", PASSWORD, "Enter an email address in full"),
        ("bill@example.org", "short", "12 characters"),
        ("bill@example.org", "", "12 characters"),
    ],
)
def test_a_bad_address_or_password_is_a_sentence(instance: Run, email: str, password: str, said: str) -> None:
    ran = instance("create-user", "--email", email, "--name", "B", "--role", "administrator", stdin=password)
    assert ran.code == 1
    assert said in ran.err


@pytest.mark.usefixtures("database_template")
@pytest.mark.parametrize("command", [("serve",), FIRST])
def test_an_instance_that_is_not_ready_says_what_to_run(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, stdin=PASSWORD)
    assert ran.code == 1
    assert "tracker upgrade" in ran.err


@pytest.mark.usefixtures("database_template")
def test_upgrade_makes_a_new_instance_ready_and_may_be_repeated(run: Run) -> None:
    assert run("upgrade").code == 0
    assert run("upgrade").code == 0
    assert run(*FIRST, stdin=PASSWORD).code == 0


def test_a_forgotten_password_is_set_on_the_server(instance: Run) -> None:
    instance(*FIRST, stdin=PASSWORD)
    ran = instance("set-password", "--email", "bill@example.org", stdin="four quite different words")
    assert (ran.code, ran.out) == (0, "Bill Fraser has a new password, and is signed out everywhere.\n")
    assert instance("set-password", "--email", "no@example.org", stdin=PASSWORD).code == 2
    assert instance("set-password", "--email", "bill@example.org", stdin="short").code == 1
