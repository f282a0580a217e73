"""Day sheets on the home pages: each waits for whoever does the next thing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tests.factories.staff import sign_in

pytestmark = pytest.mark.usefixtures("db_session")


def home(client: FlaskClient, stage: make.Stage, name: str) -> str:
    client.post("/sign-out")
    sign_in(client, getattr(stage.cast, name).email)
    return client.get("/").text


def test_a_sheet_waits_for_its_approver_then_for_the_lead_and_finance(client: FlaskClient) -> None:
    stage = make.stage()
    today = make.stage_in(stage, "Garden morning", held_on=TODAY)
    prepared = sheets.prepared(today, sheets.entry(sheets.to_come(today, "Ann"))).ref
    out = sheets.sanctioned(stage, sheets.entry(sheets.to_come(stage, "Bob"))).ref
    assert f"Day sheet {prepared}" in home(client, stage, "approver")
    for name in ("lead", "finance"):
        page = home(client, stage, name)
        assert f"Day sheet {out}" in page
        assert f"Day sheet {prepared}" not in page
