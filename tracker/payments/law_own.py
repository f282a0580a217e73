"""What the organisation itself keeps to, beside the law: earlier warnings, caps, and how vouchers are seen.

It is the file `organisation.toml` of `instance/rules`, read and written whole. It may tighten, never loosen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from tracker import rules
from tracker.accounts.models import Organisation
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import Money
from tracker.payments import checks, law_files
from tracker.permissions import Actor
from tracker.rules import OVERLAY_FILE, BenefitRule, Overlay, never_said

__all__ = [
    "LATEST_WARNING",
    "BenefitRule",
    "Overlay",
    "change",
    "current",
    "limited",
    "never_said",
    "seen",
    "where_advice_is",
]

_SAID = ("share", "shares", "caps", "vouchers", "advice")

# From what percent of a limit the rulebook itself warns: an organisation may only warn earlier.
LATEST_WARNING = 90


def current() -> Overlay:
    """What the organisation keeps to now. Raises Invalid where its file is wrong, with what to mend."""
    return rules.overlay_from(law_files.kept(OVERLAY_FILE), LATEST_WARNING)


def seen() -> str:
    """A mark of the file as it stands, to be sent along with a change of it."""
    return hashlib.sha256(law_files.kept(OVERLAY_FILE)).hexdigest()[:16]


def limited() -> Sequence[BenefitRule]:
    """The rules that know a limit to be near, by name."""
    found = [
        rule
        for rule in checks.rulebook().rules.values()
        if any(series.comparison in ("at-most", "less-than") for series in rule.series.values())
    ]
    return sorted(found, key=lambda rule: rule.name.casefold())


def where_advice_is() -> str:
    """Where people get free, independent advice, as a sentence: the organisation's own, or the nation's."""
    return checks.rulebook().wording["advice"].replace("{{", "{").replace("}}", "}")


def change(
    *,
    actor: Actor,
    seen_before: str,
    share: int | None,
    shares: Mapping[str, int],
    caps: Mapping[str, Money],
    vouchers: str,
    advice: str | None,
) -> None:
    """Keep other rules of the organisation's own. Raises Invalid, or Refused where somebody changed them."""
    # One row that every such change locks, so that the second sees what the first wrote.
    db.session.execute(select(Organisation.id).with_for_update())
    if seen_before != seen():
        raise Refused(
            "Somebody else changed these rules while you were typing. Nothing of yours was saved: look at "
            "them again, then repeat your change if it is still needed.",
            code="stale",
        )
    text = rules.overlay_text(share, shares, caps, vouchers, advice)
    now, before = rules.overlay_from(text, LATEST_WARNING), _before()
    changed = [name for name in _SAID if getattr(now, name) != getattr(before, name, None)]
    record(
        actor,
        "changed-own-rules",
        "rules",
        fields=changed,
        values={"sha256": hashlib.sha256(text).hexdigest()},
    )
    db.session.flush()
    law_files.keep(OVERLAY_FILE, text)


def _before() -> Overlay | None:
    try:
        return current()
    except Invalid:
        return None
