"""The package's writes in one list, by the noun that each is about."""

from tracker.payments.approvals import answer_query, approve, current_hash, raise_query, reject
from tracker.payments.choices import choose
from tracker.payments.claims import (
    add_fee,
    claim_for,
    decline,
    draft_claims,
    remove_line,
    withdraw,
)
from tracker.payments.conversations import note_conversation, note_opened
from tracker.payments.endings import end_payment
from tracker.payments.expenses import add_expense, open_receipt
from tracker.payments.holds import hold, let_go
from tracker.payments.ledger import paid_elsewhere
from tracker.payments.offers import (
    answer_offer,
    change_offer,
    make_offer,
    make_prepared_offer,
    prepare_offer,
    prepare_offers,
)
from tracker.payments.paper import add_form, key_in, open_form
from tracker.payments.paying import mark_paid
from tracker.payments.recipients import pay_the_person, pay_to
from tracker.payments.runs import cancel, prepare_run, release, take_out
from tracker.payments.submission import submit

__all__ = [
    "add_expense",
    "add_fee",
    "add_form",
    "answer_offer",
    "answer_query",
    "approve",
    "cancel",
    "change_offer",
    "choose",
    "claim_for",
    "current_hash",
    "decline",
    "draft_claims",
    "end_payment",
    "hold",
    "key_in",
    "let_go",
    "make_offer",
    "make_prepared_offer",
    "mark_paid",
    "note_conversation",
    "note_opened",
    "open_form",
    "open_receipt",
    "paid_elsewhere",
    "pay_the_person",
    "pay_to",
    "prepare_offer",
    "prepare_offers",
    "prepare_run",
    "raise_query",
    "reject",
    "release",
    "remove_line",
    "submit",
    "take_out",
    "withdraw",
]
