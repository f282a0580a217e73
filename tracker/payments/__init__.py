"""Offers, claims, checks, states, pay runs and the ledger: everything that turns attendance into money.

Must not know diversity answers, documents or exports. Only `checks.py` calls the rules engine.
"""
