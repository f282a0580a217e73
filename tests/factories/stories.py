"""A story of the demo's year, told into a test's database: its people, money and staff are all there."""

from collections.abc import Sequence

from flask import Flask

from tests.factories.staff import HASH
from tracker import clock, serving
from tracker.demo import staff, year
from tracker.demo.stage import Stage


def tell(app: Flask, *keys: str) -> Sequence[staff.Colleague]:
    """Tell these stories, ending today. Everybody of the staff returned signs in with the tests' password."""
    today = clock.today()
    serving.make_ready(app)
    with app.app_context():
        stage = Stage(today)
        staff.employ(stage, dict.fromkeys((one.key for one in staff.STAFF), HASH))
        try:
            year.tell(stage, only=keys)
        finally:
            clock.turn_to(None)
            clock.fix_today(today)
    return staff.STAFF
