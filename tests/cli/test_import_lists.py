"""`tracker import` brings lists of payments and people in, and says how to answer what they leave open."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cli.conftest import Run
from tests.imports.sheets import workbook
from tracker.db import db
from tracker.payments.run_models import LedgerEntry
from tracker.people.models import Participant

PAYMENTS = (
    "Date,Name,What for,Amount\n03/04/2025,Ann Lee,Fee,£75.00\n"
    ",,Bits & bobs,4.60\n04/04/2025,Bo Lind,Fee,(5.00)\n"
)
ANSWERS = (
    "--dates", "day-first", "--day", "paid", "--kind", "Bits & bobs=expense", "--blank-names", "above",
    "--refunds", "leave-out", "--project", "EYP",
)  # fmt: skip


@pytest.fixture
def ready(instance: Run, tmp_path: Path) -> Run:
    """The command, in an instance with one project."""
    assert instance("upgrade").code == 0
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "projects.csv").write_text("ref,name\nEYP,Early years panel\n")
    assert instance("import", str(ours)).code == 0
    return instance


def file(tmp_path: Path, text: str, name: str = "list.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_what_a_list_leaves_open_is_said_with_its_options(ready: Run, tmp_path: Path) -> None:
    asked = ready("import", file(tmp_path, PAYMENTS))
    assert asked.code == 1
    assert "how are the dates written? Say so with --dates:" in asked.err
    assert "  --dates day-first: 03/04/2025 is 3 April 2025" in asked.err
    assert "  --day paid: the days on which the money was paid" in asked.err
    assert '  --kind "bits & bobs=expense": an expense' in asked.err
    assert "  --blank-names above: they are of the person above: £4.60" in asked.err


def test_a_list_comes_in_once_its_questions_are_answered_and_only_once(
    ready: Run, tmp_path: Path, fresh_app: Flask
) -> None:
    path = file(tmp_path, PAYMENTS)
    tried = ready("import", path, *ANSWERS, "--dry-run")
    assert "list.csv, row 3, column Amount (D): created: Ann Lee, £4.60 paid on 3 April 2025" in tried.out
    assert "Paid back and left out: row 4, -£5.00 in all." in tried.out
    assert ready("import", path, *ANSWERS).code == 0
    assert "nothing has changed" in ready("import", path, *ANSWERS).out
    with fresh_app.app_context():
        pence = db.session.scalars(select(LedgerEntry.pence).order_by(LedgerEntry.pence)).all()
        assert [one.pence for one in pence] == [460, 7500]


def test_columns_that_are_open_are_said_by_their_letters(ready: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "Name,Date paid,Other\nAnn Lee,2025-04-03,£75.00\n")
    assert "  --column C=expense: an expense: fees £0.00, expenses £75.00" in ready("import", path).err
    done = ready("import", path, "--column", "C=fee", "--project", "EYP")
    assert (done.code, "fee £75.00" in done.out) == (0, True)
    for wrong in ("C", "C=nonsense", "7=fee"):
        refused = ready("import", path, "--column", wrong)
        assert refused.code == 1
        assert refused.err


def test_a_list_without_days_keeps_its_refusal_until_its_one_day_is_said(ready: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "Name,Fee,Total\nAnn Lee,£75.00,£75.00\n")
    refused = ready("import", path)
    assert refused.code == 1
    assert "it has no day for each payment" in refused.err
    assert ready("import", path, "--paid-on", "2025-03-31", "--project", "EYP").code == 0


def test_a_list_may_be_said_to_be_of_payments_or_of_people(ready: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "Name,Fee,Total\nAnn Lee,£75.00,£75.00\n")
    for what, said in (("payments", "payment-list: 1 created"), ("people", "people-list: 1 created")):
        done = ready("import", path, "--dry-run", "--of", what, "--paid-on", "2025-03-31", "--project", "EYP")
        assert (done.code, said in done.out) == (0, True)


def test_people_come_in_and_a_list_may_be_said_to_be_a_register(
    ready: Run, tmp_path: Path, fresh_app: Flask
) -> None:
    path = file(tmp_path, "Name,Email,Sort code\nAnn Lee,ann@example.org,20-00-00\n")
    done = ready("import", path, "--project", "EYP")
    assert (done.code, "looks like bank details and is left out" in done.out) == (0, True)
    with fresh_app.app_context():
        assert db.session.scalars(select(Participant.email)).all() == ["ann@example.org"]
    register = file(tmp_path, "Name,Date,Fee\nAnn Lee,2025-04-03,£75.00\n", "register.csv")
    done = ready("import", register, "--of", "register", "--project", "EYP")
    assert (done.code, "register: 1 created" in done.out) == (0, True)


def test_of_a_workbook_the_sheet_that_is_named_comes_in(ready: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        workbook(
            Register="Name,20.05.11,20.06.08\nAnn Lee,Y,Y\n",
            Paid="Name,Date paid,Fee\nAnn Lee,2025-04-03,£75.00\n",
        )
    )
    done = ready("import", str(path), "--sheet", "paid", "--project", "EYP")
    assert (done.code, "payment-list: 1 created" in done.out) == (0, True)


def test_bank_details_come_alone_out_of_a_list_of_ones_own(ready: Run, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("ref,name\nP1,Ann Lee\n", encoding="utf-8")
    assert ready("import", str(tmp_path / "people.csv")).code == 0
    path = tmp_path / "panel.csv"
    path.write_text(
        "Name,Ethnicity,Sort code,Acc no,Whose\nAnn Lee,Indian,20-00-00,55779911,A Lee\n", encoding="utf-8"
    )
    missing = ready("import", str(path), "--of", "bank-details")
    assert missing.code == 1
    assert "Choose the column of this: name of the account." in missing.err
    forbidden = ready("import", str(path), "--of", "bank-details", "--column", "B=account-name")
    assert "Choose a column that may come in." in forbidden.err
    done = ready("import", str(path), "--of", "bank-details", "--column", "E=account-name")
    assert done.code == 0, done.err
    assert "payees: 1 created" in done.out
    assert "55779911" not in done.out + done.err
