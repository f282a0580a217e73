"""Rate cards and mileage: a figure holds from its day until the next one begins."""

from datetime import date
from typing import Any

import pytest

from tests.factories import projects
from tracker.errors import Invalid
from tracker.money import Money
from tracker.permissions import SYSTEM
from tracker.projects import queries, services
from tracker.projects.models import RateCard, Unit
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def add(card: RateCard, **values: Any) -> Any:
    given = {"label": "Standard", "unit": Unit.HOUR, "pence": Money(2500), "since": date(2026, 1, 1)}
    with writing():
        return services.add_rate(actor=SYSTEM, card=card, **given | values)


def in_force(card: RateCard, on: date) -> list[tuple[str, Money]]:
    return [(rate.label, rate.pence) for rate in queries.rate_on(card.id, on)]


def test_a_later_figure_takes_over_on_its_day_and_keeps_its_place() -> None:
    card = projects.rate_card()
    add(card)
    add(card, label="Chair", pence=Money(4000))
    add(card, pence=Money(2750), since=date(2026, 4, 1))
    assert in_force(card, date(2026, 3, 31)) == [("Standard", Money(2500)), ("Chair", Money(4000))]
    assert in_force(card, date(2026, 4, 1)) == [("Standard", Money(2750)), ("Chair", Money(4000))]


def test_before_its_day_a_row_does_not_hold() -> None:
    card = projects.rate_card(Standard=2500)
    assert in_force(card, date(2025, 12, 31)) == []


def test_a_project_without_a_card_has_no_rates() -> None:
    assert list(queries.rate_on(None, date(2026, 11, 23))) == []


def test_cancelled_by_us_is_owed_in_full_unless_said_otherwise() -> None:
    card = projects.rate_card()
    assert add(card).paying_outcomes == {"attended": 100, "part": 100, "cancelled-by-us": 100}
    less = add(card, label="Half", paying_outcomes={"attended": 100, "cancelled-by-us": 50, "part": 0})
    assert less.paying_outcomes == {"attended": 100, "cancelled-by-us": 50}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"pence": Money(0)}, "pence"),
        ({"pence": Money(-100)}, "pence"),
        ({"label": ""}, "label"),
        ({"min_minutes": 60, "max_minutes": 59}, "max_minutes"),
        ({"min_minutes": -1}, "min_minutes"),
        ({"paying_outcomes": {"attended": 50}}, "pence"),
        ({"paying_outcomes": {"cancelled-by-us": 101}}, "share_cancelled_by_us"),
        ({"paying_outcomes": {"asleep": 50}}, "paying_outcomes"),
    ],
)
def test_a_row_that_cannot_be_names_its_field(values: dict[str, Any], field: str) -> None:
    card = projects.rate_card()
    with pytest.raises(Invalid) as refused:
        add(card, **values)
    assert refused.value.field == field


def test_one_label_has_one_figure_a_day() -> None:
    card = projects.rate_card(Standard=2500)
    with pytest.raises(Invalid, match="already has a row") as refused:
        add(card, pence=Money(2600))
    assert refused.value.field == "label"


def test_two_cards_cannot_share_a_name() -> None:
    name = projects.rate_card().name
    with pytest.raises(Invalid, match="already a rate card"), writing():
        services.create_rate_card(actor=SYSTEM, name=name)


def test_car_mileage_rises_on_6_april_2026() -> None:
    with writing():
        services.seed_lists(actor=SYSTEM, on=date(2026, 11, 23))
    assert queries.mileage_rate_on("car", date(2026, 4, 5)).pence_per_mile == Money(45)
    assert queries.mileage_rate_on("car", date(2026, 4, 6)).pence_per_mile == Money(55)


def test_a_vehicle_nobody_rated_is_named() -> None:
    with pytest.raises(Invalid, match="no mileage rate for hovercraft") as refused:
        queries.mileage_rate_on("hovercraft", date(2026, 4, 6))
    assert refused.value.field == "vehicle"
