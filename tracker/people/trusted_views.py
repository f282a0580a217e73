"""Pages of the accounts of people whom somebody trusts with their money: entered, opened, ended."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.people import confirming_views, forms, modulus_tables, payee_queries, payees, queries
from tracker.people.blueprint import bp
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/people/<id:participant_id>/bank/others", methods=["GET", "POST"])
@requires(Permission.MANAGE_PAYEES)
def trusted(participant_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.MANAGE_PAYEES)
    form = forms.TrustedForm()
    saved = form.save(
        lambda: payees.set_payee(
            actor=actor(),
            on=clock.today(),
            participant=person,
            recipient=form.recipient.data,
            consent_on=form.consent_on.data,
            **form.details,
        ),
        lambda _: done("The account is saved.", url_for(".trusted", participant_id=participant_id)),
    )
    return saved or _page(person, form)


@bp.post("/people/<id:participant_id>/bank/others/<id:payee_id>/reveal")
@requires(Permission.MANAGE_PAYEES)
def reveal_trusted(participant_id: int, payee_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.MANAGE_PAYEES)
    kept = payee_queries.trusted_payee(person.id, payee_id)
    with writing():
        opened = payees.reveal(actor=actor(), participant=person, recipient=kept.recipient)
    return _page(person, forms.TrustedForm(formdata=None), opened)


@bp.post("/people/<id:participant_id>/bank/others/<id:payee_id>/end")
@requires(Permission.MANAGE_PAYEES)
def end_trusted(participant_id: int, payee_id: int) -> ResponseReturnValue:
    """They no longer agree: nothing more goes there."""
    person = queries.participant(actor(), participant_id, Permission.MANAGE_PAYEES)
    kept = payee_queries.trusted_payee(person.id, payee_id)
    with writing():
        ended = payees.withdraw_consent(actor=actor(), participant=person, recipient=kept.recipient or "")
    said = f"Nothing more goes to {ended.recipient}."
    return redirect(done(said, url_for(".trusted", participant_id=participant_id)))


def _page(person: Participant, form: Any, opened: PayeeVersion | None = None) -> ResponseReturnValue:
    accounts = payee_queries.trusted_payees(person.id)
    return render_template(
        "people/trusted.html",
        person=person,
        form=form,
        accounts=accounts,
        masked={payee.id: payees.masked(payee) for payee in accounts},
        shared={payee.id for payee in accounts if payees.shared_with(payee)},
        checked={payee.id: modulus_tables.of_payee(payee) for payee in accounts},
        stands={payee.id: confirming_views.standing(payee) for payee in accounts},
        opened=opened,
    )
