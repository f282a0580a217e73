"""Somebody at a browser, and what they do and see there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect


@dataclass
class Visitor:
    """Somebody at a browser, every page of theirs looked at by axe."""

    page: Page

    def reads(self, title: str) -> None:
        """They see the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def at(self, title: str) -> None:
        """They see the page with this heading; axe finds nothing wrong with it, and it fits."""
        self.reads(title)
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        named = self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name))
        named.first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def date(self, group: str, day: date) -> None:
        boxes = self.page.get_by_role("group", name=group)
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(label).fill(str(number))

    def says(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def says_nothing_of(self, *words: str) -> None:
        for word in words:
            expect(self.page.locator("main")).not_to_contain_text(word)

    def row(self, name: str) -> Locator:
        """The row of a table that begins with this name."""
        return self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=name))

    def refused(self, text: str) -> None:
        """The error summary says this, has the focus, and its link leads to a field that says it too."""
        summary = self.page.locator(".govuk-error-summary")
        expect(summary).to_be_focused()
        expect(summary).to_contain_text(text)
        summary.get_by_role("link", name=text).click()
        focused = self.page.evaluate("document.activeElement.closest('.govuk-form-group').innerText")
        assert text in focused

    def go(self, path: str) -> None:
        self.page.goto(path)
