"""`tracker import`: the same engine as the screens, with exit codes."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cli.conftest import Run
from tests.factories import projects
from tests.imports.sheets import EVERY_SHEET, LONG_REGISTER, workbook
from tracker.db import Base, db
from tracker.people.models import Participant
from tracker.projects.models import ImportBatch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of CSVs with our headings."""
    found = tmp_path / "ours"
    found.mkdir()
    for name, content in EVERY_SHEET.items():
        (found / f"{name}.csv").write_text(content, encoding="utf-8")
    return found


@pytest.fixture
def ready(instance: Run) -> Run:
    """The command, in an instance that is ready."""
    assert instance("upgrade").code == 0
    return instance


def rows(app: Flask, model: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_folder_comes_in_once(ready: Run, folder: Path, fresh_app: Flask) -> None:
    first = ready("import", str(folder))
    assert (first.code, first.err) == (0, "")
    assert "attendance: 4 created" in first.out
    second = ready("import", str(folder))
    assert second.code == 0
    assert "nothing has changed" in second.out
    assert rows(fresh_app, Participant) == 3
    assert rows(fresh_app, ImportBatch) == 1


def test_a_dry_run_says_what_becomes_of_each_row_and_writes_nothing(
    ready: Run, folder: Path, fresh_app: Flask
) -> None:
    ran = ready("import", str(folder), "--dry-run")
    assert ran.code == 0
    assert "people.csv, row 2: created: Amina Yusuf is added. They join Early years panel." in ran.out
    assert rows(fresh_app, Participant) == 0


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_refused_row_exits_1_and_names_file_row_and_column(
    ready: Run, folder: Path, fresh_app: Flask, options: tuple[str, ...]
) -> None:
    broken = EVERY_SHEET["payees"].replace("20-00-00", "20-00-0")
    (folder / "payees.csv").write_text(broken, encoding="utf-8")
    ran = ready("import", str(folder), *options)
    assert ran.code == 1
    assert "payees.csv, row 2, column sort_code (C): A sort code has six digits; this has 5." in ran.err
    assert rows(fresh_app, Participant) == 0


def test_once_a_user_exists_the_importer_says_who_they_are(ready: Run, folder: Path) -> None:
    made = ready(
        "create-user", "--email", "lead@example.org", "--name", "Lee Lead", "--role", "administrator",
        "--role", "lead", stdin="three plain words\n",
    )  # fmt: skip
    assert made.code == 0, made.err
    assert ready("import", str(folder)).code == 2
    refused = ready("import", str(folder), "--as", "lead@example.org")
    assert refused.code == 1
    assert "payees.csv, row 2: Only finance staff may bring in bank details." in refused.err
    assert "circumstances.csv, row 2: Only a benefit contact" in refused.err


def test_a_list_with_headings_of_its_own_asks_for_its_project_and_its_sessions(
    ready: Run, folder: Path
) -> None:
    assert ready("import", str(folder)).code == 0
    register = str(LONG_REGISTER)
    assert "add --project" in ready("import", register).err
    asked = ready("import", register, "--project", "EYP")
    assert asked.code == 1
    assert "--sessions meeting: Each meeting (MTGNum): 3 sessions, 24 attendances" in asked.err
    brought = ready("import", register, "--project", "EYP", "--sessions", "meeting")
    assert brought.code == 0
    assert "Brought in." in brought.out


def test_a_file_that_is_no_table_exits_1_with_a_sentence(ready: Run, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"ref,name\nP1,A\0\n")
    ran = ready("import", str(tmp_path / "people.csv"))
    assert ran.code == 1
    assert "people.csv, row 2 holds a NUL character" in ran.err


def test_a_path_that_is_not_there_exits_2(ready: Run) -> None:
    assert ready("import", "nowhere.csv").code == 2


WIDE = "Name,220523,,220530,\n,AM,PM,AM,PM\nAmina Yusuf,✓,✓,✓,L\nBo Lind,,✓,,\n"


def test_what_a_wide_register_leaves_open_is_asked_with_the_option_that_says_it(
    ready: Run, folder: Path, tmp_path: Path, fresh_app: Flask
) -> None:
    ready("import", str(folder))
    register = tmp_path / "wide.csv"
    register.write_text(WIDE, encoding="utf-8")
    ran = ready("import", str(register), "--project", "EYP", "--came", "L")
    assert ran.code == 1
    assert "  --sessions half-day: Each half day: 4 sessions, 5 attendances" in ran.err
    assert "  --sessions day: Each day: 2 sessions, 3 attendances" in ran.err
    ran = ready("import", str(register), "--project", "EYP", "--sessions", "day")
    assert ran.code == 1
    assert "“L” (once)" in ran.err
    assert "--came, --absent or --no-mark" in ran.err
    ran = ready("import", str(register), "--project", "EYP", "--sessions", "day", "--came", "L")
    assert (ran.code, ran.err) == (0, "")
    assert "2 sessions, 3 attendances" in ran.out


def test_a_summary_is_refused_with_the_reason(ready: Run, folder: Path, tmp_path: Path) -> None:
    ready("import", str(folder))
    summary = tmp_path / "summary.csv"
    summary.write_text("May 2021 to April 2022\nMember,Present\nAnn Lee,5\nBo Lind,6\n", encoding="utf-8")
    ran = ready("import", str(summary), "--project", "EYP")
    assert ran.code == 1
    assert "This is a summary: Present (B) in row 2 say how often each person came, and not when." in ran.err


def test_of_several_sheets_one_has_to_be_named(ready: Run, folder: Path, tmp_path: Path) -> None:
    ready("import", str(folder))
    book = tmp_path / "groups.xlsx"
    book.write_bytes(
        workbook(
            Reading="Name,11 May 2022,18 May 2022\nAnn Lee,Y,\n",
            Writing="Name,11 May 2022,18 May 2022\nAnn Lee,Y,Y\n",
            Notes="Anything\nat all\n",
        )
    )
    ran = ready("import", str(book), "--project", "EYP")
    assert ran.code == 1
    assert "  --sheet Writing: a register with days across" in ran.err
    for name in ("Reading", "Writing"):
        assert ready("import", str(book), "--project", "EYP", "--sheet", name).code == 0
    assert "nothing has changed" in ready("import", str(book), "--project", "EYP", "--sheet", "Writing").out


def test_a_copy_with_our_remarks_is_written_in_a_dry_run_only(
    ready: Run, tmp_path: Path, fresh_app: Flask
) -> None:
    file, copy = tmp_path / "list.csv", tmp_path / "copy.csv"
    came = "Ann Lee,2026-01-05,Y\nBo,2026-01-05,Y\nCy,2026-01-05,Y\nDee,2026-01-05,Y\nEd,2026-01-05,Y\n"
    file.write_text(f"Name,Date,Came\n{came}Flo,31/02/2026,Y\n", encoding="utf-8")
    with fresh_app.app_context():
        projects.project(ref="EYP", name="Early years panel")
    asked = ("import", str(file), "--project", "EYP", "--annotated")
    assert "Add --dry-run" in ready(*asked, str(copy)).err
    assert "this is the file itself" in ready(*asked, str(file), "--dry-run").err
    assert "ends so" in ready(*asked, str(tmp_path / "copy.txt"), "--dry-run").err
    assert f"A copy with our remarks is in {copy}." in ready(*asked, str(copy), "--dry-run").out
    assert "Refused,Column Date (B): There is no such date" in copy.read_text(encoding="utf-8-sig")
    assert rows(fresh_app, Participant) == 0
