"""Make the payments of a run that is released: its claims put together by whom the money goes to, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tracker.db import db
from tracker.money import total
from tracker.payments.models import Claim, Method
from tracker.payments.payment_queries import to_replace
from tracker.payments.run_models import Payment, PayRun

# Participant, method, bank details, another person who gets the money, and the payment that did not arrive.
Group = tuple[int, Method, int | None, str | None, int | None]


def make_payments(run: PayRun, in_run: Sequence[Claim]) -> list[Payment]:
    """One payment for each person and way of paying; what is paid again has one of its own, linked back."""
    replaced = to_replace([claim.id for claim in in_run])
    groups: defaultdict[Group, list[Claim]] = defaultdict(list)
    for claim in in_run:
        groups[
            claim.participant_id,
            claim.method,
            claim.payee_version_id,
            claim.recipient,
            replaced.get(claim.id),
        ].append(claim)
    made = [_payment(run, number, group, groups[group]) for number, group in enumerate(groups, start=1)]
    db.session.add_all(made)
    db.session.flush()
    return made


def _payment(run: PayRun, number: int, group: Group, members: list[Claim]) -> Payment:
    participant_id, method, payee_version_id, recipient, replaces_id = group
    return Payment(
        run_id=run.id,
        number=number,
        participant_id=participant_id,
        method=method,
        payee_version_id=payee_version_id,
        recipient=recipient,
        replaces_id=replaces_id,
        pence=total(claim.to_pay for claim in members),
        claims=members,
    )
