"""The float of a day sheet: counted out = handed over + counted back + difference. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.money import ZERO, Money


@dataclass(frozen=True)
class Float:
    """What was counted out, what people signed for, and what was counted back once it is known."""

    out: Money
    handed: Money
    back: Money | None = None

    @property
    def due_back(self) -> Money:
        """What should be counted back; below zero, somebody put their own money in."""
        return self.out - self.handed

    @property
    def difference(self) -> Money | None:
        """What is missing, or with a minus what is too much; None while nobody has counted."""
        return None if self.back is None else self.due_back - self.back

    @property
    def sentence(self) -> str:
        """What the difference is, in words; empty where there is none or nobody has counted."""
        difference = self.difference or ZERO
        if not difference:
            return ""
        if difference > ZERO:
            return f"{difference.pounds()} is missing"
        return f"{(-difference).pounds()} too much was counted back"
