"""Bank details that changed since somebody was last paid: who asked the person, or that nobody did yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.accounts import queries as accounts
from tracker.db import db
from tracker.payments import payment_queries
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment
from tracker.people import confirming, payee_queries
from tracker.people.confirmation_models import PayeeConfirmation
from tracker.people.models import Participant, PayeeVersion
from tracker.people.queries import in_scope
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import stands_for

TO_CONFIRM = "The bank details changed: somebody who did not enter them asks first whether they are right."
WRONG = "These bank details were asked about, and are wrong. Enter other details first."


def waiting(payee_version_ids: Collection[int | None]) -> Mapping[int, bool]:
    """Those changed details that may not be paid to: whether the person said that they are not theirs."""
    return confirming.waiting(_never_paid(payee_version_ids))


@dataclass(frozen=True)
class Changed:
    """A claim of a run that goes to changed details, what the person said of them, and who asked."""

    claim: Claim
    said: PayeeConfirmation | None
    by: str


def of_run(members: Collection[Claim]) -> list[Changed]:
    """Those of a run's claims that go to changed details to which nothing was paid before, one an account."""
    versions = confirming.changed(_never_paid({claim.payee_version_id for claim in members}))
    said = confirming.confirmations(versions)
    names = accounts.names({one.confirmed_by_id or 0 for one in said.values()})
    first = {claim.payee_version_id: claim for claim in reversed(list(members))}
    found = []
    for version in sorted(versions, key=lambda one: first[one].ref):
        kept = said.get(version)
        by = names.get(kept.confirmed_by_id or 0, "the system") if kept else ""
        found.append(Changed(first[version], kept, by))
    return found


def _never_paid(payee_version_ids: Collection[int | None]) -> frozenset[int]:
    """Money that arrived there proves them, whatever was recorded then."""
    wanted = {version for version in payee_version_ids if version is not None}
    paid = select(Payment.payee_version_id).where(
        Payment.payee_version_id.in_(wanted), payment_queries.standing()
    )
    return frozenset(wanted - set(db.session.scalars(paid)))


def to_confirm(viewer: Actor) -> Sequence[PayeeVersion]:
    """The details that stand and changed, of the viewer's people, that wait for somebody to ask them."""
    asked = (
        payee_queries.newest_payees()
        .join(Participant, Participant.id == stands_for(PayeeVersion.participant_id))
        .where(confirming.to_confirm(), in_scope(viewer, Permission.MANAGE_PAYEES))
    )
    found = db.session.scalars(asked.order_by(PayeeVersion.recorded_at, PayeeVersion.id)).all()
    not_paid = _never_paid({one.id for one in found})
    return [one for one in found if one.id in not_paid]
