"""Why a row, or a whole sheet, cannot come in. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or a whole sheet where `row` is None, cannot come in."""

    sheet: str
    row: int | None
    column: str | None
    sentence: str
