"""A reader of CSV that the tests have of their own: RFC 4180 to the letter, and no row of another width.

It shares nothing with the writer, so that a quotation mark or a line end that only a forgiving reader takes
is found.
"""

from __future__ import annotations


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a file. Raises AssertionError where it is not strictly CSV in UTF-8 with CR LF."""
    text = content.decode("utf-8")
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        cell, at = _quoted(text, at) if text[at] == '"' else _plain(text, at)
        row.append(cell)
        if text[at : at + 1] == ",":
            at += 1
            if at == len(text):
                row.append("")
            continue
        assert text[at : at + 2] == "\r\n", f"no line end after {cell!r}"
        at += 2
        rows.append(row)
        row = []
    assert not row, "the last row does not end"
    assert len({len(one) for one in rows}) == 1, "rows of several widths"
    return rows


def _plain(text: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(text) and text[end] not in ',\r\n"':
        end += 1
    assert text[end : end + 1] not in {'"', "\n"}, f"a sign that must be quoted after {text[at:end]!r}"
    return text[at:end], end


def _quoted(text: str, at: int) -> tuple[str, int]:
    cell = ""
    at += 1
    while True:
        end = text.index('"', at)
        cell += text[at:end]
        if text[end + 1 : end + 2] != '"':
            return cell, end + 1
        cell += '"'
        at = end + 2
