"""Close a day sheet: the float adds up, and each signature becomes a paid claim with its receipt, at once.

All of it in the caller's one transaction: a sheet is closed whole or not at all. The run that its signatures
become is prepared by whoever prepared the sheet and released by whoever sanctioned it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.accounts.small_team import small_team_reason
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money, total
from tracker.payments import (
    approvals,
    claims,
    day_sheets,
    day_signatures,
    expenses,
    grouping,
    numbering,
    paying,
    submission,
    voucher_stock,
)
from tracker.payments.day_models import DaySheet, DaySheetLine, DaySheetState
from tracker.payments.day_standing import Standing, standing
from tracker.payments.day_sums import Float
from tracker.payments.models import Claim, ClaimState, Method, Offer
from tracker.payments.owed import fee_owed, waits_for_time
from tracker.payments.run_models import PayRun, RunState
from tracker.payments.states import claim_may_move
from tracker.permissions import Actor
from tracker.sessions.models import Attendance


def float_of(sheet: DaySheet) -> Float:
    """The sheet's float as it stands."""
    return Float(sheet.float_pence, total(line.handed for line in sheet.lines), sheet.counted_pence)


def close(
    *,
    actor: Actor,
    on: date,
    sheet: DaySheet,
    version: int | None,
    counted: Money,
    difference_reason: str | None = None,
    second_person: str | None = None,
) -> DaySheet:
    """Count the float back and enter what people signed for. Raises Refused or Invalid and closes nothing.

    What is still owed above the sanctioned amounts becomes ordinary draft claims. `version` is the sheet's
    that was shown: a signature keyed since then is looked at first.
    """
    sheet = day_sheets.locked(sheet)
    places = day_sheets.locked_places(sheet.involvement)
    day_signatures.must_be_out(sheet, on)
    if day_signatures.must_not_have_sanctioned(actor, sheet, second_person):
        sheet.small_team_reason = small_team_reason(actor, second_person or sheet.second_person)
        sheet.second_person = second_person or sheet.second_person
    if version != sheet.version:
        raise Refused(
            "A signature was keyed in after you opened this. Look again, then close.", code="changed"
        )
    _count_back(sheet, counted, difference_reason)
    found = standing(sheet.involvement, sheet)
    sheet.state, sheet.closed_by_id, sheet.closed_on = DaySheetState.CLOSED, actor.user_id, on
    db.session.flush()
    _pay(actor, on, sheet, places, found)
    values = {"state": sheet.state.value, "pence": float_of(sheet).handed.pence}
    record(actor, "closed-day-sheet", sheet, values=values)
    return sheet


def _count_back(sheet: DaySheet, counted: Money, difference_reason: str | None) -> None:
    if counted < ZERO:
        raise Invalid("Enter how much was counted back, £0.00 or more.", field="counted")
    sheet.counted_pence = counted
    if sentence := float_of(sheet).sentence:
        if not difference_reason:
            raise Invalid(f"{sentence}. Count again, or say why.", field="difference_reason")
        sheet.difference_reason = difference_reason
    else:
        sheet.difference_reason = None


def _pay(actor: Actor, on: date, sheet: DaySheet, places: Mapping[int, Attendance], found: Standing) -> None:
    """Enter each signature as a paid claim, and what is still owed as a draft."""
    signed = [line for line in sheet.lines if line.signed_how]
    if not signed:
        return
    for line in signed:
        _must_be_due(line, places.get(line.participant_id), found)
    paid = [_claim(actor, on, sheet, line, places[line.participant_id], found) for line in signed]
    _run(actor, on, sheet, signed, paid)
    for line in signed:
        _draft_rest(actor, on, line, places[line.participant_id], found)


def _must_be_due(line: DaySheetLine, place: Attendance | None, found: Standing) -> None:
    """A fee that was handed over is of somebody whom the register counts, and nothing has stopped it."""
    name = line.participant.name
    if place is None:
        raise Refused(
            f"{name} signed, but has no place in this session. Put them on the register.", code="no-place"
        )
    if not line.handed_fee_pence:
        return
    offer = found.offers.get(place.id)
    if offer is not None and offer.id in found.stopped:
        # Whoever closes the sheet learns no more: the reason is between the project and the benefit contact.
        raise Refused(f"The project must look again at what {name} signed for.", code="with-the-project")
    if line.handed_fee_pence > found.fee(place):
        raise Refused(found.refusal(place), code="no-fee")
    if place.outcome is None:
        raise Refused(
            f"{name} signed for a fee, and the register does not say yet whether they came. Take the "
            "register first.",
            code="no-register",
        )
    if waits_for_time(place, offer):
        raise Refused(
            f"{name} came for a part, which is paid by the time. Enter the minutes in the register, and how "
            "long the session took.",
            code="no-time",
        )
    if not fee_owed(place, offer).pence:
        raise Refused(
            f"{name} signed for a fee, but the register says {_in_words(place)}, which pays nothing. One "
            "of the two is wrong: put it right first.",
            code="register-differs",
        )


def _in_words(place: Attendance) -> str:
    return str(place.outcome or "").replace("-", " ")


def _claim(
    actor: Actor, on: date, sheet: DaySheet, line: DaySheetLine, place: Attendance, found: Standing
) -> Claim:
    """The claim of what one person signed for, approved as it was sanctioned."""
    claim = claims.begin_claim(
        actor=actor,
        on=on,
        participant=line.participant,
        project=sheet.involvement.project,
        involvement=sheet.involvement,
        method=sheet.method,
        pay_by=sheet.involvement.held_on,
    )
    if line.handed_fee_pence:
        claims.add_fee(
            actor=actor,
            claim=claim,
            attendance=place,
            offer=found.offers[place.id],
            pence=line.handed_fee_pence,
        )
    if line.handed_expenses_pence:
        _add_expense(actor, on, claim, line, line.handed_expenses_pence)
    claim.small_team_reason, claim.second_person = sheet.small_team_reason, sheet.second_person
    late = f"The money was handed over on the day; sheet {sheet.ref} was closed late."
    submission.submit(actor=actor, on=on, claim=claim, late_reason=late)
    approvals.sanctioned_beforehand(
        actor=actor,
        claim=claim,
        sanctioned_by_id=sheet.sanctioned_by_id,
        sanctioned_on=sheet.sanctioned_on or on,
    )
    line.claim_id = claim.id
    return claim


def _add_expense(actor: Actor, on: date, claim: Claim, line: DaySheetLine, pence: Money) -> None:
    expenses.add_expense(
        actor=actor,
        on=on,
        claim=claim,
        category=line.category or "",
        worked_on=line.sheet.involvement.held_on,
        pence=pence,
        receipt_seen=line.receipt_seen,
        no_receipt_reason=line.no_receipt_reason,
    )


def _run(
    actor: Actor, on: date, sheet: DaySheet, signed: Sequence[DaySheetLine], paid: Sequence[Claim]
) -> None:
    """Pay what was handed over, as a run of its own: numbers, ledger and receipts as for any other."""
    run = PayRun(
        ref=numbering.run_ref(on.year),
        pay_on=sheet.involvement.held_on,
        state=RunState.RELEASED,
        preparer_id=sheet.prepared_by_id,
        prepared_on=sheet.prepared_on,
        releaser_id=sheet.sanctioned_by_id,
        released_on=sheet.sanctioned_on,
        small_team_reason=sheet.small_team_reason,
        second_person=sheet.second_person,
    )
    db.session.add(run)
    db.session.flush()
    for claim in paid:
        claim_may_move(claim.state, ClaimState.IN_PAY_RUN)
        claim.state, claim.pay_run_id = ClaimState.IN_PAY_RUN, run.id
    grouping.make_payments(run, list(paid))
    serials = {line.participant_id: line.voucher_serial for line in signed}
    for payment in run.payments:
        if serial := serials[payment.participant_id]:
            payment.bank_reference = f"{sheet.ref}, voucher {serial}"
    sheet.pay_run_id = run.id
    if sheet.method == Method.VOUCHER:
        voucher_stock.issue_signed(actor=actor, lines=signed, payments=run.payments)
    paying.mark_paid(
        actor=actor,
        on=on,
        run=run,
        paid_on=sheet.involvement.held_on,
        bank_reference=f"Day sheet {sheet.ref}",
    )


def _draft_rest(actor: Actor, on: date, line: DaySheetLine, place: Attendance, found: Standing) -> None:
    """Draft, as an ordinary claim, what is still owed of the fee and what was spent above the sheet."""
    offer = found.offers.get(place.id)
    due = fee_owed(place, offer).pence or ZERO
    owed = due - line.handed_fee_pence if line.handed_fee_pence else ZERO
    if owed <= ZERO and not line.owed_expenses_pence:
        return
    claim = claims.claim_for(
        actor=actor,
        on=on,
        participant=line.participant,
        project=place.involvement.project,
        involvement=place.involvement,
        method=_usual(offer),
        pay_by=offer.pay_by if offer else None,
    )
    if owed > ZERO and offer is not None:
        claims.add_fee(actor=actor, claim=claim, attendance=place, offer=offer, pence=owed, rest=True)
    if line.owed_expenses_pence:
        _add_expense(actor, on, claim, line, line.owed_expenses_pence)


def _usual(offer: Offer | None) -> Method | None:
    return offer.method if offer is not None else None
