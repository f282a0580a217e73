"""Numbers without a gap: whatever is taken or rolled back, the next is the one after the last."""

from __future__ import annotations

import random

from tracker.db import db
from tracker.payments import numbering
from tracker.web.transaction import writing


class Undone(Exception):
    """What rolls a write back."""


def test_after_a_thousand_numbers_taken_and_rolled_back_none_is_skipped_or_repeated(
    db_session: object,
) -> None:
    chance = random.Random(20261123)
    kept: list[str] = []
    for _ in range(1000):
        count, undone = chance.choice((1, 1, 1, 2, 5)), chance.random() < 0.4
        try:
            with writing():
                given = numbering.receipt_numbers(2026, count)
                if undone:
                    raise Undone
        except Undone:
            continue
        kept += given
    assert len(kept) > 500
    assert kept == [f"2026-{number:06d}" for number in range(1, len(kept) + 1)]
    db.session.expire_all()


def test_each_year_and_each_series_counts_for_itself(db_session: object) -> None:
    with writing():
        assert numbering.receipt_numbers(2026, 2) == ["2026-000001", "2026-000002"]
        assert numbering.receipt_numbers(2027, 1) == ["2027-000001"]
        assert numbering.document_ref(2026) == "L26-00001"
