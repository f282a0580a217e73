"""What a run pays by other ways than a bank: which payments a file of one way holds. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.errors import Refused
from tracker.exports.frozen import FrozenPayment, FrozenRun


def paid_by(run: FrozenRun, methods: Collection[str], said: str) -> Sequence[FrozenPayment]:
    """The payments of some ways that stand and are of something. Raises Refused where there are none."""
    found = [one for one in run.standing if one.method in methods and one.pence]
    if not found:
        raise Refused(f"Nothing of {run.ref} is paid {said}, so there is no such file.", code="no-lines")
    return found
