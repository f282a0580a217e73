"""The approver's queue: one screen a claim, decided and on to the next; what is not theirs stands apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.settings import settings
from tests.factories.staff import sign_in
from tracker import clock
from tracker.accounts import services as accounts
from tracker.accounts.models import User
from tracker.db import db
from tracker.money import Money
from tracker.payments import approval_queue, approvals, look_twice, own_work, services
from tracker.payments.models import Answer, Claim, ClaimState, LineKind
from tracker.permissions import SYSTEM, Role
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

Browse = Callable[[User], FlaskClient]


@pytest.fixture
def browse(app: Flask) -> Browse:
    """Somebody at a browser."""

    def as_(user: User) -> FlaskClient:
        email = user.email
        client = app.test_client()
        sign_in(client, email)
        return client

    return as_


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def approver_too(user: User) -> None:
    with writing():
        accounts.grant_role(actor=SYSTEM, user=user, role=Role.APPROVER)


def shown_hash(claim: Claim) -> dict[str, str]:
    return {"shown_hash": approvals.current_hash(claim)}


def ids(*claims: Claim) -> list[str]:
    """The claims by their ids in addresses, in the order of the queue."""
    return [encode(claim.id) for claim in sorted(claims, key=lambda claim: (claim.pay_by, claim.id))]


def test_approving_one_opens_the_next_and_the_last_ends_at_the_list(
    browse: Browse, stage: make.Stage
) -> None:
    claims = [make.submitted(stage, name) for name in ("Amina Example", "Brendan Example")]
    first, second = ids(*claims)
    hashes = {encode(claim.id): shown_hash(claim) for claim in claims}
    approver = browse(stage.cast.approver)
    assert f"/approvals/{first}" in approver.get("/approvals").text
    answer = approver.post(f"/approvals/{first}/approve", data=hashes[first])
    assert approver.get(answer.location).location == f"/approvals/{second}"
    answer = approver.post(f"/approvals/{second}/approve", data=hashes[second])
    assert approver.get(answer.location).location == "/approvals"
    assert "That was the last one you can decide." in approver.get("/approvals").text
    assert {db.session.get_one(Claim, claim.id).state for claim in claims} == {ClaimState.APPROVED}


def test_a_question_opens_the_next_too_and_past_the_last_the_first_follows(
    browse: Browse, stage: make.Stage
) -> None:
    first, second = ids(*(make.submitted(stage, name) for name in ("Amina Example", "Brendan Example")))
    approver = browse(stage.cast.approver)
    answer = approver.post(f"/approvals/{second}/ask", data={"question": "Which bus?"})
    assert approver.get(answer.location).location == f"/approvals/{first}"
    shown = approver.get("/approvals").text
    apart = shown.index("Not for you to decide now")
    assert shown.index(first) < apart < shown.index(second)
    assert "A question on it waits for an answer." in shown


def test_a_question_and_its_answer_stand_where_the_claim_is_decided(
    browse: Browse, stage: make.Stage
) -> None:
    claim = make.submitted(stage, "Amina Example")
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=claim, question="Which bus?")
        services.answer_query(actor=stage.as_("lead"), on=TODAY, claim=claim, answer="The number nine.")
    [shown] = ids(claim)
    page = browse(stage.cast.approver).get(f"/approvals/{shown}").text
    assert "Which bus?" in page
    assert "The number nine." in page


def test_what_a_person_chose_of_a_fee_stands_where_the_claim_is_decided(
    browse: Browse, stage: make.Stage
) -> None:
    claim = make.submitted(stage, "Amina Example")
    with writing():
        services.choose(
            actor=stage.as_("lead"), on=TODAY, line=claim.lines[0], answer=Answer.LESS, pence=Money(500)
        )
    [shown] = ids(claim)
    page = browse(stage.cast.approver).get(f"/approvals/{shown}").text
    assert "Chosen on 23 November 2026: less." in page


def test_one_screen_holds_who_what_when_the_lines_and_what_they_rest_on(
    browse: Browse, stage: make.Stage
) -> None:
    claim = make.submitted(stage, "Amina Example")
    shown = browse(stage.cast.approver).get(f"/approvals/{encode(claim.id)}").text
    for said in (
        "Amina Example: ",
        "Design workshop, 12 November 2026",
        "Attended, 3 hours",
        "£75.00 on 23 November 2026, takes the whole fee",
        "The offer was made on 23 November 2026, after the session.",
        "CC-100",
        "26 November 2026",
    ):
        assert said in shown, said


def test_what_the_approver_recorded_stands_apart_with_its_reason(browse: Browse, stage: make.Stage) -> None:
    claim = make.submitted(stage, "Amina Example")
    approver_too(stage.cast.lead)
    lead = browse(stage.cast.lead)
    assert "You recorded part of it yourself: a colleague approves it." in lead.get("/approvals").text
    shown = lead.get(f"/approvals/{encode(claim.id)}").text
    assert "Approve, and go to the next" not in shown
    refused = lead.post(f"/approvals/{encode(claim.id)}/approve", data=shown_hash(claim))
    assert "somebody else must approve it" in refused.text
    assert db.session.get_one(Claim, claim.id).state == ClaimState.SUBMITTED


def test_a_small_team_names_who_looked_at_it_too(browse: Browse, stage: make.Stage) -> None:
    settings(small_team_reason="There are two of us")
    claim = make.submitted(stage, "Amina Example")
    approver_too(stage.cast.lead)
    lead = browse(stage.cast.lead)
    assert "who looked at it with you?" in lead.get(f"/approvals/{encode(claim.id)}").text
    lead.post(
        f"/approvals/{encode(claim.id)}/approve", data={**shown_hash(claim), "second_person": "Ann Other"}
    )
    assert db.session.get_one(Claim, claim.id).second_person == "Ann Other"


def test_without_bank_details_it_is_not_for_the_approver_yet(browse: Browse, stage: make.Stage) -> None:
    make.submitted(stage, "Amina Example", bank=False)
    shown = browse(stage.cast.approver).get("/approvals").text
    assert "There are no bank details yet: finance enters them." in shown
    assert "Start with the first" not in shown


def test_a_claim_that_moved_on_is_shown_where_it_is(browse: Browse, stage: make.Stage) -> None:
    claim = make.approved(stage, "Amina Example")
    address = f"/approvals/{encode(claim.id)}"
    approver = browse(stage.cast.approver)
    assert approver.get(address).location == f"/claims/{encode(claim.id)}"
    again = approver.post(f"{address}/approve", data=shown_hash(claim))
    assert "was not approved" in again.text


def test_what_changed_since_it_was_shown_is_shown_again_with_the_sentence(
    browse: Browse, stage: make.Stage
) -> None:
    claim = make.submitted(stage, "Amina Example")
    answer = browse(stage.cast.approver).post(
        f"/approvals/{encode(claim.id)}/approve", data={"shown_hash": "0" * 64}
    )
    assert "changed after you opened it" in answer.text
    assert approvals.current_hash(claim) in answer.text


def test_of_other_projects_nothing_is_hinted_at(as_: Callable[..., FlaskClient], stage: make.Stage) -> None:
    claim_id = encode(make.submitted(stage, "Amina Example").id)
    other = as_("approver", project_id=project().id)
    assert "Amina" not in other.get("/approvals").text
    assert other.get(f"/approvals/{claim_id}").status_code == 404


def test_the_next_page_goes_on_where_this_one_ended(stage: make.Stage) -> None:
    claims = [make.submitted(stage, f"Person {number}") for number in range(5)]
    viewer = stage.as_("approver")
    first = approval_queue.waiting(viewer, size=2)
    second = approval_queue.waiting(viewer, first.next_cursor, size=2)
    third = approval_queue.waiting(viewer, second.next_cursor, size=2)
    shown = [encode(one.claim.id) for page in (first, second, third) for one in page.rows]
    assert shown == ids(*claims)
    assert third.next_cursor is None


# --- what to look at twice --------------------------------------------------------------------------------


def test_nothing_is_said_where_nothing_stands_out(stage: make.Stage) -> None:
    later = make.stage_in(stage, "Reading group", held_on=TODAY)
    claim = make.submitted(later, "Amina Example")
    assert look_twice.sentences(stage.as_("approver"), claim, look_twice.rests_on(claim), TODAY) == []


def test_more_than_was_agreed_a_missing_receipt_and_a_helper_are_looked_at_twice(stage: make.Stage) -> None:
    later = make.stage_in(stage, "Reading group", held_on=TODAY)
    claim = make.drafted(later, "Amina Example")
    claim_id = claim.id
    with writing() as session:
        kept = session.get_one(Claim, claim_id)
        services.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=kept,
            category="taxi",
            worked_on=TODAY,
            pence=Money(999),
            description="Taxi home",
            no_receipt_reason="The driver had none.",
        )
        next(line for line in kept.lines if line.kind == LineKind.FEE).pence = Money(9000)
    kept = db.session.get_one(Claim, claim_id)
    said = look_twice.sentences(
        stage.as_("approver"), kept, look_twice.rests_on(kept), TODAY + timedelta(days=60)
    )
    assert "The fee is £90.00, and £75.00 was agreed." in said
    assert "No receipt for Taxi home, £9.99: The driver had none." in said
    assert "It was promised by 7 December 2026, which is over." in said


def test_a_claim_beside_another_for_the_same_session_is_looked_at_twice(stage: make.Stage) -> None:
    paid = make.approved(stage, "Amina Example")
    with writing():
        again = services.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=paid.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
    said = look_twice.sentences(stage.as_("approver"), again, look_twice.rests_on(again), clock.today())
    assert said == [f"There is another claim of theirs for this session, {paid.ref}: £75.00."]


def test_many_claims_are_asked_about_at_once_with_the_same_answers(stage: make.Stage) -> None:
    claims = [make.submitted(stage, name) for name in ("Amina Example", "Brendan Example")]
    claims.append(make.approved(stage, "Chidi Example"))
    together = own_work.handlers_of(claims)
    for claim in claims:
        assert together[claim.id] == own_work.handlers_of([claim])[claim.id]
        assert stage.cast.lead.id in together[claim.id]
        assert stage.cast.approver.id not in together[claim.id]
