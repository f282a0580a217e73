"""`tracker create-user` and `tracker set-password`: accounts from the command line, the first one too."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click

from tracker import clock
from tracker.accounts import passwords, queries, services
from tracker.permissions import ROLE_NAMES, SYSTEM, Actor, Permission, Role
from tracker.web.transaction import writing


@click.command("create-user")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--name", required=True, help="Their full name.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given several times.",
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of an auditor.")
@click.option("--benefit-contact", is_flag=True, help="They talk with people about benefits.")
@click.option("--password", help="Better left out: then it is asked for, or read from standard input.")
@click.option("--as", "as_email", metavar="EMAIL", help="Who you are; needed once a user exists.")
@click.pass_obj
def create_user(
    doors: Any,
    *,
    email: str,
    name: str,
    roles: tuple[str, ...],
    until: datetime | None,
    benefit_contact: bool,
    password: str | None,
    as_email: str | None,
) -> None:
    """Open an account for a member of staff. The first one must be an administrator."""
    with doors.opened():
        if doors.acting_as(as_email, Permission.MANAGE_STAFF) is SYSTEM and Role.ADMINISTRATOR not in roles:
            raise click.UsageError("The first account opens the others: add --role administrator.")
        # Slow on purpose, so before the write lock is taken.
        password_hash = passwords.hashed(password or _asked_password())
        with writing():
            actor: Actor = doors.acting_as(as_email, Permission.MANAGE_STAFF)
            user = services.create_user(
                actor=actor, on=clock.today(), email=email, name=name, password_hash=password_hash
            )
            for role in roles:
                services.grant_role(actor=actor, user=user, role=Role(role), until=until and until.date())
            if benefit_contact:
                services.grant_permission(actor=actor, user=user, permission=Permission.BENEFIT_CONTACT)
        held = [ROLE_NAMES[Role(role)] for role in roles] + ["Benefit contact"] * benefit_contact
        click.echo(f"{user.name} can now sign in with {user.email} ({', '.join(held) or 'no role yet'}).")


@click.command("set-password")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--password", help="Better left out: then it is asked for, or read from standard input.")
@click.pass_obj
def set_password(doors: Any, *, email: str, password: str | None) -> None:
    """Give somebody another password, as when the only administrator forgot theirs."""
    with doors.opened():
        user = queries.user_by_email(email)
        if user is None:
            raise click.UsageError(f"There is no account with the address {email}.")
        # Slow on purpose, so before the write lock is taken.
        password_hash = passwords.hashed(password or _asked_password())
        with writing():
            # Whoever may run this on the server may do anything: there is nobody to sign in as.
            services.change_password(actor=SYSTEM, user=user, password_hash=password_hash)
        click.echo(f"{user.name} has a new password, and is signed out everywhere.")


def _asked_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
