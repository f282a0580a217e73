"""`tracker census AREA FOLDER`: the census of any area, from the tables of the ONS, to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import click

from tracker import tables
from tracker.diversity import census_tables
from tracker.diversity.benchmark import add_area
from tracker.errors import Invalid
from tracker.permissions import Permission
from tracker.web.transaction import writing

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
# The largest of the tables, of every local authority by single year of age, has a quarter of a megabyte.
_LARGEST_FILE = 20_000_000


@click.command()
@click.argument("area")
@click.argument("folder", type=_FOLDER)
@click.option(
    "--of",
    "level",
    type=click.Choice(census_tables.LEVELS),
    default=census_tables.LEVELS[0],
    help="Local authorities (ltla), upper tier (utla), regions (rgn) or countries (ctry).",
)
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write a CSV, and no more.")
@click.option("--as", "as_email", metavar="EMAIL", help="Who you are; needed once a user exists.")
@click.pass_obj
def census(
    doors: Any, /, *, area: str, folder: Path, level: str, out: Path | None, as_email: str | None
) -> int:
    """Add the census of an AREA, by name or code, so that questions can be compared with it.

    FOLDER holds the bulk tables of Census 2021 for England and Wales named as they come, such as
    census2021-ts021.zip, or unpacked, such as census2021-ts021-ltla.csv: TS007, TS008, TS021, TS029, TS030,
    TS038, TS039 and TS077, from https://www.nomisweb.co.uk/sources/census_2021_bulk. With -o, a CSV is
    written for `tracker representation --benchmark`, and the instance is left alone.
    """
    found = census_tables.area_of(_texts(folder, level), level, area)
    content = tables.to_csv(census_tables.COLUMNS, census_tables.rows_of(found), bom=False)
    if out is not None:
        out.write_bytes(content)
        click.echo(f"{found.name} ({found.code}) is written to {out}.")
        return 0
    with doors.opened():
        actor = doors.acting_as(as_email, Permission.DIVERSITY)
        with writing():
            add_area(actor=actor, code=found.code, name=found.name, content=content.decode())
    click.echo(f"{found.name} ({found.code}) can be chosen now where it says whom to compare with.")
    return 0


def _texts(folder: Path, level: str) -> dict[str, str]:
    """The tables that are there, unpacked or still in their zip files, by file name. Raises Invalid."""
    texts = {}
    for number, name in census_tables.file_names(level).items():
        try:
            content = _content(folder, f"census2021-{number}.zip", name)
            if content is not None:
                texts[name] = content.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError, BadZipFile):
            raise Invalid(f"{name} cannot be read as text. Download it again.") from None
    return texts


def _content(folder: Path, packed: str, name: str) -> bytes | None:
    """The bytes of a table; what lies there unpacked goes before its zip file."""
    if (folder / name).is_file():
        _must_be_small(name, (folder / name).stat().st_size)
        return (folder / name).read_bytes()
    if not (folder / packed).is_file():
        return None
    with ZipFile(folder / packed) as archive:
        if name not in archive.namelist():
            return None
        _must_be_small(name, archive.getinfo(name).file_size)
        return archive.read(name)


def _must_be_small(name: str, size: int) -> None:
    if size > _LARGEST_FILE:
        raise Invalid(f"{name} is too large for a table of areas. Download it again.")
