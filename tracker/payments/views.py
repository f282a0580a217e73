"""The payment pages, by the noun that each is about: importing them puts their routes on the blueprint."""

from tracker.payments import claim_views, day_signature_views, day_views, offer_views, run_views, talk_views
from tracker.payments.blueprint import bp

__all__ = ["bp", "claim_views", "day_signature_views", "day_views", "offer_views", "run_views", "talk_views"]
