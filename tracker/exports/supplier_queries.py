"""Who is to be paid through the finance system, and what it calls them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.exports.payables import METHODS
from tracker.exports.supplier_models import Supplier
from tracker.payments import claim_payees
from tracker.payments import queries as claims
from tracker.payments.models import Claim, ClaimState, Method
from tracker.people.models import Participant, PayeeVersion

# A payee: the person's id and nothing, the person's id and whoever gets it for them, or a charity alone.
Key = tuple[int | None, str]

# A finance system takes its time to set somebody up, so it is told as soon as a claim is sent in.
_WAITING = (ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.IN_PAY_RUN)


@dataclass(frozen=True)
class Payee:
    """A payee for whom a payment waits: `name` is whose it is, `version` the bank details in force."""

    key: Key
    name: str
    person: str
    version: PayeeVersion | None
    supplier: Supplier | None

    @property
    def is_changed(self) -> bool:
        """Whether the finance system was told other bank details than those in force."""
        told = self.supplier.payee_version_id if self.supplier else None
        return bool(self.supplier and self.supplier.number and self.version and told != self.version.id)

    @property
    def must_be_told(self) -> bool:
        """Whether the next set-up file has it: it has no number, or other bank details."""
        return self.supplier is None or self.supplier.number is None or self.is_changed


def waiting() -> Sequence[Payee]:
    """Every payee for whom a payment through the finance system waits, by the person's reference."""
    members = db.session.scalars(
        select(Claim)
        .where(Claim.state.in_(_WAITING), Claim.method.in_([Method(one) for one in sorted(METHODS)]))
        .options(joinedload(Claim.participant), selectinload(Claim.lines))
        .order_by(Claim.ref)
    ).all()
    payable = [claim for claim in members if claim.to_pay]
    charities = claims.charities({claim.id for claim in payable})
    versions = _versions(claim_payees.payee_version_ids(payable).values())
    in_force = claim_payees.payee_version_ids(payable)
    found: dict[Key, tuple[Participant, PayeeVersion | None]] = {}
    for claim in payable:
        key = key_of(claim.participant_id, claim.method, charities.get(claim.id) or claim.recipient)
        found[key] = (claim.participant, versions.get(in_force[claim.id]))
    known = suppliers(found)
    payees = [
        Payee(key, key[1] or person.name, person.ref if key[0] else "", version, known.get(key))
        for key, (person, version) in found.items()
    ]
    return sorted(payees, key=lambda payee: (payee.person, payee.key[1]))


def key_of(participant_id: int, method: Method, goes_to: str | None) -> Key:
    """Who gets a payment, as the finance system would know them."""
    return (None if method is Method.TO_CHARITY else participant_id, goes_to or "")


def _versions(ids: Collection[int | None]) -> Mapping[int | None, PayeeVersion]:
    wanted = [version for version in ids if version is not None]
    found = db.session.scalars(select(PayeeVersion).where(PayeeVersion.id.in_(wanted)))
    return {version.id: version for version in found}


def suppliers(keys: Collection[Key]) -> Mapping[Key, Supplier]:
    """What is known of some payees."""
    people = {participant for participant, _ in keys if participant is not None}
    charities = {named for participant, named in keys if participant is None}
    found = db.session.scalars(
        select(Supplier).where(
            or_(
                Supplier.participant_id.in_(people),
                Supplier.participant_id.is_(None) & Supplier.named.in_(charities),
            )
        )
    )
    return {(one.participant_id, one.named): one for one in found}


def by_ref() -> Mapping[str, Supplier]:
    """Every payee that the finance system was told of, by the reference it was told."""
    return {one.ref: one for one in db.session.scalars(select(Supplier))}
