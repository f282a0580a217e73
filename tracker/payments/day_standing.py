"""What may go on a day sheet for each place of a session: the agreed fee, unless something stops it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.money import ZERO, Money
from tracker.payments import day_queries, freezes, queries, stopped
from tracker.payments.chosen import in_answer
from tracker.payments.day_models import DaySheet, DaySheetState
from tracker.payments.models import Answer, Offer
from tracker.payments.owed import agreed
from tracker.sessions import queries as sessions
from tracker.sessions.models import Attendance, InvolvementSession

_NOT_HANDED_OVER = {
    Answer.NONE: "chose to take no fee",
    Answer.TO_CHARITY: "gives the fee to a charity, so it cannot be handed over",
}
_CLAIMED = "The fee of {} is on a claim already."
_DIED = "A bank says that {} has died, so nothing goes on this sheet for them."
_OPEN = (DaySheetState.PREPARED, DaySheetState.SANCTIONED)


@dataclass(frozen=True)
class Standing:
    """How a session's money stands: offers by place, what is claimed, who is on another sheet.

    `costs_claimed` is by participant and category.
    """

    offers: Mapping[int, Offer]
    stopped: frozenset[int]
    claimed: frozenset[int]
    elsewhere: Mapping[int, str]
    costs_elsewhere: Mapping[int, str]
    costs_claimed: Mapping[tuple[int, str], str]
    talk_to: str
    died: frozenset[int]

    def fee(self, place: Attendance) -> Money:
        """The most that may be handed over for somebody's time; nothing where `why_none` says why."""
        offer = self.offers.get(place.id)
        return ZERO if offer is None or self.why_none(place) else agreed(offer)

    def refusal(self, place: Attendance) -> str:
        """The sentence for a fee above `fee`: why there is none, or what was agreed."""
        agreed = self.fee(place).pounds()
        return self.why_none(place) or (
            f"The fee agreed with {place.participant.name} is {agreed}: enter that, or less."
        )

    def why_none(self, place: Attendance) -> str | None:
        """Why no fee of this place may go on the sheet, as a sentence; None where it may."""
        name, offer = place.participant.name, self.offers.get(place.id)
        if offer is None or offer.offered_on is None:
            return f"No fee was offered to {name}. Make the offer first, or put expenses alone on the sheet."
        choice = in_answer(offer)
        if choice is not None and choice.answer in _NOT_HANDED_OVER:
            return f"{name} {_NOT_HANDED_OVER[choice.answer]}."
        if ref := self.elsewhere.get(place.participant_id):
            return f"The fee of {name} is on day sheet {ref} already."
        if place.participant_id in self.died or place.id in self.claimed:
            return _DIED.format(name) if place.participant_id in self.died else _CLAIMED.format(name)
        if offer.id in self.stopped:
            return f"Talk to {self.talk_to} about {name} before a fee goes on this sheet."
        return None

    def why_no_costs(self, place: Attendance, category: str) -> str | None:
        """Why no costs of this kind may be repaid from the sheet, as a sentence; None where they may."""
        name = place.participant.name
        if place.participant_id in self.died:
            return _DIED.format(name)
        if ref := self.costs_elsewhere.get(place.participant_id):
            return f"Expenses of {name} are on day sheet {ref} already: leave them at £0.00 here."
        if ref := self.costs_claimed.get((place.participant_id, category)):
            return (
                f"{name} has such a cost on claim {ref} already. Leave the expenses at £0.00 here, or take "
                "it off the claim first."
            )
        return None


def standing(involvement: InvolvementSession, sheet: DaySheet | None = None) -> Standing:
    """How the fees of a session stand, seen from this sheet or from a new one."""
    offers = queries.offers_of_session(involvement.id)
    return Standing(
        offers=offers,
        stopped=stopped.offers_stopped([offer.id for offer in offers.values()]),
        claimed=queries.places_with_fee(involvement.id),
        elsewhere=day_queries.fees_on_sheets(involvement.id, *_OPEN, but=sheet.id if sheet else None),
        costs_elsewhere=day_queries.expenses_on_sheets(
            involvement.id, *_OPEN, but=sheet.id if sheet else None
        ),
        costs_claimed=queries.costs_claimed(involvement.id),
        talk_to=stopped.talk_to(involvement.project_id),
        died=freezes.not_written_to({place.participant_id for place in sessions.attendances(involvement.id)}),
    )
