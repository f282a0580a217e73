"""A paper is seen before it is issued, issued as it was seen, drawn once, and replaced by a new one only."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import payments as made
from tests.factories import projects as other_projects
from tests.factories.staff import staff
from tracker.accounts import services as accounts
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.documents import issuing, kinds, queries
from tracker.documents.asked import Asked
from tracker.documents.models import Document
from tracker.errors import Invalid, Refused
from tracker.jobs.worker import drain
from tracker.people.models import DocumentFormat, Participant
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.ids import encode
from tracker.web.transaction import writing

Db = scoped_session[Session]
Factory = Callable[..., FlaskClient]


@pytest.fixture
def address(app: Flask) -> str:
    """The page that gives a statement to somebody who was paid £75."""
    with app.app_context():
        on_stage = made.stage()
        claim = made.approved(on_stage, "Amina Yusuf")
        made.paid_run(on_stage)
        return f"/people/{encode(claim.participant_id)}/papers/statement"


def issued(app: Flask) -> list[Document]:
    with app.app_context():
        found = db.session.scalars(
            select(Document).where(Document.kind == "statement").order_by(Document.number)
        ).all()
        db.session.expunge_all()
        return list(found)


def issue(client: FlaskClient, address: str, **changes: str) -> str:
    """Look at the page and send its form, as it stands or changed; where that leads."""
    page = client.get(address).text
    form = page[page.index('class="tracker-issue"') :]
    sent = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form)) | changes
    action = re.search(r'<form method="post" action="([^"]*papers[^"]*)"', page)
    assert action is not None
    answer = client.post(unescape(action[1]), data=sent)
    return answer.location or answer.text


def test_it_is_seen_as_it_will_look_and_looking_issues_nothing(
    app: Flask, as_: Factory, address: str
) -> None:
    page = as_("finance").get(address).text
    assert "How it will look" in page
    assert "Amina Yusuf" in page
    assert "given when it is issued" in page
    assert issued(app) == []


def test_issuing_freezes_it_numbers_it_notes_who_did_it_and_asks_for_the_pdf(
    app: Flask, as_: Factory, address: str
) -> None:
    finance = as_("finance")
    where = issue(finance, address)
    [paper] = issued(app)
    assert where == f"/papers/{encode(paper.id)}"
    assert (paper.number, paper.content["number"]) == ("L26-00001", "L26-00001")
    assert paper.content["total"] == 7500
    assert (paper.issued_on, paper.format, paper.language) == (TODAY, "standard", "english")
    assert "The paper is issued." in finance.get(where).text
    assert "The PDF is being made" in finance.get(where).text
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "issued-document")).one()
        assert (event.record_id, event.values) == (paper.id, {"number": "L26-00001", "format": "standard"})
        db.session.rollback()
        drain(app)
    answer = finance.post(f"{where}/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == "attachment; filename=statement-L26-00001.pdf"
    [drawn] = issued(app)
    assert drawn.sha256 is not None


def test_a_form_sent_twice_issues_one_paper(app: Flask, as_: Factory, address: str) -> None:
    finance = as_("finance")
    first = issue(finance, address, once="the same key")
    assert issue(finance, address, once="the same key") == first
    assert len(issued(app)) == 1


def test_what_changed_since_it_was_seen_is_not_issued_but_shown_again(
    app: Flask, as_: Factory, address: str
) -> None:
    finance = as_("finance")
    page = issue(finance, address, shown="0" * 64)
    assert "has changed since you looked" in page
    assert issued(app) == []
    assert issue(finance, address).startswith("/papers/")


def test_it_is_printed_as_the_person_reads_best_unless_somebody_chooses_otherwise(
    app: Flask, as_: Factory, address: str
) -> None:
    with app.app_context(), writing() as session:
        session.scalars(select(Participant)).one().format = DocumentFormat.LARGE_PRINT
    finance = as_("finance")
    issue(finance, address)
    issue(finance, f"{address}?about=all&days=this-tax-year&layout=standard")
    assert [paper.format for paper in issued(app)] == ["large-print", "standard"]


def test_issued_again_it_says_which_it_replaces_and_the_first_says_that_it_no_longer_stands(
    app: Flask, as_: Factory, address: str
) -> None:
    finance = as_("finance")
    first = issue(finance, address)
    again = re.search(r'href="([^"]+)">Issue it again', finance.get(first).text)
    assert again is not None
    second = issue(finance, unescape(again[1]))
    assert "L26-00001 of 23 November 2026, which no longer stands" in finance.get(second).text
    assert "L26-00002 was issued in its place" in finance.get(first).text
    assert "Issue it again" not in finance.get(first).text
    assert "look at that one" in finance.get(unescape(again[1])).text
    assert [paper.content["replaces"] for paper in issued(app)] == [
        None,
        {"number": "L26-00001", "issued_on": "2026-11-23"},
    ]


def test_a_paper_on_another_matter_is_not_replaced(app: Flask, as_: Factory, address: str) -> None:
    finance = as_("finance")
    issue(finance, address)
    one_project = re.search(r'<option value="(\w{13})"', finance.get(address).text)
    assert one_project is not None
    other = f"{address}?about={one_project[1]}&days=this-tax-year&layout=standard&replaces=L26-00001"
    assert "L26-00001 is about something else" in finance.get(other).text
    missing = f"{address}?about=all&days=this-tax-year&layout=standard&replaces=L26-99999"
    assert finance.get(missing).status_code == 404


def test_a_lead_gives_papers_of_their_project_only_and_sees_no_other(
    app: Flask, as_: Factory, address: str
) -> None:
    with app.app_context():
        person = db.session.scalars(select(Participant)).one()
        project_id = projects.memberships(staff("approver").actor(), person.id)[0].project_id
        other = other_projects.project(name="Secret garden")
        other_projects.member(other, person)
        other_id = other.id
    lead = as_("lead", project_id=project_id)
    page = lead.get(address).text
    assert "Pain clinic" in page
    assert "Secret garden" not in page
    assert "All projects" not in page
    whole = issue(as_("finance"), address)
    assert lead.get(whole).status_code == 404
    assert lead.post(f"{whole}/pdf").status_code == 404
    own = issue(lead, address)
    assert "of the project Pain clinic only" in lead.get(own).text
    papers = address.rpartition("/")[0]
    assert "L26-00001" not in lead.get(papers).text
    assert "L26-00002" in lead.get(papers).text
    assert as_("lead", project_id=other_id).get(own).status_code == 404
    asked = f"{address}?about=all&days=this-tax-year&layout=standard"
    assert "Choose one from the list" in lead.get(asked).text


def test_a_person_s_page_lists_their_papers_and_what_may_be_given(
    app: Flask, as_: Factory, address: str
) -> None:
    issue(as_("finance"), address)
    person = address.removesuffix("/papers/statement")
    lead, approver = as_("lead").get(person).text, as_("approver").get(person).text
    for page in (lead, approver):
        assert "L26-00001" in page
        assert "2026-000001" in page
    assert "Issue a paper" in lead
    assert "Issue a paper" not in approver
    assert as_("approver").get(address).status_code == 403


def test_a_person_whose_details_were_erased_is_given_no_paper(app: Flask, as_: Factory, address: str) -> None:
    with app.app_context(), writing() as session:
        session.scalars(select(Participant)).one().erased_on = TODAY
    page = as_("finance").get(address).text
    assert "details were erased" in page
    assert "Issue this paper" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("about=all&days=dates&layout=standard", "Enter the first day."),
        (
            "about=all&days=dates&since=1&since=5&since=2026&until=1&until=4&until=2026&layout=standard",
            "not before the first",
        ),
        ("about=all&days=dates&since=31&since=2&since=2026&layout=standard", "There is no such date"),
        ("about=nonsense&days=this-tax-year&layout=standard", "Choose one from the list"),
        ("about=all&days=sometimes&layout=standard", "Choose one from the list"),
        ("about=all&days=this-tax-year&layout=huge", "Choose one from the list"),
        ("about=", "Choose what it is about."),
        ("about=%00&days=%00&layout=%00&replaces=%00", "Choose one from the list"),
    ],
)
def test_a_mistaken_choice_is_answered_with_what_to_enter(
    as_: Factory, address: str, query: str, said: str
) -> None:
    answer = as_("finance").get(f"{address}?{query}")
    assert said in answer.text
    assert "How it will look" not in answer.text
    assert as_("finance").post(f"{address}?{query}").status_code == 200


def test_only_kinds_given_on_request_have_a_page(as_: Factory, address: str) -> None:
    for kind in ("receipt", "nonsense"):
        assert as_("finance").get(address.replace("statement", kind)).status_code == 404


def test_nobody_gives_a_paper_of_every_project_who_holds_only_some(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.approved(on_stage, "Amina Yusuf").participant
    whole = kinds.on_request()["statement"].subjects(staff("finance").actor(), person)[0]
    draft = issuing.draft(
        kinds.on_request()["statement"], Asked(participant=person, subject=whole, period=None, on=TODAY)
    )
    lead = staff("lead", project_id=on_stage.project.id).actor()
    assert lead.may(Permission.ISSUE_DOCUMENTS)
    with pytest.raises(Refused, match="gives papers"), writing():
        issuing.issue(actor=lead, on=TODAY, draft=draft, shown=draft.shown, layout="standard")


def test_a_paper_replaced_by_two_people_at_once_is_replaced_by_one(db_session: Db) -> None:
    """Both looked before either issued: the second meets the constraint, and reads a sentence."""
    on_stage = made.stage()
    person = made.approved(on_stage, "Amina Yusuf").participant
    kind = kinds.on_request()["statement"]
    finance = staff("finance").actor()
    asked = Asked(participant=person, subject=kind.subjects(finance, person)[0], period=None, on=TODAY)

    def give(draft: issuing.Draft) -> Document:
        with writing():
            return issuing.issue(actor=finance, on=TODAY, draft=draft, shown=draft.shown, layout="standard")

    first = give(issuing.draft(kind, asked))
    seen_by_both = issuing.draft(kind, asked, first)
    give(seen_by_both)
    with pytest.raises(Invalid, match="in place of this paper already"):
        give(seen_by_both)


def test_papers_turn_pages_from_the_newest_to_the_oldest(
    app: Flask, as_: Factory, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finance = as_("finance")
    for _ in range(2):
        issue(finance, address)
    with app.app_context():
        viewer = staff("finance").actor()
        person_id = db.session.scalars(select(Participant.id)).one()
        first = queries.of_person(viewer, person_id, size=2)
        assert [paper.number for paper in first.rows] == ["L26-00002", "L26-00001"]
        second = queries.of_person(viewer, person_id, size=2, after=first.next_cursor)
        assert [paper.number for paper in second.rows] == ["2026-000001"]
        assert second.next_cursor is None


def test_a_paper_keeps_its_words_when_names_and_settings_change(
    app: Flask, as_: Factory, address: str
) -> None:
    where = issue(as_("finance"), address)
    with app.app_context():
        admin = staff("administrator").actor()
        with writing() as session:
            session.scalars(select(Participant)).one().name = "Another Person"
            accounts.save_organisation(actor=admin, version=None, values={"name": "Another name"})
    page = as_("finance").get(where).text
    assert "Amina Yusuf" in page[page.index("tracker-paper") :]
