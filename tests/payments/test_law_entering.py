"""Figures of law entered on a screen: two people, one file, in force at once, and no stored check changes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories.staff import sign_in, staff
from tests.rules.build import CA, answer, payment, person
from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, NotFound, Refused
from tracker.payments import checks, law, law_entering
from tracker.payments.law_models import EnteredFigures, EnteredState
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
FIRST = date(2027, 4, 12)
TYPED = {
    "starts_on": ["12", "4", "2027"],
    "figure_0": "212",
    "source_title": "The order of 2027",
    "source_link": "https://www.legislation.gov.uk/uksi/2027/1",
    "known_to": ["9", "4", "2028"],
    "review_by": ["15", "3", "2028"],
}


@pytest.fixture(autouse=True)
def rules_folder(app: Flask) -> Iterator[Path]:
    """The instance's own rules, which no other test may find."""
    folder: Path = app.config["TRACKER"].instance / "rules"
    yield folder
    for path in folder.glob("*"):
        path.unlink()


@pytest.fixture
def two(db_session: object) -> tuple[User, User]:
    return staff("administrator"), staff("benefit-contact")


def entered(user: User, **said: Any) -> EnteredFigures:
    values: dict[str, Any] = {
        "benefit": "carers-allowance",
        "starts_on": FIRST,
        "figures": {"earnings-limit": Decimal("212.00")},
        "source_title": "The order of 2027",
        "source_link": "https://www.legislation.gov.uk/uksi/2027/1",
        "known_to": date(2028, 4, 9),
        "review_by": date(2028, 3, 15),
        **said,
    }
    with writing():
        return law_entering.enter(actor=user.actor(), on=TODAY, **values)


def confirmed(user: User, kept: EnteredFigures) -> None:
    with writing():
        law_entering.confirm(actor=user.actor(), on=TODAY, entered=kept, version=kept.version)


def outcome(amount: str, on: str) -> str:
    document = person(CA, payments=[payment(amount, received_on=on, due_on=on)])
    return str(answer(document, checks.rulebook())["outcome"])


def test_what_one_person_entered_has_no_say_until_another_confirms_it(two: tuple[User, User]) -> None:
    one, other = two
    kept = entered(one)
    assert outcome("212.00", "2027-04-14") == "cannot_tell"
    before = checks.rulebook().fingerprint
    confirmed(other, kept)
    assert outcome("212.00", "2027-04-14") == "near"
    assert outcome("212.01", "2027-04-14") == "above"
    assert outcome("204.01", "2027-04-07") == "above"
    assert checks.rulebook().fingerprint != before
    assert checks.rulebook_problems() == ()
    rule = checks.rulebook().rules["carers-allowance"]
    assert (rule.entered_here, rule.valid_through) == (True, date(2028, 4, 9))
    assert rule.series["earnings-limit"].dated[-1].source_title == "The order of 2027, entered here"


def test_the_file_says_who_entered_and_who_confirmed_and_is_a_rule_file_like_any(
    two: tuple[User, User], rules_folder: Path
) -> None:
    one, other = two
    confirmed(other, entered(one))
    text = (rules_folder / "carers-allowance.toml").read_text(encoding="utf-8")
    heading = f"# Entered here on 2026-11-23 by {one.name}, confirmed on 2026-11-23 by {other.name}."
    assert text.splitlines()[0] == heading
    last = tomllib.loads(text)["values"]["earnings-limit"]["dated"][-1]
    assert (last["from"], last["value"], last["source"]) == (FIRST, 212.0, "entered-2027-04-12")
    assert [path.name for path in rules_folder.iterdir()] == ["carers-allowance.toml"]


def test_nobody_confirms_what_they_entered_themselves(two: tuple[User, User]) -> None:
    one, _ = two
    kept = entered(one)
    with pytest.raises(Refused) as refused:
        confirmed(one, kept)
    assert refused.value.code == "own-entry"
    assert outcome("212.00", "2027-04-14") == "cannot_tell"


def test_what_is_sent_back_is_never_used_and_can_be_entered_again(two: tuple[User, User]) -> None:
    one, other = two
    kept = entered(one)
    with writing():
        law_entering.send_back(actor=other.actor(), on=TODAY, entered=kept, version=kept.version)
    assert kept.state == EnteredState.SENT_BACK
    assert outcome("212.00", "2027-04-14") == "cannot_tell"
    with pytest.raises(Refused, match="decided about these figures meanwhile"):
        confirmed(other, kept)
    confirmed(other, entered(one, figures={"earnings-limit": Decimal("213.00")}))
    assert outcome("213.00", "2027-04-14") == "near"


def test_the_year_after_extends_the_year_that_was_entered(two: tuple[User, User]) -> None:
    one, other = two
    confirmed(other, entered(one))
    confirmed(
        one,
        entered(
            other,
            starts_on=date(2028, 4, 10),
            figures={"earnings-limit": Decimal("220.00")},
            known_to=date(2029, 4, 8),
            review_by=date(2029, 3, 15),
        ),
    )
    assert (outcome("220.00", "2028-04-12"), outcome("212.01", "2027-04-14")) == ("near", "above")


def test_a_rule_without_figures_is_known_for_longer_once_two_people_say_so(two: tuple[User, User]) -> None:
    one, other = two
    confirmed(other, entered(one, benefit="pip", figures={}))
    assert checks.rulebook().rules["pip"].valid_through == date(2028, 4, 9)
    assert checks.rulebook_problems() == ()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"starts_on": date(2027, 4, 1)}, "Enter a day after 5 April 2027: what holds"),
        ({"starts_on": date(2027, 4, 5)}, "Enter a day after 5 April 2027: what holds"),
        ({"starts_on": date(2027, 7, 1)}, "Enter a day soon after 5 April 2027"),
        ({"known_to": date(2027, 4, 5)}, "Enter a day after 12 April 2027"),
        ({"known_to": date(2027, 4, 11)}, "Enter a day after 12 April 2027"),
        ({"known_to": date(2030, 4, 5)}, "Enter a day not after 16 May 2028"),
        ({"review_by": date(2020, 1, 1)}, "Enter a day after 23 November 2026"),
        ({"review_by": TODAY}, "Enter a day after 23 November 2026"),
        ({"figures": {}}, "These figures do not go on from those held here"),
        ({"figures": {"earnings-limit": Decimal("212.005")}}, "These figures do not go on"),
        ({"figures": {"earnings-limit": Decimal(-1)}}, "These figures do not go on"),
    ],
)
def test_what_could_not_extend_the_rulebook_is_refused_before_it_is_kept(
    two: tuple[User, User], said: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        entered(two[0], **said)
    assert law_entering.waiting() == []


def test_one_entry_of_a_benefit_waits_at_a_time(two: tuple[User, User]) -> None:
    entered(two[0])
    with pytest.raises(Refused, match="wait already"):
        entered(two[1])


def test_an_entry_is_taken_back_by_whoever_made_it_and_nobody_else(two: tuple[User, User]) -> None:
    one, other = two
    kept = entered(one)
    with pytest.raises(Refused, match="send them back instead"), writing():
        law_entering.take_back(actor=other.actor(), on=TODAY, entered=kept, version=kept.version)
    with writing():
        law_entering.take_back(actor=one.actor(), on=TODAY, entered=kept, version=kept.version)
    assert law_entering.waiting() == []
    verbs = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.position)).all()
    assert verbs[-2:] == ["entered-figures", "took-back-figures"]


@pytest.mark.parametrize("benefit", ["permission-to-work", "own-limit", "window-tax"])
def test_no_figures_are_entered_where_none_can_come(db_session: object, benefit: str) -> None:
    keeper = staff("administrator").actor()
    with pytest.raises(NotFound):
        law_entering.figures_asked(keeper, benefit)
    assert law_entering.figures_asked(keeper, "carers-allowance")


def test_two_people_enter_and_confirm_on_the_screen(app: Flask, as_: As) -> None:
    client = as_("administrator")
    page = client.get("/rules/carers-allowance").text
    assert "Enter figures that were published since" in page
    form = client.get("/rules/carers-allowance/enter").text
    assert "It is £204.00 now. Type it even where it does not move." in form
    kept = client.post("/rules/carers-allowance/enter", data=TYPED, follow_redirects=True).text
    assert "The figures wait for a second person to confirm them." in kept
    with app.app_context():
        (waits,) = law_entering.waiting()
        address, version = f"/rules/entered/{encode(waits.id)}", str(waits.version)
    assert "You entered them, so somebody else confirms them" in client.get(address).text
    assert "wait to be confirmed" in client.get("/rules/carers-allowance/enter").text
    second = as_("administrator")
    assert "New figures from 12 April 2027" in second.get("/").text
    shown = second.get(address).text
    assert "£204.00" in shown
    assert "£212.00" in shown
    assert "4% more" in shown
    asked = second.post(address, data={"version": version}).text
    assert "Choose whether you have read the same." in asked
    said = second.post(address, data={"version": version, "decision": "confirm"}, follow_redirects=True).text
    assert "The figures are in force." in said
    assert "confirmed by a second person" in said
    assert "Confirmed" in second.get(address).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"figure_0": ""}, "Enter the figure, even where it has not moved."),
        ({"figure_0": "lots"}, "Enter an amount"),
        ({"source_link": "http://example.org"}, "begins with https://"),
        ({"source_link": "javascript:alert(1)"}, "begins with https://"),
        ({"figure_0": "2000000"}, "Enter at most £1,000,000.00: no figure of law is larger."),
        ({"starts_on": ["1", "1", "2027"]}, "Enter a day after 5 April 2027: what holds"),
        ({"review_by": ["1", "1", "2020"]}, "Enter a day after 23 November 2026: it says when"),
        ({"known_to": ["1", "1", "2027"]}, "Enter a day after 12 April 2027, on which these figures begin."),
        ({"starts_on": ["", "", ""]}, "Enter the first day, as the law has it."),
    ],
)
def test_a_mistake_is_said_beside_what_to_mend(as_: As, typed: dict[str, Any], sentence: str) -> None:
    page = as_("administrator").post("/rules/carers-allowance/enter", data={**TYPED, **typed}).text
    assert "There is a problem" in page
    assert page.count(sentence) >= 2, "in the summary and beside the field"
    for code in ("valid_through", ".toml", "dated:", "values."):
        assert code not in page


def test_every_benefit_that_can_have_new_figures_has_a_form_for_all_of_them(as_: As) -> None:
    client = as_("administrator")
    for rule in checks_of(client):
        page = client.get(f"/rules/{rule.id}/enter")
        assert page.status_code == 200
        assert page.text.count('name="figure_') == len(rule.series)


def checks_of(client: FlaskClient) -> list[Any]:
    with client.application.app_context():
        return [rule for rule in checks.rulebook().rules.values() if law_entering.may_be_entered(rule)]


def test_a_file_on_the_machine_that_is_wrong_is_to_be_mended_first(
    two: tuple[User, User], rules_folder: Path
) -> None:
    rules_folder.mkdir(exist_ok=True)
    (rules_folder / "carers-allowance.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(Refused, match="mended or taken away first"):
        entered(two[0])


def test_a_folder_that_cannot_be_written_leaves_the_entry_waiting(
    two: tuple[User, User], app: Flask, rules_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    kept = entered(one)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.payments.law_files.tempfile.mkstemp", full)
    with pytest.raises(Refused, match="cannot be written"):
        confirmed(other, kept)
    assert [one.state for one in law_entering.waiting()] == [EnteredState.WAITS]


def test_a_figure_that_moves_further_than_law_does_is_to_be_looked_at_twice(
    app: Flask, as_: As, two: tuple[User, User]
) -> None:
    kept = entered(
        two[0],
        benefit="universal-credit",
        figures={
            "taper": Decimal("0.55"),
            "work-allowance.with-housing": Decimal(710),
            "work-allowance.without-housing": Decimal(730),
        },
    )
    rows = [(change.before, change.after, change.share, change.is_large) for change in law.changes(kept)]
    assert rows == [
        ("427.00", "710", 66, True),
        ("710.00", "730", 3, False),
        ("0.55", "0.55", 0, False),
    ]
    address = f"/rules/entered/{encode(kept.id)}"
    assert "Look twice: is it in the right line?" in as_("administrator").get(address).text


def test_of_the_last_day_of_february_the_next_year_has_the_day_before() -> None:
    assert law.a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
    assert law.a_year_later(date(2027, 4, 5)) == date(2028, 4, 5)


def test_whoever_may_confirm_an_entry_finds_it_on_their_first_page_and_nobody_else_does(
    app: Flask, two: tuple[User, User]
) -> None:
    administrator, contact = two
    kept = entered(administrator)
    address = f"/rules/entered/{encode(kept.id)}"
    client = app.test_client()
    sign_in(client, contact.email)
    assert address in client.get("/").text
    for user in (administrator, staff("lead"), staff("finance")):
        other = app.test_client()
        sign_in(other, user.email)
        assert address not in other.get("/").text


def test_somebody_who_may_confirm_in_two_ways_reads_of_it_once(app: Flask, two: tuple[User, User]) -> None:
    entered(two[0])
    both = staff("administrator", "benefit-contact")
    client = app.test_client()
    sign_in(client, both.email)
    assert client.get("/").text.count("Figures of law to confirm") == 1


def test_only_those_who_look_after_figures_enter_them(app: Flask, as_: As) -> None:
    for held in ("lead", "finance", "approver", "manager", "auditor"):
        assert as_(held).get("/rules/carers-allowance/enter").status_code == 403
    with app.app_context():
        email = staff("benefit-contact").email
    client = app.test_client()
    sign_in(client, email)
    assert client.get("/rules/carers-allowance/enter").status_code == 200
