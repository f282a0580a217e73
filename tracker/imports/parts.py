"""The parts of a workbook's file, looked through tag by tag, so that memory stays bounded. Pure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape

_PIECE = 1024 * 1024
_LONGEST_TAG = 20_000
# Five hundred cells, each of the longest text that a cell holds.
_LONGEST_ROW = 32 * _PIECE
_ATTRIBUTE = re.compile(r"""(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

Attributes = dict[str, str]


def pattern_of(*names: str) -> re.Pattern[bytes]:
    """A pattern for the opening tags of these names, whatever their prefix: the name, and the attributes."""
    return re.compile(rb"<(?:[\w.-]+:)?(" + "|".join(names).encode() + rb")(\s[^<>]*)?/?>")


def holds(packed: zipfile.ZipFile, part: str, *words: bytes) -> bool:
    """Whether any of some short words stands in a part: soon told, and it spares most files a closer look."""
    longest = max(map(len, words))
    with packed.open(part) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            if any(word in text for word in words):
                return True
            rest = text[-longest:]
    return False


def tags(packed: zipfile.ZipFile, part: str, wanted: re.Pattern[bytes]) -> Iterator[tuple[str, Attributes]]:
    """The tags of a part that fit a pattern of `pattern_of`, with their attributes."""
    with packed.open(part) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            end = text.rfind(b"<")
            rest = text[end:] if end >= 0 and len(text) - end < _LONGEST_TAG else b""
            for name, found in wanted.findall(text[:end] if rest else text):
                yield name.decode(), attributes(found)
        for name, found in wanted.findall(rest):
            yield name.decode(), attributes(found)


def whole_rows(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part in pieces that end where a row ends. Raises ValueError where a row has no end."""
    with packed.open(part) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            end = text.rfind(b"row>") + len(b"row>")
            if end < len(b"row>"):
                end = 0
            yield text[:end]
            rest = text[end:]
            if len(rest) > _LONGEST_ROW:
                raise ValueError
        yield rest


def attributes(text: bytes) -> Attributes:
    """The attributes of a tag, by their names without prefix."""
    return {
        name: unescape(one or other)
        for name, one, other in _ATTRIBUTE.findall(text.decode("utf-8", "replace"))
    }


def number(text: str | None, otherwise: int) -> int:
    """A number of an attribute, where it is one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def is_open_document(packed: zipfile.ZipFile) -> bool:
    """Whether this is an ODS file."""
    return "content.xml" in packed.namelist()


def excel_sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, str | None, bool]]:
    """Each sheet of an XLSX file: its name, the part that holds it, and whether it is hidden."""
    names = set(packed.namelist())
    rels, book = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    if book not in names:
        return
    wanted = pattern_of("sheet", "Relationship")
    targets = {
        tag.get("Id"): tag.get("Target", "")
        for _, tag in (tags(packed, rels, wanted) if rels in names else ())
    }
    for name, tag in tags(packed, book, wanted):
        if name == "sheet":
            target = targets.get(tag.get("id"), "").removeprefix("/").removeprefix("xl/")
            part = f"xl/{target}" if f"xl/{target}" in names else None
            yield tag.get("name", ""), part, tag.get("state", "visible") != "visible"
