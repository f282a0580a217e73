"""Reports to give: titled with their answer, the same on page and paper, and giving nobody away."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories.diversity import asks, said
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker import clock, pdf
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.diversity import communities, snapshots
from tracker.diversity.models import CompareWith
from tracker.permissions import SYSTEM
from tracker.projects.models import Design, Project
from tracker.reports import parts, plans
from tracker.reports.bars import Bar, Chart
from tracker.reports.catalogue.papers import papers
from tracker.reports.catalogue.voices import BANDS
from tracker.reports.inside_parts import MOST_PAIRS
from tracker.reports.paper import Figure, Paper, Part, Table
from tracker.reports.pools import Pool
from tracker.reports.queries import Choice
from tracker.reports.seats import seats_by_person
from tracker.reports.tested import tested as held_against_chance
from tracker.sessions.models import Feedback, Outcome
from tracker.web.filters import day
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
SINCE, ENDS = date(2025, 10, 1), date(2026, 9, 30)
# Two groups of people who differ in nothing that may be shown: only in counts that are hidden.
GROUPS = ("christian", "muslim", "buddhist", "none")
ONE_PAGE = ("one-page", "contributors", "bid-evidence")
ONE, OTHER = (12, 9, 3, 8), (12, 9, 4, 7)


def heard(counts: Sequence[int]) -> Project:
    """A project called Readers in which so many people of each group were heard once, and its report."""
    of = project(name="Readers")
    [question] = asks(of, "religion").values()
    session = involvement(of, held_on=date(2026, 9, 10), title="Meeting", stage="design")
    for group, number in zip(GROUPS, counts, strict=True):
        for _ in range(number):
            person = participant(of)
            attendance(session, person, Outcome.ATTENDED)
            said(person, religion=group)
    with writing():
        question.compare_with, question.compared_why = CompareWith.BIRMINGHAM, "They live here."
        communities.set_out_to_reach(actor=SYSTEM, project=of, name="Boat families", partner=None)
        db.session.add(
            Feedback(
                involvement_session_id=session.id,
                you_said="The door is heavy.",
                we_did="It opens by itself.",
                recorded_on=TODAY,
            )
        )
        snapshots.make(
            actor=SYSTEM,
            project_id=of.id,
            since=SINCE,
            until=ENDS,
            weights=seats_by_person(Choice(projects=frozenset({of.id}), since=SINCE, until=ENDS)),
        )
    return of


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def drawn_in(content: bytes) -> bytes:
    """Every line, length and letter that is drawn, as whoever measures the paper has them."""
    contents = [page.get_contents() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return b"".join(one.get_data() for one in contents if one is not None)


def body(page: str, of: str) -> str:
    """What a report says on the screen, without the buttons below it and the project's id."""
    return page[page.index("<h1") : page.index("Take it with you")].replace(of, "")


def test_no_report_of_any_kind_differs_by_a_count_that_is_hidden(app: Flask, as_: As) -> None:
    """Neither page nor PDF, spreadsheet, chart or text alternative: whoever measures them learns nothing."""
    with app.app_context():
        both = [encode(heard(counts).id) for counts in (ONE, OTHER)]
    manager = as_("manager")
    said_of: dict[str, set[str]] = {}
    drawn: dict[str, set[bytes]] = {}
    for kind in papers():
        address = f"/voices/papers/{kind}"
        for of in both:
            asked = {"project": of, "until": ENDS.isoformat()}
            page = manager.get(address, query_string=asked)
            assert page.status_code == 200
            said_of.setdefault(f"{kind} page", set()).add(body(page.text, of))
            paper = manager.post(f"{address}/pdf", query_string=asked)
            said_of.setdefault(f"{kind} pdf", set()).add(text_of(paper.data))
            drawn.setdefault(kind, set()).add(drawn_in(paper.data))
            file = manager.post(f"{address}/file", query_string=asked)
            said_of.setdefault(f"{kind} file", set()).add(file.text if file.status_code == 200 else "")
    assert [name for name, texts in said_of.items() if len(texts) != 1] == []
    assert [name for name, papers_of in drawn.items() if len(papers_of) != 1] == []
    assert all(content for papers_of in drawn.values() for content in papers_of)
    [pack] = said_of["funder-pack page"]
    assert "Christian: 33%" in pack
    assert "Buddhist: hidden" in pack
    assert "Hindu: 0%" in pack
    assert "Open Government Licence v3.0" in pack
    [file] = said_of["funder-pack file"]
    headings, cells = (line.split(",") for line in file.lstrip("\ufeff").splitlines())
    row = dict(zip(headings, cells, strict=True))
    assert row["religion_christian"] == "10"
    assert row["religion_buddhist"] == row["religion_no"] == row["religion_muslim"] == "hidden"
    assert (row["religion_hindu"], row["religion_total"], row["employees"]) == ("0", "30", "30")
    [bid] = said_of["bid-evidence pdf"]
    for words in ("About 30 people shaped Readers in 1 session", "It opens by itself.", "Not shown"):
        assert words in bid
    [plain] = said_of["contributors pdf"]
    assert "Boat families" in plain


def test_the_pdf_is_tagged_and_the_manager_s_page_is_one_page(app: Flask, as_: As) -> None:
    with app.app_context():
        asked = {"project": encode(heard(ONE).id), "until": ENDS.isoformat()}
    manager = as_("manager")
    for kind in ONE_PAGE:
        paper = manager.post(f"/voices/papers/{kind}/pdf", query_string=asked)
        read = pypdf.PdfReader(io.BytesIO(paper.data))
        assert len(read.pages) == 1, kind
        root = read.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"], kind
    with app.app_context():
        taken = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "took-report")).all()
        assert sorted(one.kind for one in taken) == [f"report-{kind}" for kind in sorted(ONE_PAGE)]


def test_what_we_will_do_is_kept_with_its_writer_and_day(app: Flask, as_: As) -> None:
    with app.app_context():
        of = encode(project().id)
    manager = as_("manager")
    asked = {"project": of, "until": ENDS.isoformat()}
    for once, words in (("a", "Ring the canal trust."), ("b", "Visit the canal trust.")):
        answer = manager.post("/voices/plan", query_string=asked, data={"says": words, "once": once})
        assert answer.status_code == 302
    page = manager.get(answer.location).text
    assert "Visit the canal trust." in page
    assert f"on {day(clock.now())}" in page
    assert "Ring the canal trust." not in page
    assert "Ring the canal trust." in manager.get("/voices/plan", query_string=asked).text
    later = manager.get("/voices/papers/one-page", query_string={**asked, "until": "2026-06-30"}).text
    assert "Nothing is written down yet." in later


def test_a_small_pool_does_not_hide_that_it_is_the_same_few(app: Flask, as_: As) -> None:
    with app.app_context():
        of = project(name="Readers", pool=9, design=Design.OPEN_CALL)
        people = [participant() for _ in range(6)]
        for week in range(6):
            session = involvement(of, held_on=SINCE + timedelta(days=7 * week))
            for one in people:
                attendance(session, one, Outcome.ATTENDED)
        asked = {"project": encode(of.id), "until": ENDS.isoformat()}
    manager = as_("manager")
    for kind in ("one-page", "funder-pack"):
        page = manager.get(f"/voices/papers/{kind}", query_string=asked).text
        assert "That is more often the same people than a draw by lot" in page
        assert "Few people could be asked" not in page
        of_all = manager.get(f"/voices/papers/{kind}", query_string={"until": ENDS.isoformat()}).text
        title = of_all[of_all.index("<h1") : of_all.index("</h1>")]
        assert "in 1 of 1 project it is more often the same people than chance explains" in title
    page = manager.get("/voices", query_string={"project": asked["project"]}).text
    assert "3 of those who could be asked were not heard" in page


def test_the_manager_s_page_says_whether_new_people_come_and_who_comes_back(app: Flask, as_: As) -> None:
    with app.app_context():
        of = project(name="Readers", pool=40)
        people = [participant() for _ in range(6)]
        for week, stage in enumerate(("design", "design", "evaluation", "evaluation")):
            session = involvement(of, held_on=SINCE + timedelta(days=14 * week), stage=stage)
            for one in people:
                attendance(session, one, Outcome.ATTENDED)
        later = involvement(of, held_on=ENDS)
        attendance(later, participant(), Outcome.ATTENDED)
        asked = {"project": encode(of.id), "until": ENDS.isoformat()}
    page = as_("manager").get("/voices/papers/one-page", query_string=asked).text
    assert "7 of 25 seats went to somebody new here." in page
    assert re.search(r"Oct to Dec 2025</th>.*>24</td>.*>6</td>.*>18</td>", page)
    assert re.search(r"Jul to Sep 2026</th>.*>1</td>.*>1</td>.*>0</td>", page)
    assert "6 of 7 people heard were last heard more than six months before 30 September 2026." in page
    assert "6 of the 6 heard in Evaluation had been in Design." in page
    assert "Such a draw would have brought about" in page


def test_a_community_reached_after_the_dates_of_a_report_was_reached_since(app: Flask, as_: As) -> None:
    with app.app_context():
        of = heard(ONE)
        with writing():
            later = communities.set_out_to_reach(actor=SYSTEM, project=of, name="Night workers", partner="")
            communities.set_reached(actor=SYSTEM, on=ENDS + timedelta(days=1), one=later, reached=True)
        asked = {"project": encode(of.id), "until": ENDS.isoformat()}
    page = as_("manager").get("/voices/papers/one-page", query_string=asked).text
    assert f"0 of 2 reached by {day(ENDS)}." in page
    assert f"Night workers: reached since, {day(ENDS + timedelta(days=1))}" in page


@pytest.mark.parametrize(("says", "answer"), [("", "in a sentence or two"), ("x" * 401, "400 letters")])
def test_a_plan_that_says_nothing_or_too_much_is_refused(
    db_session: object, as_: As, says: str, answer: str
) -> None:
    assert answer in as_("manager").post("/voices/plan", data={"says": says}).text


def test_a_report_on_nobody_says_so(db_session: object, as_: As) -> None:
    project()
    manager = as_("manager")
    for kind in papers():
        page = manager.get(f"/voices/papers/{kind}")
        assert page.status_code == 200
        assert "Nobody was heard" in page.text or "did not meet anybody" in page.text
        assert manager.post(f"/voices/papers/{kind}/pdf").status_code == 200


@pytest.mark.parametrize("asked", ["project=x", "until=2026-09-29", "until=", "project=1&until=x"])
def test_a_choice_that_is_not_offered_is_answered_in_a_sentence(
    db_session: object, as_: As, asked: str
) -> None:
    project()
    page = as_("manager").get(f"/voices/papers/one-page?{asked}")
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert as_("manager").post(f"/voices/papers/one-page/pdf?{asked}").status_code == 409


def test_a_manager_of_one_project_sees_no_other_and_not_all(app: Flask, as_: As) -> None:
    with app.app_context():
        theirs, elsewhere = project(), project(name="Elsewhere")
        client, other = as_("manager", project_id=theirs.id), encode(elsewhere.id)
    assert "Elsewhere" not in client.get("/voices/papers/one-page").text
    for asked in (f"project={other}", "project="):
        assert "There is a problem" in client.get(f"/voices/papers/one-page?{asked}").text
        assert client.post(f"/voices/plan?{asked}", data={"says": "Mine now."}).status_code == 409


def test_the_manager_s_page_is_one_page_when_every_part_is_as_long_as_it_may_be(app: Flask) -> None:
    name = "Black, Black British, Black Welsh, Caribbean or African (ethnic group)"
    bars = [Bar(words=words, said="1,140 seats", whole=9) for words, _, _ in BANDS]
    of_bands = [(words, "1,140", "1,140") for words, _, _ in BANDS]
    gaps = [(name, "5%", "Clear gap")] * parts._MOST_GAPS
    long = "Somebody wrote much about what is to be done, by when and by whom. " * 6
    full = Paper(
        title="We heard from 1,147 people in 166 sessions; three of them held 27% of the seats",
        layout="compact",
        figures=[Figure("27 of 369", "seats held by the three most frequent")] * 4,
        parts=[
            Part(
                heading="Is it the same few?",
                sentences=[long[:290]],
                chart=Chart(code="often", title="Seats", sentence="Seats.", bars=bars),
                table=Table("Seats", ("Took part", "People", "Seats"), of_bands),
            ),
            Part(
                heading="Who is not heard?",
                sentences=[long[:150]],
                table=Table("Groups", ("Group", "Share", "Says"), gaps),
            ),
            Part(heading="Communities", sentences=["2 of 12."], items=[long[:80]] * parts._MOST_COMMUNITIES),
            Part(
                heading="Do new people come?",
                sentences=[long[:85]],
                table=Table("By quarter", ("Quarter", "Seats", "First"), [("Jul to Sep", "1", "2")] * 4),
            ),
            Part(
                heading="Who comes back?",
                items=[long[:95], *[long[:70]] * MOST_PAIRS, long[:120]],
            ),
            Part(heading="How many answered?", sentences=[long[:320]], notes=[long[:110]]),
            Part(
                heading="Fees",
                table=Table("Fees", ("Project", "Fees", "Less"), [("A", "1", "2")] * parts._MOST_PROJECTS),
            ),
            Part(
                heading="What we will do",
                items=[long[:133]] * (plans.LONGEST // 133),
                notes=[long[:50], long[: parts._BEFORE + 45]],
            ),
        ],
    )
    about = {"where": "Readers", "organisation": "Invented", "since": SINCE, "until": ENDS}
    with app.app_context():
        drawn = app.jinja_env.get_template("reports/pdf/paper.html").render(
            asked=about, paper=full, demo=False
        )
    assert len(pypdf.PdfReader(io.BytesIO(pdf.render(drawn))).pages) == 1


@pytest.mark.parametrize(
    ("pool", "says"),
    [
        (60, "That is more often the same people than a draw by lot"),
        (14, "asked. Few people could be asked: who comes less could be helped to come."),
    ],
)
def test_a_small_pool_does_not_hide_that_a_few_hold_most_seats(pool: int, says: str) -> None:
    """Fourteen people, of whom two came to all six sessions and one to five."""
    people_by_seats = Counter({6: 2, 5: 1, 2: 1, 1: 10})
    found = held_against_chance(None, Pool(pool, stated=True), [5, 5, 5, 5, 5, 4], people_by_seats)
    assert says in parts._tested(found)


def test_where_a_small_pool_takes_turns_more_people_to_ask_would_help() -> None:
    found = held_against_chance(None, Pool(6, stated=True), [4] * 6, Counter({4: 6}))
    assert parts._tested(found).endswith("back. More to ask would help.")
