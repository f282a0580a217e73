"""Expense lines: mileage by the day's rate, caps, receipts, and who gets the money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.errors import Invalid, Refused
from tracker.money import Money
from tracker.payments import services
from tracker.payments.models import Answer, Claim, ClaimLine, LineKind, Method, PaidTo
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def add(stage: make.Stage, claim: Claim, **kwargs: Any) -> ClaimLine:
    kwargs.setdefault("category", "taxi")
    kwargs.setdefault("worked_on", make.HELD_ON)
    with writing():
        return services.add_expense(actor=stage.as_("lead"), on=TODAY, claim=claim, **kwargs)


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


@pytest.fixture
def claim(stage: make.Stage) -> Claim:
    return make.drafted(stage, "Ada Example")


def test_mileage_is_paid_at_the_rate_of_the_day_driven(stage: make.Stage, claim: Claim) -> None:
    before = add(
        stage, claim, category="mileage", worked_on=date(2026, 4, 5), miles=Decimal("10.5"), vehicle="car"
    )
    after = add(
        stage, claim, category="mileage", worked_on=date(2026, 4, 6), miles=Decimal("10.5"), vehicle="car"
    )
    assert (before.pence, after.pence) == (Money(473), Money(578))
    assert (before.rate_pence, after.rate_pence) == (Money(45), Money(55))
    assert (after.tenths_of_miles, str(after.miles)) == (105, "10.5")


def test_fee_and_expenses_are_summed_apart(stage: make.Stage, claim: Claim) -> None:
    add(stage, claim, pence=Money(640), no_receipt_reason="The driver had none")
    assert claim.total_of(LineKind.FEE) == Money(7500)
    assert claim.total_of(LineKind.EXPENSE) == Money(640)
    assert claim.total == Money(8140)


def test_what_a_provider_is_paid_direct_is_no_part_of_the_persons_total(
    stage: make.Stage, claim: Claim
) -> None:
    add(stage, claim, pence=Money(4000), paid_to=PaidTo.PROVIDER, paid_to_name="City Cabs")
    assert claim.total == Money(7500)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "yacht", "pence": Money(1)}, "category"),
        ({"pence": None}, "pence"),
        ({"pence": Money(0)}, "pence"),
        ({"pence": Money(-100)}, "pence"),
        ({"pence": Money(500)}, "no_receipt_reason"),
        ({"pence": Money(1001), "no_receipt_reason": "Lost"}, "receipt"),
        ({"pence": Money(500), "worked_on": date(2026, 11, 24), "no_receipt_reason": "Lost"}, "worked_on"),
        ({"category": "mileage", "vehicle": "car"}, "miles"),
        ({"category": "mileage", "miles": Decimal(3)}, "vehicle"),
        ({"category": "mileage", "miles": Decimal("3.25"), "vehicle": "car"}, "miles"),
        ({"category": "mileage", "miles": Decimal(-3), "vehicle": "car"}, "miles"),
        ({"category": "mileage", "miles": Decimal(3), "vehicle": "hovercraft"}, "vehicle"),
        (
            {"category": "mileage", "miles": Decimal(3), "vehicle": "car", "pence": Money(500)},
            "pence",
        ),
        ({"pence": Money(500), "no_receipt_reason": "Lost", "miles": Decimal(3)}, "miles"),
        ({"pence": Money(500), "no_receipt_reason": "Lost", "vehicle": "car"}, "vehicle"),
    ],
)
def test_a_wrong_expense_is_refused_beside_its_field_and_nothing_is_kept(
    stage: make.Stage, claim: Claim, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(stage, claim, **wrong)
    assert refused.value.field == field
    assert len(claim.lines) == 1


def test_an_amount_beside_mileage_is_kept_only_if_it_is_what_the_miles_come_to(
    stage: make.Stage, claim: Claim
) -> None:
    journey = {"category": "mileage", "miles": Decimal("10.5"), "vehicle": "car"}
    assert add(stage, claim, pence=Money(578), **journey).pence == Money(578)
    with pytest.raises(Invalid, match=r"10\.5 miles by car come to £5\.78 at 55p a mile\. Leave the amount"):
        add(stage, claim, pence=Money(600), **journey)


def test_an_approved_claim_takes_no_more_lines(stage: make.Stage) -> None:
    claim = make.approved(stage, "Bo Example")
    with pytest.raises(Refused, match="raise a query"):
        add(stage, claim, pence=Money(500), no_receipt_reason="Lost")
    with pytest.raises(Refused, match="raise a query"), writing():
        services.remove_line(actor=stage.as_("lead"), line=claim.lines[0])


def test_a_removed_line_is_no_longer_part_of_the_total(stage: make.Stage, claim: Claim) -> None:
    line = add(stage, claim, pence=Money(640), no_receipt_reason="The driver had none")
    with writing():
        services.remove_line(actor=stage.as_("lead"), line=line)
    assert claim.total == Money(7500)


def test_expenses_never_go_to_the_charity_that_gets_the_fee(stage: make.Stage) -> None:
    place = make.attended(stage, "Bo Giver", answer=Answer.TO_CHARITY)
    lead = stage.as_("lead")
    with writing():
        mine = services.claim_for(
            actor=lead,
            on=TODAY,
            participant=place.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
        (given,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    assert (given.method, given.id != mine.id) == (Method.TO_CHARITY, True)
    with pytest.raises(Refused, match="goes to a charity"):
        add(stage, given, pence=Money(640), no_receipt_reason="The driver had none")
    add(stage, mine, pence=Money(640), no_receipt_reason="The driver had none")
    assert (given.total, mine.total) == (Money(7500), Money(640))
