"""Pages of a session's offers: prepare, see who to talk to first, make, answer, draft the fees."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.money import ZERO, Money
from tracker.payments import (
    forms,
    freezes,
    gate,
    law_own,
    pay_calendar,
    queries,
    services,
    stopped,
    talk_queries,
    together,
    unpaid,
)
from tracker.payments.blueprint import bp
from tracker.payments.chosen import in_answer
from tracker.payments.models import Answer, Claim, Offer
from tracker.payments.offers import promised_day, without_offer
from tracker.payments.owed import fee_owed, waits_for_time
from tracker.payments.terms import terms
from tracker.people import queries as people
from tracker.people import services as people_services
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Rate
from tracker.sessions import forms as session_forms
from tracker.sessions import queries as sessions
from tracker.sessions.models import InvolvementSession
from tracker.web import ids
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.notices import done
from tracker.web.transaction import writing
from tracker.wording import ENGLISH, wording


@bp.get("/sessions/<id:session_id>/offers")
@requires(Permission.MAKE_OFFERS)
def offers(session_id: int) -> ResponseReturnValue:
    involvement = sessions.involvement(actor(), session_id, Permission.MAKE_OFFERS)
    return _offers_page(involvement, _offer_form(involvement))


@bp.post("/sessions/<id:session_id>/offers")
@requires(Permission.MAKE_OFFERS)
def prepare_offers(session_id: int) -> ResponseReturnValue:
    involvement = sessions.involvement(actor(), session_id, Permission.MAKE_OFFERS)
    form = _offer_form(involvement)
    saved = form.save(
        lambda: _prepare_all(involvement, form), lambda _: url_for(".offers", session_id=session_id)
    )
    return saved or _offers_page(involvement, form)


def _prepare_all(involvement: InvolvementSession, form: forms.OfferForm) -> list[Offer]:
    """An offer for everybody in the session who has none; nobody else's is touched."""
    offered = queries.offers_of_session(involvement.id)
    return services.prepare_offers(
        actor=actor(),
        on=clock.today(),
        attendances=without_offer(sessions.attendances(involvement.id), offered),
        pence=form.pence.data,
        rate=next((rate for rate in _rates(involvement) if str(rate.id) == form.rate.data), None),
        expenses_covered=form.expenses_covered.data or "",
        pay_by=form.pay_by.day,
    )


def _rates(involvement: InvolvementSession) -> list[Rate]:
    return list(projects.rate_on(involvement.project.rate_card_id, involvement.held_on))


def _offer_form(involvement: InvolvementSession) -> forms.OfferForm:
    form = forms.OfferForm()
    form.rate.choices = [
        ("", "No rate: another amount"),
        *((str(rate.id), f"{rate.label}: {rate.pence.pounds()}") for rate in _rates(involvement)),
    ]
    usual = together.usual_offer(involvement, _rates(involvement))
    forms.preset(
        form,
        pay_by=promised_day(involvement.held_on),
        expenses_covered="Travel and other agreed costs",
        rate=str(usual.id) if isinstance(usual, Rate) else None,
        pence=usual if isinstance(usual, Money) else None,
    )
    return form


def _offers_page(involvement: InvolvementSession, form: forms.OfferForm) -> ResponseReturnValue:
    attendances = sessions.attendances(involvement.id)
    offered = queries.offers_of_session(involvement.id)
    claimed = queries.claims_of_session(involvement.id)
    return render_template(
        "payments/offers.html",
        involvement=involvement,
        missing=gate.missing(actor(), involvement.project, involvement.held_on),
        attendances=attendances,
        offered=offered,
        chosen={offer.id: choice for offer in offered.values() if (choice := in_answer(offer))},
        claimed=claimed,
        talks=talk_queries.talks_wanted(offer_ids=[offer.id for offer in offered.values()]),
        contacts=accounts.benefit_contacts(involvement.project_id),
        form=form,
        waiting=without_offer(attendances, offered),
        pay_day=pay_calendar.next_for_claims(
            accounts.organisation(), max(clock.today(), involvement.held_on)
        ),
        can_be_made=together.can_be_made(list(offered.values())),
        owed={kept.id: fee_owed(kept, offered.get(kept.id)) for kept in attendances if kept.outcome},
        outcomes=dict(session_forms.OUTCOMES),
        unpaid=unpaid.why(attendances),
    )


@bp.post("/sessions/<id:session_id>/offers/make")
@requires(Permission.MAKE_OFFERS)
def make_offers(session_id: int) -> ResponseReturnValue:
    """Record the offers of a session as made, those that nothing stands in the way of, in one go."""
    involvement = sessions.involvement(actor(), session_id, Permission.MAKE_OFFERS)
    prepared = list(queries.offers_of_session(involvement.id).values())
    with writing():
        made = together.make_all(actor=actor(), on=clock.today(), offers=prepared)
    sentence = f"{counted(len(made), 'offer is', 'offers are')} recorded as made."
    return redirect(done(sentence, url_for(".offers", session_id=session_id)))


@bp.route("/offers/<id:offer_id>", methods=["GET", "POST"])
@requires(Permission.MAKE_OFFERS)
def offer(offer_id: int) -> ResponseReturnValue:
    kept = queries.offer(actor(), offer_id)
    form = forms.MakeOfferForm()
    form.advice.description = law_own.where_advice_is()
    back = url_for(".offers", session_id=kept.attendance.involvement_session_id)
    if saved := form.save(
        lambda: _make(kept, advice=form.advice.data), lambda _: done("The offer is recorded as made.", back)
    ):
        return saved
    return render_template(
        "payments/offer.html",
        offer=kept,
        form=form,
        back=back,
        terms=[term.in_words(wording(ENGLISH)) for term in terms(kept)],
        advice=people.last_advice(kept.attendance.participant_id),
        talk=kept.id in talk_queries.talks_wanted(offer_ids=[kept.id]),
        contacts=accounts.benefit_contacts(kept.attendance.involvement.project_id),
    )


def _make(kept: Offer, *, advice: bool) -> Offer:
    if advice:
        people_services.offer_advice(actor=actor(), on=clock.today(), participant=kept.attendance.participant)
    return services.make_prepared_offer(actor=actor(), on=clock.today(), offer=kept)


@bp.route("/offers/<id:offer_id>/change", methods=["GET", "POST"])
@requires(Permission.MAKE_OFFERS)
def change_offer(offer_id: int) -> ResponseReturnValue:
    kept = queries.offer(actor(), offer_id)
    form = forms.ChangeOfferForm()
    forms.preset(form, pence=kept.pence, expenses_covered=kept.expenses_covered, pay_by=kept.pay_by)
    back = url_for(".offers", session_id=kept.attendance.involvement_session_id)

    def save() -> Offer:
        return services.change_offer(
            actor=actor(),
            on=clock.today(),
            offer=kept,
            pence=form.pence.data or ZERO,
            expenses_covered=form.expenses_covered.data or "",
            pay_by=form.pay_by.day,
        )

    return form.save(save, lambda _: done("The offer is changed.", back)) or render_template(
        "payments/change_offer.html", offer=kept, form=form, back=back
    )


@bp.route("/offers/<id:offer_id>/answer", methods=["GET", "POST"])
@requires(Permission.MAKE_OFFERS)
def answer(offer_id: int) -> ResponseReturnValue:
    kept = queries.offer(actor(), offer_id)
    form = forms.AnswerForm()
    back = url_for(".offers", session_id=kept.attendance.involvement_session_id)

    def save() -> Offer:
        return services.answer_offer(
            actor=actor(),
            on=clock.today(),
            offer=kept,
            answer=Answer(form.answer.data),
            pence=form.pence.data,
            charity=form.charity.data or None,
            version=form.shown_version,
        )

    return form.save(save, lambda _: done("The answer is recorded.", back)) or render_template(
        "payments/answer.html", offer=kept, form=form, back=back
    )


@bp.post("/sessions/<id:session_id>/draft")
@requires(Permission.LOG_CLAIMS)
def draft(session_id: int) -> ResponseReturnValue:
    involvement = sessions.involvement(actor(), session_id, Permission.LOG_CLAIMS)
    with writing():
        made = services.draft_claims(actor=actor(), on=clock.today(), involvement=involvement)
        drafted = len(made)
    back = url_for(".offers", session_id=session_id)
    left = _left_undrafted(involvement)
    if drafted:
        said = [f"Fees drafted for {counted(drafted, 'person', 'people')}.", *_died(made), *left]
        there = back if left else url_for(".claims", session=ids.encode(session_id))
        return redirect(done(" ".join(said), there))
    none = (
        "There is no fee to draft: a fee comes from an offer that was made to somebody whom the register "
        "says was there. Where people came without an offer, prepare and make it below first."
    )
    return redirect(done(" ".join(left) or none, back))


def _died(made: Sequence[Claim]) -> list[str]:
    """That what was drafted for somebody of whom a bank says that they have died waits for a manager."""
    found = freezes.not_written_to({claim.participant_id for claim in made})
    names = sorted({claim.participant.name for claim in made if claim.participant_id in found})
    if not names:
        return []
    return [f"A bank says that {' and '.join(names)} has died: what is owed waits until a manager decides."]


def _left_undrafted(involvement: InvolvementSession) -> list[str]:
    """Sentences about those whose fee waits for the time they were there, or for a talk."""
    offered = queries.offers_of_session(involvement.id)
    out = stopped.offers_stopped([kept.id for kept in offered.values()])
    claimed = queries.places_with_fee(involvement.id)
    places = [place for place in sessions.attendances(involvement.id) if place.id not in claimed]
    untimed = [place.participant.name for place in places if waits_for_time(place, offered.get(place.id))]
    to_talk = [
        place.participant.name
        for place in places
        if place.id in offered
        and offered[place.id].id in out
        and place.participant.name not in untimed
        and fee_owed(place, offered[place.id]).pence
    ]
    sentences = []
    if untimed:
        sentences.append(
            f"Not for {', '.join(untimed)}: a part is paid by the time. Enter the minutes in the register, "
            "and how long the session took."
        )
    if to_talk:
        talk_to = stopped.talk_to(involvement.project_id)
        sentences.append(f"Not for {', '.join(to_talk)}: talk to {talk_to} first.")
    return sentences


@bp.post("/attendances/<id:attendance_id>/claim")
@requires(Permission.LOG_CLAIMS)
def start_claim(attendance_id: int) -> ResponseReturnValue:
    """Open a claim for a person's expenses where no fee was offered."""
    place = sessions.place(actor(), attendance_id, Permission.LOG_CLAIMS)
    with writing():
        claim_id = services.claim_for(
            actor=actor(),
            on=clock.today(),
            participant=place.participant,
            project=place.involvement.project,
            involvement=place.involvement,
        ).id
    return redirect(url_for(".claim", claim_id=claim_id))
