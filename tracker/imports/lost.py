"""Cells that have lost their value: an error such as #REF!, or a formula that was never calculated. Pure.

In a sheet they stand as the text that a spreadsheet program shows, so that whatever rests on one is refused
with a sentence, and is never taken for a blank cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence, Sized

from tracker.errors import Invalid
from tracker.imports import parts
from tracker.imports.parts import number

NOT_CALCULATED = "#NOT CALCULATED!"
_SHOWN = re.compile(
    r"#(?:REF!|N/A|DIV/0!|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|ERROR!"
    r"|GETTING_DATA|NOT CALCULATED!)|Err:\d{3}",
    re.IGNORECASE,
)
# An error of an XLSX file, with what it shows, whether by a formula or not.
# Without one of these a sheet holds neither: the tag of a formula, or the type of a cell that shows an error.
_FORMULA_OR_ERROR = (b"<f", b":f", b'"e"', b"'e'")
_ERROR = re.compile(
    rb"""<(?:[\w.-]+:)?c(\s[^<>]*?\bt\s*=\s*["']e["'][^<>]*)>\s*(?:<(?:[\w.-]+:)?f(?:\s[^<>]*)?"""
    rb"""(?:/>|>[^<]*</(?:[\w.-]+:)?f>)\s*)?(?:<(?:[\w.-]+:)?v(?:\s[^<>]*)?>([^<]*))?"""
)
# A formula without its value, and whether there is at least an empty one: then it may have given no text.
_EMPTY = re.compile(
    rb"""<(?:[\w.-]+:)?c((?:\s[^<>]*)?)>\s*<(?:[\w.-]+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:[\w.-]+:)?f>)\s*"""
    rb"""(<(?:[\w.-]+:)?v(?:\s[^<>]*)?(?:/>|>\s*</(?:[\w.-]+:)?v>)\s*)?</(?:[\w.-]+:)?c>"""
)
_PLACE = re.compile(r"^([A-Za-z]{1,3})(\d{1,7})$")
_ROW_OR_CELL = parts.pattern_of("row", "c")
_OPEN_PARTS = re.compile(
    rb"<(?:[\w.-]+:)?(table|table-row|(?:covered-)?table-cell)((?:\s[^<>]*)?)>"
    rb"(?:\s*<(?:[\w.-]+:)?p(?:\s[^<>]*)?>([^<]{0,40})<)?"
)
# A sheet with more has no values to speak of.
_MOST = 200_000

Spot = tuple[int, int]


def is_lost(text: str) -> bool:
    """Whether a cell shows an error, or stands for a formula that was never calculated."""
    return text[:1] in {"#", "E", "e"} and bool(_SHOWN.fullmatch(text))


def in_texts(texts: Sequence[str]) -> str | None:
    """The first of some texts that stands for no value; quickly, since it is seldom one."""
    joined = "\0".join(texts)
    if "#" not in joined and "rr:" not in joined.casefold():
        return None
    return next((text for text in texts if is_lost(text)), None)


def within(text: str) -> str | None:
    """What several headings written together show where one of them has lost its value."""
    match = _SHOWN.search(text)
    return match[0] if match else None


def why(text: str) -> str:
    """What such a cell is, and what to do."""
    if text == NOT_CALCULATED:
        return (
            "This cell holds a formula that was never calculated. Open the file in your spreadsheet program, "
            "let it calculate, save it, and choose it again."
        )
    return (
        f"This cell shows {text}, an error of the spreadsheet. Mend its formula, or type in what it should "
        "say, save the file, and choose it again."
    )


def of_workbook(packed: zipfile.ZipFile) -> dict[str, dict[Spot, str]]:
    """Such cells of each sheet of an XLSX or ODS file: by row and column (0 is A), what it shows.

    Raises Invalid, field `file`, where they are too many.
    """
    if parts.is_open_document(packed):
        return _open_document(packed)
    sheets = [(name, part) for name, part, _ in list(parts.excel_sheets(packed)) if part]
    return {
        name: _excel(packed, part) if parts.holds(packed, part, *_FORMULA_OR_ERROR) else {}
        for name, part in sheets
    }


def _excel(packed: zipfile.ZipFile, part: str) -> dict[Spot, str]:
    """Such cells of the part that holds a sheet of an XLSX file."""
    found: dict[Spot, str] = {}
    for text in parts.whole_rows(packed, part):
        for _, place, shown in _in_text(text):
            spot = _spot(place)
            if spot is None:
                # Some programs leave it to the reader to count.
                return _counted(packed, part)
            found[spot] = shown
        _refuse_too_many(found)
    return found


def _counted(packed: zipfile.ZipFile, part: str) -> dict[Spot, str]:
    """The same where a cell does not say where it stands: then it follows the one before it."""
    found: dict[Spot, str] = {}
    row, column = 0, -1
    for text in parts.whole_rows(packed, part):
        lost = {start: shown for start, _, shown in _in_text(text)}
        for match in _ROW_OR_CELL.finditer(text):
            place = parts.attributes(match[2] or b"").get("r")
            if match[1] == b"row":
                row, column = number(place, row + 1), -1
                continue
            spot = _spot(place)
            column = spot[1] if spot else column + 1
            if match.start() in lost:
                found[row, column] = lost[match.start()]
        _refuse_too_many(found)
    return found


def _in_text(text: bytes) -> Iterator[tuple[int, str | None, str]]:
    """Where such a cell begins, the place that it names, and what it shows."""
    for match in _ERROR.finditer(text):
        shown = (match[2] or b"").decode("utf-8", "replace").strip()
        yield match.start(), parts.attributes(match[1]).get("r"), shown if is_lost(shown) else "#ERROR!"
    for match in _EMPTY.finditer(text):
        cell = parts.attributes(match[1])
        if cell.get("t") != "e" and not (match[2] and cell.get("t") == "str"):
            yield match.start(), cell.get("r"), NOT_CALCULATED


def _spot(place: str | None) -> Spot | None:
    match = _PLACE.match((place or "").strip())
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _open_document(packed: zipfile.ZipFile) -> dict[str, dict[Spot, str]]:
    found: dict[str, dict[Spot, str]] = {}
    here: dict[Spot, str] = {}
    row = column = rows = 0
    for text in parts.whole_rows(packed, "content.xml"):
        for match in _OPEN_PARTS.finditer(text):
            kind, written = match[1], match[2]
            times = 1
            if b"-repeated" in written:
                tag = parts.attributes(written)
                times = number(tag.get("number-rows-repeated") or tag.get("number-columns-repeated"), 1)
            if kind == b"table":
                here = found[parts.attributes(written).get("name", "")] = {}
                row = rows = 0
            elif kind == b"table-row":
                row, rows, column = row + rows if rows else 1, times, 0
            else:
                if b"formula" in written and (shown := _open_shown(match)):
                    here.update(_repeated((row, rows), (column, times), shown))
                    _refuse_too_many(here)
                column += times
    return found


def _open_shown(match: re.Match[bytes]) -> str | None:
    """What a cell of an ODS file shows whose formula gave no value."""
    tag = parts.attributes(match[2])
    shown = (match[3] or b"").decode("utf-8", "replace").strip()
    if "value-type" not in tag:
        return NOT_CALCULATED
    # LibreOffice says it as the later of two types; others have the text alone.
    return shown if is_lost(shown) else "#ERROR!" if tag["value-type"] == "error" else None


def _repeated(rows: Spot, columns: Spot, shown: str) -> dict[Spot, str]:
    (row, deep), (column, wide) = rows, columns
    if deep * wide > _MOST:
        raise _too_many()
    return {(row + down, column + right): shown for down in range(deep) for right in range(wide)}


def _refuse_too_many(found: Sized) -> None:
    if len(found) > _MOST:
        raise _too_many()


def _too_many() -> Invalid:
    return Invalid(
        f"More than {_MOST:,} cells of this file have no value: formulas that were never calculated, or "
        "errors. Open it in your spreadsheet program, let it calculate, save it, and choose it again.",
        field="file",
    )
