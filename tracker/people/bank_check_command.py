"""`tracker bank-check`: whether this sort code and account number can belong together.

With tables given it needs no database; without, it takes those that were uploaded to the instance.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tracker.errors import Invalid
from tracker.people import modulus

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="bank-check")
@click.option("--weights", type=_FILE, help="The published weight table, VALACDOS.txt.")
@click.option("--substitutions", type=_FILE, help="The published table of substitutions, SCSUBTAB.txt.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.argument("sort_code", metavar="SORT")
@click.argument("account")
@click.pass_obj
def bank_check(
    doors: Any,
    *,
    weights: Path | None,
    substitutions: Path | None,
    sort_code: str,
    account: str,
    as_json: bool,
) -> None:
    """Check a SORT code and an ACCOUNT number by the modulus method.

    With the tables that you give, or with those that an administrator uploaded to the instance.

    A sort code that stands in no row is "not-checked", which is not the same as valid.
    """
    try:
        sort_code, account = modulus.account_from(account, modulus.sort_code_from(sort_code))
        if weights is None:
            checked = _by_instance(doors, substitutions, sort_code, account)
        else:
            checked = _by_files(weights, substitutions, sort_code, account)
    except Invalid as refusal:
        raise _Unusable(refusal.message) from None
    if as_json:
        click.echo(json.dumps({"result": checked.result.value, "reason": checked.reason}))
    else:
        click.echo(f"{checked.result.value}: {checked.reason}")


def _by_instance(doors: Any, substitutions: Path | None, sort_code: str, account: str) -> modulus.Checked:
    if substitutions is not None:
        raise Invalid("Give the weight table too, with --weights: the two belong together.")
    with doors.opened():
        # Not at the top: with tables given, this runs without a database.
        from tracker.people import modulus_tables  # noqa: PLC0415

        found = modulus_tables.check(sort_code, account)
        if found.table is None:
            return found.checked
        return replace(
            found.checked, reason=f"{found.checked.reason} By version {found.table.version} of the tables."
        )


def _by_files(weights: Path, substitutions: Path | None, sort_code: str, account: str) -> modulus.Checked:
    tables = modulus.Tables(
        modulus.read_weights(_text(weights), weights.name),
        modulus.read_substitutions(_text(substitutions), substitutions.name) if substitutions else None,
    )
    return modulus.check(sort_code, account, tables)


def _text(file: Path) -> str:
    if file.stat().st_size > modulus.MOST_TABLE_BYTES:
        raise Invalid(f"{file.name} is too large to be a published table. Choose the file itself.")
    return file.read_bytes().decode("utf-8", errors="replace")


class _Unusable(click.ClickException):
    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)
