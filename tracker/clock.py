"""Today's date and the present instant: the only caller of `datetime.now` in the product."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Set by create_app() from TRACKER_TODAY, which settings refuse unless the instance is a demo or a test.
_fixed_today: date | None = None


def fix_today(day: date | None) -> None:
    """Pretend that today is `day` (demo and test instances only); None goes back to the real date."""
    global _fixed_today  # noqa: PLW0603 - one process has one calendar
    _fixed_today = day


def today() -> date:
    """The date in Europe/London, where the organisation and its participants live."""
    return _fixed_today or datetime.now(LONDON).date()


def now() -> datetime:
    """The present instant in UTC, as stored."""
    return datetime.now(UTC)
