"""The console script `tracker`: every command, its exit code, and what it prints.

Exit 0 on success, 1 on a refusal said in a sentence on standard error, 2 on unusable arguments. With
`--json`, standard output holds one JSON document and nothing else. Commands that need the database open
the instance themselves, so that `assess` and `rules` run without one.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from tracker import clock, rules
from tracker.errors import Invalid, TrackerError
from tracker.permissions import SYSTEM, Actor, Permission
from tracker.settings import CHECKOUT, SettingsError

# Commands that live with their nouns, imported only when they are asked for.
ELSEWHERE = {
    "bank-check": "tracker.people.bank_check_command:bank_check",
    "census": "tracker.diversity.census_command:census",
    "create-user": "tracker.accounts.commands:create_user",
    "set-password": "tracker.accounts.commands:set_password",
    "demo": "tracker.demo.command:demo",
    "export": "tracker.exports.commands:export_command",
    "import": "tracker.imports.commands:import_command",
    "read-back": "tracker.reconciliation.commands:read_back",
    "representation": "tracker.imports.representation_command:representation",
    "voices": "tracker.imports.voices_command:voices",
}


@dataclass(frozen=True)
class Doors:
    """What a command that lives with its noun is handed (`click.pass_obj`), so that no noun imports this."""

    opened: Callable[[], AbstractContextManager[Any]]
    acting_as: Callable[..., Actor]


class Unusable(click.ClickException):
    """What was given cannot be read: one sentence, exit 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, err=True)


class Commands(click.Group):
    """The commands written here and those that live elsewhere."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *ELSEWHERE})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in ELSEWHERE:
            return super().get_command(context, name)
        module, _, attribute = ELSEWHERE[name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; whatever goes wrong is said in a sentence."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = tracker.main(
            list(arguments) if arguments is not None else None,
            "tracker",
            standalone_mode=False,
            obj=Doors(opened, acting_as),
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _say("Stopped.")
    except (TrackerError, SettingsError) as error:
        return _say(str(error))
    except BrokenPipeError:
        # Whoever was reading, such as `head`, has had enough; say nothing more to it, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("TRACKER_DEBUG") == "1":
            raise
        return _say(
            "Something went wrong that should not have; nothing was saved. Set TRACKER_DEBUG=1 and run it "
            f"again to see where. ({type(error).__name__}: {error})"
        )
    return code if isinstance(code, int) else 0


def _say(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 1


def _print_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def tracker() -> None:
    """Involvement Tracker: pay people with lived experience properly, and know who is heard."""


# --- rules: these need no database --------------------------------------------------------------------------

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


def _rulebook() -> rules.Rulebook:
    """The rulebook, tightened and extended by the instance's own folder `rules` where it has one."""
    return rules.load(_own_rules())


def _own_rules() -> Path:
    return Path(os.environ.get("TRACKER_INSTANCE", CHECKOUT / "instance")) / "rules"


@tracker.command()
@click.argument("file", type=click.File("rb"))
@as_json
def assess(file: IO[bytes], *, as_json: bool) -> None:
    """Hold facts against the published limits: FILE is JSON, one object or a list; - reads standard input."""
    rulebook = _rulebook()
    try:
        answer = rules.assess_document(_document(file), rulebook)
    except Invalid as error:
        raise Unusable(error.message) from None
    if as_json:
        _print_json(answer)
        return
    for one in answer if isinstance(answer, list) else [answer]:
        _print_assessment(one, rulebook)


def _document(file: IO[bytes]) -> Any:
    try:
        return rules.document_from(file.read())
    except Invalid as error:
        raise Unusable(error.message) from None


def _print_assessment(answer: dict[str, Any], rulebook: rules.Rulebook) -> None:
    if "error" in answer:
        click.echo(f"Could not be read: {answer['error']['message']}\n")
        return
    click.echo(f"Outcome: {answer['outcome']} (rulebook {answer['rulebook']['version']})")
    for finding in answer["findings"]:
        period = finding["period"]
        when = f", {period['from']} to {period['to']}" if period else ""
        click.echo(f"\n{finding['benefit']}: {finding['outcome']}{when}")
        for sentence in [*finding["reasons"], *finding["actions"]]:
            click.echo(f"  {sentence}")
        if finding["missing"]:
            click.echo(f"  Not known: {'; '.join(rulebook.words_for(tuple(finding['missing'])))}.")
        for figure in finding["parameters"]:
            click.echo(
                f"  Figure: {figure['id']} {figure['value']} from {figure['from']}, {figure['source']}"
            )
    click.echo("")


@tracker.group("rules")
def rules_group() -> None:
    """The published limits that checks are held against."""


@rules_group.command("list")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As they stand on this date instead of today.")
@as_json
def rules_list(on: Any, *, as_json: bool) -> None:
    """The values in force, each with the date it runs from and where it was published."""
    day = on.date() if on else clock.today()
    values = rules.values_in_force(_rulebook(), day)
    if as_json:
        _print_json([asdict(value) for value in values])
        return
    click.echo(f"Values in force on {day}\n")
    for value in values:
        held = f"{value.value} {value.unit} from {value.start}" if value.value else "none held for this date"
        source = f" - {value.source_title}, {value.source_link}" if value.source_title else ""
        click.echo(f"{value.benefit_name}: {value.label}: {held}{source}")


@rules_group.command("coverage")
def rules_coverage() -> None:
    """What each rule covers, as a page in Markdown; `docs/what-the-rules-cover.md` holds what this prints."""
    click.echo(rules.as_markdown(rules.load()), nl=False)


@rules_group.command("check")
@as_json
def rules_check(*, as_json: bool) -> int:
    """Read every rule file, the instance's own too, and work the examples; exit 1 if anything is wrong."""
    problems = rules.rulebook_problems(overlay=_own_rules())
    if as_json:
        _print_json(problems)
    elif not problems:
        click.echo("All rule files are well, and every worked example comes out as written.")
    else:
        click.echo("\n".join(problems), err=True)
    return 1 if problems else 0


@rules_group.command("due")
@as_json
def rules_due(*, as_json: bool) -> None:
    """The rule files past the date by which they were to be held against the law again."""
    overdue = rules.past_review(_rulebook(), clock.today())
    if as_json:
        _print_json([asdict(one) for one in overdue])
        return
    for one in overdue:
        click.echo(
            f"{one.benefit_name} ({one.file}) was to be looked at again by {one.review_by}; "
            f"its values run to {one.valid_through}."
        )
    if not overdue:
        click.echo("Nothing is due: every rule file has been looked at in time.")


# --- the instance -------------------------------------------------------------------------------------------


@contextmanager
def opened(*, ready: bool = True) -> Iterator[Any]:
    """The instance's application, with its context. Refuses one whose database is not up to date."""
    from tracker import create_app, serving  # noqa: PLC0415 - only these commands pay for the web framework
    from tracker.db import db  # noqa: PLC0415

    app = create_app()
    with app.app_context():
        if ready:
            serving.refuse_unready(app)
        try:
            yield app
        finally:
            # A process that goes on, as a test's does, must not keep connections that nobody closes.
            db.session.remove()
            db.engine.dispose()


def acting_as(email: str | None, *permissions: Permission) -> Actor:
    """Who runs a command: the named member of staff, who must hold one of these permissions.

    With nobody named it is the system itself, which is refused as soon as a user exists.
    """
    from tracker.accounts import queries  # noqa: PLC0415 - needs the application

    if email is None:
        if queries.any_user():
            raise Unusable("Say who you are: add --as with the email address you sign in with.")
        return SYSTEM
    user = queries.user_by_email(email)
    if user is None or not user.is_active:
        raise TrackerError(f"Nobody signs in with {email}. Check the address given to --as.")
    actor = user.actor()
    if not any(actor.may(permission) for permission in permissions):
        raise TrackerError(f"{user.name}'s roles do not include this. Ask your administrator.")
    return actor


@tracker.command()
def upgrade() -> None:
    """Make the instance ready: bring its database up to date, and give it the lists that it starts with."""
    from tracker.serving import make_ready  # noqa: PLC0415

    with opened(ready=False) as app:
        make_ready(app)
        click.echo(f"{app.config['TRACKER'].instance} is ready.")


@tracker.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves the whole network.")
def serve(port: int, host: str) -> None:
    """Serve the instance, with its background worker, until it is stopped with Ctrl+C."""
    from tracker import serving  # noqa: PLC0415

    with opened() as app:
        pass
    click.echo(f"Involvement Tracker is at http://{host}:{port} - stop it with Ctrl+C.")
    serving.serve(app, host=host, port=port)
