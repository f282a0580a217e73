"""Every paper given on request as whoever reads it gets it, in several situations and in both layouts.

Each situation is a frozen content in tests/golden/papers, beside the words of its PDF in each layout. After a
change that is meant, look at the drawn pages first, then write the new words there.
"""

import io
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask

from tests.conftest import make_app
from tracker import pdf
from tracker.documents import drawing, kinds
from tracker.documents.models import Document

FOLDER = Path(__file__).parent.parent / "golden" / "papers"
SITUATIONS = sorted(file.stem for file in FOLDER.glob("*.json"))
LAYOUTS = ("standard", "large-print")
NEVER = (
    "safe",
    "allowed",
    "compliant",
    "will not affect",
    "usual suspects",
    "over-used",
    "you should",
    "You should",
    "None",
    "Undefined",
)
Drawn = Callable[[str, str], pypdf.PdfReader]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Draws each situation in each layout once."""
    paper: Flask = make_app(tmp_path_factory.mktemp("paper"), "sqlite://")

    @cache
    def draw(situation: str, layout: str) -> pypdf.PdfReader:
        content = json.loads((FOLDER / f"{situation}.json").read_text(encoding="utf-8"))
        kind = situation.partition(".")[0]
        with paper.app_context():
            document = Document(kind=kind, content=content, language="english", format=layout)
            return pypdf.PdfReader(io.BytesIO(pdf.render(drawing.page(document))))

    return draw


def words_of(sheets: pypdf.PdfReader) -> list[str]:
    return " ".join(page.extract_text() for page in sheets.pages).split()


def test_every_kind_given_on_request_has_situations_to_look_at() -> None:
    assert {situation.partition(".")[0] for situation in SITUATIONS} == set(kinds.on_request())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_paper_says_the_words_agreed_and_none_that_this_product_does_not_use(
    drawn: Drawn, situation: str, layout: str
) -> None:
    said = words_of(drawn(situation, layout))
    assert said == (FOLDER / f"{situation}.{layout}.txt").read_text(encoding="utf-8").split()
    assert [word for word in NEVER if word in " ".join(said)] == []


@pytest.mark.parametrize("situation", SITUATIONS)
def test_large_print_is_of_18_points_or_more(drawn: Drawn, situation: str) -> None:
    sizes: set[int] = set()

    def visit(text: str, matrix: list[float], _position: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(size * matrix[3])))

    for page in drawn(situation, "large-print").pages:
        page.extract_text(visitor_text=visit)
    # 14 points are the organisation, the number and the page at the foot.
    assert min(sizes - {14}) >= 18


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_paper_is_tagged_in_its_language_under_its_title(drawn: Drawn, situation: str, layout: str) -> None:
    sheets = drawn(situation, layout)
    root: Any = sheets.trailer["/Root"]
    tags = list(tags_of(root["/StructTreeRoot"]))
    assert {"/Document", "/H1", "/P", "/Table", "/TR", "/TH", "/TD"} <= set(tags)
    assert tags.count("/H1") == 1
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert sheets.metadata is not None
    assert "L26-00042" in str(sheets.metadata.title)


def tags_of(node: Any) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from tags_of(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from tags_of(node["/K"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_over_several_pages_repeats_its_head_on_each(drawn: Drawn, layout: str) -> None:
    pages = [page.extract_text() for page in drawn("statement.many", layout).pages]
    rows = [page for page in pages if "2 hours 30 minutes" in page]
    assert len(rows) > 1
    assert all("Date worked" in page for page in rows)
