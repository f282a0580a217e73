"""The page on which finance closes the books up to a day, and the one on which it opens them again."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.payments import books, books_forms, forms
from tracker.payments.blueprint import bp
from tracker.payments.books_models import BooksClosed
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/books", methods=["GET", "POST"], endpoint="books")
@requires(Permission.PREPARE_RUNS)
def page() -> ResponseReturnValue:
    form = books_forms.CloseBooksForm()
    today = clock.today()
    forms.preset(form, through=today.replace(day=1) - timedelta(days=1))

    def save() -> BooksClosed:
        return books.close(actor=actor(), on=today, through=form.through.day)

    saved = form.save(save, lambda _: done("The books are closed.", url_for(".books")))
    history = books.history()
    return saved or render_template(
        "payments/books.html",
        form=form,
        through=books.closed_through(),
        history=history,
        of_all=actor().projects(Permission.PREPARE_RUNS) is None,
        names=accounts.names({one.set_by_id for one in history if one.set_by_id}),
    )


@bp.route("/books/open", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def open_books() -> ResponseReturnValue:
    form = books_forms.OpenBooksForm()

    def save() -> BooksClosed:
        return books.open_again(actor=actor(), through=form.through.data, reason=form.reason.data)

    saved = form.save(save, lambda _: done("The books are open again.", url_for(".books")))
    return saved or render_template("payments/books_open.html", form=form, through=books.closed_through())
