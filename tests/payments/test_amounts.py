"""Limits by amount: what is above somebody's limit is for somebody with a higher one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import advances as ahead
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.accounts import services as accounts
from tracker.accounts.models import User
from tracker.errors import Invalid, Refused
from tracker.evidence import as_of
from tracker.money import Money
from tracker.payments import approval_queue, cash_floats, day_sanction, services
from tracker.payments.models import Claim
from tracker.permissions import SYSTEM, Permission, Role
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def limited(role: Role, pence: int | None, project_id: int | None = None, user: User | None = None) -> User:
    """A member of staff whose role has a limit."""
    user = user or staff()
    most = None if pence is None else Money(pence)
    with writing():
        accounts.grant_role(actor=SYSTEM, user=user, role=role, project_id=project_id, most=most)
    return user


def approve(claim: Claim, user: User) -> Claim:
    with writing():
        return services.approve(
            actor=user.actor(), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )


def test_a_claim_of_the_limit_is_approved_and_one_a_penny_above_is_not(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    with pytest.raises(Refused, match=r"A claim of £75\.00 is above your limit of £74\.99") as refused:
        approve(claim, limited(Role.APPROVER, 7499))
    assert refused.value.code == "over-limit"
    assert approve(claim, limited(Role.APPROVER, 7500)).approved_on == TODAY


def test_the_queue_says_before_anybody_tries_that_a_claim_is_above_their_limit(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    low, high = (limited(Role.APPROVER, pence).actor() for pence in (7499, 7500))
    [shown] = approval_queue.look_at(low, [claim])
    assert "above your limit of £74.99: somebody with a higher limit approves it." in (shown.why_not or "")
    [shown] = approval_queue.look_at(high, [claim])
    assert shown.why_not is None


def test_the_highest_limit_counts_and_one_without_a_limit_has_none(stage: make.Stage) -> None:
    here = stage.project.id
    user = limited(Role.APPROVER, 1000)
    approving = Permission.APPROVE_CLAIMS
    assert user.actor().at_most(approving, here) == Money(1000)
    limited(Role.APPROVER, 5000, here, user)
    assert user.actor().at_most(approving, here) == Money(5000)
    assert user.actor().at_most(approving, project().id) == Money(1000)
    limited(Role.APPROVER, None, here, user)
    assert user.actor().at_most(approving, here) is None
    assert user.actor().at_most(approving, None) == Money(1000)


def test_given_again_with_another_limit_it_changes(stage: make.Stage) -> None:
    user = limited(Role.APPROVER, 1000)
    limited(Role.APPROVER, 2000, user=user)
    assert [one.most_pence for one in user.grants] == [Money(2000)]
    [account] = [one for one in as_of.standing(TODAY.replace(year=2027)).accounts if one.user.id == user.id]
    assert account.most == {("approver", None): Money(2000)}


@pytest.mark.parametrize(("role", "pence"), [(Role.LEAD, 1000), (Role.APPROVER, 0)])
def test_a_limit_that_cannot_be_is_refused_by_its_field(role: Role, pence: int) -> None:
    with pytest.raises(Invalid) as refused:
        limited(role, pence)
    assert refused.value.field == "most"


def test_a_pay_run_above_the_limit_is_released_by_somebody_with_a_higher_one(stage: make.Stage) -> None:
    for name in ("Ada", "Ben"):
        make.approved(stage, name)
    run = make.prepared_run(stage)
    low, high = (limited(Role.FINANCE, pence).actor() for pence in (14_999, 15_000))
    with pytest.raises(Refused, match=r"A pay run of £150\.00 is above your limit of £149\.99"), writing():
        services.release(actor=low, on=TODAY, run=run)
    with writing():
        assert services.release(actor=high, on=TODAY, run=run) == []


def test_money_in_hand_keeps_to_the_limit_too(stage: make.Stage) -> None:
    finance = limited(Role.FINANCE, 5000).actor()
    with pytest.raises(Refused, match=r"Cash of £50\.01 is above your limit"), writing():
        cash_floats.issue(actor=finance, on=TODAY, holder=stage.cast.lead, pence=Money(5001), issued_on=TODAY)
    person = make.person(stage, "Ada Ahead")
    stage.cast.finance = limited(Role.FINANCE, 1999)
    with pytest.raises(Refused, match=r"An advance of £20\.00 is above your limit of £19\.99"):
        ahead.given(stage, person)
    sheet = sheets.prepared(stage, sheets.entry(sheets.to_come(stage, "Cass Cash")))
    approver = limited(Role.APPROVER, 100).actor()
    with (
        pytest.raises(Refused, match="somebody with a higher limit sanctions it"),
        writing(),
    ):
        day_sanction.sanction(actor=approver, on=sheets.BEFORE, sheet=sheet, version=sheet.version)


def test_an_administrator_gives_a_role_with_a_limit_on_the_page_of_staff(client: FlaskClient) -> None:
    user = staff()
    sign_in(client, staff("administrator").email)
    page = f"/staff/{encode(user.id)}"
    given = {"what": "role:approver", "project": "", "most": "500"}
    shown = client.post(f"{page}/grants", data=given, follow_redirects=True).text
    assert "£500.00</bdi> at once" in shown
    shown = client.post(f"{page}/grants", data=given | {"what": "role:lead"}).text
    assert "Only an approver and finance have a limit: leave it empty." in shown
