"""Pages: the limit that a person sets for themselves, and its end."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.people import forms, queries, services
from tracker.people.blueprint import bp
from tracker.people.models import LimitPer
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.transaction import writing


@bp.route("/people/<id:participant_id>/limit", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def limit(participant_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.ADD_PEOPLE)
    form: Any = forms.LimitForm()
    saved = form.save(
        lambda: services.set_own_limit(
            actor=actor(),
            on=clock.today(),
            participant=person,
            per=LimitPer(form.per.data),
            starts_on=form.starts_on.data,
            amount=form.amount.data,
            minutes=form.minutes.data,
        ),
        lambda _: url_for(".show", participant_id=participant_id, said="limit"),
    )
    return saved or render_template("people/limit.html", form=form, person=person)


@bp.post("/people/<id:participant_id>/limit/<id:limit_id>/end")
@requires(Permission.ADD_PEOPLE)
def end_limit(participant_id: int, limit_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.ADD_PEOPLE)
    kept = queries.own_limit(person.id, limit_id)
    with writing():
        services.end_own_limit(actor=actor(), on=clock.today(), limit=kept)
    return redirect(url_for(".show", participant_id=participant_id, said="changed"))
