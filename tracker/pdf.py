"""HTML in, tagged PDF out (PDF/UA-1): the only file that knows WeasyPrint.

WeasyPrint is imported when the first PDF is drawn, so that the product starts and works on a machine
without Pango. A page is drawn from its own text alone: whatever it names outside itself, a file of this
machine or an address, is refused, and any error that WeasyPrint would only log stops the drawing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from tracker.errors import Refused

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-noto-core"
_LOGGER = logging.getLogger("weasyprint")


class PdfUnavailable(Refused):
    """This machine lacks the libraries that PDFs are drawn with; the message says what to install."""

    default_code = "pdf-unavailable"

    def __init__(self) -> None:
        super().__init__(
            "PDFs cannot be made on this machine yet. Whoever looks after it should run: "
            f"sudo apt-get install -y {PACKAGES} and start the tracker again."
        )


class DrawingFault(Exception):
    """The page could not be drawn as it is written: a fault of a template, not of a person."""


def render(html: str) -> bytes:
    """The PDF of a whole page. Its `lang` and `<title>` become the document's own.

    Raises PdfUnavailable where Pango is missing, DrawingFault where the page names anything outside
    itself or WeasyPrint reports an error.
    """
    weasyprint = _weasyprint()
    with _errors_heard() as errors:
        # Refuses by its answer, not by `fail_on_errors`: that one raises past `except Exception`.
        nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
        page = weasyprint.HTML(string=html, url_fetcher=nothing, base_url=None)
        content: bytes = page.write_pdf(pdf_variant="pdf/ua-1", font_config=_fonts())
    if errors:
        raise DrawingFault("; ".join(errors))
    return content


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - slow to import, and fails where Pango is missing
        import weasyprint.urls  # noqa: PLC0415
    except OSError as error:
        raise PdfUnavailable from error
    return weasyprint


@cache
def _fonts() -> Any:
    """One font configuration for all drawings of a process: a fifth of the work saved."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above

    return FontConfiguration()


class _Ear(logging.Handler):
    """Gathers what WeasyPrint reports as an error in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.heard.append(record.getMessage())


@contextmanager
def _errors_heard() -> Iterator[list[str]]:
    ear = _Ear()
    _LOGGER.addHandler(ear)
    try:
        yield ear.heard
    finally:
        _LOGGER.removeHandler(ear)
