"""Our headings, sheet by sheet, each with how its cells are read."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.errors import Invalid
from tracker.imports.cells import (
    Reader,
    amount,
    amount_above_nought,
    at,
    choice,
    code,
    day,
    list_word,
    miles,
    minutes,
    number,
    words,
    yes_or_no,
)
from tracker.money import Money
from tracker.payments.models import Answer, LineKind, Method
from tracker.people.benefits import BENEFIT_NAMES, NATION_NAMES
from tracker.people.models import DocumentFormat, PaymentRoute
from tracker.projects.models import Design
from tracker.sessions.models import Mode, Outcome

_REF = words(40)
_POOL = number(1, 10_000_000)


def _one_of(*known: str, **also: str) -> Reader:
    """A reader of a fixed word; `also` gives other words for some of them."""
    accepted = {code(word): word for word in known} | {code(word): meant for word, meant in also.items()}

    def read(text: str) -> str:
        # People write Carer's Allowance, with one sign or another.
        found = accepted.get(code(text.replace("'", "").replace("’", "")))
        if found is None:
            raise Invalid(f"“{text[:40]}” is not one of the words that can stand here: {', '.join(known)}.")
        return found

    return read


def _fee_choice(text: str) -> tuple[Answer, Money | None]:
    """The answer to an offer; "less 40" says how much less."""
    word, _, rest = text.strip().partition(" ")
    if code(word) == Answer.LESS.value and rest:
        return Answer.LESS, amount_above_nought(rest)
    return _ANSWER(text), None


_ANSWER = choice(Answer, charity=Answer.TO_CHARITY)
_PER = _one_of("week", "fortnight", "four-weeks", "month", "assessment-period", "year", "tax-year")
_WEEKDAY = _one_of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")

COLUMNS: Mapping[str, Mapping[str, Reader]] = {
    "projects": {
        "ref": _REF,
        "name": words(200),
        "cost_code": words(40),
        "funder": words(200),
        "design": choice(Design),
        "pool": _POOL,
    },
    "people": {
        "ref": _REF,
        "name": words(200),
        "known_as": words(100),
        "email": words(254),
        "phone": words(40),
        "preferred_contact": list_word(60),
        "language": list_word(60),
        "format": choice(DocumentFormat),
        "payment_route": choice(PaymentRoute),
        "project_ref": _REF,
    },
    "circumstances": {
        "person_ref": _REF,
        "nation": _one_of(*NATION_NAMES),
        "benefit": _one_of(*BENEFIT_NAMES, uc="universal-credit", **{"personal-independence-payment": "pip"}),
        "from": day,
        "until": day,
        "assessment_period_starts_on_day": number(1, 31),
        "work_allowance": _one_of("none", "with-housing", "without-housing", "unknown"),
        "disregard": _one_of("single", "couple", "higher", "special", "lone-parent", "unknown"),
        "week_ends_on": _WEEKDAY,
        "other_earnings": amount,
        "other_earnings_per": _PER,
        "other_minutes_per_week": number(0, 7 * 24 * 60),
        "care_costs_per_week": amount,
        "pension_per_week": amount,
        "immigration_status": _one_of(
            "unrestricted", "no-permission-to-work", "student", "prisoner", "unknown"
        ),
        "weekly_hours": number(0, 168),
        "date_of_birth": day,
        "couple": yes_or_no,
        "age_25_or_over": yes_or_no,
        "permitted_work": yes_or_no,
        "supported_permitted_work": yes_or_no,
        "accommodation": _one_of("specified-or-temporary", "other"),
        "passported": yes_or_no,
        "kit_days_used": number(0, 366),
    },
    "sessions": {
        "ref": _REF,
        "project_ref": _REF,
        "date": day,
        "start": at,
        "end": at,
        "title": words(200),
        "stage": list_word(60),
        "mode": choice(Mode),
        "level": list_word(60),
        "service_user_activity": yes_or_no,
    },
    "attendance": {
        "session_ref": _REF,
        "person_ref": _REF,
        "outcome": choice(Outcome),
        "minutes": minutes,
        "role": list_word(60),
        "fee_offered": amount,
        "fee_choice": _fee_choice,
    },
    "expenses": {
        "session_ref": _REF,
        "person_ref": _REF,
        "category": list_word(40),
        "amount": amount_above_nought,
        "miles": miles,
        "vehicle": list_word(40),
        "receipt": yes_or_no,
    },
    "payments": {
        "person_ref": _REF,
        "paid_on": day,
        "kind": choice(LineKind),
        "amount": amount_above_nought,
        "method": choice(Method, **{"gift-card": Method.VOUCHER}),
        "session_ref": _REF,
        "minutes": minutes,
    },
    "payees": {
        "person_ref": _REF,
        "account_name": words(70),
        "sort_code": words(20),
        "account_number": words(20),
        "roll_number": words(30),
    },
}

# The refs, names and dates that a row is about; a name only where the record is new.
REQUIRED: Mapping[str, frozenset[str]] = {
    "projects": frozenset({"ref"}),
    "people": frozenset({"ref"}),
    "circumstances": frozenset({"person_ref"}),
    "sessions": frozenset({"ref", "project_ref", "date"}),
    "attendance": frozenset({"session_ref", "person_ref"}),
    "expenses": frozenset({"session_ref", "person_ref"}),
    "payments": frozenset({"person_ref", "paid_on", "amount"}),
    "payees": frozenset({"person_ref", "account_name", "sort_code", "account_number"}),
}
