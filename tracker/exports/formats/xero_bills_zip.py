"""Xero bills of a long run: numbered parts of at most 500 bills, and a list of what each adds up to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from tracker import tables
from tracker.exports import xero
from tracker.exports.bills import Bill, bills
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.setup import SetupKind
from tracker.money import total
from tracker.permissions import Permission

FORMAT = "xero-bills-zip"
LABEL = "Xero bills in parts"
FOR = "For Xero where a run has more than 500 bills: files of at most 500, with what each adds up to."
MEDIA_TYPE = "application/zip"
EXTENSION = "zip"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.CODES,)

_HEADINGS = ("file", "bills", "total", "first_bill", "last_bill")
# The same for every part, so that the same run is the same bytes.
_MADE = (1980, 1, 1, 0, 0, 0)


def build(run: FrozenRun) -> Built:
    """The parts of a run. Raises Refused, whole, where a bill cannot be coded."""
    owed = bills(run)
    parts = [owed[at : at + xero.MOST_BILLS] for at in range(0, len(owed), xero.MOST_BILLS)]
    named = {
        f"xero-bills-{run.ref}-{number}-of-{len(parts)}.csv": part
        for number, part in enumerate(parts, start=1)
    }
    files = {name: xero.content(part, run.setup.codes.heading) for name, part in named.items()}
    files[f"xero-bills-{run.ref}-totals.csv"] = tables.to_plain(
        [_HEADINGS, *(_total(name, part) for name, part in named.items()), _total("all", owed)]
    )
    return Built(_zipped(files), len(owed), total(bill.pence for bill in owed))


def _total(name: str, part: Sequence[Bill]) -> tuple[str, ...]:
    sum_of_part = total(bill.pence for bill in part)
    return (name, str(len(part)), str(sum_of_part), part[0].number, part[-1].number)


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    # Stored as they are: how tightly a file is packed differs from one machine to another.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, _MADE), content)
    return out.getvalue()
