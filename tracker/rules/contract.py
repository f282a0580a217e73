"""The JSON contract of a check: facts in, assessments out.

`facts_from_json` raises `Invalid` naming the exact field; `assess_document` puts such a refusal in the
place of the bad member of a list, so that the rest of the list is still answered.
"""

from __future__ import annotations

from typing import Any

from tracker.errors import Invalid
from tracker.money import Money
from tracker.periods import WEEKDAYS, Period
from tracker.rules import codes
from tracker.rules.engine import assess
from tracker.rules.facts import Claim, Facts, Immigration, OwnLimit, Payment, Work
from tracker.rules.outcome import Assessment, Finding
from tracker.rules.reading import Record
from tracker.rules.rulebook import Rulebook

MINUTES_IN_A_DAY = 24 * 60
MINUTES_IN_A_WEEK = 7 * MINUTES_IN_A_DAY
MINUTES_IN_A_YEAR = 366 * MINUTES_IN_A_DAY
LONGEST_COVER_DAYS = 366


def facts_from_json(document: object) -> Facts:
    """Read one facts document, already parsed from JSON."""
    record = Record(document, "")
    immigration = record.record("immigration")
    facts = Facts(
        nation=record.choice("nation", codes.NATION_NAMES),
        date_of_birth=record.day("date_of_birth"),
        couple=record.yes_no("couple"),
        immigration=_immigration(immigration) if immigration else None,
        benefits=tuple(_claim(item) for item in record.records("benefits")),
        own_limits=tuple(_own_limit(item) for item in record.records("own_limits")),
        payments=_payments(record.records("payments")),
    )
    record.finish()
    return facts


def assessment_to_json(assessment: Assessment) -> dict[str, Any]:
    """An assessment as plain JSON values, reasons and actions as sentences."""
    return {
        "outcome": str(assessment.outcome),
        "rulebook": {
            "version": assessment.rulebook_version,
            "fingerprint": assessment.rulebook_fingerprint,
        },
        "findings": [finding_to_json(finding) for finding in assessment.findings],
        "not_checked": list(assessment.not_checked),
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """One finding as plain JSON values."""
    return {
        "benefit": finding.benefit,
        "outcome": str(finding.outcome),
        "period": _period_to_json(finding.period),
        "counted": _money_to_json(finding.counted),
        "limit": _money_to_json(finding.limit),
        "headroom": _money_to_json(finding.headroom),
        "minutes_counted": finding.minutes_counted,
        "minutes_limit": finding.minutes_limit,
        "reduction": _money_to_json(finding.reduction),
        "weeks_affected": finding.weeks_affected,
        "reasons": [reason.sentence for reason in finding.reasons],
        "missing": list(finding.missing),
        "actions": [action.sentence for action in finding.actions],
        "parameters": [
            {"id": item.id, "value": item.value, "from": item.start, "source": item.source}
            for item in finding.parameters
        ],
    }


def assess_document(document: object, rulebook: Rulebook) -> dict[str, Any] | list[dict[str, Any]]:
    """Answer one facts document, or each of a list of them in the same order.

    A bad object alone raises `Invalid`; a bad member of a list becomes an error object in its place.
    """
    if isinstance(document, list):
        return [_assess_member(member, rulebook) for member in document]
    return assessment_to_json(assess(facts_from_json(document), rulebook))


def _assess_member(member: object, rulebook: Rulebook) -> dict[str, Any]:
    try:
        return assessment_to_json(assess(facts_from_json(member), rulebook))
    except Invalid as refusal:
        return {"error": {"field": refusal.field, "message": refusal.message}}


def _immigration(record: Record) -> Immigration:
    immigration = Immigration(
        status=record.needed_choice("status", codes.IMMIGRATION_STATUSES),
        weekly_hours=record.whole("weekly_hours", 0, 168),
        told_on=record.day("told_on"),
    )
    record.finish()
    return immigration


def _claim(record: Record) -> Claim:
    starts, until = record.day("from"), record.day("until")
    if starts and until and until < starts:
        raise record.refuse("until", "a benefit cannot end before it begins; check the two dates.")
    claim = Claim(
        benefit=record.needed_choice("benefit", codes.BENEFIT_NAMES),
        starts=starts,
        until=until,
        assessment_period_starts_on_day=record.whole("assessment_period_starts_on_day", 1, 31),
        work_allowance=record.choice("work_allowance", codes.WORK_ALLOWANCES),
        disregard=record.choice("disregard", codes.DISREGARDS),
        week_ends_on=record.choice("week_ends_on", WEEKDAYS),
        other_earnings=record.pounds("other_earnings"),
        other_earnings_per=record.choice("other_earnings_per", codes.TIMES_A_YEAR),
        other_minutes_per_week=record.whole("other_minutes_per_week", 0, MINUTES_IN_A_WEEK),
        care_costs_per_week=record.pounds("care_costs_per_week"),
        pension_per_week=record.pounds("pension_per_week"),
        age_25_or_over=record.yes_no("age_25_or_over"),
        supported_permitted_work=record.yes_no("supported_permitted_work"),
        permitted_work=record.yes_no("permitted_work"),
        accommodation=record.choice("accommodation", codes.ACCOMMODATION),
        passported=record.yes_no("passported"),
        kit_days_used=record.whole("kit_days_used", 0, 366),
        told_on=record.day("told_on"),
    )
    record.finish()
    return claim


def _own_limit(record: Record) -> OwnLimit:
    limit = OwnLimit(
        per=record.needed_choice("per", codes.OWN_LIMIT_PERIODS),
        amount=record.pounds("amount"),
        minutes=record.whole("minutes", 0, MINUTES_IN_A_YEAR),
        starts_on=record.day("starts_on"),
        told_on=record.day("told_on"),
    )
    if limit.amount is None and limit.minutes is None:
        raise record.refuse("amount", "give an amount, minutes or both.")
    record.finish()
    return limit


def _payments(records: list[Record]) -> tuple[Payment, ...]:
    payments = tuple(_payment(record, f"{index + 1}") for index, record in enumerate(records))
    seen: set[str] = set()
    for record, payment in zip(records, payments, strict=True):
        if payment.id in seen:
            raise record.refuse("id", f"{payment.id} is used twice; give each payment its own.")
        seen.add(payment.id)
    return payments


def _payment(record: Record, number: str) -> Payment:
    covers = record.record("covers")
    payment = Payment(
        id=record.text("id") or number,
        kind=record.needed_choice("kind", codes.PAYMENT_KINDS),
        amount=record.needed_pounds("amount"),
        state=record.choice("state", codes.PAYMENT_STATES) or "proposed",
        method=record.choice("method", codes.PAYMENT_METHODS),
        received_on=record.day("received_on"),
        due_on=record.day("due_on"),
        worked=_worked(record),
        covers=_covers(covers) if covers else None,
        service_user_activity=record.yes_no("service_user_activity"),
        actual_cost=record.yes_no("actual_cost"),
        receipted=record.yes_no("receipted"),
        net=record.pounds("net"),
        reported_to_hmrc_on=record.day("reported_to_hmrc_on"),
    )
    if payment.net is not None and payment.net > payment.amount:
        raise record.refuse("net", "the net sum cannot be more than the amount; check the two.")
    record.finish()
    return payment


def _worked(record: Record) -> tuple[Work, ...] | None:
    if record.get("worked") is None:
        return None
    return tuple(_work(item) for item in record.records("worked"))


def _work(record: Record) -> Work:
    work = Work(on=record.needed_day("on"), minutes=record.whole("minutes", 0, MINUTES_IN_A_DAY))
    record.finish()
    return work


def _covers(record: Record) -> Period:
    first, last = record.needed_day("from"), record.needed_day("to")
    if last < first:
        raise record.refuse("to", "the period cannot end before it begins; check the two dates.")
    period = Period(first, last)
    if period.days > LONGEST_COVER_DAYS:
        raise record.refuse("to", "a payment can cover a year at most; check the two dates.")
    record.finish()
    return period


def _money_to_json(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)


def _period_to_json(period: Period | None) -> dict[str, str] | None:
    return None if period is None else {"from": str(period.start), "to": str(period.end)}
