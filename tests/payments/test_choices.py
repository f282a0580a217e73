"""What a person chooses of a fee on a claim: before the money, dated, and never at the cost of expenses."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, Refused, StaleVersion
from tracker.money import ZERO, Money
from tracker.payments import approvals, chosen, day_standing, facts, ledger, queries, services
from tracker.payments.models import (
    Answer,
    Claim,
    ClaimLine,
    ClaimState,
    LineKind,
    Method,
    Offer,
    PaidTo,
)
from tracker.payments.run_models import EntryKind
from tracker.permissions import Actor
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

database = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage(db_session: object) -> make.Stage:
    return make.stage()


def fee_of(claim: Claim) -> ClaimLine:
    return next(line for line in claim.lines if line.kind == LineKind.FEE)


def choose(stage: make.Stage, line: ClaimLine, answer: Answer, **kwargs: object) -> Claim:
    with writing():
        return services.choose(actor=stage.as_("lead"), on=TODAY, line=line, answer=answer, **kwargs)  # type: ignore[arg-type]


def with_costs(stage: make.Stage, name: str, paid_to: PaidTo = PaidTo.PERSON) -> Claim:
    claim = make.drafted(stage, name)
    with writing():
        services.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(640),
            no_receipt_reason="The driver had none",
            paid_to=paid_to,
        )
    return claim


def test_taking_less_keeps_what_was_offered_and_the_day(stage: make.Stage) -> None:
    claim = with_costs(stage, "Ada Example")
    choose(stage, fee_of(claim), Answer.LESS, pence=Money(2000))
    line = fee_of(claim)
    assert (line.pence, line.offered_pence, line.chosen_on) == (Money(2000), Money(7500), TODAY)
    assert claim.total == Money(2640)
    choice = chosen.choice_on(line, None)
    assert choice is not None
    assert (choice.answer, choice.offered, choice.taken) == (Answer.LESS, Money(7500), Money(2000))


def test_taking_nothing_leaves_the_costs_to_be_paid_back(stage: make.Stage) -> None:
    claim = with_costs(stage, "Ada Example")
    choose(stage, fee_of(claim), Answer.NONE)
    assert (claim.state, claim.total, fee_of(claim).pence) == (ClaimState.DRAFT, Money(640), ZERO)


def test_a_claim_on_which_nothing_is_left_is_declined(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    choose(stage, fee_of(claim), Answer.NONE)
    assert (claim.state, fee_of(claim).offered_pence) == (ClaimState.DECLINED, Money(7500))


def test_what_a_provider_was_paid_direct_keeps_a_claim_open(stage: make.Stage) -> None:
    claim = with_costs(stage, "Ada Example", PaidTo.PROVIDER)
    choose(stage, fee_of(claim), Answer.NONE)
    assert (claim.state, claim.total) == (ClaimState.DRAFT, ZERO)


def test_a_choice_can_be_changed_until_the_money_and_the_offer_is_remembered(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    choose(stage, fee_of(claim), Answer.LESS, pence=Money(2000))
    choose(stage, fee_of(claim), Answer.FULL)
    line = fee_of(claim)
    assert (line.pence, line.offered_pence) == (Money(7500), Money(7500))
    assert not queries.fee_unanswered(claim)


def test_an_approved_claim_goes_back_to_be_approved_as_it_now_stands(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    choose(stage, fee_of(claim), Answer.LESS, pence=Money(2000))
    assert (claim.state, claim.approval_hash) == (ClaimState.SUBMITTED, None)
    assert ledger.balance([claim.id])[EntryKind.SANCTIONED] == ZERO
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    assert ledger.balance([claim.id])[EntryKind.SANCTIONED] == Money(2000)


def test_whoever_recorded_a_choice_cannot_approve_it(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    approver = stage.as_("approver")
    with writing():
        services.choose(actor=approver, on=TODAY, line=fee_of(claim), answer=Answer.LESS, pence=Money(2000))
    with pytest.raises(Refused, match="somebody else must approve"), writing():
        services.approve(actor=approver, on=TODAY, claim=claim, shown_hash=services.current_hash(claim))


def test_the_choice_must_come_before_the_money(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    make.prepared_run(stage)
    with pytest.raises(Refused, match="ask finance to take the claim out"):
        choose(stage, fee_of(claim), Answer.NONE)
    make.approved(stage, "Bo Example")
    paid = make.approved(stage, "Cy Example")
    make.paid_run(stage)
    with pytest.raises(Refused, match="must come before the money"):
        choose(stage, fee_of(paid), Answer.NONE)
    assert fee_of(paid).chosen_on is None


def test_a_fee_given_away_moves_from_beside_the_costs_to_a_claim_of_its_own(stage: make.Stage) -> None:
    claim = with_costs(stage, "Ada Example")
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    given_away = choose(stage, fee_of(claim), Answer.TO_CHARITY, charity="Harbour Hospice")
    assert given_away.id != claim.id
    assert (given_away.method, given_away.recipient) == (Method.TO_CHARITY, "Harbour Hospice")
    assert (given_away.state, claim.state) == (ClaimState.SUBMITTED, ClaimState.SUBMITTED)
    assert (given_away.total, claim.total) == (Money(7500), Money(640))
    assert queries.charities([given_away.id, claim.id]) == {given_away.id: "Harbour Hospice"}


def test_a_fee_given_away_takes_its_hold_and_its_open_question_along(stage: make.Stage) -> None:
    claim = with_costs(stage, "Ada Example")
    approver = stage.as_("approver")
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with writing():
        services.hold(actor=approver, on=TODAY, claim=claim, reason="Ask the project")
        services.raise_query(actor=approver, claim=claim, question="Was she there?")
    given_away = choose(stage, fee_of(claim), Answer.TO_CHARITY, charity="Harbour Hospice")
    back = choose(stage, fee_of(given_away), Answer.FULL)
    for one in (claim, back):
        assert (one.held, one.held_reason, one.held_by_id) == (True, "Ask the project", approver.user_id)
        assert approvals.open_query(one)


def test_a_new_answer_to_the_offer_stands_before_what_was_chosen_on_a_claim_that_has_gone(
    stage: make.Stage,
) -> None:
    claim = make.drafted(stage, "Ada Example")
    lead = stage.as_("lead")
    choose(stage, fee_of(claim), Answer.LESS, pence=Money(2000))
    place_id = fee_of(claim).attendance_id
    assert place_id is not None
    with writing():
        services.withdraw(actor=lead, claim=claim, reason="Recorded by mistake.")
    with writing():
        offer = queries.offers_of_places([place_id])[place_id]
        services.answer_offer(actor=lead, on=TODAY, offer=offer, answer=Answer.FULL)
    with writing():
        (again,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    assert again.total == Money(7500)


def test_a_fee_alone_is_given_away_where_it_stands_and_can_be_taken_back(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    assert choose(stage, fee_of(claim), Answer.TO_CHARITY, charity="Harbour Hospice").id == claim.id
    assert claim.method == Method.TO_CHARITY
    choose(stage, fee_of(claim), Answer.FULL)
    assert (claim.method, claim.recipient, claim.total) == (Method.BANK, None, Money(7500))


@pytest.mark.parametrize(
    ("answer", "given", "field"),
    [
        (Answer.LESS, {}, "pence"),
        (Answer.LESS, {"pence": ZERO}, "pence"),
        (Answer.LESS, {"pence": Money(7500)}, "pence"),
        (Answer.TO_CHARITY, {}, "charity"),
    ],
)
def test_a_choice_that_is_not_clear_is_refused_beside_its_field(
    stage: make.Stage, answer: Answer, given: dict[str, object], field: str
) -> None:
    claim = make.drafted(stage, "Ada Example")
    with pytest.raises(Invalid) as refused:
        choose(stage, fee_of(claim), answer, **given)
    assert refused.value.field == field
    assert claim.total == Money(7500)


def test_costs_are_never_chosen(stage: make.Stage) -> None:
    claim = with_costs(stage, "Ada Example")
    cost = next(line for line in claim.lines if line.kind == LineKind.EXPENSE)
    with pytest.raises(Refused, match="Costs are paid back as they were spent"):
        choose(stage, cost, Answer.NONE)
    with pytest.raises(Refused, match="There are costs beside the fee"), writing():
        services.decline(actor=stage.as_("lead"), claim=claim)


def test_a_choice_typed_over_somebody_elses_is_refused(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    seen = claim.version
    choose(stage, fee_of(claim), Answer.LESS, pence=Money(2000), version=seen)
    with pytest.raises(StaleVersion):
        choose(stage, fee_of(claim), Answer.NONE, version=seen)


def test_what_was_declined_by_mistake_can_be_withdrawn_and_drafted_again(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    choose(stage, fee_of(claim), Answer.NONE)
    with writing():
        services.withdraw(actor=stage.as_("lead"), claim=claim, reason="It was somebody else")
        (again,) = services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert again.total == Money(7500)


def test_a_choice_is_recorded_on_the_screen_and_shown(stage: make.Stage, client: FlaskClient) -> None:
    claim = make.approved(stage, "Ada Example")
    sign_in(client, stage.cast.lead.email)
    address = f"/claim-lines/{encode(fee_of(claim).id)}/choice"
    assert 'The fee is <bdi dir="ltr">£75.00</bdi>' in client.get(address).text
    version = str(claim.version)
    wrong = client.post(address, data={"answer": "less", "pence": "80", "version": version})
    assert "more than nothing and less than £75.00" in wrong.text
    saved = client.post(address, data={"answer": "less", "pence": "20", "version": version})
    page = client.get(saved.location).text
    assert "Chosen on 23 November 2026: less." in page
    assert "The claim waits to be approved as it now stands." in page


@given(offered=st.integers(1, 100_000), taken=st.integers(0, 100_000), away=st.booleans())
def test_the_answer_follows_from_what_was_taken_of_what_was_offered(
    offered: int, taken: int, *, away: bool
) -> None:
    taken = min(taken, offered)
    claim = Claim(method=Method.TO_CHARITY if away else Method.BANK, recipient="A charity" if away else None)
    line = ClaimLine(
        claim=claim, pence=Money(taken), offered_pence=Money(offered), chosen_on=TODAY, kind=LineKind.FEE
    )
    choice = chosen.choice_on(line, None)
    assert choice is not None
    expected = Answer.NONE if taken == 0 else Answer.LESS if taken < offered else Answer.FULL
    assert choice.answer == (Answer.TO_CHARITY if away else expected)


def test_without_a_choice_on_the_claim_the_answer_to_the_offer_stands(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    line = fee_of(claim)
    offer = queries.offers_of_claim(claim)[line.attendance_id or 0]
    choice = chosen.choice_on(line, offer)
    assert choice is not None
    assert (choice.answer, choice.chosen_on) == (Answer.FULL, TODAY)
    assert chosen.choice_on(line, None) is None


def test_only_a_person_who_logs_claims_may_record_a_choice(stage: make.Stage, client: FlaskClient) -> None:
    actor: Actor = stage.as_("finance")
    assert actor.user_id is not None
    claim = make.drafted(stage, "Ada Example")
    sign_in(client, stage.cast.finance.email)
    assert client.get(f"/claim-lines/{encode(fee_of(claim).id)}/choice").status_code == 403


def test_choosing_none_ends_a_held_claim_with_its_hold_and_its_question_and_is_audited(
    db_session: object,
) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    approver = stage.as_("approver")
    with writing():
        services.hold(actor=approver, on=TODAY, claim=claim, reason="Two receipts look alike.")
        services.raise_query(actor=approver, claim=claim, question="Was this the morning?")
    with writing():
        services.choose(actor=stage.as_("lead"), on=TODAY, line=claim.lines[0], answer=Answer.NONE)
    assert (claim.state, claim.held, claim.query) == (ClaimState.DECLINED, False, None)
    declined = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "declined-claim")).one()
    assert "declined" in str(declined.values)


# --- what was chosen is what is remembered ------------------------------------------------------------------


def to_and_fro(stage: make.Stage, place_id: int) -> Claim:
    """The register says for a while that they did not come; the fee is drafted anew afterwards."""
    lead, place = stage.as_("lead"), db.session.get_one(Attendance, place_id)
    for outcome in (Outcome.DID_NOT_ATTEND, Outcome.ATTENDED):
        with writing():
            sessions.record_attendance(actor=lead, on=TODAY, attendance=place, outcome=outcome, minutes=180)
    with writing():
        (again,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    return again


def agreed_to_take_less(stage: make.Stage, pence: int = 2000) -> Claim:
    """A claim of £20: so much the person took, in answer to an offer of £75."""
    place, lead = make.attended(stage, "Ada Example"), stage.as_("lead")
    with writing():
        offer = queries.offers_of_places([place.id])[place.id]
        services.answer_offer(actor=lead, on=TODAY, offer=offer, answer=Answer.LESS, pence=Money(pence))
    with writing():
        (claim,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    return claim


@pytest.mark.parametrize(("answer", "charity"), [(Answer.FULL, None), (Answer.TO_CHARITY, "Harbour Hospice")])
def test_all_of_a_fee_that_was_answered_with_less_is_what_was_answered(
    stage: make.Stage, answer: Answer, charity: str | None
) -> None:
    claim = agreed_to_take_less(stage)
    choose(stage, fee_of(claim), answer, charity=charity)
    again = to_and_fro(stage, fee_of(claim).attendance_id or 0)
    assert (again.total, again.recipient) == (Money(2000), charity)
    if answer is Answer.FULL:
        (offer,) = queries.offers_of_claim(again).values()
        choice = chosen.choice_on(fee_of(again), offer)
        assert choice is not None
        assert (choice.answer, choice.offered, choice.taken) == (Answer.LESS, Money(7500), Money(2000))


def test_a_fee_drafted_anew_carries_what_was_chosen_and_can_be_taken_in_full_again(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    choose(stage, fee_of(claim), Answer.LESS, pence=Money(2000))
    again = to_and_fro(stage, fee_of(claim).attendance_id or 0)
    line = fee_of(again)
    assert (line.pence, line.offered_pence, line.chosen_on) == (Money(2000), Money(7500), TODAY)
    choose(stage, line, Answer.FULL)
    assert to_and_fro(stage, line.attendance_id or 0).total == Money(7500)


def test_what_was_chosen_on_a_claim_that_has_gone_is_what_every_page_and_check_goes_by(
    stage: make.Stage, client: FlaskClient
) -> None:
    claim = make.drafted(stage, "Ada Example")
    place_id = fee_of(claim).attendance_id or 0
    choose(stage, fee_of(claim), Answer.TO_CHARITY, charity="Harbour Hospice")
    with writing():
        services.withdraw(actor=stage.as_("lead"), claim=claim, reason="Typed on the wrong session")
    offer = queries.offers_of_places([place_id])[place_id]
    why = day_standing.standing(stage.involvement).why_none(db.session.get_one(Attendance, place_id))
    assert why == "Ada Example gives the fee to a charity, so it cannot be handed over."
    fact = facts.of_offer(offer, Money(7500), state="planned", paid_on=TODAY)
    assert fact["method"] == "to-charity"
    sign_in(client, stage.cast.lead.email)
    page = client.get(f"/sessions/{encode(stage.involvement.id)}/offers").text
    assert "Gives it to charity: Harbour Hospice" in page


def test_a_fee_chosen_to_be_none_counts_as_no_payment_to_come(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    offer = queries.offers_of_claim(claim)[fee_of(claim).attendance_id or 0]
    assert not offer.declined
    choose(stage, fee_of(claim), Answer.NONE)
    assert offer.declined
    assert db.session.scalars(select(Offer.id).where(Offer.declined)).all() == [offer.id]
    choose_again = queries.fee_lines([offer.attendance_id])[offer.attendance_id]
    assert choose_again.chosen_on == TODAY


def test_an_offer_without_an_answer_is_not_declined(stage: make.Stage) -> None:
    place = make.attended(stage, "Ada Example")
    offer = queries.offers_of_places([place.id])[place.id]
    with writing():
        offer.answer = offer.answer_pence = offer.answered_on = None
    assert db.session.scalars(select(Offer.id).where(~Offer.declined)).all() == [offer.id]
