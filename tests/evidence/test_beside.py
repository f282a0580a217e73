"""What moves beside pay runs is booked, so that with the runs' own journals every account adds up."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import advances as ahead
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.errors import Refused
from tracker.evidence import advance_balances, beside
from tracker.exports import setups
from tracker.exports.beside import Side, journal, moved
from tracker.exports.codes import Codes
from tracker.money import ZERO, Money
from tracker.payments import advances, cash_floats, services, voucher_stock
from tracker.payments.models import Method
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

CODES = {
    "fee": "7100",
    "expense": "7200",
    "bank": "1200",
    "cash": "1201",
    "voucher": "1203",
    "advance": "1300",
    "difference": "7900",
}


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def sums(stage: make.Stage, start: date = TODAY, end: date = TODAY) -> dict[str, int]:
    """What the movements of these days do to each account, in pence."""
    found: Counter[str] = Counter()
    for move in beside.moves(stage.as_("finance"), start, end):
        assert sum(side.pence.pence for side in move.sides) == 0
        for side in move.sides:
            found[side.name] += side.pence.pence
    return {name: pence for name, pence in found.items() if pence}


def covered_whole(stage: make.Stage, name: str, pence: int = 1500) -> None:
    """An advance of £20.00, of which a claim used some and needed no payment."""
    person = make.person(stage, name, bank=False)
    with writing():
        claim = services.claim_for(
            actor=stage.as_("lead"), on=TODAY, participant=person, project=stage.project
        )
    ahead.spent(stage, claim, pence)
    advance = ahead.given(stage, person)
    ahead.set_against(stage, claim, advance, pence)
    ahead.submitted_and_approved(stage, claim)
    with writing():
        advances.take_back(
            actor=stage.as_("finance"),
            on=TODAY,
            advance=advance,
            pence=Money(2000 - pence),
            returned_on=TODAY,
            method=Method.BANK,
        )


def test_an_advance_that_is_settled_comes_to_nothing(stage: make.Stage) -> None:
    covered_whole(stage, "Ann")
    assert sums(stage) == {"cash": -2000, "expense": 1500, "bank": 500}
    assert sums(stage, TODAY + timedelta(days=1), TODAY + timedelta(days=9)) == {}


def test_what_a_run_pays_beside_an_advance_is_booked_by_the_run_alone(stage: make.Stage) -> None:
    claim = ahead.with_expense(stage, "Ann")
    ahead.set_against(stage, claim, ahead.given(stage, claim.participant), 2000)
    ahead.submitted_and_approved(stage, claim)
    assert sums(stage) == {"advance": 2000, "cash": -2000}
    make.paid_run(stage)
    assert sums(stage) == {"advance": 2000, "cash": -2000}


def test_what_is_written_off_is_a_cost_of_its_kind(stage: make.Stage) -> None:
    advance = ahead.given(stage, make.person(stage, "Ann"))
    for pence, was_spent in ((1200, True), (800, False)):
        with writing():
            advances.write_off(
                actor=stage.as_("releaser"),
                on=TODAY,
                advance=advance,
                pence=Money(pence),
                reason="Called off.",
                was_spent=was_spent,
            )
    assert sums(stage) == {"cash": -2000, "expense": 1200, "allowance": 800}


def test_one_recorded_by_mistake_leaves_nothing_behind(stage: make.Stage) -> None:
    advance = ahead.given(stage, make.person(stage, "Ann"))
    with writing():
        advances.undo(actor=stage.as_("finance"), on=TODAY, advance=advance, reason="Twice.")
    assert sums(stage) == {}


def test_a_float_handed_back_leaves_what_was_missing_alone(stage: make.Stage) -> None:
    finance = stage.as_("finance")
    with writing():
        cash = cash_floats.issue(
            actor=finance, on=TODAY, holder=stage.cast.lead, pence=Money(20_000), issued_on=TODAY
        )
    assert sums(stage) == {"cash": 20_000, "bank": -20_000}
    with writing():
        cash_floats.hand_back(
            actor=finance, on=TODAY, cash=cash, counted=Money(19_900), handed_on=TODAY, reason="A pound."
        )
    assert sums(stage) == {"bank": -100, "difference": 100}


def test_vouchers_are_held_at_their_face_and_what_they_cost_beside_it_is_booked(stage: make.Stage) -> None:
    with writing():
        bought = voucher_stock.buy(
            actor=stage.as_("finance"),
            on=TODAY,
            name="High street",
            first="V01",
            last="V10",
            count=10,
            face=Money(1000),
            cost=Money(9700),
            supplier="A supplier",
            bought_on=TODAY,
        )
    with writing():
        voucher_stock.lose(
            actor=stage.as_("releaser"), on=TODAY, bought=bought, serials="V03", reason="Torn."
        )
    assert sums(stage) == {"voucher": 9000, "bank": -9700, "difference": 700}


def test_what_people_had_of_advances_is_what_the_journals_leave(stage: make.Stage) -> None:
    covered_whole(stage, "Ann")
    ahead.given(stage, make.person(stage, "Ben"), 700)
    [row] = advance_balances.balances(stage.as_("finance"), TODAY, TODAY)
    assert (row.closing.pence, row.agrees) == (sums(stage)["advance"], True)


def test_the_text_names_every_account_that_has_no_code() -> None:
    move = moved(TODAY, "A26-00001", "Advance given", Side("advance", Money(5)), Side("cash", Money(-5)))
    with pytest.raises(Refused, match=r"no account code: advances given, cash float\. Enter one"):
        journal([move], Codes({"bank": "1200"}), (TODAY, TODAY))
    with pytest.raises(ValueError, match="does not come to nothing"):
        moved(TODAY, "A26-00001", "Advance given", Side("advance", Money(5)), Side("cash", Money(-4)))
    assert moved(TODAY, "x", "y", Side("bank", ZERO)).sides == ()


def test_an_auditor_takes_it_and_whoever_examines_one_project_gets_no_float_of_all(
    stage: make.Stage, client: FlaskClient, tmp_path: Path
) -> None:
    ahead.given(stage, make.person(stage, "Ann"))
    with writing():
        cash_floats.issue(
            actor=stage.as_("finance"),
            on=TODAY,
            holder=stage.cast.lead,
            pence=Money(20_000),
            issued_on=TODAY,
        )
    days = "".join(f"&{end}={TODAY.day}&{end}={TODAY.month}&{end}={TODAY.year}" for end in ("start", "end"))
    sign_in(client, staff("auditor").email)
    assert "are not known yet" in client.get(f"/balances/journal?{days}").text
    with writing():
        setups.set_codes(actor=stage.as_("finance"), codes=CODES)
    assert "Journal beside pay runs" in client.get(f"/balances?{days}").text
    text = client.get(f"/balances/journal?{days}").text
    assert "Float issued" in text
    assert "Assets:1300" in text
    if hledger := shutil.which("hledger"):
        file = tmp_path / "beside.journal"
        file.write_text(text, encoding="utf-8")
        subprocess.run([hledger, "-f", str(file), "check"], check=True, env={"LC_ALL": "C.UTF-8"})
    for one in (stage.project, project()):
        found = beside.moves(staff("auditor", project_id=one.id).actor(), TODAY, TODAY)
        assert [move.what for move in found] == (["Advance given"] if one is stage.project else [])
