"""A browser that only reads: it follows every link, and hands back every form that it meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient

# Enough pages of one endpoint to meet it in every state that the stage shows.
_MOST_OF_ONE = 6


@dataclass
class Form:
    """A form as its page shows it: where it goes, and what its fields hold."""

    path: str
    endpoint: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """The links and the forms of one page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "a" and not held.get("href", "#").startswith("#"):
            self.links.append(urljoin(self.path, held["href"]))
        elif tag == "form":
            self._open = Form(urljoin(self.path, held.get("action") or self.path), "")
            if held.get("method", "").lower() == "post":
                self.forms.append(self._open)
        elif self._open is not None:
            self._field(tag, held)

    def _field(self, tag: str, held: dict[str, str]) -> None:
        assert self._open is not None
        name, kind = held.get("name", ""), held.get("type", "text")
        if tag == "select":
            self._select = name
            self._open.fields[name] = []
        elif tag == "option" and self._select:
            self._open.fields[self._select] = self._open.fields[self._select] or [held.get("value", "")]
            if "selected" in held:
                self._open.fields[self._select] = [held.get("value", "")]
        elif tag == "input" and kind == "file":
            self._open.files.append(name)
        elif tag == "input" and kind == "radio":
            self._open.fields.setdefault(name, [held.get("value", "")])
        elif name and tag in {"input", "textarea", "button"} and name != "csrf_token":
            self._open.fields.setdefault(name, []).append(held.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""


def every_form(
    app: Flask, client: FlaskClient, opened_by_post: Iterable[str] = (), *, most_of_one: int = _MOST_OF_ONE
) -> Iterator[Form]:
    """Each different form on the pages that links lead to, or that these buttons open.

    Fails on a page that breaks.
    """
    waiting = [("GET", "/"), *(("POST", path) for path in opened_by_post)]
    seen, met = {"/"}, set()
    visits: dict[str, int] = {}
    while waiting:
        method, path = waiting.pop(0)
        endpoint = _endpoint(app, path, method)
        if visits.setdefault(endpoint, 0) >= most_of_one:
            continue
        visits[endpoint] += 1
        answer = client.open(path, method=method)
        assert answer.status_code < 500, path
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = _Page(path)
        page.feed(answer.text)
        for link in page.links:
            bare = link.partition("#")[0]
            if not urlsplit(bare).netloc and bare.startswith("/") and bare not in seen:
                seen.add(bare)
                waiting.append(("GET", bare))
        for form in page.forms:
            form.endpoint = _endpoint(app, form.path, "POST")
            key = (form.endpoint, frozenset(name.rpartition("_")[0] or name for name in form.fields))
            if key not in met and form.endpoint != "accounts.sign_out":
                met.add(key)
                yield form


def _endpoint(app: Flask, path: str, method: str) -> str:
    parts = urlsplit(path)
    found = app.url_map.bind("localhost").match(parts.path, method=method, return_rule=True)
    return str(found[0].endpoint)
