"""What a person says of a list where it does not say so itself, as kept with an upload. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.imports.lists.roles import Role, What
from tracker.imports.wide.headings import Order


class DayIs(StrEnum):
    """What the day of a row is."""

    PAID = "paid"
    # The day of the work, of the cost, of the claim: when it was paid is not said.
    SPENT = "spent"


class Blanks(StrEnum):
    """Whom a row without a name is about."""

    ABOVE = "above"


class Differing(StrEnum):
    """Which of two sums counts where the parts of a row and its total differ."""

    PARTS = "parts"
    TOTAL = "total"


class Refunds(StrEnum):
    """What becomes of amounts that were paid back; they come in as such unless this is said."""

    LEAVE_OUT = "leave-out"


@dataclass(frozen=True)
class Said:
    """Answers to what a list leaves open; nothing said is what the columns seem to be, or a question."""

    what: What = What.PAYMENTS
    # Columns by their place (0 is the first).
    roles: Mapping[int, Role] = field(default_factory=dict)
    # What words mean: “kind travel” and “method giro”, folded, to a kind's or a method's code.
    words: Mapping[str, str] = field(default_factory=dict)
    order: Order | None = None
    day_is: DayIs | None = None
    blanks: Blanks | None = None
    differing: Differing | None = None
    refunds: Refunds | None = None
    # The day on which everything in the list was paid, where its rows have none.
    paid_on: date | None = None

    def remembered(self) -> Said:
        """What holds of the next list with the same headings: not what was said of these figures and days."""
        return replace(self, blanks=None, differing=None, refunds=None, paid_on=None)

    def to_json(self) -> dict[str, Any]:
        """As kept with an upload and an import."""
        return {
            "what": self.what,
            "roles": {str(at): role for at, role in sorted(self.roles.items())},
            "words": dict(sorted(self.words.items())),
            "order": self.order,
            "day_is": self.day_is,
            "blanks": self.blanks,
            "differing": self.differing,
            "refunds": self.refunds,
            "paid_on": self.paid_on.isoformat() if self.paid_on else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Said:
        """As kept by `to_json`."""

        def one(name: str, kind: type[Any]) -> Any:
            return kind(kept[name]) if kept.get(name) else None

        return cls(
            what=What(kept["what"]),
            roles={int(at): Role(role) for at, role in kept["roles"].items()},
            words=dict(kept["words"]),
            order=one("order", Order),
            day_is=one("day_is", DayIs),
            blanks=one("blanks", Blanks),
            differing=one("differing", Differing),
            refunds=one("refunds", Refunds),
            paid_on=date.fromisoformat(kept["paid_on"]) if kept.get("paid_on") else None,
        )
