"""The pages of claims, offers and pay runs: what they show, and that a longer list costs no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.asked import questions
from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.money import Money
from tracker.payments import run_queries, services
from tracker.payments.models import Answer, ClaimState, PaidTo
from tracker.sessions import services as sessions
from tracker.sessions.models import Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

Browse = Callable[[str], FlaskClient]


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


@pytest.fixture
def browse(stage: make.Stage, client: FlaskClient) -> Browse:
    """Somebody of the cast at a browser."""

    def as_(name: str) -> FlaskClient:
        email = getattr(stage.cast, name).email
        client.post("/sign-out")
        sign_in(client, email)
        return client

    return as_


def cost(client: FlaskClient, address: str) -> int:
    """How many questions a page asks."""
    with questions() as asked:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(asked)


def people_at_each_step(stage: make.Stage, names: list[str]) -> None:
    """For each name three people: claim approved, claim without bank details, just came."""
    for name in names:
        make.approved(stage, f"{name} Approved")
        make.submitted(stage, f"{name} Unbanked", bank=False)
        make.attended(stage, f"{name} Came")


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("lead", "/claims"),
        ("lead", "/sessions/{session}/offers"),
        ("lead", "/sessions/{session}"),
        ("lead", "/people"),
        ("lead", "/"),
        ("approver", "/"),
        ("finance", "/"),
        ("finance", "/pay-runs"),
        ("finance", "/people/bank-details"),
    ],
)
def test_no_page_asks_a_question_for_each_row(
    stage: make.Stage, browse: Browse, who: str, address: str
) -> None:
    address = address.format(session=encode(stage.involvement.id))
    people_at_each_step(stage, ["Ada", "Bo"])
    before = cost(browse(who), address)
    more = ["Cy", "Di", "Eve"]
    people_at_each_step(stage, more)
    # The first page counts a list once it is cut to what fits; nothing else may be asked besides.
    assert cost(browse(who), address) - before < len(more)


def test_a_longer_run_asks_no_more_questions_at_any_step(stage: make.Stage, browse: Browse) -> None:
    make.approved(stage, "Ada Alone")
    short = f"/pay-runs/{encode(make.paid_run(stage).id)}"
    for name in ("Bo", "Cy", "Di"):
        make.approved(stage, f"{name} Together")
    run = make.released_run(stage)
    with writing():
        services.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 2"
        )
    long = f"/pay-runs/{encode(run.id)}"
    assert cost(browse("finance"), long) <= cost(browse("finance"), short)
    assert cost(browse("finance"), f"{long}/receipts") <= cost(browse("finance"), f"{short}/receipts")


def test_a_longer_list_of_staff_asks_no_more_questions(as_: Callable[..., FlaskClient]) -> None:
    administrator = as_("administrator")
    before = cost(administrator, "/staff")
    for _ in range(3):
        staff("lead", "benefit-contact")
    assert cost(administrator, "/staff") <= before


def test_a_runs_total_leaves_out_what_a_provider_was_paid(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    with writing():
        services.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="childcare",
            worked_on=make.HELD_ON,
            pence=claim.total,
            paid_to=PaidTo.PROVIDER,
            paid_to_name="A crèche",
        )
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    run = make.prepared_run(stage)
    total = run_queries.run_totals([run.id])[run.id]
    assert (total.claims, total.pence) == (1, claim.total)


def test_a_paid_run_leads_to_its_receipts(stage: make.Stage, browse: Browse) -> None:
    make.approved(stage, "Ada Example")
    address = f"/pay-runs/{encode(make.paid_run(stage).id)}"
    assert f"{address}/receipts" in browse("finance").get(address).text


def test_claims_are_counted_while_they_wait_and_always_found_by_state(
    stage: make.Stage, browse: Browse
) -> None:
    make.drafted(stage, "Ada Example")
    shown = browse("lead").get("/claims").text
    assert "Draft (1)" in shown
    assert "Submitted" not in shown
    assert f"state={ClaimState.PAID.value}" in shown


def test_a_claim_of_a_fee_given_away_names_the_charity(stage: make.Stage, browse: Browse) -> None:
    claim = make.submitted(stage, "Cy Charity", answer=Answer.TO_CHARITY)
    page = browse("approver").get(f"/claims/{encode(claim.id)}").text
    assert "Paid to a charity, A charity, promised by" in page


def test_a_giver_is_offered_a_claim_of_their_own_for_expenses(stage: make.Stage, browse: Browse) -> None:
    make.drafted(stage, "Ada Giver", answer=Answer.TO_CHARITY)
    shown = browse("lead").get(f"/sessions/{encode(stage.involvement.id)}/offers").text
    assert "/attendances/" in shown


def test_a_claim_says_that_its_fee_is_due_though_the_offer_was_never_answered(
    stage: make.Stage, browse: Browse
) -> None:
    place = make.invited(stage, make.person(stage, "Ada Example"))
    lead = stage.as_("lead")
    with writing():
        services.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate)
        sessions.record_attendance(actor=lead, on=TODAY, attendance=place, outcome=Outcome.ATTENDED)
        (claim,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    assert claim.total == Money(7500)
    page = browse("lead").get(f"/claims/{encode(claim.id)}").text
    assert "Ada Example has not answered the offer. The fee is due all the same" in page
    answered = make.drafted(stage, "Bo Answered")
    assert "has not answered" not in browse("lead").get(f"/claims/{encode(answered.id)}").text


@pytest.mark.parametrize(
    "edge", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-23T09:00:00"]
)
def test_a_cursor_past_the_ends_of_the_calendar_shows_the_first_page(
    browse: Browse, stage: make.Stage, edge: str
) -> None:
    make.submitted(stage, "Ada Example")
    answer = browse("finance").get("/claims", query_string={"after": f"{edge}~5"})
    assert answer.status_code == 200
    assert "Ada Example" in answer.text


def test_the_receipts_of_a_longer_run_ask_no_more_about_what_they_share(stage: make.Stage) -> None:
    for name in ("Ada Example", "Bob Example", "Cy Example"):
        make.approved(stage, name)
    run = make.released_run(stage)
    with questions() as asked, writing():
        services.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )
    for table in ("expense_category", "offer", "attendance", "counter"):
        about = [one for one in asked if f"FROM {table}" in one]
        assert len(about) <= 2, about


def test_a_run_too_near_for_bacs_says_so_and_one_far_enough_ahead_does_not(
    stage: make.Stage, browse: Browse
) -> None:
    make.approved(stage, "Ada Example")
    near = make.prepared_run(stage)
    page = browse("finance").get(f"/pay-runs/{encode(near.id)}").text
    assert "Too near for Bacs: to be paid on 23 November 2026, a Bacs file had to be sent by" in page
    assert "prepare one for a later day" in page
    with writing():
        services.cancel(actor=stage.as_("finance"), on=TODAY, run=near)
        far = services.prepare_run(actor=stage.as_("finance"), on=TODAY, pay_on=date(2026, 11, 25))
    assert "Too near for Bacs" not in browse("finance").get(f"/pay-runs/{encode(far.id)}").text


def test_the_page_of_pay_runs_says_when_bacs_can_pay_at_the_earliest(
    stage: make.Stage, browse: Browse
) -> None:
    make.approved(stage, "Ada Example")
    page = browse("finance").get("/pay-runs").text
    assert "By Bacs the money arrives on 25 November 2026 at the earliest." in page
