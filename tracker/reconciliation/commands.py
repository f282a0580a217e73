"""`tracker read-back KIND FILE`: a bank's or a finance system's file, tried and carried out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from tracker import clock
from tracker.errors import Refused
from tracker.permissions import Permission
from tracker.reconciliation import reasons, services
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import Fate, FileKind, Finding
from tracker.reconciliation.payroll_rows import IN_THE_WAY
from tracker.reconciliation.table import Says, Table
from tracker.web.transaction import writing


@click.command("read-back")
@click.argument("kind", type=click.Choice([kind.value for kind in FileKind]))
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what the file means.")
@click.option("--reference", metavar="HEADING", help="The column of our payment reference.")
@click.option("--amount", metavar="HEADING", help="The column of the amount.")
@click.option("--date", metavar="HEADING", help="The column of the day.")
@click.option("--reason", metavar="HEADING", help="The column of the reason or its code.")
@click.option("--net", metavar="HEADING", help="The column of the net pay, in a payroll's file.")
@click.option("--gross", metavar="HEADING", help="The column of the gross pay, in a payroll's file.")
@click.option("--reported", metavar="HEADING", help="The column of the day reported to HMRC.")
@click.option("--usual-reason", type=click.Choice(reasons.USUAL), help="Of returns that give no code.")
@click.option("--as", "as_email", metavar="EMAIL", help="Who you are; needed once a user exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.pass_obj
def read_back(
    doors: Any,
    /,
    *,
    kind: str,
    path: Path,
    dry_run: bool,
    as_email: str | None,
    as_json: bool,
    **said: str | None,
) -> int:
    """Read a FILE that tells what became of payments, or what a payroll paid, and carry out what it means.

    What matches is done in one go, or nothing is. The exit code is 1 where something in it needs a person.
    """
    content = path.read_bytes()
    table = tables.read(content, path.name)
    with doors.opened():
        actor = doors.acting_as(as_email, Permission.PREPARE_RUNS)
        with writing():
            kept = services.keep(
                actor=actor, kind=FileKind(kind), file_name=path.name, content=content, table=table
            )
            kept.mapping = {**kept.mapping, **_mapping(table, said)}
            found = services.dry_run(actor, kept, clock.today())
            doing = services.can_be_done(kept.kind, found) and not dry_run
            if doing:
                services.carry_out(actor=actor, on=clock.today(), kept=kept, shown=services.digest(found))
            else:
                services.forget(actor=actor, kept=kept)
        _print(found, as_json=as_json, carried_out=doing)
    return int(any(one.fate in IN_THE_WAY for one in found))


def _mapping(table: Table, said: dict[str, str | None]) -> dict[str, Any]:
    """The columns that were named. Raises Refused for a heading that is not there."""
    mapping: dict[str, Any] = {}
    for says in Says:
        if heading := said[says.value]:
            if heading not in table.headings:
                raise Refused(f"There is no column {heading}. There are: {', '.join(table.headings)}.")
            mapping[says.value] = table.headings.index(heading)
    return {**mapping, "usual": said["usual_reason"]} if said["usual_reason"] else mapping


def _print(found: list[Finding], *, as_json: bool, carried_out: bool) -> None:
    if as_json:
        click.echo(json.dumps({"carried_out": carried_out, "findings": [_plain(one) for one in found]}))
        return
    for one in found:
        if one.fate is not Fate.NOT_OURS:
            click.echo(f"{one.fate.value}: {one.payment.reference if one.payment else ''}: {one.sentence}")
    others = sum(one.fate is Fate.NOT_OURS for one in found)
    click.echo(f"Rows that are not ours: {others}.")
    click.echo("Carried out." if carried_out else "Nothing was changed.")


def _plain(one: Finding) -> dict[str, Any]:
    """A finding for machines; of a row that is not ours nothing but its number."""
    return {
        "fate": one.fate.value,
        "rows": list(one.rows),
        "payment": one.payment.reference if one.payment else None,
        "pence": one.payment.pence.pence if one.payment else None,
        "on": one.on.isoformat() if one.on else None,
        "sentence": one.sentence,
    }
