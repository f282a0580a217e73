"""The organisation's settings for tests."""

from typing import Any

from tests.factories.saving import saved
from tracker.accounts.models import PayEvery
from tracker.accounts.queries import organisation
from tracker.accounts.services import save_organisation
from tracker.permissions import SYSTEM
from tracker.working_days import Nation


@saved()
def settings(**values: Any) -> None:
    """Change some settings, whatever version they stand at."""
    save_organisation(actor=SYSTEM, version=organisation().version, values=values)


def paid_on_fridays() -> None:
    """An organisation in England that pays every Friday, with its cut-off three working days before."""
    settings(nation=Nation.ENGLAND, pay_every=PayEvery.WEEK, pay_day=4, cut_off_days=3)
