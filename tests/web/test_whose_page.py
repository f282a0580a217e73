"""Whoever may not open a page is told whose it is, and what they can do about it."""

from html import unescape

import pytest

from tests.imports.test_list_screens import As


def test_whoever_may_not_open_a_page_is_told_which_role_it_takes(as_: As) -> None:
    answer = as_("manager").get("/imports")
    assert answer.status_code == 403
    text = unescape(answer.text)
    assert "It takes another role: project lead, or finance, or benefit contact." in text
    assert "ask your administrator" in text


@pytest.mark.parametrize("role", ["lead", "finance", "benefit-contact"])
def test_whoever_may_bring_spreadsheets_in_finds_the_page_in_the_navigation_once(as_: As, role: str) -> None:
    text = as_(role, *(["finance"] if role == "lead" else [])).get("/imports").text
    assert text.count('href="/imports"') == 1


def test_an_administrator_is_told_where_roles_are_given(as_: As) -> None:
    text = as_("administrator").get("/imports").text
    assert "You give roles under Staff." in text
    assert "ask your administrator" not in text
