"""What a person has chosen of a fee, as it stands now: on its claim, else in answer to its offer. Only reads.

Whoever shows, counts or pays a fee asks here, so that no page and no payment goes by an answer that the
person has since changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.money import Money
from tracker.payments.models import Answer, Claim, ClaimLine, Method, Offer


@dataclass(frozen=True)
class Choice:
    """What somebody chose of a fee, and the day they did."""

    answer: Answer
    offered: Money
    taken: Money
    charity: str | None
    chosen_on: date | None


def choice_on(line: ClaimLine | None, offer: Offer | None) -> Choice | None:
    """What was chosen of a fee: on its claim, else in answer to its offer; None while nothing was."""
    if line is not None and line.chosen_on is not None and line.offered_pence is not None:
        given = charity_of(line.claim)
        answer = _answer(line.pence, line.offered_pence, given)
        if answer == Answer.FULL and offer is not None and offer.answer == Answer.LESS:
            # All of what they had agreed to take, which was less than was offered.
            return in_answer(offer)
        return Choice(answer, line.offered_pence, line.pence, given, line.chosen_on)
    return in_answer(offer)


def in_answer(offer: Offer | None) -> Choice | None:
    """What was chosen in answer to an offer, or later on a claim that carried its fee."""
    if offer is None:
        return None
    if offer.chosen_pence is not None:
        answer = _answer(offer.chosen_pence, offer.pence, offer.chosen_charity)
        return Choice(answer, offer.pence, offer.chosen_pence, offer.chosen_charity, offer.chosen_on)
    if offer.answer is None:
        return None
    taken = offer.pence if offer.answer_pence is None else offer.answer_pence
    return Choice(offer.answer, offer.pence, taken, offer.charity, offer.answered_on)


def gives_away(offer: Offer) -> bool:
    """Whether the fee goes to a charity as things stand."""
    choice = in_answer(offer)
    return choice is not None and choice.answer == Answer.TO_CHARITY


def _answer(taken: Money, offered: Money, charity: str | None) -> Answer:
    if charity is not None:
        return Answer.TO_CHARITY
    if not taken:
        return Answer.NONE
    return Answer.LESS if taken < offered else Answer.FULL


def charity_of(claim: Claim) -> str | None:
    """The charity that gets the money of a claim, if one does."""
    return claim.recipient if claim.method == Method.TO_CHARITY else None
