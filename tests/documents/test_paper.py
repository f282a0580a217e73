"""What a receipt looks like to whoever reads it: its words in order, its tags, and nothing from outside.

The expected text is tests/golden/receipt.txt. After a change that is meant, look at the drawn page first,
then write the new text there.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask

from tests.conftest import make_app
from tracker import pdf
from tracker.documents import drawing
from tracker.documents.models import Document

GOLDEN = Path(__file__).parent.parent / "golden"
CONTENT: dict[str, Any] = json.loads((GOLDEN / "receipt.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application that lends its templates and opens no database."""
    return make_app(tmp_path_factory.mktemp("paper"), "sqlite://")


def drawn(paper: Flask, layout: str = "standard", **changes: Any) -> pypdf.PdfReader:
    with paper.app_context():
        document = Document(kind="receipt", content=CONTENT | changes, language="english", format=layout)
        return pypdf.PdfReader(io.BytesIO(pdf.render(drawing.page(document))))


def text_of(sheets: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in sheets.pages).split())


def tags_of(sheets: pypdf.PdfReader) -> set[str]:
    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    root: Any = sheets.trailer["/Root"]
    return set(walk(root["/StructTreeRoot"]))


def test_the_words_of_a_receipt_are_those_agreed(paper: Flask) -> None:
    expected = (GOLDEN / "receipt.txt").read_text(encoding="utf-8").split()
    assert text_of(drawn(paper)).split() == expected


def test_a_usual_receipt_fits_on_one_page(paper: Flask) -> None:
    assert len(drawn(paper).pages) == 1


def test_large_print_says_the_same_in_letters_of_18_points_or_more(paper: Flask) -> None:
    sheets = drawn(paper, "large-print")
    sizes: set[float] = set()

    def visit(text: str, matrix: list[float], _position: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(size * matrix[3])))

    for page in sheets.pages:
        page.extract_text(visitor_text=visit)
    # 14 points are the page's number and name at its foot.
    assert min(sizes - {min(sizes)}) >= 18
    assert min(sizes) >= 14
    words = text_of(sheets)
    for said in ("£113.82", "Amina O'Neill", "Total for your time £75.00", "Total costs repaid £38.82"):
        assert said in words


def test_a_receipt_is_tagged_with_headings_tables_and_lists_in_its_language(paper: Flask) -> None:
    sheets = drawn(paper)
    assert {"/Document", "/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/P"} <= tags_of(sheets)
    root: Any = sheets.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert sheets.metadata is not None
    assert sheets.metadata.title == "Payment receipt 2026-000123"
    assert "/CreationDate" not in sheets.metadata


def test_a_receipt_names_no_address_and_carries_no_file(paper: Flask) -> None:
    with paper.app_context():
        document = Document(kind="receipt", content=CONTENT, language="english", format="standard")
        html, content = drawing.page(document), pdf.render(drawing.page(document))
    assert "url(" not in html
    assert "://" not in html
    assert b"/URI" not in content
    assert b"/EmbeddedFile" not in content


def test_text_typed_by_people_is_never_markup(paper: Flask) -> None:
    attack = '<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">{{ 7 * 7 }}'
    names = {"payee": {"name": attack, "ref": attack}, "projects": [attack], "bank_reference": attack}
    fee = CONTENT["fees"][0] | {"what": attack, "rate": attack, "passed_to": attack}
    choice = CONTENT["choices"][0] | {"title": attack, "charity": attack}
    for answer in ("less", "none", "to-charity"):
        words = text_of(drawn(paper, fees=[fee], choices=[choice | {"answer": answer}], **names))
        assert "file:///etc/passwd" in words.replace(" ", "")
        assert "{{7*7}}" in words.replace(" ", "")


def test_every_page_of_a_demo_says_so_and_of_a_real_instance_does_not(
    paper: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "DEMO" not in text_of(drawn(paper))
    monkeypatch.setitem(paper.config, "TRACKER", replace(paper.config["TRACKER"], demo=True))
    for page in drawn(paper, "large-print").pages:
        assert "DEMO" in page.extract_text()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fees": []}, "No fee is part of this payment."),
        ({"expenses": []}, "No costs are part of this payment."),
        ({"method": "payroll"}, "before any tax"),
        ({"deductions": 1000}, "Taken off -£10.00"),
        ({"projects": ["A", "B"]}, "Projects A, B"),
        ({"method": "cash", "bank_reference": None}, "Cash"),
    ],
)
def test_a_receipt_says_what_is_true_of_its_payment(paper: Flask, changes: dict[str, Any], said: str) -> None:
    words = text_of(drawn(paper, **changes))
    assert said in words
    assert ("Nothing was taken off." in words) is (
        not {"deductions", "method"} & set(changes) or "cash" in str(changes)
    )


def test_a_fee_given_away_is_not_said_to_be_paid_to_the_person(paper: Flask) -> None:
    given = CONTENT["choices"][0] | {"answer": "to-charity", "taken": 7500, "charity": "Brookside Food Bank"}
    words = text_of(drawn(paper, method="to-charity", choices=[given]))
    assert "Given to Brookside Food Bank as Amina O'Neill" in words
    assert "Paid to Amina" not in words


def test_what_is_not_known_is_left_out_and_never_printed_as_nothing(paper: Flask) -> None:
    bare = {"minutes": None, "rate": None, "rate_pence": None, "passed_to": None}
    payer = {"name": "Brookside", "address": [], "contact": ""}
    words = text_of(drawn(paper, fees=[CONTENT["fees"][0] | bare], payer=payer, choices=[], provided=[]))
    assert "None" not in words
    assert "Questions about this payment" not in words
