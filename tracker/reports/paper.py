"""A report as a sheet of words and numbers, ready for a screen, a PDF or a file. Pure.

Whatever is in it may be read by whoever it is for: what is to stay hidden never comes in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.reports.bars import Chart
from tracker.tables import Row


@dataclass(frozen=True)
class Figure:
    """A number in large letters, and what it is of."""

    number: str
    words: str


@dataclass(frozen=True)
class Table:
    """A small table: a caption, headings, and rows whose first cell names the row."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a report under a heading: sentences, a list, a chart with its table, and what to know."""

    heading: str
    sentences: Sequence[str] = ()
    items: Sequence[str] = ()
    chart: Chart | None = None
    table: Table | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class File:
    """What comes of a report as a spreadsheet."""

    headings: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A whole report: its title is the answer in a sentence; `method` says how it is made.

    `layout` is of its PDF: `large` letters, or `compact`, with the parts after the second side by side.
    """

    title: str
    lead: str = ""
    figures: Sequence[Figure] = ()
    parts: Sequence[Part] = ()
    method: Sequence[Part] = ()
    file: File | None = None
    layout: str = ""
