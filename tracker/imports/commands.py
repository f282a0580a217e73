"""`tracker import PATH`: spreadsheets in from the command line, through the same engine as the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tracker import clock
from tracker.errors import Invalid, TrackerError
from tracker.imports import (
    annotating,
    engine,
    guessing,
    list_options,
    long_list,
    long_marks,
    people_asked,
    reading,
    recognising,
    register_options,
    services,
    taken,
    withheld,
)
from tracker.imports.confidential import KINDS
from tracker.imports.engine import Source
from tracker.imports.list_options import list_options as with_list_options
from tracker.imports.lists.roles import What
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.register import Target
from tracker.imports.reading import Sheet
from tracker.imports.recognising import REGISTERS, Shape
from tracker.imports.register_options import questions
from tracker.imports.register_options import register_options as with_register_options
from tracker.imports.taken import Taken
from tracker.imports.withheld import Withheld
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
@click.option(
    "--annotated",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --dry-run: write a copy of the sheet with our remarks to this file, CSV or XLSX.",
)
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
    annotated: Path | None,
    as_email: str | None,
    project: str | None,
    same: tuple[str, ...],
    **answers: Any,
) -> int:
    """Bring spreadsheets in: PATH is a folder of CSV files, or one CSV, XLSX or ODS file.

    All of it comes in, or nothing does: a row that cannot come in is named, and the exit code is then 1.
    Whose name is near to somebody else's comes in as somebody new unless --same says otherwise.
    """
    if annotated is not None and not dry_run:
        raise TrackerError("Add --dry-run: --annotated writes a copy of the sheet and brings nothing in.")
    source = replace(_source(path, project, answers), people=people_asked.said(same))
    with doors.opened():
        actor = doors.acting_as(as_email, *_ANY_OF)
        actor = _SETTING_UP if actor is SYSTEM else actor
        book = engine.dry_run(source, actor=actor, on=clock.today())
        _print(book, each_row=dry_run)
        if annotated is not None:
            _annotate(annotated, path, source, book)
        if book.plan.refusals:
            return 1
        if dry_run:
            click.echo("This was a dry run: nothing was brought in.")
            return 0
        with writing():
            batch = services.bring_in(actor=actor, on=clock.today(), source=source, planned=book)
        click.echo("Brought in." if batch else "Everything here was brought in before: nothing has changed.")
    return 0


def _annotate(target: Path, path: Path, source: Source, book: Book) -> None:
    """Write the copy with our remarks. Never over the file itself."""
    if target.exists() and target.samefile(path):
        raise TrackerError("Give --annotated another name: this is the file itself.")
    target.write_bytes(annotating.written(source, book.plan, target.suffix.lower().removeprefix(".")))
    click.echo(f"A copy with our remarks is in {target}.")


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
    if answers["of"] in KINDS:
        return _confidential(path.name, sha256, sheets, answers)
    target = Target(project) if project is not None else None
    return _of_anybody(path.name, sha256, sheets, target, answers)


def _confidential(name: str, sha256: str, sheets: list[Sheet], answers: dict[str, Any]) -> Source:
    """Bank details or benefits alone, of the sheet that is named or the only one. Raises TrackerError."""
    wanted = [text.casefold() for text in answers["sheet"]] or [sheet.name.casefold() for sheet in sheets]
    found = [number for number, sheet in enumerate(sheets) if sheet.name.casefold() in wanted]
    if len(found) != 1:
        raise TrackerError("Such facts come from one sheet: name it with --sheet.")
    chosen = list_options.chosen(answers, sheets[found[0]], found[0])
    return engine.of_confidential(name, sha256, sheets[found[0]], chosen)


def _of_anybody(
    name: str, sha256: str, sheets: list[Sheet], target: Target | None, answers: dict[str, Any]
) -> Source:
    """Registers with headings of their own, together, or one list. Raises TrackerError with what to do."""
    sheets, left_out = withheld.without_in(sheets)
    chosen, remarks = _chosen(sheets, answers, name)
    (sheet, shape), *_ = chosen
    what = _listed(shape, answers)
    if what is not None:
        source = _list(name, sha256, sheet, target, answers, what)
        source = replace(source, withheld=[one for one in left_out if one.sheet == sheet.name])
    elif target is None:
        raise TrackerError(
            "This list has headings of its own: add --project with the reference of its project."
        )
    else:
        several = sum(recognising.shape(sheet) in REGISTERS for sheet in sheets) > 1
        taken_in = _registers(chosen, name, left_out, answers, several=several)
        source = engine.of_registers(name, sha256, taken_in, target)
    return replace(source, remarks=[*remarks, *source.remarks])


def _chosen(
    sheets: list[Sheet], answers: dict[str, Any], name: str
) -> tuple[list[tuple[Sheet, Shape]], list[str]]:
    """The sheets to bring in. What is said to be a list is one, whatever it seems to be, and comes alone."""
    wanted = {text.casefold() for text in answers["sheet"]}
    named = [sheet for sheet in sheets if not wanted or sheet.name.casefold() in wanted]
    if answers["of"] in set(What) or answers["paid_on"]:
        if len(wanted) > 1:
            raise TrackerError("A list comes in by itself: give --sheet once.")
        if len(named) == 1:
            return [(named[0], recognising.shape(named[0]))], []
    as_registers = answers["of"] == list_options.REGISTER
    try:
        return recognising.chosen(sheets, answers["sheet"], name, as_registers=as_registers)
    except Invalid as error:
        money = [sheet for sheet in named if recognising.shape(sheet) is Shape.MONEY]
        raise TrackerError(error.message + list_options.on_one_day(money, len(sheets))) from None


def _listed(shape: Shape, answers: dict[str, Any]) -> What | None:
    """What the list is of; None where it is a register."""
    if answers["of"] == list_options.REGISTER:
        return None
    if answers["of"]:
        return What(answers["of"])
    return What.PAYMENTS if answers["paid_on"] else recognising.LISTS.get(shape)


def _list(
    name: str,
    sha256: str,
    sheet: Sheet,
    target: Target | None,
    answers: dict[str, Any],
    what: What,
) -> Source:
    """A list of payments, expenses or people. Raises TrackerError with what has to be said first."""
    source = engine.of_list(name, sha256, sheet, list_options.said(answers, what), target)
    if source.asks:
        raise TrackerError(list_options.questions(source.asks))
    return source


def _registers(
    chosen: Sequence[tuple[Sheet, Shape]],
    name: str,
    left_out: Sequence[Withheld],
    answers: dict[str, Any],
    *,
    several: bool,
) -> list[Taken]:
    """Registers, to come in together; `several` says whether the file has others beside a long one."""
    found = []
    for sheet, shape in chosen:
        mine = [one for one in left_out if one.sheet == sheet.name]
        if shape is Shape.WIDE:
            found.append(_wide(sheet, name, mine, answers))
        else:
            found.append(_long(sheet, taken.group_of(sheet, name) if several else "", mine, answers))
    return found


def _wide(sheet: Sheet, name: str, left_out: Sequence[Withheld], answers: dict[str, Any]) -> Taken:
    """A wide register. Raises TrackerError with what has to be said first."""
    made = taken.as_wide(sheet, register_options.said(answers), left_out, taken.group_of(sheet, name))
    if made.wide is not None and made.wide.asks:
        raise TrackerError(questions(made.wide.asks))
    return made


def _long(sheet: Sheet, group: str, left_out: Sequence[Withheld], answers: dict[str, Any]) -> Taken:
    """A long list. Raises TrackerError where it has to be said what makes a session."""
    columns, choice = guessing.columns(sheet), answers["choice"]
    if columns is None:
        raise TrackerError(recognising.why_not(sheet))
    columns = long_marks.settled(sheet, columns, register_options.said(answers))
    choices = guessing.choices(sheet, columns)
    if not choices:
        raise TrackerError(long_list.why_empty(sheet, columns))
    chosen = [one for one in choices if one.code == choice] if choice else choices
    if len(chosen) != 1:
        said = "".join(
            f"\n  --sessions {one.code}: {one.label}: "
            f"{one.sessions:,} sessions, {one.attendances:,} attendances"
            for one in choices
        )
        raise TrackerError(f"Say what makes a session in this list:{said}")
    columns = guessing.with_session(columns, chosen[0].columns)
    return taken.as_list(sheet, columns, left_out, group)


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
