"""Read and understand one file in every way there is; anything but a refusal in a sentence is a fault."""

from __future__ import annotations

from random import Random

from tracker.errors import Invalid
from tracker.imports import engine, guessing, headers, long_list, reading, recognising, withheld
from tracker.imports.reading import Sheet
from tracker.imports.wide.headings import Order
from tracker.imports.wide.preview import first_people
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import understand

SESSIONS = ("", "day", "half-day", "meeting", "column", "table")
ROWS_SHOWN = 10


def take_in(content: bytes, name: str, random: Random) -> str:
    """What became of a file: refused, or how many sheets were understood."""
    try:
        sheets = reading.read(content, name)
    except Invalid as refusal:
        return "refused" if refusal.message.endswith(".") else _no_sentence(refusal)
    for sheet in sheets:
        for kind in {headers.kind_of(sheet), headers.is_named_like_ours(sheet)} - {None}:
            headers.table(sheet, kind)
    engine.is_ours(sheets)
    sheets, _ = withheld.without_in(sheets)
    for sheet in sheets:
        _understand(sheet, random)
    return f"{len(sheets)} understood"


def _no_sentence(refusal: Invalid) -> str:
    raise AssertionError(refusal.message)


def _understand(sheet: Sheet, random: Random) -> None:
    recognising.shape(sheet)
    recognising.why_not(sheet)
    sheet.said_hidden()
    sheet.said_lost()
    order, year = random.choice([None, *Order]), random.choice([None, 2022])
    said = Said(random.choice(SESSIONS), order, year, hours=random.choice([None, True, False]))
    made = understand(sheet, said)
    first_people(made)
    numbers = {sheet.heading_row, *(number for number, _ in sheet.rows)}
    for (key, match), presence in made.register.places.items():
        assert key in made.register.sittings
        assert match in made.register.people
        assert presence.row in numbers
    columns = guessing.columns(sheet)
    if columns is not None:
        long_list.understand(sheet, columns)
        list(long_list.rows_as_understood(sheet, columns, ROWS_SHOWN))
        guessing.choices(sheet, columns)
