"""Pages of bank details: masked until somebody from finance opens them, which is written down."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.people import confirming_views, forms, modulus_tables, payee_queries, payees, queries
from tracker.people.blueprint import bp
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.transaction import writing


@bp.get("/people/bank-details")
@requires(Permission.MANAGE_PAYEES)
def payees_list() -> ResponseReturnValue:
    search = request.args.get("search", "")[:100]
    page = queries.people(
        actor(), None, request.args.get("after"), search, permission=Permission.MANAGE_PAYEES
    )
    known = payee_queries.with_payee([person.id for person in page.rows])
    return render_template("people/payees.html", page=page, search=search, known=known)


def has_bank(person: Participant) -> bool:
    """Whether finance holds bank details of a person's own, under any of their records."""
    return bool(payee_queries.with_payee([person.id]))


@bp.route("/people/<id:participant_id>/bank", methods=["GET", "POST"])
@requires(Permission.MANAGE_PAYEES)
def bank(participant_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.MANAGE_PAYEES)
    form = forms.BankForm()
    saved = form.save(
        lambda: payees.set_payee(
            actor=actor(),
            on=clock.today(),
            participant=person,
            **form.details,
        ),
        lambda _: url_for(".bank", participant_id=participant_id, said="saved"),
    )
    return saved or _page(person, form)


@bp.post("/people/<id:participant_id>/bank/reveal")
@requires(Permission.MANAGE_PAYEES)
def reveal_bank(participant_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.MANAGE_PAYEES)
    with writing():
        opened = payees.reveal(actor=actor(), participant=person)
    return _page(person, forms.BankForm(formdata=None), opened)


def _page(person: Participant, form: Any, opened: PayeeVersion | None = None) -> ResponseReturnValue:
    versions = payee_queries.payee_versions(person.id)
    others = [one for one in payee_queries.of_other_records(person.id) if one.recipient is None]
    refs = queries.refs({one.participant_id for one in others})
    return render_template(
        "people/bank.html",
        person=person,
        form=form,
        versions=versions,
        masked=[payees.masked(version) for version in versions],
        names=accounts.names({version.recorded_by_id for version in versions if version.recorded_by_id}),
        opened=opened,
        others=[(refs[payee.participant_id], *payees.masked(payee)) for payee in others],
        checked=modulus_tables.of_payee(versions[0]) if versions else None,
        stands=confirming_views.standing(versions[0]) if versions else None,
        shared=bool(versions) and payees.shared_with(versions[0]),
        said=request.args.get("said"),
    )
