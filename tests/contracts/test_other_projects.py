"""Every address asked with a real record's ids by somebody who works on another project: it is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.contracts.test_access import HOLDERS as HELD
from tests.factories.everything import everything
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.accounts.models import User
from tracker.accounts.services import take_back
from tracker.permissions import GIVEN_BY_NAME, ROLES, SYSTEM, Permission, Role
from tracker.web.access import declared
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
# An administrator is one of all projects or of none.
HOLDERS = sorted({*Role, *GIVEN_BY_NAME} - {Role.ADMINISTRATOR})

# Rate cards are the whole organisation's, and the law's rules are nobody's: neither is of a project.
EVERYBODYS = {"projects.rate_card", "payments.rule"}
# The kinds of report are nobody's either: whose voices one is about, its query says, and its own tests hold.
EVERYBODYS |= {"reports.voices_paper", "reports.voices_paper_pdf", "reports.voices_paper_file"}


def test_another_project_s_record_is_not_there_whatever_somebody_holds(app: Flask, as_: As) -> None:
    with app.app_context():
        whole = everything()
        elsewhere = project().id
    outsiders = {holder: as_(holder, project_id=elsewhere) for holder in HOLDERS}
    open_doors = []
    for rule in app.url_map.iter_rules():
        if not rule.arguments or rule.endpoint == "static" or rule.endpoint in EVERYBODYS:
            continue
        built = rule.build({**whole.ids, "benefit": "pip"})
        assert built is not None
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for holder, outsider in outsiders.items():
                if refused_at_the_door(app, rule.endpoint, holder):
                    continue
                answer = outsider.open(built[1], method=method)
                if answer.status_code not in {403, 404}:
                    open_doors.append((rule.endpoint, method, holder, answer.status_code))
    assert open_doors == []


def refused_at_the_door(app: Flask, endpoint: str, holder: Role | Permission) -> bool:
    """Whether test_access shows already that whoever holds this gets no further, whatever the record."""
    needed = declared(app, endpoint)
    return not isinstance(needed, str) and not needed & HELD[holder.value]


def test_an_administrator_is_not_of_one_project(app: Flask, as_: As) -> None:
    with app.app_context():
        user, one = encode(staff().id), project().id
    sent = {"what": "role:administrator", "project": str(one)}
    answer = as_("administrator").post(f"/staff/{user}/grants", data=sent)
    assert "An administrator looks after every project" in answer.text


def test_every_record_is_there_for_whoever_works_on_its_project(app: Flask, as_: As) -> None:
    """So that the test above fails for its own reason, and not for an id that nothing has."""
    with app.app_context():
        whole = everything()
    # A file that was uploaded, and what came of it, is seen by whoever uploaded it, whatever facts it holds.
    own = {"upload_id", "batch_id", "facts"}
    insider = as_(*Role, *GIVEN_BY_NAME)
    missing = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or not rule.arguments - own or rule.endpoint == "static":
            continue
        built = rule.build({**whole.ids, "benefit": "pip"})
        assert built is not None
        if insider.get(built[1]).status_code not in {200, 302} and rule.endpoint != "documents.of_run":
            missing.append(rule.endpoint)
    assert missing == []


def test_a_grant_that_is_taken_back_or_an_account_that_ends_stops_the_next_page(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        user = staff("finance")
        user_id = user.id
        sign_in(client, user.email)
    assert client.get("/pay-runs").status_code == 200
    with app.app_context(), writing() as session:
        kept = session.get_one(User, user_id)
        take_back(actor=SYSTEM, user=kept, grant_id=kept.grants[0].id)
    assert client.get("/pay-runs").status_code == 403
    assert client.post("/pay-runs").status_code == 403
    with app.app_context(), writing() as session:
        session.get_one(User, user_id).until = TODAY - timedelta(days=1)
    assert client.get("/").location.startswith("/sign-in")
    assert client.post("/sign-out").location.startswith("/sign-in")


def test_what_an_auditor_may_send_only_notes_that_they_looked(app: Flask) -> None:
    noted = {"documents.download", "payments.day_scan", "payments.open_form", "payments.receipt_photo"}
    # A picture of a receipt that is stuck is drawn again from what is frozen, for whoever waits for it.
    noted |= {"documents.draw"}
    # A sample is kept, and so is its bundle; neither changes what is examined.
    noted |= {"evidence.draw", "evidence.choose", "evidence.take_bundle"}
    # The chain of the record is read from end to end, and nothing is written.
    noted |= {"accounts.check_trail"}
    sends = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set())
        and isinstance(needed := declared(app, rule.endpoint), frozenset)
        and needed & ROLES[Role.AUDITOR]
    }
    assert sends == noted
