"""What people tell in confidence: who may write it, what is refused, and what the record says of it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import people, projects
from tests.factories.staff import staff
from tracker import clock
from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, Refused, StaleVersion
from tracker.money import Money
from tracker.people import benefits, told_queries
from tracker.people.models import (
    BenefitDeclaration,
    Circumstances,
    CircumstancesView,
    Participant,
    WorkPermission,
)
from tracker.permissions import SYSTEM, Actor
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def contact(db_session: Any) -> User:
    return staff("benefit-contact")


def declare(actor: Actor, person: Participant, benefit: str, **values: Any) -> BenefitDeclaration:
    given = {"since": date(2026, 1, 1), "facts": {}} | values
    with writing():
        return benefits.declare_benefit(
            actor=actor, on=clock.today(), participant=person, benefit=benefit, **given
        )


def tell(actor: Actor, person: Participant, **values: Any) -> Circumstances:
    more = {name: values.pop(name) for name in ("consent_on", "version") if name in values}
    with writing():
        return benefits.record_circumstances(
            actor=actor, on=clock.today(), participant=person, values=values, **more
        )


@pytest.mark.parametrize("role", ["lead", "approver", "finance", "manager", "administrator", "auditor"])
def test_no_role_may_write_or_open_what_people_tell(role: str) -> None:
    actor, person = staff(role).actor(), people.participant()
    with pytest.raises(Refused, match="Only a benefit contact"):
        tell(actor, person, nation="wales")
    with pytest.raises(Refused, match="Only a benefit contact"):
        declare(actor, person, "pip")
    with pytest.raises(Refused, match="Only a benefit contact"), writing():
        benefits.note_opened(actor=actor, participant=person)


def test_a_benefit_contact_of_one_project_writes_for_its_people_only() -> None:
    project = projects.project()
    actor = staff("benefit-contact", project_id=project.id).actor()
    declare(actor, people.participant(project), "pip")
    with pytest.raises(Refused):
        declare(actor, people.participant(), "pip")


def test_facts_not_given_stay_as_they_were_told(contact: User) -> None:
    person = people.participant()
    tell(contact.actor(), person, nation="wales", couple=True, consent_on=date(2026, 11, 2))
    kept = tell(contact.actor(), person, couple=False)
    assert (kept.nation, kept.couple, kept.consent_on) == ("wales", False, date(2026, 11, 2))
    assert (kept.told_on, kept.recorded_by_id) == (clock.today(), contact.id)


def test_a_weekly_limit_needs_its_hours_and_goes_when_the_permission_changes(contact: User) -> None:
    person = people.participant()
    with pytest.raises(Invalid) as refused:
        tell(contact.actor(), person, work_permission=WorkPermission.WEEKLY_HOURS_LIMIT)
    assert refused.value.field == "weekly_minutes_limit"
    tell(
        contact.actor(),
        person,
        work_permission=WorkPermission.WEEKLY_HOURS_LIMIT,
        weekly_minutes_limit=1200,
    )
    kept = tell(contact.actor(), person, work_permission=WorkPermission.CAN_BE_PAID)
    assert kept.weekly_minutes_limit is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"nation": "narnia"}, "nation"),
        ({"date_of_birth": date(2027, 1, 1)}, "date_of_birth"),
        ({"weekly_minutes_limit": -60}, "weekly_minutes_limit"),
        ({"weekly_minutes_limit": 450}, "weekly_minutes_limit"),
        ({"asylum_status": "x"}, "told"),
        ({"consent_on": date(2026, 11, 24)}, "consent_on"),
    ],
)
def test_a_fact_that_cannot_be_names_its_field(contact: User, values: dict[str, Any], field: str) -> None:
    person = people.participant()
    with pytest.raises(Invalid) as refused:
        tell(contact.actor(), person, **values)
    assert refused.value.field == field


def test_two_contacts_at_once_are_shown_each_others_values(contact: User) -> None:
    person = people.participant()
    shown = tell(contact.actor(), person, nation="wales").version
    tell(contact.actor(), person, nation="england", version=shown)
    with pytest.raises(StaleVersion) as refused:
        tell(contact.actor(), person, nation="scotland", version=shown)
    assert refused.value.theirs == {"nation": "england"}


def test_amounts_are_kept_as_the_contract_writes_them(contact: User) -> None:
    kept = declare(
        contact.actor(),
        people.participant(),
        "carers-allowance",
        facts={"care_costs_per_week": Money(6000), "week_ends_on": "sunday", "pension_per_week": None},
    )
    assert kept.facts == {"care_costs_per_week": "60.00", "week_ends_on": "sunday"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"assessment_period_starts_on_day": 32}, "assessment_period_starts_on_day"),
        ({"assessment_period_starts_on_day": 0}, "assessment_period_starts_on_day"),
        ({"work_allowance": "plenty"}, "work_allowance"),
        ({"other_earnings": "-1.00"}, "other_earnings"),
        ({"other_earnings": "1.005"}, "other_earnings"),
        ({"week_ends_on": "Someday"}, "week_ends_on"),
        ({"award": "320.00"}, "award"),
    ],
)
def test_a_benefits_fact_that_cannot_be_names_its_field(
    contact: User, facts: dict[str, Any], field: str
) -> None:
    person = people.participant()
    with pytest.raises(Invalid) as refused:
        declare(contact.actor(), person, "universal-credit", facts=facts)
    assert refused.value.field == field
    assert "benefits[0]" not in refused.value.message


def test_a_benefit_nobody_knows_is_refused(contact: User) -> None:
    person = people.participant()
    with pytest.raises(Invalid) as refused:
        declare(contact.actor(), person, "pools-win")
    assert refused.value.field == "benefit"


def test_telling_again_replaces_the_facts_and_the_day(contact: User) -> None:
    person = people.participant()
    first = declare(contact.actor(), person, "universal-credit", facts={"work_allowance": "none"})
    second = declare(contact.actor(), person, "universal-credit", facts={"work_allowance": "with-housing"})
    assert second.id == first.id
    assert second.facts == {"work_allowance": "with-housing"}


def test_one_benefit_is_not_told_twice_for_the_same_time(contact: User) -> None:
    person = people.participant()
    declare(contact.actor(), person, "pip", since=date(2026, 1, 1), until=date(2026, 3, 31))
    declare(contact.actor(), person, "pip", since=date(2026, 4, 1))
    with pytest.raises(Invalid, match="already recorded from 1 April 2026") as refused:
        declare(contact.actor(), person, "pip", since=date(2026, 6, 1))
    assert refused.value.field == "since"
    assert len(told_queries.declarations(person.id)) == 2


def test_a_stale_benefit_shows_each_fact_by_itself(contact: User) -> None:
    person = people.participant()
    shown = declare(contact.actor(), person, "universal-credit", facts={"work_allowance": "none"}).version
    declare(contact.actor(), person, "universal-credit", facts={}, version=shown)
    with pytest.raises(StaleVersion) as refused:
        declare(
            contact.actor(),
            person,
            "universal-credit",
            facts={"work_allowance": "with-housing"},
            version=shown,
        )
    assert refused.value.theirs == {"work_allowance": ""}
    assert refused.value.yours == {"work_allowance": "with-housing"}


def test_a_benefit_ends_on_or_after_the_day_it_began(contact: User) -> None:
    kept = declare(contact.actor(), people.participant(), "pip", since=date(2026, 3, 1))
    with pytest.raises(Invalid), writing():
        benefits.end_benefit(
            actor=contact.actor(), on=clock.today(), declaration=kept, until=date(2026, 2, 28)
        )
    with writing():
        benefits.end_benefit(
            actor=contact.actor(), on=clock.today(), declaration=kept, until=date(2026, 3, 1)
        )
    assert kept.until == date(2026, 3, 1)


def test_i_know_is_dated_and_undone(contact: User) -> None:
    kept = declare(contact.actor(), people.participant(), "universal-credit")
    with writing():
        benefits.set_knows(actor=contact.actor(), on=clock.today(), declaration=kept, knows=True)
    assert kept.knows_since == clock.today()
    with writing():
        benefits.set_knows(actor=contact.actor(), on=clock.today(), declaration=kept, knows=False)
    assert kept.knows_since is None


def test_every_opening_is_on_record_with_who_and_when(contact: User) -> None:
    person = people.participant()
    with writing():
        benefits.note_opened(actor=contact.actor(), participant=person)
    views = db.session.scalars(select(CircumstancesView)).all()
    assert [(view.participant_id, view.user_id) for view in views] == [(person.id, contact.id)]
    assert db.session.scalars(
        select(AuditEvent.verb).where(AuditEvent.kind == "circumstances_view")
    ).all() == ["opened-circumstances"]


def test_the_system_opens_nothing(contact: User) -> None:
    person = people.participant()
    with pytest.raises(Refused), writing():
        benefits.note_opened(actor=SYSTEM, participant=person)


def test_the_audit_learns_that_something_was_told_never_what(contact: User) -> None:
    person = people.participant()
    tell(contact.actor(), person, nation="wales", work_permission=WorkPermission.EXPENSES_ONLY)
    declare(contact.actor(), person, "carers-allowance", facts={"care_costs_per_week": "60.00"})
    kinds = ("circumstances", "benefit_declaration")
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.kind.in_(kinds))).all()
    written = " ".join(f"{event.verb} {event.fields} {event.values}" for event in events)
    assert len(events) == 2
    for secret in ("wales", "expenses", "carer", "60", "permission"):
        assert secret not in written


def test_every_benefit_that_is_asked_about_is_one_of_the_contracts() -> None:
    assert set(benefits.FACTS_ASKED) <= set(benefits.BENEFIT_NAMES)
