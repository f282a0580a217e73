"""A page to type in what people spent to come to one session: a row for each expense, all saved at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from tracker import clock
from tracker.errors import Invalid
from tracker.payments.blueprint import bp
from tracker.payments.forms import MilesField
from tracker.payments.models import ClaimLine
from tracker.payments.session_expenses import Spent, add_expenses
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import queries as sessions
from tracker.sessions.models import Attendance
from tracker.web import ids
from tracker.web.access import actor, requires
from tracker.web.fields import PickField
from tracker.web.filters import counted
from tracker.web.forms import BaseForm, MoneyField, TextField, longest
from tracker.web.notices import done

ROWS, MOST_ROWS = 6, 60
# Between the kind of expense and the vehicle, where one choice says both.
_BY = "/"


class ExpensesForm(BaseForm):
    """What people spent; `_form` adds the rows."""


@bp.route("/sessions/<id:session_id>/expenses", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def session_expenses(session_id: int) -> ResponseReturnValue:
    involvement = sessions.involvement(actor(), session_id, Permission.LOG_CLAIMS)
    places = {str(place.id): place for place in sessions.attendances(involvement.id)}
    keys = [str(number) for number in range(_count())]
    form = _form(keys, places)()
    saved = form.save(
        lambda: add_expenses(actor=actor(), on=clock.today(), rows=list(_typed(form, keys, places))),
        lambda lines: done(_said(lines), url_for(".claims", session=ids.encode(session_id))),
    )
    _name_faults(form, keys)
    return saved or render_template(
        "payments/session_expenses.html",
        involvement=involvement,
        form=form,
        keys=keys,
        places=places,
        more=MOST_ROWS if len(keys) < MOST_ROWS else None,
    )


def _count() -> int:
    """How many rows the page has: as many as were sent, or asked for."""
    sent = sum(name.startswith("who_") for name in request.form)
    asked = MOST_ROWS if request.args.get("rows") == str(MOST_ROWS) else ROWS
    return min(max(sent, asked), MOST_ROWS)


def _form(keys: Sequence[str], places: Mapping[str, Attendance]) -> type[Any]:
    people = [("", "Choose"), *((code, place.participant.name) for code, place in places.items())]
    fields: dict[str, Any] = {}
    for key in keys:
        row = f"row {int(key) + 1}"
        fields[f"who_{key}"] = PickField(f"Who, {row}", choices=people)
        fields[f"category_{key}"] = PickField(f"What for, {row}", choices=[("", "Choose"), *_kinds()])
        fields[f"pence_{key}"] = MoneyField(f"Amount, {row}")
        fields[f"miles_{key}"] = MilesField(f"Or miles, {row}")
        fields[f"receipt_seen_{key}"] = BooleanField(f"I have seen the receipt, {row}")
        fields[f"no_receipt_reason_{key}"] = TextField(f"Or why there is none, {row}", [longest(200)])
    return type("ExpensesForm", (ExpensesForm,), fields)


def _kinds() -> Iterator[tuple[str, str]]:
    """The kinds of expense; mileage once for each vehicle that has a rate."""
    vehicles = sorted({rate.vehicle for rate in projects.mileage_rates()})
    for kind in projects.categories():
        if kind.by_mileage:
            yield from ((f"{kind.code}{_BY}{name}", f"{kind.label} by {name}") for name in vehicles)
        else:
            yield kind.code, kind.label


def _typed(form: Any, keys: Sequence[str], places: Mapping[str, Attendance]) -> Iterator[Spent]:
    """The rows that were filled in. Raises Invalid for a row that does not say who or what for."""
    for key in keys:
        who, kind = form[f"who_{key}"].data, form[f"category_{key}"].data
        pence, miles = form[f"pence_{key}"].data, form[f"miles_{key}"].data
        if not who and not kind and pence is None and miles is None:
            continue
        if not who:
            raise Invalid("Choose who spent it.", field=f"who_{key}")
        if not kind:
            raise Invalid("Choose what it was for.", field=f"category_{key}")
        category, _, vehicle = kind.partition(_BY)
        yield Spent(
            key=key,
            place=places[who],
            category=category,
            vehicle=vehicle or None,
            pence=pence,
            miles=miles,
            receipt_seen=form[f"receipt_seen_{key}"].data,
            no_receipt_reason=form[f"no_receipt_reason_{key}"].data or None,
        )


def _name_faults(form: Any, keys: Sequence[str]) -> None:
    """Say in the list of errors which row each one is in."""
    for key in keys:
        row = f"Row {int(key) + 1}: "
        for field in form:
            if field.name.endswith(f"_{key}"):
                field.errors = [text if text.startswith(row) else row + text for text in field.errors]


def _said(lines: Sequence[ClaimLine]) -> str:
    people = len({line.claim_id for line in lines})
    return f"{counted(len(lines), 'expense')} added to {counted(people, 'claim')}."
