"""Today's date and the present instant: the only caller of `datetime.now` in the product."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Set by create_app() from TRACKER_TODAY, which settings refuse unless the instance is a demo or a test.
_fixed_today: date | None = None
# How far the clock was turned, while a demo's year is told.
_turned = timedelta()


def fix_today(day: date | None) -> None:
    """Pretend that today is `day` (demo and test instances only); None goes back to the real date."""
    global _fixed_today  # noqa: PLW0603 - one process has one calendar
    _fixed_today = day


def turn_to(instant: datetime | None) -> None:
    """Turn the clock to an instant of the past, from which time runs on; None goes back to the real one.

    Only while a demo's year is told. An instant still to come counts as now: what is recorded afterwards
    must not seem earlier.
    """
    global _turned  # noqa: PLW0603 - one process has one clock
    _turned = timedelta() if instant is None else min(instant - datetime.now(UTC), timedelta())
    fix_today(instant.astimezone(LONDON).date() if instant is not None else None)


def today() -> date:
    """The date in Europe/London, where the organisation and its participants live."""
    return _fixed_today or datetime.now(LONDON).date()


def now() -> datetime:
    """The present instant in UTC, as stored."""
    return datetime.now(UTC) + _turned
