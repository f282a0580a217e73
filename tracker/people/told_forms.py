"""Forms for what people tell a benefit contact: a question in plain English for each fact, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput
from wtforms import BooleanField, SubmitField

from tracker import money
from tracker.people.benefits import BENEFIT_NAMES, FACTS_ASKED, NATION_NAMES
from tracker.people.models import BenefitDeclaration, Circumstances, WorkPermission
from tracker.web.fields import HoursField, PickField, RadiosField, WholeField, YesNoField
from tracker.web.forms import BaseForm, DateField, MoneyField, required

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

PERMISSIONS = [
    (WorkPermission.CAN_BE_PAID.value, "Can be paid"),
    (WorkPermission.EXPENSES_ONLY.value, "Expenses only"),
    (WorkPermission.WEEKLY_HOURS_LIMIT.value, "Can be paid, up to a number of hours a week"),
    ("", "Not asked"),
]


_OWN_MONTH = ("assessment-period", "Their Universal Credit month")


class ToldForm(BaseForm):
    """The facts about a person as a whole. What is left open on a new slip stays as it was told before."""

    nation = RadiosField(
        "Where do they live?", choices=[*NATION_NAMES.items(), ("", "Not asked")], default=""
    )
    date_of_birth = DateField("When were they born?", description="Some limits depend on age.")
    couple = YesNoField("Do they claim together with a partner?", default="unknown")
    work_permission = RadiosField(
        "May they be paid for work?",
        choices=PERMISSIONS,
        default="",
        description="Never write down why, here or anywhere else.",
    )
    weekly_minutes_limit = HoursField(
        "How many hours a week may they work?", description="Only where there is such a limit."
    )
    consent_on = DateField(
        "When did they agree that we keep this?", description="They may take it back at any time."
    )
    submit = SubmitField("Save and close", widget=GovSubmitInput())


class ChooseBenefitForm(BaseForm):
    """Which benefit is told of."""

    benefit = PickField(
        "Which benefit do they get?",
        [required("Choose the benefit.")],
        choices=[("", "Choose a benefit"), *BENEFIT_NAMES.items()],
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())


# What somebody who looks after somebody may get for it, by the answer: the benefits to record next.
CARING_LEADS_TO: Mapping[str, tuple[str, ...]] = {
    "allowance": ("carers-allowance",),
    "scotland": ("carer-support-payment",),
    "uc": ("universal-credit",),
    "both": ("carers-allowance", "universal-credit"),
    "both-scotland": ("carer-support-payment", "universal-credit"),
    "neither": (),
    "unknown": (),
}


class CaringForm(BaseForm):
    """What somebody who looks after somebody gets for it, in plain words."""

    caring = RadiosField(
        "They look after somebody. What do they get for it?",
        [required("Choose what they get, or that they do not know.")],
        choices=[
            ("allowance", "Carer's Allowance"),
            ("scotland", "Carer Support Payment, which is Scotland's"),
            ("uc", "More Universal Credit, because they care: the carer amount"),
            ("both", "Carer's Allowance and the carer amount of Universal Credit"),
            ("both-scotland", "Carer Support Payment and the carer amount of Universal Credit"),
            ("neither", "None of these"),
            ("unknown", "They do not know"),
        ],
        meanings={
            "allowance": "Money of its own, each week or each four weeks. It has a weekly limit on earnings.",
            "uc": "A part of the Universal Credit payment. It has no weekly limit of its own.",
            "unknown": "Their award letter, or their bank statement, names what is paid.",
        },
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())


class BenefitForm(BaseForm):
    """When a benefit began and ended; the fields for its facts are added by `benefit_form`."""

    since = DateField(
        "Since when do they get it?",
        [required("Enter the day it began, as well as they know it.")],
        description="Roughly will do: the first of the month, or of the year.",
    )
    until = DateField("If it has ended: when?", description="Leave empty while they get it.")
    consent_on = DateField(
        "When did they agree that we keep this?",
        [required("Enter the day they agreed. Without it, nothing may be kept.")],
    )


_QUESTIONS: Mapping[str, Callable[[], Any]] = {
    "assessment_period_starts_on_day": lambda: WholeField(
        "On which day of the month does their Universal Credit month begin?",
        most=31,
        description="Their statement says it: a month from the 17th to the 16th begins on day 17. "
        "Leave empty if they do not know.",
    ),
    "work_allowance": lambda: RadiosField(
        "Can they earn something before their Universal Credit goes down?",
        choices=[
            ("with-housing", "Yes, the lower amount"),
            ("without-housing", "Yes, the higher amount"),
            ("none", "No"),
            ("unknown", "They do not know"),
        ],
        meanings={
            "with-housing": "They have a child or limited capability for work, and get help with rent, or "
            "live in temporary housing that the council arranged.",
            "without-housing": "They have a child or limited capability for work, and get no help with rent.",
            "none": "Every pound they earn counts.",
        },
        description="Their statement calls it the work allowance.",
        default="unknown",
    ),
    "other_earnings": lambda: MoneyField(
        "What do they earn elsewhere?",
        description="What reaches them after tax. Type 0 for nothing; leave empty if it was not asked.",
    ),
    "other_earnings_per": lambda: RadiosField(
        "For how long a time is that?",
        choices=[
            ("week", "A week"),
            ("fortnight", "Two weeks"),
            ("four-weeks", "Four weeks"),
            ("month", "A month"),
            ("year", "A year"),
            ("", "Not asked"),
        ],
        default="",
    ),
    "other_minutes_per_week": lambda: HoursField(
        "How many hours a week do they work elsewhere?",
        description="Paid or not. Type 0 for none; leave empty if it was not asked.",
    ),
    "care_costs_per_week": lambda: MoneyField(
        "What do they pay each week for care, so that they can work?",
        description="To somebody who is not a close relative. Type 0 for nothing.",
    ),
    "pension_per_week": lambda: MoneyField(
        "What do they pay into a pension each week?", description="Type 0 for nothing."
    ),
    "week_ends_on": lambda: PickField(
        "On which day does their benefit week end?",
        choices=[("", "They do not know"), *((day, day.capitalize()) for day in DAYS)],
        description="If nobody knows, every day is looked at.",
    ),
    "disregard": lambda: RadiosField(
        "Which of these is true of them?",
        choices=[
            ("single", "Single"),
            ("couple", "One of a couple"),
            ("lone-parent", "Lone parent"),
            ("higher", "Gets a higher amount because of disability or caring"),
            ("special", "In special work, such as part-time firefighting"),
            ("unknown", "They do not know"),
        ],
        description="It decides how much they may earn before the benefit goes down.",
        default="unknown",
    ),
    "age_25_or_over": lambda: YesNoField("Are they 25 or older?", default="unknown"),
    "supported_permitted_work": lambda: YesNoField(
        "Is their work with us supported permitted work?",
        unknown="They do not know",
        default="unknown",
        description="Work watched over by somebody whose job that is, as agreed with the Jobcentre.",
    ),
    "permitted_work": lambda: YesNoField(
        "Do they do permitted work?", unknown="They do not know", default="unknown"
    ),
    "accommodation": lambda: RadiosField(
        "Where do they live?",
        choices=[
            ("specified-or-temporary", "Supported or temporary housing"),
            ("other", "Anywhere else"),
            ("", "Not asked"),
        ],
        default="",
    ),
    "passported": lambda: YesNoField(
        "Do they get it because they get another benefit?", unknown="They do not know", default="unknown"
    ),
    "kit_days_used": lambda: WholeField(
        "How many keeping-in-touch days have they used?",
        most=366,
        description="Days worked during the leave, with us or elsewhere.",
    ),
}


def benefit_form(benefit: str) -> type[Any]:
    """A form with the questions of this benefit and no others."""
    fields: dict[str, Any] = {name: _QUESTIONS[name]() for name in FACTS_ASKED.get(benefit, ())}
    if "assessment_period_starts_on_day" in fields:
        fields["other_earnings_per"].kwargs["choices"].insert(0, _OWN_MONTH)
    if fields:
        fields["knows"] = BooleanField(
            "They said: I know, tell me only if it changes", widget=GovCheckboxInput()
        )
    fields["submit"] = SubmitField("Save and close", widget=GovSubmitInput())
    return type("BenefitForm", (BenefitForm,), fields)


def asked(form: Any) -> list[str]:
    """The names of the facts that a benefit's form asks for."""
    return [name for name in _QUESTIONS if name in form]


def facts_of(form: Any) -> dict[str, Any]:
    """The facts as they were answered; None for what was not."""
    return {name: _answer(form[name]) for name in asked(form)}


def _answer(field: Any) -> Any:
    if isinstance(field, YesNoField):
        return field.answer
    return None if field.data == "" else field.data


def as_typed(declaration: BenefitDeclaration) -> dict[str, Any]:
    """A declaration as its form shows it."""
    typed: dict[str, Any] = dict(declaration.facts)
    for name in ("other_earnings", "care_costs_per_week", "pension_per_week"):
        if name in typed:
            typed[name] = money.parse(typed[name])
    return typed | {
        "since": declaration.since,
        "until": declaration.until,
        "knows": declaration.knows_since is not None,
    }


def told_as_typed(kept: Circumstances | None) -> dict[str, Any]:
    """The facts about a person as their form shows them."""
    if kept is None:
        return {}
    return {
        "nation": kept.nation or "",
        "date_of_birth": kept.date_of_birth,
        "couple": kept.couple,
        "work_permission": kept.work_permission.value if kept.work_permission else "",
        "weekly_minutes_limit": kept.weekly_minutes_limit,
        "consent_on": kept.consent_on,
    }


def told_values(form: ToldForm, *, only_answered: bool) -> dict[str, Any]:
    """The answers as records keep them; a slip leaves what it does not answer as it was."""
    permission = form.work_permission.data
    values = {
        "nation": form.nation.data or None,
        "date_of_birth": form.date_of_birth.data,
        "couple": form.couple.answer,
        "work_permission": WorkPermission(permission) if permission else None,
        "weekly_minutes_limit": form.weekly_minutes_limit.data,
    }
    if only_answered:
        return {name: value for name, value in values.items() if value is not None}
    return values


def spoken(form: Any, names: list[str]) -> list[tuple[str, str]]:
    """Questions with their answers as people read them; what was not answered is left out."""
    lines = ((form[name].label.text, _spoken(form[name])) for name in names)
    return [(question, answer) for question, answer in lines if answer]


def _spoken(field: Any) -> str:
    if field.data in (None, "", "unknown"):
        return ""
    if hasattr(field, "choices"):
        return str(dict(field.choices).get(field.data, field.data))
    if isinstance(field, MoneyField):
        return str(field.data.pounds())
    if isinstance(field, DateField):
        return f"{field.data.day} {field.data:%B %Y}"
    return f"{field._value()} hours" if isinstance(field, HoursField) else str(field.data)  # noqa: SLF001
