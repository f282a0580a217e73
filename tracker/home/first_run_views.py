"""The pages of the first set-up: one question a page, each saved by itself, gone on with at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import passwords
from tracker.accounts import queries as accounts
from tracker.accounts.settings_forms import SettingsForm
from tracker.errors import Invalid
from tracker.home import first_run
from tracker.home import first_run_forms as forms
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.access import actor, requires
from tracker.web.forms import BaseForm
from tracker.web.notices import done
from tracker.web.transaction import writing

bp = Blueprint("first_run", __name__)

_TITLES = (
    "What is your organisation called, and where does it work?",
    "What do you call people, and what they take part in?",
    "How do you pay people, and how often?",
    "What do you pay to begin with?",
    "What is your first project, and who approves its claims?",
)


@bp.get("/set-up")
@requires(Permission.SET_UP)
def set_up() -> ResponseReturnValue:
    """Go on where the questions were left; after the last, home."""
    question = first_run.next_question()
    return redirect(url_for("home.index") if question is None else url_for(".question", number=question))


@bp.route("/set-up/<int:number>", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def question(number: int) -> ResponseReturnValue:
    asked = {1: _name, 2: _words, 3: _pay, 4: _rates, 5: _project}.get(number)
    if asked is None:
        abort(404)
    form, save = asked(number)
    saved: ResponseReturnValue | None = form.save(save, lambda _: _onwards(number)) if save else None
    if saved is not None:
        return saved
    return render_template(
        "home/question.html",
        form=form,
        number=number,
        title=_TITLES[number - 1],
        questions=first_run.QUESTIONS,
        settings=isinstance(form, SettingsForm),
        rate_cards=projects.rate_cards() if number == 4 else (),
    )


@bp.post("/set-up/<int:number>/skip")
@requires(Permission.SET_UP)
def skip(number: int) -> ResponseReturnValue:
    if not 1 <= number <= first_run.QUESTIONS:
        abort(404)
    with writing():
        first_run.done_with(actor=actor(), question=number)
    return redirect(_onwards(number))


def _onwards(number: int) -> str:
    if number < first_run.QUESTIONS:
        return url_for(".question", number=number + 1)
    return done("That was the last question. What is left to set up stands here.", url_for("home.index"))


# --- each question: its form, and what saves it; None where it must be shown again first --------------------

Asked = tuple[Any, Callable[[], object] | None]


def _name(number: int) -> Asked:
    return _settings(forms.FirstName(obj=accounts.organisation()), number)


def _words(number: int) -> Asked:
    return _settings(forms.FirstWords(obj=accounts.organisation()), number)


def _pay(number: int) -> Asked:
    return _settings(forms.FirstPay(obj=accounts.organisation()), number)


def _settings(form: SettingsForm, number: int) -> Asked:
    return form, lambda: first_run.keep(
        actor=actor(), version=form.shown_version, question=number, values=form.values()
    )


def _rates(number: int) -> Asked:
    form = forms.FirstRates()
    if not form.is_submitted():
        form.since.data = clock.today().replace(day=1)

    def save() -> None:
        rows = {(label, unit): form[field].data for field, label, unit in forms.ROWS}
        first_run.begin_rates(actor=actor(), name=form.name.data, since=form.since.day, rows=rows)
        first_run.done_with(actor=actor(), question=number)

    return form, save


def _project(number: int) -> Asked:
    form = forms.FirstProject()
    password_hash = _hashed(form) if form.is_submitted() else None
    cards = projects.rate_cards()

    def save() -> None:
        on = clock.today()
        project = first_run.begin_project(
            actor=actor(),
            on=on,
            name=form.project.data,
            cost_code=form.cost_code.data,
            rate_card_id=cards[0].id if cards else None,
        )
        first_run.name_approver(
            actor=actor(),
            on=on,
            project=project,
            name=form.name.data,
            email=form.email.data,
            password_hash=password_hash,
        )
        first_run.done_with(actor=actor(), question=number)

    return form, None if form.password.errors else save


def _hashed(form: BaseForm) -> str | None:
    """The hash of the first password, made before the write lock; None where none was entered."""
    if not form["password"].data or not form.validate():
        return None
    try:
        return passwords.hashed(form["password"].data)
    except Invalid as error:
        form.refuse(error)
        return None
