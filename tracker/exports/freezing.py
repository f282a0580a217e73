"""Read a released run once, whole, as the values that every format writes from.

Here the sum of the payments is held against what was approved, so no format can differ from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import Refused
from tracker.exports import bank_name_queries, queries, supplier_queries
from tracker.exports.bank_name_models import BankName
from tracker.exports.codes import ADVANCE
from tracker.exports.dates import said
from tracker.exports.frozen import Account, FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.setup import Setup
from tracker.exports.supplier_models import Supplier
from tracker.exports.supplier_queries import Key
from tracker.money import Money, total
from tracker.payments import coded
from tracker.payments import queries as claims
from tracker.payments.models import Claim, Method
from tracker.payments.run_models import Payment, PayRun
from tracker.people import payee_queries
from tracker.people.models import PayeeVersion

NEWER_DETAILS = "Newer bank details were entered after approval. This row pays the approved ones."


@dataclass(frozen=True)
class _Beside:
    """What is read beside the payments, each for all of them at once."""

    payees: Mapping[int | None, PayeeVersion]
    # The newest bank details of each person, and of whoever gets money for them.
    newest: Mapping[tuple[int, str | None], int]
    charities: Mapping[int, str]
    replaced: Mapping[int, str]
    suppliers: Mapping[Key, Supplier]
    # How names are written in a bank's file, by record and name on the account.
    names: Mapping[tuple[int, str], BankName]


def frozen(run: PayRun, *, on: date, setup: Setup | None = None, name_width: int = 0) -> FrozenRun:
    """The run's payments as they were released, made into a file on a day.

    `name_width` is that of a bank's file, whose names somebody confirmed.

    Raises Refused where nothing is to be paid or the sum is not what was approved. What did not arrive stays
    among them, marked: its claims have gone on, and may have changed since.
    """
    payments = queries.payments(run.id)
    pence = total(payment.pence for payment in payments)
    approved = total(payment.pence if payment.ended_on else _owed(payment) for payment in payments)
    if not payments or pence != approved:
        raise Refused(
            f"The payments of {run.ref} add up to {pence.pounds()}, but {approved.pounds()} was approved. "
            "Nothing was exported: tell your administrator."
        )
    beside = _beside(payments, name_width)
    return FrozenRun(
        ref=run.ref,
        pay_on=run.pay_on,
        made_on=on,
        released_on=run.released_on or run.prepared_on,
        payments=tuple(_payment(payment, beside) for payment in payments),
        setup=setup or Setup(),
    )


def _beside(payments: Sequence[Payment], name_width: int) -> _Beside:
    charities = claims.charities({claim.id for payment in payments for claim in payment.claims})
    return _Beside(
        payees=queries.payees({payment.payee_version_id for payment in payments}),
        newest=payee_queries.newest_payee_ids({payment.participant_id for payment in payments}),
        charities=charities,
        replaced={old.id: old.reference for old in queries.by_ids({one.replaces_id for one in payments})},
        suppliers=supplier_queries.suppliers({_key(payment, charities) for payment in payments}),
        names=bank_name_queries.confirmed({one.participant_id for one in payments}, name_width)
        if name_width
        else {},
    )


def _key(payment: Payment, charities: Mapping[int, str]) -> Key:
    return supplier_queries.key_of(payment.participant_id, payment.method, _goes_to(payment, charities))


def _number(payment: Payment, beside: _Beside) -> str | None:
    supplier = beside.suppliers.get(_key(payment, beside.charities))
    return supplier.number if supplier else None


def _owed(payment: Payment) -> Money:
    return total(claim.to_pay for claim in payment.claims)


def _payment(payment: Payment, beside: _Beside) -> FrozenPayment:
    return FrozenPayment(
        number=payment.number,
        person=payment.participant.ref,
        name=payment.participant.name,
        method=payment.method.value,
        account=_account(payment, beside),
        pence=payment.pence,
        reference=payment.reference,
        lines=tuple(line for claim in payment.claims for line in (*_lines(claim), *_ahead(claim))),
        ended_on=payment.ended_on,
        paid_on=payment.paid_on,
        receipt=payment.receipt_number,
        note=_notes(payment, beside),
        goes_to=_goes_to(payment, beside.charities),
        supplier=_number(payment, beside),
        email=_email(payment),
    )


def _lines(claim: Claim) -> list[FrozenLine]:
    """The lines of a claim as they are booked: one that several cost codes pay is a line for each."""
    return [
        FrozenLine(claim.ref, line.kind.value, part, line.worked_on, code, None if at else line.minutes)
        for line in claim.payable_lines
        for at, (code, part) in enumerate(_parts(claim, line.pence))
    ]


def _ahead(claim: Claim) -> list[FrozenLine]:
    """What was given ahead, taken off again: of each cost code that it pays for."""
    worked_on = max((line.worked_on for line in claim.payable_lines), default=claim.created_at.date())
    return [
        FrozenLine(claim.ref, ADVANCE, -pence, worked_on, code) for _, code, pence in coded.advanced(claim)
    ]


def _parts(claim: Claim, pence: Money) -> Sequence[tuple[str | None, Money]]:
    return claim.coding.parts(pence) if claim.coding else [(None, pence)]


def _email(payment: Payment) -> str | None:
    """Where a voucher is sent: never to an address that the person does not wish to be written to."""
    person = payment.participant
    by_email = (person.preferred_contact or "").casefold() == "email"
    is_voucher = payment.method in {Method.VOUCHER, Method.PREPAID_CARD}
    return person.email if is_voucher and by_email and payment.recipient is None else None


def _account(payment: Payment, beside: _Beside) -> Account | None:
    payee = beside.payees.get(payment.payee_version_id)
    # Only a bank transfer needs the account: for any other method it stays unread.
    if payee is None or payment.method is not Method.BANK:
        return None
    name = payee.account_name
    kept = beside.names.get((payment.participant_id, name)) if beside.names else None
    carried = kept.carried if kept else None
    return Account(name, payee.sort_code, payee.account_number, payee.roll_number, carried)


def _goes_to(payment: Payment, charities: Mapping[int, str]) -> str | None:
    return ", ".join(_charities(payment, charities)) or payment.recipient


def _charities(payment: Payment, theirs: Mapping[int, str]) -> list[str]:
    return sorted({theirs[claim.id] for claim in payment.claims if claim.id in theirs})


def _notes(payment: Payment, beside: _Beside) -> str | None:
    """What whoever pays must know of a row: that it did not arrive, or what it is paid in place of."""
    if payment.ended_on is not None:
        return f"It did not arrive: recorded for {said(payment.ended_on)}. Do not pay this row again."
    notes = [_note(payment, beside)]
    if payment.replaces_id is not None:
        notes.insert(0, f"In place of {beside.replaced[payment.replaces_id]}, which did not arrive.")
    return " ".join(filter(None, notes)) or None


def _note(payment: Payment, beside: _Beside) -> str | None:
    """Where it goes, or that newer bank details were entered."""
    if payment.method is Method.TO_CHARITY:
        chosen = _charities(payment, beside.charities)
        return f"Goes to: {', '.join(chosen)}" if chosen else None
    used = payment.payee_version_id if payment.method is Method.BANK else None
    standing = beside.newest.get((payment.participant_id, payment.recipient))
    notes = [f"To {payment.recipient}, for {payment.participant.name}."] if payment.recipient else []
    notes += [NEWER_DETAILS] if used is not None and standing != used else []
    return " ".join(notes) or None
