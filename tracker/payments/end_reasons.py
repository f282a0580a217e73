"""Why a payment did not arrive: the bank's codes for returned credits, and our own. Pure.

ARUCS (Automated Return of Unapplied Credits) is how a bank sends a Bacs credit back; its reason codes 0, 2,
3, 5, B and C are those that Bacs publishes to its users. A return for 0, 2, 3, 5 or B is the account's
fault, and that account is not paid again until other details are entered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.payments.models import Method
from tracker.payments.run_models import PaymentState

_BY_BANK = frozenset({Method.BANK, Method.PAYROLL, Method.TO_CHARITY})
_IN_HAND = frozenset({Method.CASH, Method.CHEQUE, Method.VOUCHER, Method.PREPAID_CARD})
_UNCOLLECTED = frozenset({Method.CASH, Method.VOUCHER, Method.PREPAID_CARD})

# Why a line of a finance system's list of rejections ends; its own reason is the note.
NOT_TAKEN = "not-taken"

_NEW_DETAILS = "Ask the person for their new details. The claim waits until they are entered."
_ASK_THE_PROJECT = (
    "Tell a manager today, and write to nobody. Nothing is paid to the person, and no paper is made out to "
    "them, until a manager says what is to be done."
)


@dataclass(frozen=True)
class EndReason:
    """One reason: its code, what it says of the payment in a sentence, and what has to happen next."""

    code: str
    words: str
    state: PaymentState
    methods: frozenset[Method]
    # Empty where the same payment may simply be made again; else why its bank details may not be used.
    next_step: str = ""
    needs_note: bool = False
    # Whether it can be said of what was released and never left.
    before_it_left: bool = False

    @property
    def details_at_fault(self) -> bool:
        """Whether the account that it went to is not to be paid again."""
        return bool(self.next_step)


_RETURNED, _FAILED = PaymentState.RETURNED, PaymentState.FAILED
_ALL: Sequence[EndReason] = (
    EndReason("arucs-0", "The account details are not valid (code 0)", _RETURNED, _BY_BANK, _NEW_DETAILS),
    EndReason("arucs-2", "The account holder has died (code 2)", _RETURNED, _BY_BANK, _ASK_THE_PROJECT),
    EndReason("arucs-3", "The account moved to another bank (code 3)", _RETURNED, _BY_BANK, _NEW_DETAILS),
    EndReason("arucs-5", "There is no such account (code 5)", _RETURNED, _BY_BANK, _NEW_DETAILS),
    EndReason("arucs-b", "The account is closed (code B)", _RETURNED, _BY_BANK, _NEW_DETAILS),
    EndReason("arucs-c", "We asked for it back (code C)", _RETURNED, _BY_BANK),
    EndReason(
        "refused-details",
        "The bank refused the account details before it left",
        _FAILED,
        _BY_BANK,
        _NEW_DETAILS,
        before_it_left=True,
    ),
    EndReason("refused", "The bank refused it for another reason", _FAILED, _BY_BANK, before_it_left=True),
    EndReason(
        NOT_TAKEN,
        "The finance system did not take it",
        _FAILED,
        _BY_BANK | {Method.CHEQUE},
        needs_note=True,
        before_it_left=True,
    ),
    EndReason("not-cashed", "The cheque was not cashed, or was stopped", _FAILED, frozenset({Method.CHEQUE})),
    EndReason("not-collected", "It was not collected or used", _FAILED, _UNCOLLECTED),
    EndReason("lost", "It was lost on the way", _FAILED, _IN_HAND),
    EndReason("sent-back", "Whoever got it sent it back", _RETURNED, frozenset(Method)),
    EndReason("other", "Another reason", _RETURNED, frozenset(Method), needs_note=True),
)
REASONS: Mapping[str, EndReason] = {reason.code: reason for reason in _ALL}


def for_method(method: Method, *, before_it_left: bool = False) -> Sequence[EndReason]:
    """The reasons for which a payment by this method can end, in the order they are asked.

    With `before_it_left` those of one that is not marked as paid.
    """
    return [
        reason
        for reason in _ALL
        if method in reason.methods and (reason.before_it_left or not before_it_left)
    ]
