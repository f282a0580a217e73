"""The page on which finance records what a person says of changed bank details."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.people import confirming, forms, payees, queries
from tracker.people.blueprint import bp
from tracker.people.confirmation_models import AskedBy, PayeeConfirmation
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done

# What higher packages say before anybody is rung or written to; joined in `tracker.house`.
cautions: list[Callable[[Participant], Markup]] = []


@bp.route("/people/<id:participant_id>/bank/<id:payee_id>/confirm", methods=["GET", "POST"])
@requires(Permission.MANAGE_PAYEES)
def confirm_bank(participant_id: int, payee_id: int) -> ResponseReturnValue:
    person = queries.participant(actor(), participant_id, Permission.MANAGE_PAYEES)
    payee = confirming.payee_of(person.id, payee_id)
    form = forms.ConfirmForm()

    def save() -> PayeeConfirmation:
        return confirming.confirm(
            actor=actor(),
            on=clock.today(),
            payee=payee,
            theirs=form.theirs.data == "yes",
            asked_by=AskedBy(form.asked_by.data),
            second_person=form.second_person.data or None,
        )

    page = ".trusted" if payee.recipient else ".bank"
    saved = form.save(save, lambda said: done(_said(said), url_for(page, participant_id=person.id)))
    return saved or render_template(
        "people/confirm_bank.html",
        form=form,
        person=person,
        payee=payee,
        masked=payees.masked(payee),
        changed=payee.id in confirming.changed([payee.id]),
        said=confirming.confirmations([payee.id]).get(payee.id),
        contact_changed=confirming.contact_changed(payee),
        cautions=[said for caution in cautions if (said := caution(person))],
        own=actor().user_id == payee.recorded_by_id,
        small_team=bool(accounts.organisation().small_team_reason),
        names=accounts.names({payee.recorded_by_id or 0}),
    )


def _said(kept: PayeeConfirmation) -> str:
    if kept.theirs:
        return "It is recorded: the details are right, and what is owed can be paid there."
    return "It is recorded. Nothing is paid there. Tell your manager, and enter the right details."


def standing(payee: PayeeVersion) -> tuple[str, PayeeConfirmation | None, str]:
    """How these details stand, for the pages of accounts: a word, what was said, and who asked.

    The word is `first` for what is no change, or `waiting`, `theirs` or `disowned`.
    """
    if payee.id not in confirming.changed([payee.id]):
        return "first", None, ""
    said = confirming.confirmations([payee.id]).get(payee.id)
    if said is None:
        return "waiting", None, ""
    by = accounts.names({said.confirmed_by_id or 0}).get(said.confirmed_by_id or 0, "the system")
    return ("theirs" if said.theirs else "disowned"), said, by
