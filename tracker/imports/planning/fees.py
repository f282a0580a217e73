"""The fee columns of attendance: an answered offer, and the draft claim of what it pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tracker.db import random_id
from tracker.errors import Invalid
from tracker.imports.headers import Record
from tracker.imports.planning.book import Book
from tracker.imports.planning.states import DraftClaim, FeeLine, OfferState, Person, Place, SessionState
from tracker.money import ZERO, Money
from tracker.payments import offers
from tracker.payments.models import Answer, ClaimState, LineKind, Method
from tracker.payments.owed import minutes_worked
from tracker.permissions import Permission
from tracker.projects.fee_rule import FeeRule, pays

# The answer and the amount that it comes to; both unknown while the answer is.
Answered = tuple[Answer | None, Money | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the fee, and whether anything would change."""

    sentence: str
    changes: bool


def plan(
    book: Book, record: Record, involvement: SessionState, person: Person, place: Place, *, changed: bool
) -> Told | None:
    """Plan the fee of a row: what is said of it, None where it has none. Raises Invalid, naming the column.

    `changed` says that the place itself is new or changes; only then, or with a new offer, is a claim
    drafted, so that a claim which was withdrawn since does not come back with the same file.
    """
    offered, chosen = record.get("fee_offered"), record.get("fee_choice")
    if offered is None:
        if chosen is not None and chosen[0] != Answer.NONE:
            raise Invalid(
                "Enter the fee that was offered: there is a choice but no amount.", field="fee_offered"
            )
        return None
    for permission in (Permission.MAKE_OFFERS, Permission.LOG_CLAIMS):
        book.demand(permission, involvement.project, field="fee_offered")
    answered = _answered(chosen or (Answer.FULL, None), offered)
    kept = book.offers.get(place.id)
    new = kept is None or _differs(kept, offered, answered)
    if kept is None:
        kept = _offer(book, involvement, person, place, offered, answered)
    elif new:
        _change_offer(book, place, kept, involvement, offered, answered)
    drafted = _draft(book, involvement, person, place, kept) if new or changed else None
    return Told(
        f"Fee offered: {offered.pounds()}{_choice_said(answered, drafted)}.", new or drafted is not None
    )


def _answered(chosen: tuple[Answer, Money | None], offered: Money) -> Answered:
    """The answer as kept. "Less" without how much is left unanswered: unknown is never an amount."""
    answer, less = chosen
    if less is not None and less >= offered:
        raise Invalid(
            f"Less than {offered.pounds()} was chosen, so enter less than that.", field="fee_choice"
        )
    if answer == Answer.LESS and less is None:
        return None, None
    return answer, {Answer.NONE: ZERO, Answer.LESS: less}.get(answer, offered)


def _choice_said(answered: Answered, drafted: Money | None) -> str:
    answer, _ = answered
    if answer is None:
        return "; the sheet does not say how much less was chosen, so record the answer on the session's page"
    if answer == Answer.NONE:
        return " and not taken"
    return f"; a claim of {drafted.pounds()} is drafted" if drafted else ""


def _differs(kept: OfferState, offered: Money, answered: Answered) -> bool:
    answer, pence = answered
    if kept.pence != offered:
        return True
    return answer is not None and (kept.answer, kept.answer_pence) != (answer, pence)


def _offer(
    book: Book,
    involvement: SessionState,
    person: Person,
    place: Place,
    offered: Money,
    answered: Answered,
) -> OfferState:
    answer, pence = answered
    # An offer comes before the session; the sheet does not say when.
    made = min(book.on, involvement.held_on)
    kept = OfferState(random_id(), offered, answer, pence, imported=True)
    kept.pay_by = involvement.held_on + timedelta(days=book.promised_days)
    book.offers[place.id] = kept
    book.plan.rows["offers"].append(
        {
            "id": kept.id,
            "attendance_id": place.id,
            "pence": offered,
            "rate_label": offers.rate_label(None),
            "minutes": _offered_minutes(involvement),
            "covers": involvement.title,
            "expenses_covered": "",
            "method": offers.usual_method(person.payment_route),
            "pay_by": kept.pay_by,
            "offered_on": made,
            "offered_by_id": book.actor.user_id,
            "answer": answer,
            "answer_pence": pence,
            "answered_on": made if answer is not None else None,
            "import_batch_id": book.batch_id,
        }
    )
    return kept


def _offered_minutes(involvement: SessionState) -> int | None:
    return None if involvement.minutes is None else involvement.minutes + involvement.preparation_minutes


def _change_offer(
    book: Book,
    place: Place,
    kept: OfferState,
    involvement: SessionState,
    offered: Money,
    answered: Answered,
) -> None:
    if place.id in book.fees:
        raise Invalid(
            "Money rests on this, so the fee cannot change here. Correct the claim first.",
            field="fee_offered",
        )
    if not kept.imported:
        raise Invalid(
            "Another fee was offered here already. Change it on the session's page.", field="fee_offered"
        )
    kept.pence = offered
    kept.answer, kept.answer_pence = answered
    made = min(book.on, involvement.held_on)
    book.plan.changes["offers", kept.id] = {
        "pence": offered,
        "answer": kept.answer,
        "answer_pence": kept.answer_pence,
        "answered_on": made if kept.answer is not None else None,
        "chosen_pence": None,
        "chosen_charity": None,
        "chosen_on": None,
    }


def _draft(
    book: Book, involvement: SessionState, person: Person, place: Place, kept: OfferState
) -> Money | None:
    """Plan the fee line of what the outcome pays, unless there is one or the answer is still open."""
    if place.id in book.fees or kept.answer is None:
        return None
    # A sheet names no rate card, so the usual rule holds for what it brings.
    agreed = kept.pence if kept.answer_pence is None else kept.answer_pence
    owed = None if place.outcome is None else pays(FeeRule(), agreed, place.outcome.value).pence
    if not owed:
        return None
    charity = kept.answer == Answer.TO_CHARITY
    claim = draft_claim(book, involvement, person, Method.TO_CHARITY if charity else None)
    label = offers.rate_label(None)
    line = claim_line(book, claim, involvement, LineKind.FEE, owed)
    line.update(
        attendance_id=place.id,
        description=f"{involvement.title}: {label}"[:200],
        minutes=_minutes_worked(place, involvement),
        rate_label=label,
    )
    book.plan.rows["fee_lines"].append(line)
    book.fees[place.id] = FeeLine(line["id"], claim.id, owed, ClaimState.DRAFT)
    return owed


def _minutes_worked(place: Place, involvement: SessionState) -> int | None:
    return minutes_worked(
        place.outcome,
        minutes=place.minutes,
        preparation=place.preparation_minutes,
        usual_preparation=involvement.preparation_minutes,
        offered=_offered_minutes(involvement),
    )


def draft_claim(
    book: Book, involvement: SessionState, person: Person, method: Method | None = None
) -> DraftClaim:
    """The person's open draft for a session, or a planned one; a charity's share has its own."""
    method = method or offers.usual_method(person.payment_route)
    key = (involvement.id, person.id, method == Method.TO_CHARITY)
    claim = book.drafts.get(key)
    if claim is not None:
        if not claim.new:
            book.plan.changes.setdefault(("claims", claim.id), {})
        return claim
    claim = DraftClaim(random_id(), method)
    book.drafts[key] = claim
    book.plan.rows["claims"].append(
        {
            "id": claim.id,
            "participant_id": person.id,
            "project_id": involvement.project.id,
            "involvement_session_id": involvement.id,
            "cost_code": involvement.project.cost_code,
            "cost_split": involvement.project.cost_split,
            "method": method,
            "pay_by": involvement.held_on + timedelta(days=book.promised_days),
            "created_by_id": book.actor.user_id,
            "import_batch_id": book.batch_id,
        }
    )
    return claim


def claim_line(
    book: Book, claim: DraftClaim, involvement: SessionState, kind: LineKind, pence: Money
) -> dict[str, Any]:
    """A new line of a claim, for the caller to complete."""
    return {
        "id": random_id(),
        "claim_id": claim.id,
        "kind": kind,
        "pence": pence,
        "worked_on": involvement.held_on,
        "recorded_by_id": book.actor.user_id,
        "import_batch_id": book.batch_id,
    }
