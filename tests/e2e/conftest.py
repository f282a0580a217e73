"""What a journey needs: the application served on a free port, a browser, a picture when it fails."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.e2e.browser import browser as running_browser
from tests.e2e.visitor import Visitor
from tests.factories.staff import PASSWORD

PICTURES = Path("e2e-failures")
# A busy machine draws a page late: nothing fails for being slow.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; each test has its own context in it."""
    with running_browser() as running:
        yield running


@pytest.fixture
def address(fresh_app: Flask) -> Iterator[str]:
    """Where the application is served, on a database that only this test has."""
    server = make_server("127.0.0.1", 0, fresh_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser that has never been here before."""
    yield from _page(browser, request, base_url=address)


@pytest.fixture
def plain_page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    yield from _page(browser, request, base_url=address, java_script_enabled=False)


def _page(browser: Browser, request: pytest.FixtureRequest, **how: Any) -> Iterator[Page]:
    """Open a page; its picture is kept in e2e-failures/ if the test fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", **how)
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    yield opened
    if request.node.stash.get(FAILED, False):
        PICTURES.mkdir(exist_ok=True)
        opened.screenshot(path=PICTURES / f"{request.node.name}.png", full_page=True)
    context.close()


@pytest.fixture
def as_(
    browser: Browser, address: str, request: pytest.FixtureRequest
) -> Callable[[str], AbstractContextManager[Visitor]]:
    """Somebody signed in at a browser of their own: `with as_(email) as visitor:`."""

    @contextmanager
    def signed_in(email: str) -> Iterator[Visitor]:
        context = browser.new_context(
            base_url=address, viewport={"width": 1280, "height": 900}, locale="en-GB"
        )
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(context.new_page())
        visitor.go("/sign-in")
        visitor.fill("Email address", email)
        visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
        visitor.press("Sign in")
        expect(visitor.page.get_by_role("button", name="Sign out")).to_be_visible()
        try:
            yield visitor
        except BaseException:
            PICTURES.mkdir(exist_ok=True)
            visitor.page.screenshot(path=PICTURES / f"{request.node.name}.png", full_page=True)
            raise
        finally:
            context.close()

    return signed_in


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[Any]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report
