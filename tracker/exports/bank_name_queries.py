"""Read which names of a run's accounts must be confirmed before a bank's file of a width is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.db import db
from tracker.exports import bank_names
from tracker.exports.bank_name_models import BankName
from tracker.money import Money
from tracker.payments.models import Method
from tracker.payments.run_models import Payment
from tracker.people.models import Participant, PayeeVersion

# A person's record, and the name on the account.
Key = tuple[int, str]


@dataclass(frozen=True)
class Account:
    """A payment of a run into an account, by the name on it.

    `goes_to` is whose account it is, where it is not the person's own.
    """

    number: int
    participant_id: int
    ref: str
    person: str
    goes_to: str | None
    name: str
    pence: Money

    @property
    def key(self) -> Key:
        """By what a confirmed name is found."""
        return self.participant_id, self.name


@dataclass(frozen=True)
class Asked:
    """A name that is not plain in a file of a width: what is suggested, and what was confirmed, if it was.

    `alike` are the references of others who would get the same sum under the same name. `is_cut` is whether
    the name is longer than the file carries.
    """

    account: Account
    suggestion: str
    kept: BankName | None
    alike: Sequence[str]
    is_cut: bool = False


def accounts(run_id: int) -> Sequence[Account]:
    """The accounts that a run pays into by bank, without what did not arrive."""
    rows = db.session.execute(
        select(
            Payment.number,
            Payment.participant_id,
            Participant.ref,
            Participant.name,
            Payment.recipient,
            PayeeVersion.account_name,
            Payment.pence,
        )
        .join(Participant, Participant.id == Payment.participant_id)
        .join(PayeeVersion, PayeeVersion.id == Payment.payee_version_id)
        .where(Payment.run_id == run_id, Payment.method == Method.BANK, Payment.ended_on.is_(None))
        .order_by(Payment.number)
    )
    return [Account(*row) for row in rows]


def confirmed(participant_ids: Collection[int], width: int) -> Mapping[Key, BankName]:
    """The newest confirmed name of each record and name on an account, in files of this width."""
    rows = db.session.scalars(
        select(BankName)
        .where(BankName.participant_id.in_(list(participant_ids)), BankName.width == width)
        .order_by(BankName.number)
    )
    return {(row.participant_id, row.name): row for row in rows}


def asked(found: Sequence[Account], width: int) -> Sequence[Asked]:
    """Each name of these accounts that somebody must confirm, once; those not confirmed yet come first."""
    wanted = {one.key: one for one in found if width and not bank_names.is_plain(one.name, width)}
    kept = confirmed({one.participant_id for one in wanted.values()}, width)
    same: defaultdict[tuple[str, Money], list[Account]] = defaultdict(list)
    for one in found:
        same[_carried(one, kept, width), one.pence].append(one)
    names = [
        Asked(
            one,
            bank_names.suggestion(one.name, width),
            kept.get(key),
            sorted({other.ref for other in same[_carried(one, kept, width), one.pence]} - {one.ref}),
            bank_names.is_cut(one.name, width),
        )
        for key, one in wanted.items()
    ]
    return sorted(names, key=lambda one: (one.kept is not None, one.account.number))


def _carried(one: Account, kept: Mapping[Key, BankName], width: int) -> str:
    known = kept.get(one.key)
    return known.carried if known else bank_names.suggestion(one.name, width)


def outstanding(found: Sequence[Account], width: int) -> int:
    """How many names of these accounts must still be confirmed."""
    return sum(one.kept is None for one in asked(found, width))
