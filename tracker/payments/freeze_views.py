"""Pages on which a manager says what is to be done where a bank says that somebody has died."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from markupsafe import Markup
from wtforms import SubmitField

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.payments import freezes
from tracker.payments.blueprint import bp
from tracker.payments.freeze_models import Decided, PaymentFreeze
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.sessions.beforehand import Beforehand
from tracker.sessions.models import InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.fields import RadiosField
from tracker.web.filters import rendered
from tracker.web.forms import BaseForm, TextField, longest, required
from tracker.web.notices import done

WORDS = {
    Decided.MISTAKEN: "The bank is mistaken: they are alive",
    Decided.ESTATE: "Pay what is owed to whoever looks after what they left",
    Decided.NOTHING: "Nothing is paid for now",
}


class DecideForm(BaseForm):
    """What is to be done."""

    decision = RadiosField(
        "What is to be done?",
        [required("Choose what is to be done.")],
        choices=[(one.value, words) for one, words in WORDS.items()],
        meanings={
            Decided.MISTAKEN.value: "Once they give other details they are paid, and written to as before.",
            Decided.ESTATE.value: "Finance enters that account as bank details. Nobody writes to the person.",
            Decided.NOTHING.value: "What is owed waits. Nobody writes to the person.",
        },
    )
    reason = TextField("How do you know?", [required("Say how you know, in a few words."), longest(400)])
    submit = SubmitField("Save", widget=GovSubmitInput())


@bp.get("/account-holders", endpoint="freezes")
@requires(Permission.DECIDE_FROZEN, Permission.PREPARE_RUNS)
def page() -> ResponseReturnValue:
    found = freezes.freezes(actor())
    return render_template(
        "payments/freezes.html",
        found=found,
        words=WORDS,
        owed={one.id: freezes.owed(actor(), one.participant_id) for one in found},
        names=accounts.names({one.decided_by_id for one in found if one.decided_by_id}),
    )


@bp.route("/account-holders/<id:freeze_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_FROZEN)
def decide_frozen(freeze_id: int) -> ResponseReturnValue:
    kept = freezes.freeze(actor(), freeze_id)
    form = DecideForm()

    def save() -> PaymentFreeze:
        return freezes.decide(
            actor=actor(),
            on=clock.today(),
            kept=kept,
            decision=Decided(form.decision.data),
            reason=form.reason.data,
            version=form.shown_version,
        )

    saved = form.save(save, lambda _: done("It is decided.", url_for(".freezes")))
    return saved or render_template(
        "payments/freeze.html", form=form, kept=kept, owed=freezes.owed(actor(), kept.participant_id)
    )


def person_section(participant: Participant) -> Markup:
    """That a bank says the person has died, first of all on their page; nothing for everybody else."""
    if not freezes.not_written_to([participant.id]):
        return Markup()
    return rendered("payments/_died.html", participant=participant)


def before_inviting(_involvement: InvolvementSession, participants: Sequence[Participant]) -> Beforehand:
    """The same beside whoever might be invited."""
    died = freezes.not_written_to([person.id for person in participants])
    note = Markup("<p>A bank says that this person has died. Do not write to them.</p>")
    return Beforehand(notes=dict.fromkeys(died, note))
