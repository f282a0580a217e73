"""Change a file a little or a lot: bytes, cells, or the XML within a workbook."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from random import Random

_WORDS = """
Name|Date|Total|Ann Lee|Y|x|✓|1|0|-1|2.5|1e9|99999999999999999999|11 May 2022|31/02/2022|29 February 2025
220523|2022-05-23|2025-02-15T10:00|Mon 9 May 2022|AM|Meeting 1|20.MM.DD|Sep 23|2022|£1.234|12.345|#REF!
#N/A|=1+1|=cmd|&amp;|&#0;|&#x1F600;|é|\u00a0|\u200b|\ufeff|\u202e|\u0000|\ud83d\ude00|"|""|'|,|;|\t|\r|\n
\r\n|sep=;|<|>|</row>|<row r="1048576">|<c r="XFD9"/>|<c t="e"><v>#REF!</v></c>|<f>A1</f>|t="s"|t="d"
r="A1"|number-columns-repeated="999999"|number-rows-repeated="9999999"|office:value-type="date"
date1904="1"|<!DOCTYPE a [<!ENTITY b "c">]>|&b;|<![CDATA[|]]>|<v>-99999999999</v>|s="9999"
""".replace("\n", "|").strip("|")
WORDS = [word.encode("utf-8", "surrogatepass") for word in _WORDS.split("|") if word]
_MOST = 200_000


def mutated(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The file, changed once or several times; `others` are files to take pieces from."""
    if content.startswith(b"PK") and random.random() < 0.9:
        with suppress(
            zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError
        ):
            return _workbook(content, others, random)
    change = _cells if random.random() < 0.4 else _bytes
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        content = change(content, others, random)
    return content[:_MOST]


def _bytes(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    end = min(len(content), start + random.choice((0, 1, 1, 2, 8, 64, 1000)))
    piece = content[start:end]
    new = random.choice(
        (
            lambda: random.choice(WORDS),
            lambda: b"",
            lambda: piece * random.choice((2, 3, 50)),
            lambda: bytes(random.randrange(256) for _ in piece),
            lambda: _piece(random.choice(others), random),
            lambda: piece[::-1],
        )
    )()
    return content[:start] + new + content[end:]


def _piece(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    return content[start : start + random.choice((5, 50, 500))]


def _cells(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Rows and cells of a CSV moved, doubled, dropped or filled with something else."""
    rows = [row.split(b",") for row in content.split(b"\n")]
    at = random.randrange(len(rows))
    row = rows[at]
    cell = random.randrange(len(row))
    match random.randrange(6):
        case 0:
            rows.insert(random.randrange(len(rows) + 1), list(row))
        case 1:
            rows.pop(at)
        case 2:
            row[cell] = random.choice(WORDS)
        case 3:
            row.insert(cell, random.choice(WORDS))
        case 4:
            row.pop(cell)
        case _:
            rows.insert(at, random.choice(random.choice(others).split(b"\n")).split(b","))
    return b"\n".join(b",".join(row) for row in rows)


def _workbook(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """One part of a workbook changed, and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    likely = [name for name in parts if "sheet" in name.lower() or "content" in name or "workbook" in name]
    name = random.choice(likely or list(parts))
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        parts[name] = _bytes(parts[name], others, random)
    if random.random() < 0.05:
        parts.pop(random.choice(list(parts)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()
