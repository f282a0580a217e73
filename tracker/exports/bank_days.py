"""Whether a bank can still pay a run on its day, by Bacs or at once. Pure: the run says when it is made.

Bacs takes three working days: the file goes in on the first, is processed on the second, and the money
arrives on the third (bacs.co.uk). Faster Payments arrive on any day.
"""

from __future__ import annotations

from datetime import date, timedelta

from tracker import working_days
from tracker.errors import Refused
from tracker.exports.dates import said
from tracker.exports.frozen import FrozenRun

# Bacs takes a file at most so many days before it processes it.
_EARLIEST = timedelta(days=30)


def processing_day(run: FrozenRun) -> date:
    """The working day before the money arrives; the file reaches Bacs the working day before that.

    Raises Refused where the run's day is not a banking day, is too near, or is too far off.
    """
    _must_be_bank_day(run)
    processed = working_days.before(run.pay_on, 1, None)
    latest = working_days.bacs_file_by(run.pay_on)
    if run.made_on > latest:
        raise Refused(
            f"To be paid on {said(run.pay_on)}, a Bacs file had to be sent by {said(latest)}. Choose another "
            "file, such as Faster Payments.",
            code="too-late",
        )
    if processed - run.made_on > _EARLIEST:
        raise Refused(
            f"Bacs takes a file at most 30 days ahead: come back on {said(processed - _EARLIEST)}.",
            code="too-early",
        )
    return processed


def _must_be_bank_day(run: FrozenRun) -> None:
    if run.pay_on > working_days.known_until(None):
        raise Refused(
            f"The bank holidays of {run.pay_on.year} are not known here yet: no Bacs day can be told.",
            code="not-a-bank-day",
        )
    if not working_days.is_working_day(run.pay_on, None):
        raise Refused(
            f"{run.ref} is to be paid on {said(run.pay_on)}, which is not a working day of banks. Prepare a "
            "run for a working day, or choose another file.",
            code="not-a-bank-day",
        )


def must_not_be_past(run: FrozenRun) -> None:
    """Raises Refused where the day on which the run was to be paid is over."""
    if run.made_on > run.pay_on:
        raise Refused(
            f"{run.ref} was to be paid on {said(run.pay_on)}, and banks pay on no day that is past. Pay it "
            "by hand from the payment list.",
            code="too-late",
        )
