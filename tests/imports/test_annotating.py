"""A copy of the person's own sheet says beside each row what becomes of it, and quotes nothing withheld."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.http import parse_options_header

from tests.factories import projects
from tests.imports.sheets import changed, dry_run, ours, seed, workbook
from tests.imports.test_wide_screens import upload, walk
from tracker.db import db
from tracker.imports import annotating, engine, reading, taken, withheld
from tracker.imports.engine import Source
from tracker.imports.long_list import Columns
from tracker.imports.planning.register import Target
from tracker.imports.wide.said import Said
from tracker.sessions.models import Attendance

As = Callable[..., FlaskClient]

WIDE = """Panel 2022

Name,Sort code,11 May,18 May
=Ann Lee,20-00-00,Y,Y
Bo Lind,20-00-01,,N
,,Y,
Total,,2,1
"""
LIST = "Name,Date,Came\nAnn Lee,2026-01-05,Y\n\nBo Lind,31/02/2026,Y\nCy Dent,2026-01-05,N\n"


def wide(text: str = WIDE) -> Source:
    (sheet,), left = withheld.without_in(reading.read(text.encode(), "wide.csv"))
    return engine.of_registers("wide.csv", "0" * 64, [taken.as_wide(sheet, Said(), left)], Target("EYP"))


def listed() -> Source:
    (sheet,) = reading.read(LIST.encode(), "list.csv")
    chosen = [taken.as_list(sheet, Columns((0,), 1, 2, ("y",), (1,)))]
    return engine.of_registers("list.csv", "0" * 64, chosen, Target("EYP"))


def copied(source: Source) -> list[list[str]]:
    content = annotating.written(source, dry_run(source).plan, "csv")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def project(db_session: object) -> None:
    seed()
    projects.project(ref="EYP", name="Early years panel")


@pytest.mark.usefixtures("project")
def test_each_row_keeps_its_place_and_says_what_becomes_of_it() -> None:
    rows = copied(listed())
    assert rows[0] == ["Name", "Date", "Came", "What would happen", "Remarks"]
    assert rows[1] == ["Ann Lee", "2026-01-05", "Y", "Created", "Ann Lee came."]
    assert rows[2] == [""] * 5
    assert rows[3][:4] == ["Bo Lind", "31/02/2026", "Y", "Refused"]
    assert rows[3][4].startswith("Column Date (B): There is no such date as 31/02/2026.")
    assert rows[4][3:] == ["Created", "Cy Dent did not come."]


@pytest.mark.usefixtures("project")
def test_a_wide_register_is_copied_without_what_must_not_come_in() -> None:
    rows = copied(wide())
    assert rows[0] == ["Panel 2022", "Left out of this copy: bank details", "", "", "Left out", rows[0][5]]
    assert rows[2] == ["Name", "", "11 May", "18 May", "What would happen", "Remarks"]
    assert rows[3] == ["'=Ann Lee", "", "Y", "Y", "Created", "2 created."]
    assert rows[4][4:] == ["Created", "Bo Lind did not come."]
    assert rows[5][4] == "Refused"
    assert "the row has no name" in rows[5][5]
    assert rows[6][4:] == ["Left out", "Taken for totals."]
    assert "20-00" not in str(rows)
    assert any("looks like bank details and is left out" in row[-1] for row in rows[7:])


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_same_sheet_gives_the_same_bytes(ending: str) -> None:
    source = wide()
    first = annotating.written(source, dry_run(source).plan, ending)
    assert annotating.written(source, dry_run(source).plan, ending) == first


@pytest.mark.usefixtures("project")
def test_the_copy_as_a_workbook_reads_back_as_the_sheet_with_its_remarks() -> None:
    source = wide()
    copy, about = reading.read(annotating.written(source, dry_run(source).plan, "xlsx"), "copy.xlsx")
    assert copy.name == "wide.csv"
    assert copy.rows[1][0] == 4
    assert copy.rows[1][1] == ["=Ann Lee", "", "Y", "Y", "Created", "2 created."]
    assert about.headings == ("Nothing was brought in: this says what would come in, and what to correct.",)


@pytest.mark.usefixtures("db_session")
def test_what_was_told_in_confidence_is_neither_copied_nor_quoted() -> None:
    seed()
    source = changed("circumstances", "universal credit", "carers' thing")
    plan = dry_run(source).plan
    pages = reading.read(annotating.written(source, plan, "xlsx"), "copy.xlsx")
    text = str(pages)
    for secret in ("carers", "England", "student", "20-00-00", "55779911", "A Yusuf"):
        assert secret not in text
    circumstances = next(page for page in pages if page.name.startswith("circumstances"))
    assert circumstances.headings[:2] == ("person_ref", "Left out of this copy")
    assert circumstances.rows[0][1][-2:] == [
        "Refused",
        "Column benefit (C): The page of the dry run says why.",
    ]


@pytest.mark.usefixtures("db_session")
def test_several_sheets_are_copied_into_one_workbook_and_into_no_csv() -> None:
    seed()
    source = ours(projects="ref,name\nA,First\n", people="ref,name\nP1,Ann Lee\n")
    plan = dry_run(source).plan
    names = [page.name for page in reading.read(annotating.written(source, plan, "xlsx"), "copy.xlsx")]
    assert names == ["projects.csv", "people.csv", "About this copy"]
    with pytest.raises(Exception, match="A CSV holds one sheet"):
        annotating.written(source, plan, "csv")


def test_the_page_of_the_dry_run_offers_the_copy_to_whoever_uploaded_the_file(app: Flask, as_: As) -> None:
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    lead = as_("lead")
    page = upload(lead, workbook(Panel=WIDE), "the panel's.xlsx")
    check = walk(lead, page)
    (address,) = re.findall(r'formaction="([^"]+/copy/xlsx)"', lead.get(check).text)
    answer = lead.post(address)
    assert answer.status_code == 200
    assert "with-remarks.xlsx" in answer.headers["Content-Disposition"]
    assert reading.read(answer.data, "copy.xlsx")[0].name == "Panel"
    assert lead.post(address.replace("xlsx", "pdf")).status_code == 404
    with app.app_context():
        assert not db.session.scalar(select(func.count()).select_from(Attendance))
    assert as_("finance").post(address).status_code == 404


@pytest.mark.parametrize("name", ["出席 “2026”.xlsx", "Élodie’s panel.xlsx"])
def test_a_copy_of_a_file_of_any_name_is_handed_out_under_that_name(app: Flask, as_: As, name: str) -> None:
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    lead = as_("lead")
    check = walk(lead, upload(lead, workbook(Panel=WIDE), name))
    (address,) = re.findall(r'formaction="([^"]+/copy/xlsx)"', lead.get(check).text)
    answer = lead.post(address)
    assert answer.status_code == 200
    told = answer.headers["Content-Disposition"]
    told.encode("latin-1")
    _, options = parse_options_header(told)
    assert options["filename"] == f"{name.removesuffix('.xlsx')}-with-remarks.xlsx"
