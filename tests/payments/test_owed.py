"""The work behind a fee: what was done, not what was only offered."""

from __future__ import annotations

import pytest

from tracker.payments.owed import minutes_worked
from tracker.sessions.models import Outcome


def minutes(outcome: Outcome | None, *, there: int | None = None, prepared: int | None = None) -> int | None:
    return minutes_worked(outcome, minutes=there, preparation=prepared, usual_preparation=30, offered=210)


def test_before_the_register_the_work_is_what_was_offered() -> None:
    assert minutes(None) == 210


@pytest.mark.parametrize(
    "outcome", [Outcome.CANCELLED_BY_US, Outcome.CANCELLED_BY_THEM, Outcome.DID_NOT_ATTEND]
)
def test_who_was_not_there_did_no_work_whatever_is_paid(outcome: Outcome) -> None:
    assert minutes(outcome) == 0
    assert minutes(outcome, prepared=45) == 45


def test_preparing_alone_is_work_for_as_long_as_it_took_or_usually_takes() -> None:
    assert minutes(Outcome.PREPARATION_ONLY) == 30
    assert minutes(Outcome.PREPARATION_ONLY, prepared=0) == 0


def test_attending_counts_the_time_there_and_the_preparation() -> None:
    assert minutes(Outcome.ATTENDED, there=180) == 210
    assert minutes(Outcome.PART, there=60, prepared=0) == 60


def test_time_not_recorded_is_what_was_offered_and_never_nothing() -> None:
    assert minutes(Outcome.PART) == 210
    assert (
        minutes_worked(Outcome.ATTENDED, minutes=None, preparation=None, usual_preparation=0, offered=None)
        is None
    )
