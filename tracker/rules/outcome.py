"""What a check answers: outcomes in order of severity, findings with their reasons, one assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.money import Money
from tracker.periods import Period
from tracker.rules import wording


class Outcome(StrEnum):
    """From mild to severe, after the first, which says that there was nothing to check."""

    NOT_CHECKED = "not_checked"
    NO_TEST = "no_test"
    WITHIN = "within"
    NEAR = "near"
    REDUCES = "reduces"
    CLOSED = "closed"
    CANNOT_TELL = "cannot_tell"
    ABOVE = "above"
    BLOCKED = "blocked"

    # Of the text, as equality is: the enum's own goes a long way round for every look-up.
    __hash__ = str.__hash__

    @property
    def severity(self) -> int:
        """A rank to compare outcomes by; a larger one is more severe."""
        return SEVERITY[self]

    @property
    def wants_attention(self) -> bool:
        """Whether a person should be offered a conversation: near a limit, or worse."""
        return self in _FOR_ATTENTION


_INSIDE = frozenset({Outcome.WITHIN, Outcome.NEAR})
SEVERITY = {outcome: rank for rank, outcome in enumerate(Outcome)}
_FOR_ATTENTION = frozenset({one for one, rank in SEVERITY.items() if rank >= SEVERITY[Outcome.NEAR]})


def most_severe(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of some outcomes; `not_checked` if there are none."""
    return max(outcomes, key=SEVERITY.__getitem__, default=Outcome.NOT_CHECKED)


def worse(one: Outcome, other: Outcome) -> Outcome:
    """The more severe of two outcomes."""
    return one if SEVERITY[one] >= SEVERITY[other] else other


def same_answer(mild: Outcome, severe: Outcome) -> bool:
    """Whether two outcomes say the same, `near` being a kind of `within`."""
    return mild is severe or (mild in _INSIDE and severe in _INSIDE)


class Reason(NamedTuple):
    """One sentence, kept as the key, the text and the values of its template."""

    key: str
    template: str
    values: Mapping[str, Any]

    @property
    def sentence(self) -> str:
        """The sentence as people read it."""
        return wording.render(self.template, self.values)

    def record(self) -> dict[str, Any]:
        """A form that JSON can store, from which `from_record` makes the same sentence for ever."""
        values = {name: wording.plain(value) for name, value in self.values.items()}
        return {"key": self.key, "template": self.template, "values": values}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Reason:
        """The reason that `record` stored."""
        return cls(record["key"], record["template"], record["values"])


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of the law that a finding rests on."""

    id: str
    value: str
    start: str
    source: str


class Finding(NamedTuple):
    """What one benefit's rule says about one period (None: no period applies).

    `proposed` tells whether work or a payment in state "proposed" touches it; `payment_ids` are the
    payments it looked at, counted or not.
    """

    benefit: str
    outcome: Outcome
    period: Period | None = None
    counted: Money | None = None
    limit: Money | None = None
    minutes_counted: int | None = None
    minutes_limit: int | None = None
    reduction: Money | None = None
    weeks_affected: int | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    actions: tuple[Reason, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    proposed: bool = True
    payment_ids: tuple[str, ...] = ()

    @property
    def headroom(self) -> Money | None:
        """What is left under the limit; negative beyond it."""
        if self.limit is None or self.counted is None:
            return None
        return self.limit - self.counted


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer to a check, with the rulebook that gave it."""

    outcome: Outcome
    rulebook_version: str
    rulebook_fingerprint: str
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...] = ()
