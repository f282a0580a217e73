"""The list of cost codes comes in whole or not at all, after it was looked at."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tracker.errors import Invalid
from tracker.imports import cost_code_list
from tracker.projects import cost_codes

LIST = b"code,name,opens_on,closes_on\nCC-100,Panel,2026-04-01,31/03/2027\n0042,Training,,\n"


def post(client: FlaskClient, content: bytes, name: str = "codes.csv") -> str:
    return unescape(client.post("/cost-codes", data={"file": (io.BytesIO(content), name)}).text)


def hidden(page: str, name: str) -> str:
    before = page.split(f'name="{name}"', 1)[1]
    return unescape(before.split('value="', 1)[1].split('"', 1)[0])


def raw(client: FlaskClient, content: bytes) -> dict[str, str]:
    page = client.post("/cost-codes", data={"file": (io.BytesIO(content), "codes.csv")}).text
    return {name: hidden(page, name) for name in ("rows", "sha256")}


def test_codes_keep_their_noughts_and_days_are_read_in_the_usual_ways() -> None:
    read = cost_code_list.read(LIST, "codes.csv")
    assert not read.problems
    first, second = read.given
    assert (first.code, first.opens_on, first.closes_on) == ("CC-100", date(2026, 4, 1), date(2027, 3, 31))
    assert (second.code, second.name, second.opens_on) == ("0042", "Training", None)


def test_columns_may_have_other_names_and_stand_in_any_order() -> None:
    read = cost_code_list.read(b"End date;Description;Cost centre\n31.03.2027;Panel;7\n", "c.csv")
    assert [(one.code, one.name, one.closes_on) for one in read.given] == [("7", "Panel", date(2027, 3, 31))]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (b",No code,,", "Enter the cost code"),
        (b"A,x,2026-02-30,", "no such date"),
        (b"A,x,2027-01-01,2026-01-01", "closes before it opens"),
        (b"CC-100,x,,", "stands in row 2 already"),
        (b"%s,x,," % (b"z" * 41), "40 letters or fewer"),
    ],
)
def test_a_row_that_cannot_come_in_is_named_with_its_reason(row: bytes, sentence: str) -> None:
    [problem] = cost_code_list.read(LIST + row + b"\n", "codes.csv").problems
    assert problem.row == 4
    assert sentence in problem.sentence


def test_a_file_without_codes_is_refused() -> None:
    with pytest.raises(Invalid, match="no column headed code"):
        cost_code_list.read(b"name,colour\nA,red\n", "codes.csv")
    with pytest.raises(Invalid, match="more than 5,000 codes"):
        cost_code_list.read(b"code\n" + b"".join(b"%d\n" % n for n in range(5001)), "codes.csv")


def test_a_list_is_shown_first_and_then_comes_in_and_again_changes_nothing(
    app: Flask, as_: Callable[..., FlaskClient]
) -> None:
    finance = as_("finance")
    assert "No list was brought in yet" in finance.get("/cost-codes").text
    page = post(finance, LIST)
    assert "New: 2" in page
    assert "CC-100, Panel, opens 1 April 2026, closes 31 March 2027" in page
    with app.app_context():
        assert not cost_codes.listing()
    answer = finance.post("/cost-codes/bring-in", data=raw(finance, LIST), follow_redirects=True)
    assert "2 codes added, 0 changed" in answer.text
    assert "31 March 2027" in answer.text
    assert "This list changes nothing" in post(finance, LIST)
    later = post(finance, b"code,name,closes_on\n0042,Training,2026-12-31\n")
    assert "Changed: 1" in later
    assert "Not in this list, and left as they are: CC-100" in later


def test_a_list_with_a_bad_row_does_not_come_in(as_: Callable[..., FlaskClient]) -> None:
    page = post(as_("finance"), LIST + b",x,,\n")
    assert "Rows that cannot come in: 1" in page
    assert "Bring these codes in" not in page


@pytest.mark.parametrize(
    "rows", ["", "{}", "[[1]]", '[["x","A","A","",""]]', "[1]", '[[1,"A","A","",""],[2,"A","B","",""]]']
)
def test_rows_that_come_back_changed_are_refused_in_a_sentence(
    app: Flask, as_: Callable[..., FlaskClient], rows: str
) -> None:
    answer = as_("finance").post("/cost-codes/bring-in", data={"rows": rows, "sha256": "x" * 900})
    assert answer.status_code < 500
    assert "Choose the list again" in answer.text
    with app.app_context():
        assert not cost_codes.listing()


def test_only_who_sets_budgets_keeps_codes(as_: Callable[..., FlaskClient]) -> None:
    for role in ("lead", "approver", "manager", "auditor"):
        assert as_(role).get("/cost-codes").status_code == 403
    assert as_("administrator").get("/cost-codes").status_code == 200
