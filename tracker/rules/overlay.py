"""An organisation's own rules: they may tighten what the rulebook warns of, never loosen the law.

It is one file of the instance's folder `rules`, `organisation.toml`:

    warn_share_percent = 80                  # for every benefit
    [warn_share_percents]
    carers-allowance = 75                    # for one
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tracker.errors import Invalid
from tracker.rules import codes
from tracker.rules.reading import Record

OVERLAY_FILE = "organisation.toml"


@dataclass(frozen=True)
class Overlay:
    """Earlier warnings, for all benefits and for some; `files` are what the fingerprint covers."""

    share: int | None
    shares: Mapping[str, int]
    files: tuple[tuple[str, bytes], ...]

    def share_for(self, rule_id: str) -> int | None:
        """From what percent of a limit this organisation warns; None leaves the rulebook's."""
        return self.shares.get(rule_id, self.share)


def no_overlay() -> Overlay:
    """The overlay of an organisation that has none."""
    return Overlay(None, {}, ())


def read_overlay(folder: Path, statute_share: int) -> Overlay:
    """The overlay in a folder; an absent folder, or one without the file, changes nothing.

    Raises Invalid, naming file, key and fix.
    """
    path = folder / OVERLAY_FILE
    if not path.is_file():
        return no_overlay()
    text = path.read_bytes()
    try:
        document = tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
        return _read(Record(document, ""), statute_share, text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{OVERLAY_FILE}: this is not valid TOML ({error}); mend it there.") from None
    except Invalid as refusal:
        raise Invalid(f"{OVERLAY_FILE}: {refusal.message}", field=refusal.field) from None


def _read(record: Record, statute_share: int, text: bytes) -> Overlay:
    share = _tighter(record, "warn_share_percent", statute_share)
    table = record.record("warn_share_percents")
    shares = {}
    for rule_id in (*codes.BENEFIT_NAMES, codes.PERMISSION_TO_WORK, codes.OWN_LIMIT) if table else ():
        one = _tighter(table, rule_id, statute_share) if table else None
        if one is not None:
            shares[rule_id] = one
    if table:
        table.finish()
    record.finish()
    return Overlay(share, shares, ((OVERLAY_FILE, text),))


def _tighter(record: Record, name: str, statute_share: int) -> int | None:
    share = record.whole(name, 1, 100)
    if share is not None and share > statute_share:
        message = f"an organisation may warn earlier than {statute_share}%, never later; write less."
        raise record.refuse(name, message)
    return share
