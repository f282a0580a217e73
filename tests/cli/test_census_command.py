"""`tracker census`: an area's census out of a folder of tables, into the instance or a file."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask

from tests.cli.conftest import Run
from tests.factories.census import tables
from tests.factories.staff import staff
from tracker.diversity.benchmark import areas


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tables"
    made.mkdir()
    for name, text in tables().items():
        (made / name).write_text(text, encoding="utf-8-sig")
    return made


def test_an_area_is_written_as_a_benchmark_with_no_database(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "norton.csv"
    ran = run("census", "Norton Example", str(folder), "-o", str(out))
    assert (ran.code, ran.err) == (0, "")
    assert "Norton Example (E09999901) is written to" in ran.out
    answers = tmp_path / "answers.csv"
    rows = "\n".join(f"P{at},sex,Female" for at in range(12)) + "\n"
    answers.write_text(f"person,dimension,category\n{rows}P90,sex,Male\n", encoding="utf-8")
    assert run("representation", "--answers", str(answers), "--benchmark", str(out)).code == 0


def test_tables_are_read_out_of_their_zip_files_as_they_come(run: Run, folder: Path, tmp_path: Path) -> None:
    for name in tables():
        number = name.split("-")[1]
        with ZipFile(folder / f"census2021-{number}.zip", "w") as archive:
            archive.write(folder / name, name)
            archive.writestr(f"metadata/{number}.txt", "What it counts")
        (folder / name).unlink()
    ran = run("census", "Norton Example", str(folder), "-o", str(tmp_path / "norton.csv"))
    assert (ran.code, ran.err) == (0, "")
    (folder / "census2021-ts021.zip").write_bytes(b"PK no archive")
    broken = run("census", "Norton Example", str(folder))
    assert (broken.code, broken.out) == (1, "")
    assert "census2021-ts021-ltla.csv cannot be read as text. Download it again." in broken.err
    with ZipFile(folder / "census2021-ts021.zip", "w") as archive:
        archive.writestr("another.csv", "")
    assert "These tables are missing: census2021-ts021" in run("census", "Norton Example", str(folder)).err


def test_an_area_is_added_to_the_instance_once_however_often_it_is_read(
    instance: Run, folder: Path, fresh_app: Flask
) -> None:
    for _ in range(2):
        ran = instance("census", "E09999902", str(folder))
        assert (ran.code, ran.err) == (0, "")
    assert "can be chosen now" in ran.out
    with fresh_app.app_context():
        assert [one.name for one in areas()] == ["Sutton Example"]


def test_who_may_not_keep_answers_may_not_add_an_area(instance: Run, folder: Path, fresh_app: Flask) -> None:
    with fresh_app.app_context():
        email = staff("finance").email
    assert instance("census", "E09999902", str(folder)).code == 1 + 1
    ran = instance("census", "E09999902", str(folder), "--as", email)
    assert (ran.code, ran.out) == (1, "")
    with fresh_app.app_context():
        assert not areas()


def test_a_missing_table_an_unknown_area_and_no_text_are_said_in_a_sentence(run: Run, folder: Path) -> None:
    unknown = run("census", "Atlantis", str(folder))
    assert (unknown.code, unknown.out) == (1, "")
    assert "has no area called Atlantis" in unknown.err
    (folder / "census2021-ts021-ltla.csv").write_bytes(b"\xff\xfe\x00")
    assert (
        "census2021-ts021-ltla.csv cannot be read as text" in run("census", "Norton Example", str(folder)).err
    )
    (folder / "census2021-ts021-ltla.csv").unlink()
    missing = run("census", "Norton Example", str(folder))
    assert "These tables are missing: census2021-ts021-ltla.csv." in missing.err
