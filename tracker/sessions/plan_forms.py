"""Forms of planning a session: what it will cost, and another one like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput
from wtforms import BooleanField, SubmitField

from tracker.errors import Invalid
from tracker.sessions.again import Invited
from tracker.sessions.costs import MOST_PEOPLE, Cost
from tracker.sessions.models import CostKind, PlannedCost
from tracker.web.fields import PickField, RadiosField, TimeField, WholeField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

COST_KINDS = {
    CostKind.FEE: "Fees",
    CostKind.PREPARATION: "Preparation",
    CostKind.FARES: "Fares",
    CostKind.CHILDCARE: "Childcare",
    CostKind.INTERPRETER: "Interpreter",
    CostKind.SUPPORT: "Support",
    CostKind.OTHER: "Other",
}
_BLANK = 2
_MOST_ROWS = 60


class AgainForm(BaseForm):
    """Another session like an earlier one: what differs each time, and what to take along."""

    title = TextField(
        "What is it about?",
        [required("Enter what the session is about, in a few words."), longest(200)],
    )
    held_on = DateField("Date", [required("Enter the date of the session.")])
    start = TimeField("Starts at")
    end = TimeField("Ends at")
    venue = TextField("Venue", [longest(200)])
    invited = RadiosField("Who is invited again?", choices=[], default=Invited.NOBODY.value)
    with_costs = BooleanField("Plan the same costs and budget", default=True, widget=GovCheckboxInput())
    submit = SubmitField("Plan this session", widget=GovSubmitInput())


class CostsForm(BaseForm):
    """How many are expected, what may be spent, and one row for each cost; `costs_form` adds the rows."""

    expected_people = WholeField("How many people do you expect?", most=MOST_PEOPLE)
    budget = MoneyField("What may it cost in all?", description="Leave empty if there is no budget for it.")
    submit = SubmitField("Save the plan", widget=GovSubmitInput())


@dataclass(frozen=True)
class Row:
    """One row of the page: its number, the kind it starts with, and the cost it shows, if there is one."""

    key: str
    kind: CostKind | None
    cost: PlannedCost | None

    @property
    def name(self) -> str:
        """What this row is called in the names of its fields."""
        return COST_KINDS[self.kind] if self.kind else f"Another cost, row {int(self.key) + 1}"


def rows(costs: Sequence[PlannedCost], sent: int = 0) -> list[Row]:
    """A row for each cost written down, one for each kind that has none, and two more.

    At least as many as a page `sent`: of what was typed nothing is lost when somebody else saved meanwhile.
    """
    kinds: list[tuple[CostKind | None, PlannedCost | None]] = []
    for kind in CostKind:
        kept = [(kind, cost) for cost in costs if cost.kind == kind]
        kinds.extend(kept or [(kind, None)])
    kinds.extend([(None, None)] * max(_BLANK, min(sent, _MOST_ROWS) - len(kinds)))
    return [Row(str(number), kind, cost) for number, (kind, cost) in enumerate(kinds)]


def costs_form(shown: Sequence[Row]) -> type[Any]:
    """A form with four fields for each of these rows."""
    fields: dict[str, Any] = {}
    choices = [("", "Choose"), *((kind.value, words) for kind, words in COST_KINDS.items())]
    for row in shown:
        name, cost = row.name, row.cost
        fields[f"kind_{row.key}"] = PickField(
            f"What for: {name}", choices=choices, default=row.kind.value if row.kind else ""
        )
        fields[f"pence_{row.key}"] = MoneyField(f"Amount: {name}", default=cost.pence if cost else None)
        fields[f"people_{row.key}"] = WholeField(
            f"For how many people: {name}", most=MOST_PEOPLE, default=cost.people if cost else None
        )
        fields[f"note_{row.key}"] = TextField(
            f"Note: {name}", [longest(200)], default=(cost.note or "") if cost else ""
        )
    return type("CostsForm", (CostsForm,), fields)


def typed(form: Any, shown: Sequence[Row]) -> Iterator[Cost]:
    """The costs that were typed; empty rows are none. Raises Invalid for a row half filled in."""
    for row in shown:
        kind, pence = form[f"kind_{row.key}"].data, form[f"pence_{row.key}"].data
        people, note = form[f"people_{row.key}"].data, form[f"note_{row.key}"].data
        if pence is None and people is None and not note:
            continue
        if pence is None:
            raise Invalid(f"{row.name}: Enter an amount, or empty the row.", field=f"pence_{row.key}")
        if not kind:
            raise Invalid(f"{row.name}: Choose what it is for.", field=f"kind_{row.key}")
        yield Cost(CostKind(kind), pence, people, note, row.key)


def name_faults(form: Any, shown: Sequence[Row]) -> None:
    """Say in the list of errors which row each one is in."""
    for row in shown:
        for beginning in ("kind", "pence", "people", "note"):
            field = form[f"{beginning}_{row.key}"]
            field.errors = [
                text if text.startswith(row.name) else f"{row.name}: {text}" for text in field.errors
            ]
