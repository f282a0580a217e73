"""What people tell in confidence: circumstances and benefits, written and opened by benefit contacts alone.

Only the few facts that a limit needs are kept, under the names of the rules' own contract.
The audit learns that something was recorded, never what.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from tracker import rules
from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import Money
from tracker.people import queries, told_queries
from tracker.people.hearing import told
from tracker.people.models import (
    BenefitDeclaration,
    Circumstances,
    CircumstancesView,
    Participant,
    WorkPermission,
)
from tracker.permissions import Actor, Permission
from tracker.values import day, whole
from tracker.web.transaction import explain

BENEFIT_NAMES: Mapping[str, str] = rules.BENEFIT_NAMES
NATION_NAMES: Mapping[str, str] = rules.NATION_NAMES
MINUTES_IN_A_WEEK = 7 * 24 * 60

_WORK = ("other_earnings", "other_earnings_per", "other_minutes_per_week")
_INCAPACITY = ("week_ends_on", "supported_permitted_work", *_WORK, "pension_per_week")
_WEEKLY_WORK = ("week_ends_on", "disregard", *_WORK, "pension_per_week")
_CARER = (
    "week_ends_on",
    "care_costs_per_week",
    "pension_per_week",
    "other_earnings",
    "other_earnings_per",
)

# The facts that each benefit's limit needs, in the order they are asked; the benefits not named need none.
FACTS_ASKED: Mapping[str, tuple[str, ...]] = {
    "universal-credit": (
        "assessment_period_starts_on_day",
        "work_allowance",
        "other_earnings",
        "other_earnings_per",
    ),
    "carers-allowance": _CARER,
    "carer-support-payment": _CARER,
    "new-style-esa": _INCAPACITY,
    "income-related-esa": _INCAPACITY,
    "incapacity-benefit": _INCAPACITY,
    "severe-disablement-allowance": _INCAPACITY,
    "new-style-jsa": ("age_25_or_over", *_WEEKLY_WORK),
    "income-based-jsa": _WEEKLY_WORK,
    "income-support": _WEEKLY_WORK,
    "pension-credit": (
        "disregard",
        "week_ends_on",
        "other_earnings",
        "other_earnings_per",
        "pension_per_week",
    ),
    "housing-benefit": (
        "accommodation",
        "passported",
        "permitted_work",
        "disregard",
        "other_earnings",
        "other_earnings_per",
        "pension_per_week",
    ),
    "maternity-allowance": ("kit_days_used",),
}

_TOLD_TWICE = "This was recorded a moment ago by somebody else: open it again before you change it."
explain("uq_circumstances_participant_id", "told", _TOLD_TWICE)
explain("circumstances(participant_id)", "told", _TOLD_TWICE)
explain("uq_benefit_declaration_participant_id_benefit_since", "since", _TOLD_TWICE)
explain("benefit_declaration(participant_id)", "since", _TOLD_TWICE)


def record_circumstances(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    values: Mapping[str, Any],
    consent_on: date | None = None,
    version: int | None = None,
    import_batch_id: int | None = None,
) -> Circumstances:
    """Keep what a person told on a day about themselves as a whole.

    The facts are `nation`, `date_of_birth`, `couple`, `work_permission` and `weekly_minutes_limit`; those not
    given stay as they were told before. `version` is given by a form that showed the old values. Raises
    Refused unless `actor` is a benefit contact for this person.
    """
    _demand(actor, participant)
    checked = _checked(values, on)
    kept = told_queries.circumstances(participant.id)
    if kept is None:
        kept = Circumstances(participant_id=participant.id, told_on=on, import_batch_id=import_batch_id)
        db.session.add(kept)
    elif version is not None:
        refuse_stale(kept, version, checked)
    for name, value in checked.items():
        setattr(kept, name, value)
    _agree(kept)
    if checked or kept.id is None:
        kept.told_on, kept.recorded_by_id = on, actor.user_id
    kept.consent_on = day(consent_on, field="consent_on", latest=on) or kept.consent_on
    db.session.flush()
    record(actor, "recorded-circumstances", kept, fields=["circumstances"])
    told(participant, actor, on)
    return kept


def _demand(actor: Actor, participant: Participant) -> None:
    if not queries.holds(actor, participant.id, Permission.BENEFIT_CONTACT):
        raise Refused(
            "Only a benefit contact may enter or read what people tell about benefits: ask one of them."
        )


def _checked(values: Mapping[str, Any], on: date) -> dict[str, Any]:
    nation = values.get("nation")
    if nation is not None and nation not in NATION_NAMES:
        raise Invalid("Choose the nation from the list.", field="nation")
    day(values.get("date_of_birth"), field="date_of_birth", latest=on)
    limit = values.get("weekly_minutes_limit")
    whole(limit, field="weekly_minutes_limit", least=0, most=MINUTES_IN_A_WEEK)
    if limit is not None and limit % 60:
        raise Invalid("Enter whole hours, as a permission sets them, like 20.", field="weekly_minutes_limit")
    known = {"nation", "date_of_birth", "couple", "work_permission", "weekly_minutes_limit"}
    if unknown := set(values) - known:
        raise Invalid(f"There is no such fact: {', '.join(sorted(unknown))}.", field="told")
    return dict(values)


def _agree(kept: Circumstances) -> None:
    """A weekly limit goes with the permission that has one, and with no other."""
    if kept.work_permission != WorkPermission.WEEKLY_HOURS_LIMIT:
        kept.weekly_minutes_limit = None
    elif kept.weekly_minutes_limit is None:
        raise Invalid("Enter how many hours a week they may work.", field="weekly_minutes_limit")


def note_opened(*, actor: Actor, participant: Participant) -> CircumstancesView:
    """Put it on the record that somebody opens what a person told. Raises Refused as above."""
    _demand(actor, participant)
    if actor.user_id is None:
        raise Refused("Sign in first: the record names who opened this.")
    view = CircumstancesView(participant_id=participant.id, user_id=actor.user_id)
    db.session.add(view)
    db.session.flush()
    record(actor, "opened-circumstances", view)
    return view


def declare_benefit(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    benefit: str,
    since: date,
    until: date | None = None,
    facts: Mapping[str, Any],
    version: int | None = None,
    import_batch_id: int | None = None,
) -> BenefitDeclaration:
    """Keep a benefit that a person told of on a day; the same benefit from the same day is told anew.

    `facts` are keyed as in the rules' contract, amounts as Money or text; None is unknown and not kept.

    Raises Refused unless `actor` is a benefit contact for this person, Invalid for a fact that cannot be.
    """
    _demand(actor, participant)
    claimed = _told(benefit, since, until, facts)
    kept = _standing(participant, benefit, since, until)
    if kept is None:
        kept = BenefitDeclaration(
            participant_id=participant.id, benefit=benefit, since=since, import_batch_id=import_batch_id
        )
        db.session.add(kept)
    elif version is not None:
        _refuse_stale(kept, version, {**claimed, "until": until})
    kept.until, kept.facts, kept.told_on, kept.recorded_by_id = until, claimed, on, actor.user_id
    db.session.flush()
    record(actor, "recorded-benefit", kept)
    told(participant, actor, on)
    return kept


def _told(benefit: str, since: date, until: date | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the contract writes them, refused by the contract's own reading of them."""
    if benefit not in BENEFIT_NAMES:
        raise Invalid("Choose the benefit from the list.", field="benefit")
    day(since, field="since")
    told = {
        name: str(value) if isinstance(value, Money) else value
        for name, value in facts.items()
        if value is not None
    }
    # Where nobody said per what, the amount would be read per week and month alike: leave both out.
    if "other_earnings" not in told:
        told.pop("other_earnings_per", None)
    document = {
        **told,
        "benefit": benefit,
        "from": since.isoformat(),
        "until": until.isoformat() if until else None,
    }
    try:
        rules.facts_from_json({"benefits": [document]})
    except Invalid as error:
        field = (error.field or "").rpartition(".")[2]
        sentence = error.message.partition(": ")[2] or error.message
        raise Invalid(sentence[0].upper() + sentence[1:], field=field) from None
    return told


def _refuse_stale(kept: BenefitDeclaration, version: int, told: Mapping[str, Any]) -> None:
    """As for any record, but each fact is compared by itself."""
    values = {**dict.fromkeys(kept.facts), **told}
    theirs = {name: kept.facts.get(name) for name in values} | {"until": kept.until}
    refuse_stale(SimpleNamespace(version=kept.version, **theirs), version, values)


def _standing(
    participant: Participant, benefit: str, since: date, until: date | None
) -> BenefitDeclaration | None:
    """The declaration of this benefit from this very day. Raises Invalid where another overlaps."""
    for other in told_queries.declarations(participant.id):
        if other.benefit != benefit:
            continue
        if other.since == since:
            return other
        begins_before_end = until is None or other.since <= until
        ends_after_begin = other.until is None or other.until >= since
        if begins_before_end and ends_after_begin:
            raise Invalid(
                f"This benefit is already recorded from {other.since.day} {other.since:%B %Y}. "
                "Change that entry, or end it before this one begins.",
                field="since",
            )
    return None


def end_benefit(*, actor: Actor, on: date, declaration: BenefitDeclaration, until: date) -> None:
    """The person told on a day that a benefit ended. Raises Refused, Invalid."""
    person = _person_of(declaration)
    _demand(actor, person)
    if until < declaration.since:
        raise Invalid("A benefit cannot end before it began: check the date.", field="until")
    declaration.until, declaration.told_on, declaration.recorded_by_id = until, on, actor.user_id
    db.session.flush()
    record(actor, "ended-benefit", declaration)
    told(person, actor, on)


def set_knows(*, actor: Actor, on: date, declaration: BenefitDeclaration, knows: bool) -> None:
    """The person said "I know, tell me only if it changes" about this benefit, or takes that back."""
    person = _person_of(declaration)
    _demand(actor, person)
    declaration.knows_since = on if knows else None
    db.session.flush()
    record(actor, "set-knows" if knows else "unset-knows", declaration)
    told(person, actor, on)


def _person_of(declaration: BenefitDeclaration) -> Participant:
    return db.session.get_one(Participant, declaration.participant_id)
