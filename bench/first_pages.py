"""The first pages of a large instance over those of a small one, where as much waits."""

import tempfile
from pathlib import Path

from flask.testing import FlaskClient

from bench.instance import PROJECTS, instance, signed_in
from bench.ratio import Ratio, paired
from tracker.permissions import Role

# A lead's own projects are as large in both: an organisation grows by having more of them.
SENTENCE = "what lead, approver and finance see first at {rows:,} attendances, over the same at 1,000"
LIMIT = 1.5
SMALL = 1_000
PAGES = {
    Role.LEAD: ("/",),
    Role.APPROVER: ("/", "/approvals"),
    Role.FINANCE: ("/", "/claims/waiting", "/pay-runs"),
}


def measure(rows: int) -> Ratio:
    """Build both instances, then ask each for all the pages in turn."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = (
            _visitors(Path(folder) / name, size) for name, size in (("large", rows), ("small", SMALL))
        )
        return paired(lambda: _look(large), lambda: _look(small))


def _visitors(folder: Path, size: int) -> dict[Role, FlaskClient]:
    app = instance(folder, size, projects=PROJECTS * size // SMALL)
    return {role: signed_in(app, role) for role in PAGES}


def _look(visitors: dict[Role, FlaskClient]) -> None:
    for role, pages in PAGES.items():
        for page in pages:
            if visitors[role].get(page).status_code != 200:
                raise RuntimeError(f"{page} did not answer {role}")
