"""The register of one session: what became of every place, on one screen that works without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import forms, queries
from tracker.sessions.blueprint import bp
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.sessions.register import Row, take_register
from tracker.web.access import actor, requires
from tracker.web.ids import encode


@bp.route("/sessions/<id:session_id>/register", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def register(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    places = queries.attendances(involvement.id)
    form = forms.register_form(places, projects.words("role"))(data=_as_shown(places))
    touched = _touched(form, places)
    saved = form.save(
        lambda: take_register(actor=actor(), on=clock.today(), rows=[_row(form, place) for place in touched]),
        lambda _: url_for(".show", session_id=session_id, said="register"),
    )
    return saved or _page(involvement, places, form, touched)


def _as_shown(places: Sequence[Attendance]) -> dict[str, Any]:
    return {
        f"{name}_{encode(place.id)}": value for place in places for name, value in forms.shown(place).items()
    }


def _touched(form: Any, places: Sequence[Attendance]) -> list[Attendance]:
    """The rows that somebody changed on the screen, whatever became of them in the database meanwhile."""
    if not form.is_submitted():
        return []
    if request.form.get("fill") == Outcome.ATTENDED.value:
        _fill(form, places)
    return [
        place
        for place in places
        if forms.mark(forms.typed(form, place)) != request.form.get(f"shown_{encode(place.id)}")
    ]


def _fill(form: Any, places: Sequence[Attendance]) -> None:
    """One button says of everybody not recorded yet that they attended."""
    for place in places:
        field = form[f"outcome_{encode(place.id)}"]
        field.data = field.data or Outcome.ATTENDED.value


def _row(form: Any, place: Attendance) -> Row:
    code = encode(place.id)
    values = forms.typed(form, place)
    return Row(
        attendance=place,
        key=code,
        version=_looked_at(code),
        outcome=Outcome(values["outcome"]) if values["outcome"] else None,
        minutes=values["minutes"],
        preparation_minutes=values["preparation_minutes"],
        role=values["role"],
    )


def _looked_at(code: str) -> int:
    """The version of a row that the person was looking at, if what they sent carries one."""
    version = request.form.get(f"version_{code}", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0


def _page(
    involvement: InvolvementSession, places: Sequence[Attendance], form: Any, touched: list[Attendance]
) -> ResponseReturnValue:
    """The register again: rows that nobody changed here show what stands now, changed ones what was typed."""
    kept = {place.id for place in touched}
    for place in places:
        if place.id not in kept:
            _show_anew(form, place)
        _name_faults(form, place)
    return render_template(
        "sessions/register.html",
        involvement=involvement,
        form=form,
        rows=_rows(places, _unseen(form, touched)),
        upcoming=involvement.held_on > clock.today(),
    )


def _rows(places: Sequence[Attendance], unseen: list[Attendance]) -> list[tuple[Attendance, str, int, str]]:
    """Each place with its key, and the version and values that its row sends along as the ones looked at."""
    rows = []
    for place in places:
        code = encode(place.id)
        version, mark = place.version, forms.mark(forms.shown(place))
        if place in unseen:
            version, mark = _looked_at(code), request.form.get(f"shown_{code}", mark)
        rows.append((place, code, version, mark))
    return rows


def _unseen(form: Any, touched: list[Attendance]) -> list[Attendance]:
    """The changed rows of which the page does not show what somebody else saved: all but the one refused."""
    overtaken = [place for place in touched if _looked_at(encode(place.id)) != place.version]
    refused = overtaken[:1] if form.stale else []
    return [place for place in touched if place not in refused]


def _name_faults(form: Any, place: Attendance) -> None:
    """Say in the list of errors whose row each one is in."""
    name = place.participant.name
    for beginning in forms.shown(place):
        field = form[f"{beginning}_{encode(place.id)}"]
        field.errors = [text if text.startswith(name) else f"{name}: {text}" for text in field.errors]


def _show_anew(form: Any, place: Attendance) -> None:
    for name, value in forms.shown(place).items():
        field = form[f"{name}_{encode(place.id)}"]
        field.raw_data, field.data = None, value
