"""`tracker bank-check`: can this sort code and account number belong together? With no database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tracker.errors import Invalid
from tracker.people import modulus

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="bank-check")
@click.option("--weights", type=_FILE, required=True, help="The published weight table, VALACDOS.txt.")
@click.option("--substitutions", type=_FILE, help="The published table of substitutions, SCSUBTAB.txt.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.argument("sort_code", metavar="SORT")
@click.argument("account")
def bank_check(
    weights: Path, substitutions: Path | None, sort_code: str, account: str, *, as_json: bool
) -> None:
    """Check a SORT code and an ACCOUNT number by the modulus method, with the tables that you give.

    A sort code that stands in no row is "not-checked", which is not the same as valid.
    """
    try:
        checked = _checked(weights, substitutions, sort_code, account)
    except Invalid as refusal:
        raise _Unusable(refusal.message) from None
    if as_json:
        click.echo(json.dumps({"result": checked.result.value, "reason": checked.reason}))
    else:
        click.echo(f"{checked.result.value}: {checked.reason}")


def _checked(weights: Path, substitutions: Path | None, sort_code: str, account: str) -> modulus.Checked:
    sort_code, account = modulus.account_from(account, modulus.sort_code_from(sort_code))
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
