"""The payment file of a long run is made while nobody waits: whole, stopped, begun again, then taken."""

from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import payments as made
from tests.factories.staff import sign_in
from tracker.db import db
from tracker.exports import background, services
from tracker.exports.models import PayRunExport
from tracker.jobs.models import Job
from tracker.jobs.worker import drain
from tracker.payments.models import Claim
from tracker.web.ids import encode
from tracker.web.transaction import writing


@pytest.fixture
def address(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the list of a released run is taken, to somebody in finance to whom every run is long."""
    monkeypatch.setattr(background, "LONG", 1)
    with app.app_context():
        stage = made.stage()
        made.approved(stage, "Ada Example")
        run = made.released_run(stage)
        email = stage.cast.finance.email
        address = f"/pay-runs/{encode(run.id)}/export/payment-list-csv"
    sign_in(client, email)
    return address


def files(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(PayRunExport)) or 0


def test_the_file_is_made_by_itself_and_then_handed_out(
    app: Flask, client: FlaskClient, address: str
) -> None:
    page = client.post(address).location
    assert page.startswith("/work/")
    assert "Making a payment file" in client.get(page).text
    assert files(app) == 0
    assert drain(app) == 1
    assert f'href="{address.split("/export", maxsplit=1)[0]}"' in client.get(page).text
    assert "Ada Example" in client.post(address).text


def test_asked_for_twice_it_is_one_piece_of_work(app: Flask, client: FlaskClient, address: str) -> None:
    assert client.post(address).location == client.post(address).location
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Job)) == 1


def test_stopped_it_leaves_no_file_and_begun_again_it_makes_one(
    app: Flask, client: FlaskClient, address: str
) -> None:
    page = client.post(address).location
    client.post(f"{page}/stop")
    assert (drain(app), files(app)) == (0, 0)
    assert "Nothing of it was kept" in client.get(page).text
    client.post(f"{page}/again")
    assert (drain(app), files(app)) == (1, 1)


def test_a_worker_that_dies_half_way_leaves_nothing_and_the_next_makes_the_file(
    app: Flask, client: FlaskClient, address: str
) -> None:
    page = client.post(address).location
    with patch.object(services, "_make", side_effect=OSError("no space")):
        drain(app)
    assert files(app) == 0
    with app.app_context(), writing():
        db.session.scalars(select(Job)).one().heartbeat = None
    assert drain(app) == 1
    assert files(app) == 1
    assert "Go on" in client.get(page).text


def test_a_run_changed_behind_the_programs_back_stops_the_work_with_a_sentence(
    app: Flask, client: FlaskClient, address: str
) -> None:
    page = client.post(address).location
    with app.app_context(), writing():
        db.session.scalars(select(Claim)).one().approval_hash = "0" * 64
    drain(app)
    assert files(app) == 0
    assert "is not as it was approved" in client.get(page).text


def test_a_format_that_does_not_exist_is_refused_before_any_work_is_asked_for(
    app: Flask, client: FlaskClient, address: str
) -> None:
    assert client.post(address.replace("list-csv", "list-xyz")).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Job)) == 0
