"""A drawing stands on its own text: tagged, named, in its language, and deaf to every address."""

import builtins
import io
from typing import Any

import pypdf
import pytest

from tracker import pdf

PAGE = '<html lang="{lang}"><head><title>{title}</title></head><body><h1>Hello</h1>{body}</body></html>'


def page(body: str = "", *, lang: str = "en-GB", title: str = "A page") -> str:
    return PAGE.format(lang=lang, title=title, body=body)


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def test_a_pdf_is_tagged_and_carries_the_language_and_title_of_its_page() -> None:
    drawn = read(pdf.render(page(lang="cy", title="Derbynneb")))
    root: Any = drawn.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "cy"
    assert drawn.metadata is not None
    assert drawn.metadata.title == "Derbynneb"
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()


def test_the_same_page_is_the_same_bytes() -> None:
    assert pdf.render(page()) == pdf.render(page())


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="http://192.0.2.1/x.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<style>@import url("http://192.0.2.1/x.css");</style>',
    ],
)
def test_a_page_that_names_anything_outside_itself_is_not_drawn(body: str) -> None:
    with pytest.raises(pdf.DrawingFault):
        pdf.render(page(body))


def test_a_fault_in_one_page_does_not_stop_the_next() -> None:
    with pytest.raises(pdf.DrawingFault):
        pdf.render(page('<img alt="x" src="file:///etc/passwd">'))
    assert pdf.render(page()).startswith(b"%PDF-")


def test_without_pango_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    pdf._weasyprint.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(pdf.PdfUnavailable) as refusal:
        pdf.render(page())
    assert "sudo apt-get install -y libpango-1.0-0" in refusal.value.message
    monkeypatch.undo()
    assert pdf.render(page()).startswith(b"%PDF-")
