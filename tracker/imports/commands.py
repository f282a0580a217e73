"""`tracker import PATH`: spreadsheets in from the command line, through the same engine as the screens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tracker import clock
from tracker.errors import TrackerError
from tracker.imports import (
    engine,
    guessing,
    list_options,
    people_asked,
    reading,
    recognising,
    register_options,
    services,
    withheld,
)
from tracker.imports.engine import Source
from tracker.imports.list_options import list_options as with_list_options
from tracker.imports.lists.roles import What
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.register import Target
from tracker.imports.reading import Sheet
from tracker.imports.recognising import Shape
from tracker.imports.register_options import questions
from tracker.imports.register_options import register_options as with_register_options
from tracker.permissions import SYSTEM, Actor, Permission
from tracker.web.transaction import writing

# Whoever sets an instance up, before anybody has an account, may bring in everything.
_SETTING_UP = Actor(user_id=None, name=SYSTEM.name, everywhere=frozenset(Permission))
# Each sheet asks for its own permission; this is what lets somebody begin at all.
_ANY_OF = (
    Permission.IMPORT_REGISTERS,
    Permission.MANAGE_PROJECTS,
    Permission.MANAGE_PAYEES,
    Permission.BENEFIT_CONTACT,
)


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--as", "as_email", metavar="EMAIL", help="Who you are; needed once a user exists.")
@click.option(
    "--project", metavar="REF", help="For a list with headings of its own: the project it goes into."
)
@click.option(
    "--same",
    metavar="NAME=WHO",
    multiple=True,
    help="Somebody of the file is somebody known: WHO is their reference, another name of the file, or new.",
)
@with_register_options
@with_list_options
@click.pass_obj
def import_command(
    doors: Any,
    /,
    *,
    path: Path,
    dry_run: bool,
    as_email: str | None,
    project: str | None,
    same: tuple[str, ...],
    **answers: Any,
) -> int:
    """Bring spreadsheets in: PATH is a folder of CSV files, or one CSV, XLSX or ODS file.

    All of it comes in, or nothing does: a row that cannot come in is named, and the exit code is then 1.
    Whose name is near to somebody else's comes in as somebody new unless --same says otherwise.
    """
    source = replace(_source(path, project, answers), people=people_asked.said(same))
    with doors.opened():
        actor = doors.acting_as(as_email, *_ANY_OF)
        actor = _SETTING_UP if actor is SYSTEM else actor
        book = engine.dry_run(source, actor=actor, on=clock.today())
        _print(book, each_row=dry_run)
        if book.plan.refusals:
            return 1
        if dry_run:
            click.echo("This was a dry run: nothing was brought in.")
            return 0
        with writing():
            batch = services.bring_in(actor=actor, on=clock.today(), source=source)
        click.echo("Brought in." if batch else "Everything here was brought in before: nothing has changed.")
    return 0


def _source(path: Path, project: str | None, answers: dict[str, Any]) -> Source:
    """The file or folder, read and understood. Raises TrackerError with what to do."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
        sha256 = engine.fingerprint([reading.contents(file) for file in files])
        return engine.of_our_headings(path.name, sha256, reading.read_folder(path), folder=True)
    content = reading.contents(path)
    sheets = reading.read(content, path.name)
    sha256 = engine.fingerprint([content])
    if engine.is_ours(sheets):
        return engine.of_our_headings(path.name, sha256, sheets)
    sheets, left_out = withheld.without_in(sheets)
    sheet, shape, remarks = _chosen(sheets, answers, path.name)
    what = _listed(shape, answers)
    if what is None and project is None:
        raise TrackerError(
            "This list has headings of its own: add --project with the reference of its project."
        )
    if what is not None:
        source = _list(path.name, sha256, sheet, Target(project) if project else None, answers, what)
    else:
        made = _wide if shape is Shape.WIDE else _long
        source = made(path.name, sha256, sheet, Target(project or ""), answers)
    return replace(
        source,
        remarks=[*remarks, *source.remarks],
        withheld=[one for one in left_out if one.sheet == sheet.name],
    )


def _chosen(sheets: list[Sheet], answers: dict[str, Any], name: str) -> tuple[Sheet, Shape, list[str]]:
    """The sheet to bring in. What is said to be a list is one, whatever it seems to be."""
    wanted = (answers["sheet"] or "").casefold()
    named = [sheet for sheet in sheets if not wanted or sheet.name.casefold() == wanted]
    if len(named) == 1 and (answers["of"] in set(What) or answers["paid_on"]):
        return named[0], recognising.shape(named[0]), []
    return recognising.the_one(sheets, answers["sheet"], name)


def _listed(shape: Shape, answers: dict[str, Any]) -> What | None:
    """What the list is of; None where it is a register."""
    if answers["of"] == list_options.REGISTER:
        return None
    if answers["of"]:
        return What(answers["of"])
    return What.PAYMENTS if answers["paid_on"] else recognising.LISTS.get(shape)


def _list(
    name: str, sha256: str, sheet: Sheet, target: Target | None, answers: dict[str, Any], what: What
) -> Source:
    """A list of payments, expenses or people. Raises TrackerError with what has to be said first."""
    source = engine.of_list(name, sha256, sheet, list_options.said(answers, what), target)
    if source.asks:
        raise TrackerError(list_options.questions(source.asks))
    return source


def _wide(name: str, sha256: str, sheet: Sheet, target: Target, answers: dict[str, Any]) -> Source:
    """A wide register. Raises TrackerError with what has to be said first."""
    source = engine.of_wide(name, sha256, sheet, register_options.said(answers), target)
    if source.wide is not None and source.wide.asks:
        raise TrackerError(questions(source.wide.asks))
    return source


def _long(name: str, sha256: str, sheet: Sheet, target: Target, answers: dict[str, Any]) -> Source:
    """A long list. Raises TrackerError where it has to be said what makes a session."""
    columns, choice = guessing.columns(sheet), answers["choice"]
    if columns is None:
        raise TrackerError(recognising.why_not(sheet))
    choices = guessing.choices(sheet, columns)
    chosen = [one for one in choices if one.code == choice] if choice else choices
    if len(chosen) != 1:
        said = "".join(
            f"\n  --sessions {one.code}: {one.label}: "
            f"{one.sessions:,} sessions, {one.attendances:,} attendances"
            for one in choices
        )
        raise TrackerError(f"Say what makes a session in this list:{said}")
    columns = guessing.with_session(columns, chosen[0].columns)
    return engine.of_register(name, sha256, sheet, columns, target)


def _print(book: Book, *, each_row: bool) -> None:
    """The totals, what is new to the lists, and rows: every one in a dry run, else those that are refused."""
    for line in book.plan.lines:
        if line.fate == Fate.REFUSED:
            click.echo(f"{line.where()}: {line.sentence}", err=True)
        elif each_row:
            click.echo(f"{line.where()}: {line.fate.value}: {line.sentence}")
    for note in (*book.plan.notes, *people_asked.sentences(book)):
        click.echo(note)
    for kind, fates in book.plan.totals().items():
        counted = ", ".join(f"{fates[fate]:,} {fate.value}" for fate in Fate if fates[fate])
        click.echo(f"{kind}: {counted}")
    if book.plan.refusals:
        click.echo("Nothing was brought in: correct these rows, and bring the file in again.", err=True)
