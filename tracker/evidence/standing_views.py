"""Pages: who could do what on a day, and every time one person did the work of two."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock, tables
from tracker.evidence import alone, as_of
from tracker.evidence.blueprint import bp
from tracker.evidence.forms import DayForm
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out


@bp.get("/who-could")
@requires(Permission.EXAMINE)
def who_could() -> ResponseReturnValue:
    # Accounts and settings stand in no project, so they are read whole or not at all.
    if actor().projects(Permission.EXAMINE) is not None:
        abort(403)
    form = DayForm(formdata=request.args)
    found = as_of.standing(form.on.data or clock.today()) if form.validate() else None
    return render_template("evidence/who_could.html", form=form, found=found, held_name=as_of.held_name)


@bp.get("/one-person")
@requires(Permission.EXAMINE)
def small_team() -> ResponseReturnValue:
    return render_template("evidence/small_team.html", found=alone.uses(actor()))


@bp.get("/one-person/file")
@requires(Permission.EXAMINE)
def small_team_file() -> ResponseReturnValue:
    rows = [one.row for one in alone.uses(actor())]
    return handed_out(tables.to_csv(alone.HEADINGS, rows), tables.CSV, "one-person-did-both.csv")
