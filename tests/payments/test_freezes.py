"""A bank says that somebody has died: nothing is paid and nobody writes, until a manager decides."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.documents import issuing
from tracker.documents.asked import Asked, Subject
from tracker.documents.kinds import statement
from tracker.errors import Invalid, Refused
from tracker.money import Money
from tracker.payments import (
    advances,
    freezes,
    paper,
    payment_queries,
    queries,
    services,
    standing,
    stops,
)
from tracker.payments.freeze_models import Decided, PaymentFreeze
from tracker.payments.models import Claim, Method
from tracker.payments.run_models import Payment
from tracker.people import merging
from tracker.people import services as people
from tracker.periods import Period
from tracker.sessions import services as sessions
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def died(stage: make.Stage, code: str = "arucs-2") -> tuple[Claim, Payment]:
    claim = make.approved(stage, "Dora Died")
    [payment] = make.paid_run(stage).payments
    with writing():
        services.end_payment(actor=stage.as_("finance"), on=TODAY, payment=payment, code=code, ended_on=TODAY)
    return claim, payment


def decide(decision: Decided) -> None:
    manager = staff("manager").actor()
    [kept] = freezes.freezes(manager)
    with writing():
        freezes.decide(
            actor=manager,
            on=TODAY,
            kept=kept,
            decision=decision,
            reason="Her daughter rang.",
            version=kept.version,
        )


def new_details(stage: make.Stage, claim: Claim) -> Claim:
    with writing():
        changed = people.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=claim.participant,
            account_name="Estate of Dora Died",
            sort_code="20-00-00",
            account_number="87654321",
        )
    make.confirmed(stage, changed)
    with writing():
        stops.send_back(actor=stage.as_("finance"), on=TODAY, members=[claim])
    with writing():
        return services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )


def why(claim: Claim) -> list[str]:
    return [one.code for one in stops.left_out([claim])]


@pytest.mark.parametrize(
    ("decision", "stopped"),
    [
        (None, ["account-holder-died"]),
        (Decided.NOTHING, ["account-holder-died"]),
        (Decided.ESTATE, []),
        (Decided.MISTAKEN, []),
    ],
)
def test_nothing_is_paid_until_a_manager_says_what_is_to_be_done(
    stage: make.Stage, decision: Decided | None, stopped: list[str]
) -> None:
    claim, _ = died(stage)
    assert why(claim) == ["account-holder-died"]
    if decision:
        decide(decision)
    claim = new_details(stage, claim)
    assert why(claim) == stopped
    if stopped:
        with pytest.raises(Refused, match="No approved claim is ready"):
            make.prepared_run(stage)
    else:
        make.paid_run(stage)
        assert payment_queries.of_claim(claim.id)[-1].paid_on == TODAY


def test_another_claim_of_the_person_in_a_run_leaves_it_before_release(stage: make.Stage) -> None:
    make.approved(stage, "Dora Died")
    [payment] = make.paid_run(stage).payments
    later = make.stage_in(stage, "Another day")
    make.approved_for(later, payment.participant, pence=4000)
    make.approved(stage, "Al Alive")
    run = make.prepared_run(stage)
    with writing():
        services.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="arucs-2", ended_on=TODAY
        )
    with writing():
        [left] = services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    assert (left.code, left.reason) == ("account-holder-died", freezes.SENTENCE)


def test_another_code_and_another_person_s_account_freeze_nobody(stage: make.Stage) -> None:
    claim, _ = died(stage, "arucs-b")
    assert why(claim) == ["details-refused"]
    assert freezes.freezes(stage.as_("finance")) == []


@pytest.mark.parametrize(
    ("decision", "silent"),
    [(None, True), (Decided.NOTHING, True), (Decided.ESTATE, True), (Decided.MISTAKEN, False)],
)
def test_no_paper_and_no_offer_goes_out(stage: make.Stage, decision: Decided | None, silent: bool) -> None:
    claim, _ = died(stage)
    later = make.stage_in(stage, "Another day")
    with writing():
        place = sessions.invite(
            actor=stage.as_("lead"), on=TODAY, involvement=later.involvement, participant=claim.participant
        )
    if decision:
        decide(decision)
    if silent:
        with pytest.raises(Refused, match="A bank says that this person has died"):
            freezes.must_not_be_written_to(claim.participant_id)
        with pytest.raises(Refused, match="A bank says that this person has died"), writing():
            services.make_offer(actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500))
    else:
        with writing():
            services.make_offer(actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500))


@pytest.mark.parametrize("entered_twice", [False, True])
def test_nobody_is_reminded_of_an_offer_that_they_did_not_answer(
    stage: make.Stage, *, entered_twice: bool
) -> None:
    make.approved(stage, "Dora Died")
    [payment] = make.paid_run(stage).payments
    later, lead = make.stage_in(stage, "Another day"), stage.as_("lead")
    invited = make.person(stage, "Dora Dyed") if entered_twice else payment.participant
    place = make.invited(later, invited)
    with writing():
        services.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500))
        if entered_twice:
            why = "Entered twice."
            merging.merge(actor=lead, on=TODAY, participant=invited, into=payment.participant, reason=why)
    assert len(queries.unanswered_offers(lead)) == 1
    with writing():
        services.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="arucs-2", ended_on=TODAY
        )
    assert queries.unanswered_offers(lead) == []


def test_a_statement_is_not_made_out(stage: make.Stage) -> None:
    claim, _ = died(stage)
    subject = Subject(code="x", label="Pain clinic", project_id=stage.project.id)
    asked = Asked(
        participant=claim.participant, subject=subject, period=Period(date(2026, 4, 6), TODAY), on=TODAY
    )
    with pytest.raises(Refused, match="A bank says that this person has died"):
        issuing.draft(statement, asked)


def test_a_manager_decides_with_how_they_know(stage: make.Stage, client: FlaskClient) -> None:
    claim, _ = died(stage)
    sign_in(client, staff("manager").email)
    assert "Dora Died" in client.get("/").text
    [kept] = freezes.freezes(stage.as_("finance"))
    here = f"/account-holders/{encode(kept.id)}"
    page = client.post(here, data={"decision": "estate", "reason": "", "once": "a", "version": "1"}).text
    assert "Say how you know, in a few words." in page
    form = {"decision": "estate", "reason": "Her daughter rang.", "version": str(kept.version)}
    client.post(here, data={**form, "once": "b"})
    assert "Her daughter rang." in client.get("/account-holders").text
    assert freezes.frozen([claim.participant_id]) == frozenset()
    assert freezes.not_written_to([claim.participant_id]) == {claim.participant_id}
    stale = client.post(here, data={**form, "version": "1", "once": "c"}).text
    assert "Saved by somebody else meanwhile" in stale


def test_whoever_opens_their_page_is_told_not_to_write(stage: make.Stage, client: FlaskClient) -> None:
    claim, _ = died(stage)
    sign_in(client, stage.cast.lead.email)
    page = client.get(f"/people/{encode(claim.participant_id)}").text
    assert "A bank says that Dora Died has died" in page


def test_a_decision_needs_a_reason(stage: make.Stage) -> None:
    died(stage)
    [kept] = freezes.freezes(stage.as_("finance"))
    with pytest.raises(Invalid, match="Say how you know"):
        freezes.decide(
            actor=staff("manager").actor(),
            on=TODAY,
            kept=kept,
            decision=Decided.ESTATE,
            reason="",
            version=None,
        )


def test_what_is_drafted_for_them_is_kept_and_the_page_says_what_it_waits_for(
    stage: make.Stage, client: FlaskClient
) -> None:
    first = make.approved(stage, "Dora Died")
    again = make.stage_in(stage, "Before she died")
    make.attended_by(again, first.participant, pence=2500)
    [payment] = make.paid_run(stage).payments
    with writing():
        services.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="arucs-2", ended_on=TODAY
        )
    sign_in(client, stage.cast.lead.email)
    said = client.post(f"/sessions/{encode(again.involvement.id)}/draft", follow_redirects=True).text
    assert "A bank says that Dora Died has died: what is owed waits until a manager decides." in said
    [drafted] = queries.claims_of_session(again.involvement.id)[first.participant_id]
    assert "Do not write to them or ring them" in client.get(f"/claims/{encode(drafted.id)}").text
    [stands] = standing.standing([drafted])
    assert (stands.stopped, stands.sentence) == (True, freezes.SENTENCE)
    assert client.get("/claims/waiting").text.count(freezes.SENTENCE) == 2


def test_no_money_is_given_to_them_ahead(stage: make.Stage) -> None:
    first, _ = died(stage)
    with pytest.raises(Refused, match="A bank says that this person has died"), writing():
        advances.give(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=first.participant,
            project=stage.project,
            pence=Money(500),
            category="public-transport",
            purpose="bus",
            method=Method.CASH,
            given_on=TODAY,
            given_by="Ann Other",
        )


def test_nothing_goes_on_a_day_sheet_for_them_and_no_form_is_printed(stage: make.Stage) -> None:
    died(stage)
    place = sheets.to_come(stage, "Cass Cash")
    with writing() as session:
        # As if it had come after the offer.
        session.scalars(select(PaymentFreeze)).one().participant_id = place.participant_id
    said = "A bank says that Cass Cash has died, so nothing goes on this sheet"
    for fee, expenses in ((7500, 0), (0, 1000)):
        with pytest.raises(Invalid, match=said):
            sheets.prepared(stage, sheets.entry(place, fee=fee, expenses=expenses))
    assert paper.blank_forms(place.involvement, [place], None) == []
