"""What people tell in confidence: closed until opened, every opening on record, hidden again on save."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import people, projects
from tests.factories.staff import staff
from tracker import clock
from tracker.db import db
from tracker.people import benefits, told_queries
from tracker.people.models import (
    BenefitDeclaration,
    Circumstances,
    CircumstancesView,
    Participant,
    WorkPermission,
)
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
CONSENT = {"consent_on": ["2", "11", "2026"]}


class Told:
    """Amina Example, who told a benefit contact of Universal Credit and of a weekly limit of hours."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            contact = staff("benefit-contact").actor()
            person = people.participant(name="Amina Example")
            with writing():
                benefits.record_circumstances(
                    actor=contact,
                    on=clock.today(),
                    participant=person,
                    values={"nation": "wales", "work_permission": WorkPermission.EXPENSES_ONLY},
                    consent_on=date(2026, 10, 2),
                )
                declared = benefits.declare_benefit(
                    actor=contact,
                    on=clock.today(),
                    participant=person,
                    benefit="universal-credit",
                    since=date(2025, 1, 1),
                    facts={"assessment_period_starts_on_day": 28, "other_earnings": "123.45"},
                )
            self.person_id, self.path = person.id, f"/people/{encode(person.id)}/told"
            self.benefit = f"{self.path}/benefits/{encode(declared.id)}"

    def views(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(CircumstancesView)) or 0

    def declared(self) -> list[BenefitDeclaration]:
        with self.app.app_context():
            return list(told_queries.declarations(self.person_id))


@pytest.fixture
def told(app: Flask) -> Told:
    return Told(app)


SECRETS = ("Wales", "Expenses only", "Universal Credit", "123.45")


def shows(page: str) -> list[bool]:
    return [secret in page for secret in SECRETS]


def test_nothing_told_is_in_the_answer_to_a_link(as_: As, told: Told) -> None:
    contact = as_("benefit-contact")
    page = contact.get(told.path).text
    assert not any(shows(page))
    assert "2 October 2026" in page
    for way in ("open", "edit", "save"):
        assert contact.get(f"{told.path}/{way}").status_code == 405
    for way in ("edit", "save"):
        assert contact.get(f"{told.benefit}/{way}").status_code == 405
    assert told.views() == 0


def test_opening_shows_everything_and_is_on_record(as_: As, told: Told) -> None:
    page = as_("benefit-contact").post(f"{told.path}/open").text
    assert all(shows(page))
    assert told.views() == 1


def test_opening_to_change_is_on_record_as_well(as_: As, told: Told) -> None:
    contact = as_("benefit-contact")
    assert 'value="123.45"' in contact.post(f"{told.benefit}/edit").text
    assert 'value="expenses-only" checked' in contact.post(f"{told.path}/edit").text
    assert told.views() == 2


@pytest.mark.parametrize("role", ["lead", "approver", "finance", "manager", "administrator", "auditor"])
def test_no_role_comes_near_it(as_: As, told: Told, role: str) -> None:
    client = as_(role)
    for address in (told.path, f"{told.path}/slip", f"{told.path}/benefits/new", "/people/told"):
        assert client.get(address).status_code == 403
    for address in (
        f"{told.path}/open",
        f"{told.path}/edit",
        f"{told.path}/save",
        f"{told.path}/slip",
        f"{told.benefit}/edit",
        f"{told.benefit}/save",
    ):
        assert client.post(address).status_code == 403
    assert told.views() == 0


def test_a_contact_of_another_project_finds_nobody(app: Flask, as_: As, told: Told) -> None:
    with app.app_context():
        other = projects.project().id
    contact = as_("benefit-contact", project_id=other)
    assert contact.get(told.path).status_code == 404
    assert contact.post(f"{told.path}/open").status_code == 404
    assert "Amina" not in contact.get("/people/told").text


def test_the_list_does_not_tell_who_told_something(app: Flask, as_: As, told: Told) -> None:
    with app.app_context():
        people.participant(name="Zoe Quiet")
    page = as_("benefit-contact").get("/people/told").text
    for name in ("Amina Example", "Zoe Quiet"):
        assert name in page
    assert not any(shows(page))


# --- slips ------------------------------------------------------------------------------------------------


def test_a_slip_keyed_in_is_hidden_on_save_and_keeps_what_it_does_not_answer(
    app: Flask, as_: As, told: Told
) -> None:
    contact = as_("benefit-contact")
    page = contact.get(f"{told.path}/slip").text
    assert "They agreed on 2 October 2026" in page
    assert "checked" not in page.partition("Wales")[0].rpartition("England")[2]
    typed = {"nation": "", "couple": "yes", "work_permission": ""}
    page = contact.post(f"{told.path}/slip", data=typed, follow_redirects=True).text
    assert "Saved and closed." in page
    assert not any(shows(page))
    with app.app_context():
        kept = told_queries.circumstances(told.person_id)
        assert kept is not None
        assert (kept.nation, kept.couple, kept.work_permission) == ("wales", True, "expenses-only")
    assert told.views() == 0


def test_a_first_slip_needs_the_day_of_consent(app: Flask, as_: As) -> None:
    with app.app_context():
        path = f"/people/{encode(people.participant().id)}/told/slip"
    contact = as_("benefit-contact")
    assert "Without it, nothing may be kept." in contact.post(path, data={"nation": "wales"}).text
    assert contact.post(path, data={"nation": "wales"} | CONSENT).status_code == 302


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"consent_on": ["24", "11", "2026"]}, "Enter a date no later than 23 November 2026."),
        ({"consent_on": ["31", "2", "2026"]}, "There is no such date"),
        ({"nation": "narnia"} | CONSENT, "Choose one from the list."),
        ({"work_permission": "weekly-hours-limit"} | CONSENT, "Enter how many hours a week they may work."),
        ({"weekly_minutes_limit": "-4"} | CONSENT, "Enter hours like"),
        ({"weekly_minutes_limit": "169"} | CONSENT, "Enter at most 168 hours."),
    ],
)
def test_a_slip_that_cannot_be_says_what_to_enter(
    app: Flask, as_: As, values: dict[str, Any], sentence: str
) -> None:
    with app.app_context():
        person = people.participant()
        path, person_id = f"/people/{encode(person.id)}/told/slip", person.id
    answer = as_("benefit-contact").post(path, data=values)
    assert answer.status_code == 200
    assert sentence in answer.text
    with app.app_context():
        assert told_queries.circumstances(person_id) is None


def test_two_contacts_saving_at_once_are_shown_both_values(as_: As, told: Told) -> None:
    contact = as_("benefit-contact")
    data = {"couple": "unknown", "work_permission": "expenses-only", "version": "1"}
    contact.post(f"{told.path}/save", data=data | {"nation": "england"})
    page = contact.post(f"{told.path}/save", data=data | {"nation": "scotland"}).text
    assert "Saved by somebody else meanwhile" in page
    assert "england" in page
    assert "scotland" in page


# --- benefits ---------------------------------------------------------------------------------------------


def uc(**values: Any) -> dict[str, Any]:
    given = {"since": ["1", "1", "2025"], "assessment_period_starts_on_day": "28"} | CONSENT
    return given | {"work_allowance": "with-housing", "other_earnings": "0"} | values


@pytest.fixture
def quiet(app: Flask) -> str:
    """The address of somebody who has told nothing yet."""
    with app.app_context():
        return f"/people/{encode(people.participant(name='Zoe Quiet').id)}/told"


def only(app: Flask) -> BenefitDeclaration:
    with app.app_context():
        return db.session.scalars(
            select(BenefitDeclaration)
            .join(Participant, Participant.id == BenefitDeclaration.participant_id)
            .where(Participant.name == "Zoe Quiet")
        ).one()


def test_a_benefit_is_asked_only_what_its_limit_needs(as_: As, quiet: str) -> None:
    contact = as_("benefit-contact")
    page = contact.get(f"{quiet}/benefits/new?benefit=universal-credit").text
    assert "Universal Credit month begin?" in page
    assert "care" not in page.partition("<form")[2].partition("Save and close")[0]
    page = contact.get(f"{quiet}/benefits/new?benefit=pip").text
    assert "Nothing more needs to be known" in page
    assert "Which benefit do they get?" in contact.get(f"{quiet}/benefits/new").text
    assert "Choose one from the list." in contact.get(f"{quiet}/benefits/new?benefit=lottery").text


def test_a_benefit_told_is_kept_and_hidden(app: Flask, as_: As, quiet: str) -> None:
    address = f"{quiet}/benefits/new?benefit=universal-credit"
    page = as_("benefit-contact").post(address, data=uc(), follow_redirects=True).text
    assert "Saved and closed." in page
    assert "Universal Credit" not in page
    assert only(app).facts == {
        "assessment_period_starts_on_day": 28,
        "other_earnings": "0.00",
        "work_allowance": "with-housing",
    }


def test_what_was_not_asked_stays_unknown(app: Flask, as_: As, quiet: str) -> None:
    address = f"{quiet}/benefits/new?benefit=carers-allowance"
    as_("benefit-contact").post(address, data={"since": ["1", "1", "2025"], "week_ends_on": ""} | CONSENT)
    assert only(app).facts == {}


def test_no_benefit_is_kept_before_the_day_they_agreed_is_and_then_it_is_not_asked_again(
    app: Flask, as_: As, quiet: str
) -> None:
    contact, address = as_("benefit-contact"), f"{quiet}/benefits/new?benefit=pip"
    typed = {"since": ["1", "1", "2025"]}
    assert "No agreement is recorded yet." in contact.get(address).text
    page = contact.post(address, data=typed).text
    assert "Enter the day they agreed. Without it, nothing may be kept." in page
    future = contact.post(address, data=typed | {"consent_on": ["1", "1", "2030"]}).text
    assert "There is a problem" in future
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(BenefitDeclaration)) == 0
    contact.post(address, data=typed | CONSENT)
    assert only(app).benefit == "pip"
    assert "They agreed on <strong>2 November 2026</strong>" in contact.get(quiet).text
    assert "When did they agree" not in contact.get(address).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"since": ["", "", ""]}, "Enter the day it began"),
        ({"since": ["31", "2", "2025"]}, "There is no such date"),
        ({"until": ["1", "1", "2024"]}, "cannot end before it begins"),
        ({"assessment_period_starts_on_day": "32"}, "Enter a whole number from 0 to 31."),
        ({"assessment_period_starts_on_day": "0"}, "rite a whole number from 1 to 31."),
        ({"other_earnings": "-5"}, "Enter an amount of nought or more."),
        ({"other_earnings": "1.005"}, "no more than two numbers after the point"),
        ({"other_earnings": "5"}, "Choose for how long a time that amount is."),
        ({"work_allowance": "vast"}, "Choose one from the list."),
    ],
)
def test_a_fact_that_cannot_be_is_said_beside_its_question(
    as_: As, quiet: str, values: dict[str, Any], sentence: str
) -> None:
    answer = as_("benefit-contact").post(f"{quiet}/benefits/new?benefit=universal-credit", data=uc(**values))
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert sentence in answer.text


def test_a_benefit_is_changed_ended_and_known_about(as_: As, told: Told) -> None:
    contact = as_("benefit-contact")
    data = uc(until=["31", "10", "2026"], knows="y", version="1")
    answer = contact.post(f"{told.benefit}/save", data=data)
    assert answer.status_code == 302
    (kept,) = told.declared()
    assert (kept.since, kept.until, kept.knows_since) == (
        date(2025, 1, 1),
        date(2026, 10, 31),
        clock.today(),
    )
    contact.post(f"{told.benefit}/save", data=uc(version=str(kept.version)))
    (kept,) = told.declared()
    assert (kept.until, kept.knows_since) == (None, None)


def test_a_benefit_that_came_without_their_agreement_asks_for_it_before_it_is_changed(
    app: Flask, as_: As, told: Told
) -> None:
    with app.app_context(), writing():
        kept = db.session.scalars(select(Circumstances)).one()
        kept.consent_on, kept.told_on = None, date(2026, 10, 2)
    contact, typed = as_("benefit-contact"), uc(work_allowance="none", version="1")
    del typed["consent_on"]
    assert "No agreement is recorded yet." in contact.post(f"{told.benefit}/edit").text
    refused = contact.post(f"{told.benefit}/save", data=typed).text
    assert "Enter the day they agreed. Without it, nothing may be kept." in refused
    assert told.declared()[0].facts["other_earnings"] == "123.45"
    contact.post(f"{told.benefit}/save", data=typed | CONSENT)
    assert told.declared()[0].facts["work_allowance"] == "none"
    with app.app_context():
        kept = db.session.scalars(select(Circumstances)).one()
        assert (kept.consent_on, kept.told_on) == (date(2026, 11, 2), date(2026, 10, 2))


def test_a_benefit_saved_over_somebody_elses_shows_both(as_: As, told: Told) -> None:
    contact = as_("benefit-contact")
    contact.post(f"{told.benefit}/save", data=uc(version="1", work_allowance="none"))
    page = contact.post(f"{told.benefit}/save", data=uc(version="1", work_allowance="without-housing")).text
    assert "Saved by somebody else meanwhile" in page
    assert "Work allowance" in page


def test_another_persons_benefit_is_not_reached_through_this_one(as_: As, told: Told, quiet: str) -> None:
    declared = told.benefit.rpartition("/")[2]
    assert as_("benefit-contact").post(f"{quiet}/benefits/{declared}/edit").status_code == 404


@pytest.mark.parametrize(
    ("answer", "says", "leads_to"),
    [
        ("allowance", "Carer&#39;s Allowance has a weekly limit on earnings", ["carers-allowance"]),
        ("scotland", "Carer Support Payment has a weekly limit", ["carer-support-payment"]),
        ("uc", "The carer amount has no weekly limit of its own", ["universal-credit"]),
        ("both", "has a weekly limit on earnings", ["carers-allowance", "universal-credit"]),
        ("neither", "nothing to record about caring", []),
        ("unknown", "Ask again once they have looked at a letter", []),
    ],
)
def test_somebody_who_cares_is_asked_in_plain_words_what_they_get_for_it(
    as_: As, quiet: str, answer: str, says: str, leads_to: list[str]
) -> None:
    contact = as_("benefit-contact")
    assert "Do they look after somebody?" in contact.get(f"{quiet}/benefits/new").text
    page = contact.get(f"{quiet}/caring?caring={answer}").text
    assert says in page
    assert [
        code
        for code in ("carers-allowance", "carer-support-payment", "universal-credit")
        if f"benefit={code}" in page
    ] == leads_to


def test_caring_without_an_answer_is_asked_again(as_: As, quiet: str) -> None:
    contact = as_("benefit-contact")
    assert "They look after somebody. What do they get for it?" in contact.get(f"{quiet}/caring").text
    assert "Choose what they get, or that they do not know." in contact.get(f"{quiet}/caring?caring=").text
