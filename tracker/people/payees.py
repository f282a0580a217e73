"""Bank details: versioned, sealed in the database, masked on screens, opened only on the record.

Only the shape is checked here. Leading noughts are what a spreadsheet drops first, so the refusals name them.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

from flask import current_app
from sqlalchemy import func, select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.people import modulus_tables, payee_queries, queries
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import records
from tracker.values import folded, line, needed_line
from tracker.web.transaction import explain

SORT_CODE_DIGITS = 6
ACCOUNT_DIGITS = 8

_TWICE = "Somebody else changed these bank details at the same moment: look again before you change them."
explain("uq_payee_version_participant_id_number", "account_number", _TWICE)
explain("payee_version(participant_id)", "account_number", _TWICE)


def set_payee(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    account_name: str,
    sort_code: str,
    account_number: str,
    roll_number: str | None = None,
    recipient: str | None = None,
    consent_on: date | None = None,
    import_batch_id: int | None = None,
) -> PayeeVersion:
    """Keep a new version of where a person's money goes; the same details again change nothing.

    `recipient` names another person whose account it is, to which the participant agreed on `consent_on`.
    Raises Refused without the permission to manage payees for this person, Invalid for digits missing or
    an account that they did not agree to.
    """
    _demand(actor, participant)
    if recipient is not None:
        recipient = trusted_name(participant, recipient)
        _must_have_agreed(participant, consent_on, on)
    details = _read(account_name, sort_code, account_number, roll_number)
    last = payee_queries.current_payee(participant.id, recipient)
    if last is not None and _details(last) == (*details, consent_on):
        return last
    name, sort, account, roll = details
    version = PayeeVersion(
        participant_id=participant.id,
        number=_next_number(participant.id),
        recipient=recipient,
        consent_on=consent_on if recipient else None,
        account_name=name,
        sort_code=sort,
        account_number=account,
        roll_number=roll,
        lookup=_lookup(sort, account),
        recorded_by_id=actor.user_id,
        import_batch_id=import_batch_id,
    )
    db.session.add(version)
    db.session.flush()
    record(actor, "set-bank-details", version)
    modulus_tables.note(version)
    return version


def _read(
    account_name: str, sort_code: str, account_number: str, roll_number: str | None
) -> tuple[str, str, str, str | None]:
    """The name, sort code, account number and roll number, checked."""
    name = needed_line(
        account_name,
        field="account_name",
        longest=70,
        sentence="Enter the name on the account, as the bank has it.",
    )
    sort, account = read_sort_code(sort_code), read_account_number(account_number)
    return name, sort, account, line(roll_number, field="roll_number", longest=30)


def withdraw_consent(*, actor: Actor, participant: Participant, recipient: str) -> PayeeVersion:
    """Note that a person no longer agrees that somebody gets money for them: a version without consent.

    What was approved for that account goes back to be looked at again. Raises Refused where none stands.
    """
    _demand(actor, participant)
    last = payee_queries.newest_of_person(participant.id, recipient)
    if last is None or last.consent_on is None:
        raise Refused(f"No account of {recipient} stands for {participant.name}: there is nothing to end.")
    version = PayeeVersion(
        participant_id=participant.id,
        number=_next_number(participant.id),
        recipient=last.recipient,
        account_name=last.account_name,
        sort_code=last.sort_code,
        account_number=last.account_number,
        roll_number=last.roll_number,
        lookup=last.lookup,
        recorded_by_id=actor.user_id,
    )
    db.session.add(version)
    db.session.flush()
    record(actor, "ended-consent-to-account", version)
    return version


def trusted_name(participant: Participant, text: str) -> str:
    """The name of somebody who gets money for a person, spelt as it was before. Raises Invalid."""
    name = needed_line(
        text, field="recipient", longest=200, sentence="Enter the name of whoever gets the money."
    )
    if folded(name) == folded(participant.name):
        raise Invalid(f"This is {participant.name}: choose that the money goes to them.", field="recipient")
    known = (payee.recipient for payee in payee_queries.trusted_payees(participant.id))
    return next((kept for kept in known if kept and folded(kept) == folded(name)), name)


def _must_have_agreed(participant: Participant, consent_on: date | None, on: date) -> None:
    if consent_on is None or consent_on > on:
        raise Invalid(
            f"Enter the day on which {participant.name} agreed to this, today or earlier.", field="consent_on"
        )


def _next_number(participant_id: int) -> int:
    last = select(func.max(PayeeVersion.number)).where(PayeeVersion.participant_id == participant_id)
    return (db.session.scalar(last) or 0) + 1


def _details(payee: PayeeVersion) -> tuple[str, str, str, str | None, date | None]:
    return payee.account_name, payee.sort_code, payee.account_number, payee.roll_number, payee.consent_on


def _demand(actor: Actor, participant: Participant) -> None:
    if not queries.holds(actor, participant.id, Permission.MANAGE_PAYEES):
        raise Refused("Only finance staff may see and change bank details: ask one of them.")


def read_sort_code(text: str) -> str:
    """The six digits of a sort code, however they are set apart. Raises Invalid."""
    digits = _digits(text)
    if len(digits) == SORT_CODE_DIGITS:
        return digits
    if not digits or not digits.isdigit():
        raise Invalid("Enter the sort code: six digits, like 20-00-00.", field="sort_code")
    sentence = f"A sort code has six digits; this has {len(digits)}."
    if len(digits) < SORT_CODE_DIGITS:
        sentence += " If it begins with 0, a spreadsheet may have dropped that: type all six."
    raise Invalid(sentence, field="sort_code")


def read_account_number(text: str) -> str:
    """The eight digits of an account number. Raises Invalid, naming the noughts that a spreadsheet drops."""
    digits = _digits(text)
    if len(digits) == ACCOUNT_DIGITS:
        return digits
    if not digits or not digits.isdigit():
        raise Invalid("Enter the account number: eight digits.", field="account_number")
    sentence = f"An account number has eight digits; this has {len(digits)}."
    if len(digits) in {ACCOUNT_DIGITS - 2, ACCOUNT_DIGITS - 1}:
        sentence += (
            " If it begins with 0, a spreadsheet may have dropped that: type all eight. Where a bank gave a "
            "shorter number, put noughts in front of it."
        )
    raise Invalid(sentence, field="account_number")


def _digits(text: str) -> str:
    """The text without the spaces and hyphens that people write between digits; not ASCII digits: empty."""
    bare = "".join(text.split()).replace("-", "").replace("\u2013", "")
    return bare if bare.isascii() and bare.isdigit() else ""


def _lookup(sort_code: str, account_number: str) -> str:
    """A keyed hash, so that one account under two people is found without opening any."""
    key = current_app.config["TRACKER"].lookup_key.encode()
    return hmac.new(key, f"{sort_code}{account_number}".encode(), hashlib.sha256).hexdigest()


def masked(payee: PayeeVersion) -> tuple[str, str]:
    """Sort code and account number with only the last digits readable."""
    return f"**-**-{payee.sort_code[-2:]}", f"****{payee.account_number[-4:]}"


def reveal(*, actor: Actor, participant: Participant, recipient: str | None = None) -> PayeeVersion:
    """The details in full, on the record. Raises Refused without the permission or without details."""
    _demand(actor, participant)
    payee = payee_queries.current_payee(participant.id, recipient)
    if payee is None:
        raise Refused("There are no bank details to show: enter them first.")
    record(actor, "revealed-bank-details", payee)
    return payee


def shared_with(payee: PayeeVersion) -> bool:
    """Whether somebody else's newest details name the same account."""
    others = db.session.scalars(
        payee_queries.newest_payees().where(
            PayeeVersion.lookup == payee.lookup,
            PayeeVersion.participant_id.not_in(list(records([payee.participant_id]))),
        )
    )
    return others.first() is not None
