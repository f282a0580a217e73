"""ISO 20022 pain.001.001.09: the version that UK banks take now."""

from __future__ import annotations

from tracker.exports import pain_001
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.setup import Setup, SetupKind
from tracker.permissions import Permission

FORMAT = "pain-001-09-xml"
LABEL = "ISO 20022 pain.001.001.09"
FOR = "For a bank that takes ISO 20022 files now: Faster Payments or Bacs, as you set it up."
MEDIA_TYPE = "application/xml"
EXTENSION = "xml"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.ACCOUNT,)
FOR_BANK = True

_VERSION = pain_001.Version("pain.001.001.09", wraps_day=True)


def name_width(setup: Setup) -> int:
    """The longest name on an account in the file."""
    return pain_001.name_width(setup)


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused, whole, where a payment or the day cannot be written."""
    return pain_001.document(run, _VERSION)
