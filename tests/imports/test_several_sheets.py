"""Several sheets of one workbook come in together, all or nothing; each is said what it is and why."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import projects
from tests.imports.sheets import bring_in, dry_run, refusals, seed, workbook
from tests.imports.test_wide_screens import count, upload, walk
from tracker.db import db
from tracker.errors import Invalid
from tracker.imports import engine, reading, recognising, taken
from tracker.imports.engine import Source
from tracker.imports.long_list import Columns
from tracker.imports.planning.register import Target
from tracker.imports.recognising import Shape
from tracker.imports.wide.said import Said
from tracker.sessions.models import Attendance, InvolvementSession

As = Callable[..., FlaskClient]

NORTH = "Name,11/05/2022,18/05/2022\nAnn Lee,Y,Y\nBo Lind,,N\n"
SOUTH = "Name,11/05/2022,25/05/2022\nAnn Lee,Y,\nCy Dent,Y,Y\n"
LIST = "Name,Date,Came\nAnn Lee,2022-06-01,Y\nDee Fox,2022-06-01,N\n"
BOOK = {
    "North": NORTH,
    "South": SOUTH,
    "Visits": LIST,
    "Summary": "Attendance May to July 2022\nName,Meetings attended,Expected\nAnn Lee,3,4\nBo Lind,2,4\n",
    "Money": "Name,Basic allowance,Travel\nAnn Lee,100.50,12.20\nBo Lind,100.50,3.10\n",
    "Members": "Name,Organisation\nAnn Lee,Acme\nBo Lind,Other\n",
    "Notes": "How to fill this in\nA Y means that somebody came.\nAsk the office.\n",
}
VISITS = Columns((0,), 1, 2, ("y",), (1,))


def source(book: dict[str, str], *, new_name: str | None = None) -> Source:
    """All registers of a workbook together."""
    content = workbook(**book)
    chosen = []
    for sheet in reading.read(content, "book.xlsx"):
        group = taken.group_of(sheet, "book.xlsx")
        if recognising.shape(sheet) is Shape.WIDE:
            chosen.append(taken.as_wide(sheet, Said(), group=group))
        elif recognising.shape(sheet) is Shape.LONG:
            chosen.append(taken.as_list(sheet, VISITS, group=group))
    return engine.of_registers("book.xlsx", engine.fingerprint([content]), chosen, Target("EYP", new_name))


def test_each_sheet_is_said_what_it_is_and_why() -> None:
    sheets = reading.read(workbook(**BOOK), "book.xlsx")
    assert [recognising.shape(sheet) for sheet in sheets] == [
        Shape.WIDE, Shape.WIDE, Shape.LONG, Shape.SUMMARY, Shape.MONEY, Shape.NAMES, Shape.NOTES,
    ]  # fmt: skip
    why = [recognising.why(sheet) for sheet in sheets[:3]]
    why_not = [recognising.why_not(sheet) for sheet in sheets[3:]]
    assert why[0] == "Row 1 heads its columns with days, from 11/05/2022 (B) to 18/05/2022 (C)."
    lying = reading.read(b"Date,Ann Lee,Bo Lind\n11/05/2022,Y,\n18/05/2022,Y,Y\n", "down.csv")[0]
    assert recognising.why(lying).startswith("Days stand down column A and people across row 1")
    assert why[2] == "Name holds names, Date holds dates."
    assert why_not[0].startswith("This is a summary")
    assert "list of money" in why_not[1]
    assert (
        why_not[2] == "Name (A) holds names, and no column or heading holds days: it may be a list of people."
    )
    assert why_not[3] == "It holds lines of text and no table."


@pytest.fixture
def project(db_session: object) -> None:
    seed()
    projects.project(ref="EYP", name="Early years panel")


@pytest.mark.usefixtures("project")
def test_sheets_come_in_together_and_the_same_day_of_two_of_them_is_two_sessions() -> None:
    together = source(BOOK)
    assert together.register.said().startswith(
        "2 of 4 people listed came, 2 of them more than once; 5 sessions"
    )
    assert bring_in(together) is not None
    titles = sorted(db.session.scalars(select(InvolvementSession.title)))
    assert [title.split(",")[0] for title in titles] == ["North", "North", "South", "South", "Visits"]
    assert bring_in(source(BOOK)) is None


@pytest.mark.usefixtures("db_session")
def test_a_project_that_the_first_sheet_begins_is_there_for_the_others() -> None:
    seed()
    assert refusals(source(BOOK, new_name="A new panel")) == []


@pytest.mark.usefixtures("project")
def test_one_refused_row_of_one_sheet_keeps_all_of_them_out() -> None:
    book = {**BOOK, "South": SOUTH + ",Y,\n"}
    (refused,) = refusals(source(book))
    assert refused.startswith(
        "South, row 4, column 11/05/2022 (B): “Y” stands here, and the row has no name."
    )


@pytest.mark.usefixtures("project")
def test_sheets_without_a_name_of_their_own_go_on_from_each_other_and_may_not_contradict() -> None:
    names = {"Sheet1": NORTH, "Sheet2": SOUTH}
    book = dry_run(source(names))
    assert "These sheets come in together: Sheet1, Sheet2." in book.plan.notes
    assert any("Sheet1, Sheet2 are about the same sessions" in note for note in book.plan.notes)
    names["Sheet2"] = SOUTH.replace("Ann Lee,Y", "Ann Lee,N")
    (refused,) = refusals(source(names))
    assert refused.startswith(
        "Sheet2, row 2, column 11/05/2022 (B): Ann Lee stands in the sheet Sheet1, row 2"
    )


@pytest.mark.usefixtures("project")
def test_a_sheet_that_was_brought_in_alone_is_found_again_among_several() -> None:
    whole = source(BOOK)
    alone = engine.of_registers(whole.name, whole.sha256, whole.taken[:1], Target("EYP"))
    assert bring_in(alone) is not None
    again = dry_run(whole)
    assert not again.plan.refusals
    assert len(again.plan.rows["sessions"]) == 3


def test_the_page_lists_the_sheets_and_brings_those_chosen_in_together(app: Flask, as_: As) -> None:
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    lead = as_("lead")
    page = upload(lead, workbook(**BOOK), "book.xlsx")
    text = unescape(page)
    assert "Which sheets come in?" in text
    assert "Perhaps a list of people" in text
    assert "Bring Members in alone as a list of people" in text
    (address,) = re.findall(r"/imports/(\w+)/columns\?sheet=0", text)
    sheets = f"/imports/{address}/sheets"
    data = {"sheets": ["0", "1", "2"], "project": "EYP", "submit": "y"}
    again = lead.post(sheets, data=data).location
    assert again.endswith("/sheets")
    assert "To be said before they can come in" in lead.get(again).text
    columns = {"first": "0", "date": "1", "mark": "2", "submit": "y"}
    sittings = lead.post(f"/imports/{address}/columns?sheet=2", data=columns).location
    back = walk(lead, sittings, session="day", present=["y"])
    assert back.endswith("/sheets")
    check = lead.post(sheets, data=data).location
    assert check.endswith("/check")
    assert "This is what would come in" in lead.get(check).text
    assert count(app, Attendance) == 0
    lead.post(check, data={"submit": "y"})
    assert count(app, InvolvementSession) == 5


def test_a_sheet_that_is_hidden_is_said_to_be_so_where_sheets_are_chosen(as_: As) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, text in (("North", NORTH), ("Old", SOUTH), ("Key", "No,Action\n1,Book the room\n2,Write\n")):
        page = book.add_worksheet(name)
        for number, row in enumerate(text.splitlines()):
            page.write_row(number, 0, row.split(","))
        if name == "Old":
            page.hide()
    book.close()
    page = upload(as_("lead"), out.getvalue(), "book.xlsx")
    assert "This sheet is hidden in the workbook. Row 1 heads its columns with days" in unescape(page)
    assert "No columns of names and dates were found.</td>" in " ".join(page.split()).replace(
        " </td>", "</td>"
    )
    with pytest.raises(Invalid, match="--sheet Old: hidden in the workbook; a register with days across"):
        recognising.chosen(reading.read(out.getvalue(), "book.xlsx"), [], "book.xlsx")
