"""The form of a list in somebody's own words: a field for each column and word, and for what is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput
from wtforms import Field, SelectField, SubmitField

from tracker.imports.lists import asking, days
from tracker.imports.lists.kinds import KIND_LABELS, METHOD_LABELS
from tracker.imports.lists.payments import PaymentList
from tracker.imports.lists.people import PeopleList
from tracker.imports.lists.roles import LABELS, Column, Role
from tracker.imports.lists.rows import Sort
from tracker.imports.lists.said import Blanks, DayIs, Differing, Refunds, Said
from tracker.imports.lists.understanding import Listed
from tracker.imports.wide.headings import Order
from tracker.money import ZERO
from tracker.web.fields import RadiosField
from tracker.web.filters import counted
from tracker.web.forms import BaseForm, DateField

_MOST_WORDS = 60
_ORDERS = [(Order.DAY_FIRST.value, "The day first"), (Order.MONTH_FIRST.value, "The month first")]
_DAYS = [
    (DayIs.PAID.value, "The days on which the money was paid"),
    (DayIs.SPENT.value, "The days of the work or the cost"),
]


class ListForm(BaseForm):
    """What a list leaves open besides its columns and words, and the project that new people join."""

    day_is = RadiosField("What are the days in it?", choices=_DAYS)
    order = RadiosField("How are its dates written?", choices=_ORDERS)
    blanks = RadiosField("Whose are the amounts in rows without a name?")
    differing = RadiosField("Which counts where the amounts of a row are not its total?")
    refunds = RadiosField(
        "What becomes of amounts that were paid back?",
        choices=[
            ("", "They come in as money that was paid back"),
            (Refunds.LEAVE_OUT.value, "They are left out, and named"),
        ],
    )
    paid_on = DateField(
        "If everything in it was paid on one day: which?",
        description="Only if that is so. A whole month or year is no day.",
    )
    project = SelectField("Project", choices=[], widget=GovSelect())
    again = SubmitField(
        "Show it again", widget=GovSubmitInput(), render_kw={"class": "govuk-button--secondary"}
    )
    submit = SubmitField("Continue to the check", widget=GovSubmitInput())


def form_of(made: Listed, said: Said, projects: Iterable[tuple[str, str]], project: str) -> Any:
    """The form as it stands for a list, each field with what was said or what it seems to be."""
    fields: dict[str, Field] = {
        f"column_{one.at}": SelectField(one.named, choices=[], description=one.evidence, widget=GovSelect())
        for one in _shown_columns(made)
    }
    words = made.words[:_MOST_WORDS] if isinstance(made, PaymentList) else []
    for number, word in enumerate(words):
        label = f"“{word.text}”" if word.text else "Nothing written"
        label = "What were the amounts under the days for?" if word.text == asking.ACROSS else label
        fields[f"word_{number}"] = SelectField(
            f"{label} ({counted(word.times, 'amount')}, {word.pence.pounds()})",
            choices=[],
            widget=GovSelect(),
        )
    form = type("AnyListForm", (ListForm,), fields)(data=_shown(made, said, project))
    _offer(form, made)
    form.project.choices = [("", "None"), *projects]
    return form


def _shown(made: Listed, said: Said, project: str) -> dict[str, Any]:
    asked = {ask.about for ask in made.asks}
    data: dict[str, Any] = {"project": project, "paid_on": said.paid_on}
    for one in _shown_columns(made):
        data[f"column_{one.at}"] = "" if f"{asking.COLUMN} {one.at}" in asked else one.role.value
    if isinstance(made, PeopleList):
        return data
    for number, word in enumerate(made.words):
        data[f"word_{number}"] = word.meaning or ""
    data["day_is"], data["order"] = made.day_is, made.order
    data["blanks"], data["differing"], data["refunds"] = said.blanks, said.differing, said.refunds or ""
    return data


def _offer(form: Any, made: Listed) -> None:
    """What may be chosen in each field; where a question is open, its answers with their figures."""
    asked: Mapping[str, Any] = {ask.about: ask.options for ask in made.asks}
    usual = [(role.value, label) for role, label in LABELS[made.said.what].items()]
    for one in _shown_columns(made):
        answers = asked.get(f"{asking.COLUMN} {one.at}")
        rest = [(code, label) for code, label in usual if not answers or code not in dict(answers)]
        form[f"column_{one.at}"].choices = [("", "Choose"), *answers, *rest] if answers else usual
    if isinstance(made, PeopleList):
        return
    for number, word in enumerate(made.words[:_MOST_WORDS]):
        labels = KIND_LABELS if word.about == asking.KIND else METHOD_LABELS
        form[f"word_{number}"].choices = [
            ("", "Choose"),
            *((str(code), label[0].upper() + label[1:]) for code, label in labels.items()),
        ]
    for field, about in ((form.order, "order"), (form.blanks, "blanks"), (form.differing, "differing")):
        answers = [(code, label[0].upper() + label[1:]) for code, label in asked.get(about, ())]
        field.choices = answers or field.choices
    form.blanks.choices = form.blanks.choices or [(Blanks.ABOVE.value, "They are of the person above")]
    form.differing.choices = form.differing.choices or [
        (Differing.PARTS.value, "The amounts"),
        (Differing.TOTAL.value, "The total"),
    ]


def wanted(made: Listed, said: Said) -> frozenset[str]:
    """The fields that this list has a use for, besides those of its columns and words."""
    if isinstance(made, PeopleList):
        return frozenset()
    asked = {ask.about for ask in made.asks}
    dated = bool(made.day_texts())
    uses = {
        "order": dated and ("order" in asked or _order_matters(made)),
        "day_is": dated and said.paid_on is None,
        "blanks": any(row.sort is Sort.NAMELESS for row in made.rows),
        "differing": "differing" in asked or said.differing is not None,
        "refunds": any(pence < ZERO for row in made.rows for pence in row.amounts.values()),
        "paid_on": not dated or "paid-on" in asked or said.paid_on is not None,
    }
    return frozenset(name for name, used in uses.items() if used)


def _order_matters(made: PaymentList) -> bool:
    return any(
        days.read(text, Order.DAY_FIRST) != days.read(text, Order.MONTH_FIRST) for text in made.day_texts()
    )


def said_in(form: Any, made: Listed, said: Said) -> Said:
    """What the form says of the list; what it does not show stays as it was."""
    roles = {one.at: Role(chosen) for one in _shown_columns(made) if (chosen := _chosen(form, one))}
    if isinstance(made, PeopleList):
        return Said(said.what, roles)
    told = {
        word.key: form[f"word_{number}"].data
        for number, word in enumerate(made.words[:_MOST_WORDS])
        if form[f"word_{number}"].data
    }
    paid_on: date | None = form.paid_on.data
    return Said(
        what=said.what,
        roles=roles,
        words={**said.words, **told},
        order=Order(form.order.data) if form.order.data else said.order,
        day_is=DayIs(form.day_is.data) if form.day_is.data else said.day_is,
        blanks=Blanks(form.blanks.data) if form.blanks.data else said.blanks,
        differing=Differing(form.differing.data) if form.differing.data else said.differing,
        refunds=Refunds(form.refunds.data) if form.refunds.data else None,
        paid_on=paid_on,
    )


def _shown_columns(made: Listed) -> list[Column]:
    """Every column but the empty ones, and those that were left out before anything was read."""
    return [one for one in made.columns if one.heading or made.table.texts(one.at)]


def _chosen(form: Any, one: Column) -> str:
    return str(form[f"column_{one.at}"].data or "")
