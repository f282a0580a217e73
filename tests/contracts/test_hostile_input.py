"""Every form that a page shows, sent with what no honest person types: a sentence, and nothing half saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.contracts.browsing import Form, every_form
from tests.factories.everything import Everything, everything
from tests.factories.staff import PASSWORD, sign_in, staff
from tracker.accounts.models import User
from tracker.accounts.services import grant_permission, grant_role
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.permissions import GIVEN_BY_NAME, SYSTEM, Role
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
HOSTILE = (
    "a\0b",
    "x" * 5000,
    "99999999999999999999999",
    "-1",
    "12.345",
    "\u00b2",
    "",
    "\u202e1",
    "-" + " " * 9000,
)
# Pages that are opened by a button, because opening them is noted.
OPENED = ("people.open_told", "people.edit_told", "people.edit_benefit", "payments.open_check")


def insider(app: Flask, whole: Everything) -> FlaskClient:
    """A browser of somebody who may do everything, and to whom the uploads belong."""
    with app.app_context(), writing() as session:
        user = session.get_one(User, whole.ids["user_id"])
        email = user.email
        # Whoever audits holds nothing else.
        for role in set(Role) - {Role.AUDITOR}:
            grant_role(actor=SYSTEM, user=user, role=role)
        for permission in GIVEN_BY_NAME:
            grant_permission(actor=SYSTEM, user=user, permission=permission)
    client = app.test_client()
    sign_in(client, email)
    return client


def forms(app: Flask, client: FlaskClient, whole: Everything) -> list[Form]:
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    built = [rules[name].build(whole.ids) for name in OPENED]
    return list(every_form(app, client, [made[1] for made in built if made]))


def noted(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def test_whatever_is_sent_is_answered_with_a_page_and_saved_whole_or_not_at_all(
    app: Flask,
) -> None:
    with app.app_context():
        whole = everything()
    client = insider(app, whole)
    met = forms(app, client, whole)
    assert len(met) > 30
    values = cycle(HOSTILE)
    tried: set[str] = set()
    broken = []
    for form in met:
        for name in form.fields:
            # Rows of a register are alike: one of each kind is enough.
            kind = f"{form.endpoint} {re.sub(r'_([0-9]+|[0-9a-z]{13})$', '', name)}"
            if kind in tried or name == "submit":
                continue
            tried.add(kind)
            value = next(values)
            before = noted(app)
            answer = client.post(form.path, data={**form.fields, name: [value, value]})
            shown_again = answer.status_code == 200 and "govuk-error-summary" in answer.text
            if answer.status_code >= 500 or (shown_again and noted(app) != before):
                broken.append((form.endpoint, name, value[:20], answer.status_code))
    assert broken == []
    # Then each with nothing at all in it; somebody who lost what they hold would be refused, not answered.
    empty = [form for form in met if form.endpoint != "accounts.take_back"]
    statuses = [(form.endpoint, client.post(form.path).status_code) for form in empty]
    assert [(endpoint, status) for endpoint, status in statuses if status >= 500] == []
    assert len([endpoint for endpoint, status in statuses if status == 200]) > len(empty) // 3


@pytest.mark.parametrize(
    "address",
    [
        "/claims?after=2026-01-01T00:00:00~99999999999999999999",
        "/claims?after=2026-01-01T00:00:00~5",
        "/claims?after=x~y&state=nonsense",
        "/claims?session=nonsense",
        "/pay-runs?after=%00~x",
        "/pay-runs?after=2026-02-30~R26-0001",
        "/pay-runs?after=2026-02-01~%27%22",
        "/approvals?after=2026-01-01~99999999999999999999",
        "/approvals?after=x~y~z",
        "/claims/waiting?after=%C2%B2~5",
        "/claims/waiting?after=2026-01-01~%00",
        "/sessions/owing?after=a~b",
        "/receipts?after=%00",
        "/receipts?after=a~b~c",
        "/people?search=%00&after=%00",
        "/people?project=%00",
        "/sessions?search=%00&after=2026-01-01~%C2%B2",
        "/people/bank-details?search=%FF",
        "/voices?project=%00&since=31&since=2&since=2026",
        "/people/add?project=%00&ref=%00",
        "/projects/0000000000000",
        "/projects/zzzzzzzzzzzzz",
        "/projects/%00",
    ],
)
def test_an_address_made_up_by_somebody_is_answered_with_a_page(as_: As, address: str) -> None:
    assert as_(*Role).get(address).status_code < 500


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "http://[",
        "/\\evil.example",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: b=c",
        "evil",
        "",
    ],
)
def test_signing_in_leads_to_no_page_but_ours(app: Flask, client: FlaskClient, target: str) -> None:
    with app.app_context():
        email = staff("lead").email
    answer = client.post(
        "/sign-in", query_string={"next": target}, data={"email": email, "password": PASSWORD}
    )
    assert (answer.status_code, answer.location) == (302, "/")


def test_an_upload_of_more_than_50_mb_is_refused_in_a_sentence(as_: As) -> None:
    sent = b"x" * (52 * 1024 * 1024)
    answer = as_("lead").post("/imports", data=sent, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert "up to 50 MB" in answer.text
