"""`tracker demo`: make the year, print who may sign in, and serve it."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import replace
from typing import Any

import click

from tracker import clock, create_app, serving
from tracker.db import db
from tracker.demo import folder, staff, year
from tracker.demo.staff import STAFF
from tracker.demo.stage import Stage
from tracker.payments.checks import rulebook
from tracker.permissions import GIVEN_NAMES, ROLE_NAMES, Role
from tracker.settings import Settings

HOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 8000, 8020


@click.command()
@click.option("--into", metavar="FOLDER", help="An empty folder to use instead of instance/demo.")
@click.option(
    "--scale", type=click.IntRange(1, 1000), default=1, show_default=True, help="So many times as much."
)
@click.option("--no-serve", is_flag=True, help="Make it and stop.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port to serve on [default: 8000, or the next free]."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def demo(*, into: str | None, scale: int, no_serve: bool, port: int | None, as_json: bool) -> None:
    """Make a believable year of invented people, sessions and payments, and serve it on this machine only."""
    settings = folder.prepared(into)
    began = time.monotonic()
    if not as_json:
        click.echo("Making a year of invented involvement ...", err=True)
    settings, users = made(settings, scale)
    if as_json:
        click.echo(json.dumps({"instance": str(settings.instance), "users": users}, ensure_ascii=False))
    else:
        _print_sign_ins(users)
        click.echo(f"\nMade in {time.monotonic() - began:.1f} seconds in {settings.instance}")
    if no_serve:
        return
    port = port or _free_port()
    if not as_json:
        click.echo(f"\nOpen http://{HOST}:{port} and sign in as anybody above. Stop it with Ctrl+C.")
    serving.serve(create_app(settings), host=HOST, port=port)


def made(settings: Settings, scale: int) -> tuple[Settings, list[dict[str, str]]]:
    """Fill an empty instance. Returns its settings, with its last day if that is not today, and sign-ins."""
    app = create_app(settings)
    serving.make_ready(app)
    with app.app_context():
        # The year ends today, or on the last day for which the published limits are known.
        today = clock.today()
        last_day = min(today, *(rule.valid_through for rule in rulebook().rules.values()))
        passwords = staff.new_passwords()
        stage = Stage(last_day)
        staff.employ(stage, staff.hashed(passwords))
        year.tell(stage, scale)
        clock.turn_to(None)
        clock.fix_today(settings.today)
        db.session.remove()
        db.engine.dispose()
    users = [{"role": one.holds.value, "email": one.email, "password": passwords[one.key]} for one in STAFF]
    return (settings if last_day == today else replace(settings, today=last_day)), users


def _print_sign_ins(users: list[dict[str, str]]) -> None:
    rows = [("Sign in as", "Email", "Password")]
    rows += [
        (f"{one.name}, {_job(one.holds)}", user["email"], user["password"])
        for one, user in zip(STAFF, users, strict=True)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _job(holds: Any) -> str:
    return ROLE_NAMES[holds].lower() if isinstance(holds, Role) else GIVEN_NAMES[holds].lower()


def _free_port() -> int:
    """The usual port, or the next one that nobody else is using."""
    for port in range(FIRST_PORT, LAST_PORT):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    return LAST_PORT
