"""The pages of voices and of the reports to give, looked at by axe: wide, and as narrow as a telephone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask

from tests.e2e.visitor import Visitor
from tests.factories.staff import staff
from tests.reports.test_papers import ONE, heard
from tracker.reports.catalogue.papers import papers
from tracker.web.ids import encode

ENDS = date(2026, 9, 30)
# In CSS pixels; the narrow one is that of a page at 400%.
WIDTHS = (1280, 320)


@pytest.fixture
def asked(fresh_app: Flask) -> str:
    """A project with a frozen report, shares and hidden numbers, as an address asks for it; a manager."""
    with fresh_app.app_context():
        of = heard(ONE)
        staff("manager", email="manager@example.org")
        staff("diversity", email="keeper@example.org")
        return f"project={encode(of.id)}"


def test_axe_finds_nothing_on_any_page_of_voices_and_each_fits_a_telephone(
    asked: str, as_: Callable[[str], AbstractContextManager[Visitor]]
) -> None:
    given = [(f"/voices/papers/{kind}?{asked}&until={ENDS.isoformat()}", "") for kind in papers()]
    pages = [
        ("/voices", "heard in"),
        (f"/voices?{asked}", "heard in"),
        ("/voices/by-project", ""),
        (f"/voices/method?{asked}", ""),
        ("/voices/papers", "Reports to give"),
        *given,
        (f"/voices/papers/one-page?{asked}&until=2025-12-31", "Nobody was heard"),
    ]
    with as_("manager@example.org") as manager:
        for path, title in pages:
            manager.go(path)
            looks(manager, title)
    with as_("keeper@example.org") as keeper:
        keeper.go("/representation")
        looks(keeper, "who is missing")
        keeper.follow("Readers")
        looks(keeper, "gap")


def looks(visitor: Visitor, title: str) -> None:
    """They look at a page, wide and narrow; nothing of it lies beyond the edge."""
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.at(title)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, title
