"""Somebody at a browser who uses the keyboard alone: Tab, the arrows, Space, Enter and letters."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.factories.staff import PASSWORD

# More presses of Tab than any page of ours has stops: whatever is not reached by then is not reachable.
MOST_STOPS = 250


@dataclass
class Keyboard:
    """The page, and how often a key was pressed on it."""

    page: Page
    keys: int = 0

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def letters(self, text: str) -> None:
        """Type text into whatever has the focus."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def sign_in(self, email: str) -> None:
        """Sign in, from wherever they are, to their first page."""
        self.page.goto("/sign-in")
        self.fill("Email address", email)
        self.fill("Password", PASSWORD)
        self.press("Enter")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def reach(self, target: Locator) -> None:
        """Press Tab until this has the focus."""
        expect(target).to_be_visible()
        for _ in range(MOST_STOPS):
            if _focused(target):
                return
            self.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def fill(self, label: str, text: str) -> None:
        """Reach a field by its label and type into it, in place of what it holds."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.press("Control+a")
        self.letters(text)

    def date(self, group: str, day: int, month: int, year: int) -> None:
        """Fill in the three boxes of a date."""
        boxes = self.page.get_by_role("group", name=group)
        for label, number in (("Day", day), ("Month", month), ("Year", year)):
            self.reach(boxes.get_by_label(label))
            self.letters(str(number))

    def choose(self, label: str, option: str) -> None:
        """Choose from a list by typing the beginning of what it says."""
        field = self.page.get_by_label(label, exact=True)
        self.reach(field)
        self.letters(option)
        chosen = field.locator("option:checked")
        expect(chosen).to_contain_text(option)

    def tick(self, label: str) -> None:
        """Tick a box."""
        box = self.page.get_by_label(label)
        self.reach(box)
        self.press("Space")
        expect(box).to_be_checked()

    def pick(self, group: str, answer: str) -> None:
        """Pick one of several by the arrows: Tab reaches the group, not each answer."""
        radios = self.page.get_by_role("group", name=group).get_by_role("radio")
        wanted = self.page.get_by_role("group", name=group).get_by_label(answer, exact=True)
        for _ in range(MOST_STOPS):
            if any(_focused(radio) for radio in radios.all()):
                break
            self.press("Tab")
        self.press("Space")
        for _ in range(radios.count()):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {answer}")

    def follow(self, link: str) -> None:
        """Reach a link and follow it."""
        named = self.page.get_by_role("link", name=link).or_(self.page.get_by_role("button", name=link))
        self.reach(named.first)
        self.press("Enter")

    def send(self, button: str) -> None:
        """Reach a button and press it."""
        self.reach(self.page.get_by_role("button", name=button).first)
        self.press("Enter")

    def at(self, title: str) -> None:
        """The page with this heading is there."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)


def _focused(target: Locator) -> bool:
    return bool(target.evaluate("element => element === document.activeElement"))
