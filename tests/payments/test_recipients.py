"""Money that somebody else gets for a person: agreed to, on a claim and into an account of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.errors import Invalid, Refused
from tracker.money import Money
from tracker.payments import check_subjects, recipients, services
from tracker.payments.models import Claim, ClaimLine, ClaimState, Method, PaidTo
from tracker.people import payee_queries
from tracker.people import services as people_services
from tracker.people.models import Participant, PayeeVersion
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def spent_by_helper(stage: make.Stage, claim: Claim, name: str | None = "Hal Helper") -> ClaimLine:
    with writing():
        return services.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(900),
            no_receipt_reason="Lost",
            paid_to=PaidTo.HELPER,
            paid_to_name=name,
        )


def account(stage: make.Stage, person: Participant, recipient: str = "Hal Helper") -> PayeeVersion:
    with writing():
        return people_services.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=person,
            account_name="H Helper",
            sort_code="65-43-21",
            account_number="87654321",
            recipient=recipient,
            consent_on=TODAY,
        )


def pay_to(stage: make.Stage, claim: Claim, name: str = "Hal Helper") -> Claim:
    with writing():
        return services.pay_to(
            actor=stage.as_("lead"), on=TODAY, claim=claim, recipient=name, consent_on=TODAY
        )


def approve(stage: make.Stage, claim: Claim) -> Claim:
    with writing():
        return services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )


def test_what_a_helper_spent_has_a_claim_of_its_own_and_counts_as_the_persons(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    line = spent_by_helper(stage, claim)
    theirs = line.claim
    assert (theirs.id != claim.id, theirs.recipient) == (True, "Hal Helper")
    assert (theirs.participant_id, theirs.total, claim.total) == (
        claim.participant_id,
        Money(900),
        Money(7500),
    )
    (fact,) = check_subjects.at_approval(theirs, TODAY).proposed(TODAY)
    assert fact["amount"] == "9.00"


def test_one_helper_stays_one_however_the_name_is_typed(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    first, second = spent_by_helper(stage, claim), spent_by_helper(stage, claim, "hal  HELPER")
    assert first.claim_id == second.claim_id
    assert second.paid_to_name == "Hal Helper"
    assert spent_by_helper(stage, claim, "Hetty Helper").claim_id != first.claim_id


@pytest.mark.parametrize(("name", "sentence"), [(None, "Enter the name"), ("ada example", "choose that the")])
def test_a_helper_has_a_name_that_is_not_the_persons(
    stage: make.Stage, name: str | None, sentence: str
) -> None:
    claim = make.drafted(stage, "Ada Example")
    with pytest.raises(Invalid, match=sentence) as refused:
        spent_by_helper(stage, claim, name)
    assert refused.value.field == "paid_to_name"


def test_nothing_goes_to_another_person_before_it_is_recorded_that_they_agree(stage: make.Stage) -> None:
    claim = spent_by_helper(stage, make.drafted(stage, "Ada Example")).claim
    with pytest.raises(Refused, match="whether Hal Helper may get this money"), writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    pay_to(stage, claim)
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    assert claim.state == ClaimState.SUBMITTED


def test_an_account_entered_with_their_agreement_is_agreement_enough(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    payee = account(stage, claim.participant)
    theirs = spent_by_helper(stage, claim).claim
    assert (theirs.method, theirs.recipient_consent_on) == (Method.BANK, payee.consent_on)


def test_the_money_goes_to_the_recipients_account_and_never_to_the_persons(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    pay_to(stage, claim)
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with pytest.raises(Refused, match="no bank details for Hal Helper"):
        approve(stage, claim)
    payee = account(stage, claim.participant)
    approve(stage, claim)
    own = payee_queries.current_payee(claim.participant_id)
    assert own is not None
    assert claim.payee_version_id == payee.id != own.id


def test_a_trusted_persons_account_never_stands_as_the_persons_own(stage: make.Stage) -> None:
    person = make.person(stage, "Ada Example", bank=False)
    payee = account(stage, person)
    assert payee_queries.current_payee(person.id) is None
    assert payee_queries.with_payee([person.id]) == set()
    assert payee_queries.newest_payee_ids([person.id]) == {(person.id, "Hal Helper"): payee.id}


def test_ending_the_agreement_sends_what_was_approved_for_that_account_back(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    account(stage, claim.participant)
    pay_to(stage, claim)
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    approve(stage, claim)
    run = make.prepared_run(stage)
    with writing():
        people_services.withdraw_consent(
            actor=stage.as_("finance"), participant=claim.participant, recipient="Hal Helper"
        )
    with writing():
        changed = services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    assert [one.claim.id for one in changed] == [claim.id]
    with pytest.raises(Refused, match="no bank details for Hal Helper"):
        approve(stage, claim)
    with pytest.raises(Refused, match="nothing to end"), writing():
        people_services.withdraw_consent(
            actor=stage.as_("finance"), participant=claim.participant, recipient="Hal Helper"
        )


def test_a_changed_recipient_is_a_changed_claim(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    shown = services.current_hash(claim)
    account(stage, claim.participant)
    pay_to(stage, claim)
    with pytest.raises(Refused, match="changed after you opened it"), writing():
        services.approve(actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=shown)


def test_the_person_gets_it_again_unless_a_helpers_costs_are_on_it(stage: make.Stage) -> None:
    claim = pay_to(stage, make.drafted(stage, "Ada Example"))
    with writing():
        services.pay_the_person(actor=stage.as_("lead"), claim=claim)
    assert not recipients.is_for_another(claim)
    theirs = spent_by_helper(stage, claim).claim
    with pytest.raises(Refused, match="Take the expenses of Hal Helper off"), writing():
        services.pay_the_person(actor=stage.as_("lead"), claim=theirs)
    with pytest.raises(Invalid, match="Take the expenses of Hal Helper off"):
        pay_to(stage, theirs, "Hetty Helper")


@pytest.mark.parametrize("days", [None, 1])
def test_a_day_of_agreement_is_needed_and_is_not_to_come(stage: make.Stage, days: int | None) -> None:
    claim = make.drafted(stage, "Ada Example")
    agreed = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(Invalid) as refused, writing():
        services.pay_to(
            actor=stage.as_("lead"), on=TODAY, claim=claim, recipient="Hal Helper", consent_on=agreed
        )
    assert refused.value.field == "consent_on"
    with pytest.raises(Invalid) as refused, writing():
        people_services.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=claim.participant,
            account_name="H Helper",
            sort_code="65-43-21",
            account_number="87654321",
            recipient="Hal Helper",
            consent_on=agreed,
        )
    assert refused.value.field == "consent_on"


def test_an_approved_claim_keeps_its_recipient(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    with pytest.raises(Refused, match="can no longer be changed"):
        pay_to(stage, claim)


def test_the_lead_says_who_gets_it_and_finance_enters_the_account(
    stage: make.Stage, client: FlaskClient
) -> None:
    claim = make.drafted(stage, "Ada Example")
    page, person = f"/claims/{encode(claim.id)}", f"/people/{encode(claim.participant_id)}/bank"
    sign_in(client, stage.cast.lead.email)
    agreed = {"consent_on": ["20", "11", "2026"]}
    saved = client.post(
        f"{page}/recipient",
        data={"recipient": "Hal <H>", "method": "bank", "version": str(claim.version), **agreed},
    )
    assert "This money goes to Hal &lt;H&gt; for Ada Example." in client.get(saved.location).text
    assert client.get(f"{person}/others").status_code == 403
    client.post("/sign-out")
    sign_in(client, stage.cast.finance.email)
    assert "There is no such account." in client.get(f"{person}/others").text
    given = {"account_name": "H", "sort_code": "654321", "account_number": "87654321"}
    client.post(f"{person}/others", data={"recipient": "Hal <H>", **agreed, **given})
    shown = client.get(f"{person}/others").text
    assert ("****4321" in shown, "87654321" in shown) == (True, False)
    payee = payee_queries.trusted_payees(claim.participant_id)[0]
    opened = client.post(f"{person}/others/{encode(payee.id)}/reveal").text
    assert "87654321" in opened
    client.post(f"{person}/others/{encode(payee.id)}/end")
    assert "No longer agreed: nothing goes there" in client.get(f"{person}/others").text
    assert client.post(f"{person}/others/{encode(claim.id)}/end").status_code == 404
