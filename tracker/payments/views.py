"""The payment pages, by the noun that each is about: importing them puts their routes on the blueprint."""

from tracker.payments import (
    accrual_views,
    choice_views,
    claim_views,
    contribution_views,
    day_signature_views,
    day_views,
    end_views,
    evidence_views,
    expense_views,
    hold_views,
    offer_views,
    paper_views,
    queue_views,
    run_views,
    session_expense_views,
    standing_views,
    talk_views,
)
from tracker.payments.blueprint import bp

__all__ = [
    "accrual_views",
    "bp",
    "choice_views",
    "claim_views",
    "contribution_views",
    "day_signature_views",
    "day_views",
    "end_views",
    "evidence_views",
    "expense_views",
    "hold_views",
    "offer_views",
    "paper_views",
    "queue_views",
    "run_views",
    "session_expense_views",
    "standing_views",
    "talk_views",
]
