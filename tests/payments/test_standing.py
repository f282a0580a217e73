"""Where each claim stands, and what stops it: one sentence each, and none that comes from a benefit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.asked import questions
from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in
from tracker import clock
from tracker.accounts.models import User
from tracker.db import db
from tracker.payments import services, standing
from tracker.payments.models import Claim
from tracker.permissions import Permission
from tracker.projects.models import Project
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

As = Callable[..., FlaskClient]


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def said_of(*claims: Claim) -> list[tuple[str, bool]]:
    """Each claim's sentence, and whether it stops."""
    return [(one.sentence, one.stopped) for one in standing.standing(claims)]


def without(project_id: int, **values: object) -> None:
    """Change a project behind its services."""
    with writing() as session:
        kept = session.get_one(Project, project_id)
        for name, value in values.items():
            setattr(kept, name, value)


def test_every_step_of_the_way_has_its_sentence(stage: make.Stage) -> None:
    released = make.approved(stage, "Rae Released")
    make.released_run(stage)
    prepared = make.approved(stage, "Pru Prepared")
    make.prepared_run(stage)
    approved = make.approved(stage, "Al Approved")
    submitted = make.submitted(stage, "Sue Submitted")
    draft = make.drafted(stage, "Dee Draft")
    assert said_of(draft, submitted, approved, prepared, released) == [
        ("Not sent in yet: with the project.", False),
        ("Waits for approval.", False),
        ("Approved: goes with the next run.", False),
        ("In pay run R26-0002, which waits for its release.", False),
        ("In pay run R26-0001, which is released and being paid.", False),
    ]


def test_an_empty_claim_stops(stage: make.Stage) -> None:
    person = make.person(stage, "Em Empty")
    with writing():
        empty = services.claim_for(
            actor=stage.as_("lead"), on=TODAY, participant=person, project=stage.project
        )
    assert said_of(empty) == [("Nothing is on it yet: add a fee or an expense, or withdraw it.", True)]


def test_a_claim_without_a_cost_code_stops_until_its_project_has_one(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Cora Code")
    with writing() as session:
        session.get_one(Claim, claim.id).cost_code = None
    without(stage.project.id, cost_code=None)
    assert said_of(claim) == [("Pain clinic has no cost code: an administrator adds one.", True)]
    without(stage.project.id, cost_code="CC-1")
    assert said_of(claim) == [("Not sent in yet: with the project.", False)]


def test_bank_details_a_question_and_a_missing_approver_stop_a_claim(stage: make.Stage) -> None:
    bare = make.submitted(stage, "Bea Bank", bank=False)
    asked = make.submitted(stage, "Quin Question")
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=asked, question="Twice?")
    assert said_of(bare, asked) == [
        ("There are no bank details yet: finance enters them.", True),
        ("A question on it waits for an answer: with the project.", True),
    ]
    unseen = make.submitted(stage, "Una Unseen")
    with writing() as session:
        session.get_one(User, stage.cast.approver.id).until = TODAY - timedelta(days=1)
    said = "Nobody may approve claims of Pain clinic: an administrator names somebody."
    assert said_of(unseen) == [(said, True)]


def test_what_stops_an_approved_claim_is_said_in_the_words_of_the_pay_runs(stage: make.Stage) -> None:
    claim = make.approved(stage, "Al Approved")
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=claim, question="Twice?")
    assert said_of(claim) == [("A question on it waits for an answer.", True)]


def test_the_first_promised_stand_first_page_by_page_and_nobody_is_left_out(stage: make.Stage) -> None:
    claims = [make.drafted(stage, "Dee Draft"), make.submitted(stage, "Sue Submitted")]
    claims += [make.approved(stage, "Al Approved"), make.drafted(stage, "Don Draft")]
    expected = [claim.id for claim in sorted(claims, key=lambda claim: (claim.pay_by, claim.id))]
    viewer, shown, after = stage.as_("finance"), [], None
    for _ in range(2):
        page = standing.unpaid(viewer, Permission.SEE_CLAIMS, size=2, after=after)
        shown += [one.claim.id for one in page.rows]
        after = page.next_cursor
    assert (shown, after) == (expected, None)


def test_promises_missed_are_a_page_of_their_own(app: Flask, stage: make.Stage) -> None:
    claim = make.submitted(stage, "Sue Submitted")
    assert claim.pay_by is not None
    late, email = claim.pay_by + timedelta(days=3), stage.cast.finance.email
    client = app.test_client()
    sign_in(client, email)
    assert "Nothing is past the day that was promised." in client.get("/claims/waiting?late=yes").text
    clock.fix_today(late)
    shown = client.get("/claims/waiting?late=yes").text
    assert "Sue Submitted" in shown
    assert "3 days late" in shown


def test_of_other_projects_nothing_is_hinted_at(as_: As, stage: make.Stage) -> None:
    make.submitted(stage, "Sue Submitted")
    lead = as_("lead", project_id=project().id)
    for address in ("/claims/waiting", "/claims/waiting?on=yes", "/claims/waiting?late=yes"):
        assert "Sue Submitted" not in lead.get(address).text


def test_the_page_of_an_empty_instance_says_what_to_do(as_: As) -> None:
    assert "take its register, then draft the fees" in as_("finance").get("/claims/waiting?on=yes").text


def test_a_longer_list_asks_the_database_no_more_often(stage: make.Stage) -> None:
    one = [make.submitted(stage, "Sue Submitted")]
    many = [*one, *(make.submitted(stage, f"Person {number}") for number in range(4))]
    db.session.expire_all()
    with questions() as few:
        standing.unpaid(stage.as_("finance"), Permission.SEE_CLAIMS, size=len(one))
    db.session.expire_all()
    with questions() as more:
        standing.unpaid(stage.as_("finance"), Permission.SEE_CLAIMS, size=len(many))
    assert len(more) == len(few)


def test_what_is_stopped_comes_first_and_what_goes_on_stands_apart(as_: As, stage: make.Stage) -> None:
    make.approved(stage, "Al Approved")
    make.submitted(stage, "Sue Submitted")
    asked = make.approved(stage, "Ada Asked")
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=asked, question="Twice?")
    finance = as_("finance")
    stopped = finance.get("/claims/waiting").text
    assert "Ada Asked" in stopped
    assert "Al Approved" not in stopped
    going = finance.get("/claims/waiting?on=yes").text
    assert "Ada Asked" not in going
    assert going.index("Goes with the next pay run") < going.index("Al Approved")
    assert going.index("Al Approved") < going.index("Waits for approval") < going.index("Sue Submitted")


def test_pages_of_what_is_stopped_leave_nobody_out_behind_what_is_not(
    stage: make.Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_TOGETHER", 2)
    claims = [make.drafted(stage, f"Number {number}") for number in range(7)]
    with writing() as session:
        for claim in claims[::3]:
            session.get_one(Claim, claim.id).cost_code = None
    without(stage.project.id, cost_code=None)
    expected = [one.id for one in sorted(claims[::3], key=lambda one: (one.pay_by, one.id))]
    shown, after = [], None
    for _ in range(2):
        page = standing.of_those(
            stage.as_("finance"), Permission.SEE_CLAIMS, stopped=True, size=2, after=after
        )
        shown += [one.claim.id for one in page.rows]
        after = page.next_cursor
    assert (shown, after) == (expected, None)
