"""Employment status of a role: what was decided elsewhere is kept, with who, when and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories.projects import project
from tests.factories.staff import staff
from tracker.errors import Invalid, Refused
from tracker.evidence import decisions
from tracker.evidence.models import Status, StatusDecision
from tracker.permissions import Actor
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")
As = Callable[..., FlaskClient]


def decided(actor: Actor, **given: object) -> StatusDecision:
    values: dict[str, object] = {
        "role": "participant",
        "project": None,
        "status": Status.OTHER_INCOME,
        "decided_by": "Ina Tax, adviser",
        "decided_on": date(2026, 10, 1),
        "evidence": "Her letter of 1 October",
    }
    with writing():
        return decisions.decide(actor=actor, on=TODAY, **{**values, **given})  # type: ignore[arg-type]


def test_a_later_decision_takes_the_place_of_an_earlier_one_which_stays() -> None:
    finance = staff("finance").actor()
    first = decided(finance)
    other = decided(finance, role="chair")
    later = decided(finance, status=Status.PAYROLL)
    found = decisions.decisions(finance)
    assert [one.id for one in found] == [later.id, other.id, first.id]
    assert decisions.standing(found) == {later.id, other.id}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "up to today"),
        ({"review_on": date(2026, 10, 1)}, "after the decision"),
        ({"decided_by": " "}, "Enter who decided"),
        ({"evidence": "They get Universal Credit"}, "leave out anything"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(given: dict[str, object], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        decided(staff("finance").actor(), **given)


def test_finance_of_one_project_decides_for_that_one_alone() -> None:
    mine, other = project(), project()
    finance = staff("finance", project_id=mine.id).actor()
    kept = decided(finance, project=mine)
    for where in (None, other):
        with pytest.raises(Refused, match="for all of them"):
            decided(finance, project=where)
    decided(staff("finance").actor(), project=other)
    assert [one.id for one in decisions.decisions(finance)] == [kept.id]


def test_finance_keeps_one_on_a_page_that_an_auditor_reads(as_: As) -> None:
    sent = {
        "role": "participant",
        "project": "",
        "status": "volunteer",
        "decided_by": "Ina Tax <adviser>",
        "decided_on": ["1", "10", "2026"],
        "evidence": "Her letter",
        "review_on": ["23", "11", "2026"],
    }
    page = as_("finance").post("/employment-status/new", data=sent, follow_redirects=True).text
    assert "The decision is kept." in page
    assert "Ina Tax &lt;adviser&gt;, 1 October 2026" in page
    auditor = as_("auditor")
    read = auditor.get("/employment-status").text
    assert "A volunteer, paid expenses alone" in read
    assert "<strong>Due</strong>" in read
    assert "Keep a decision" not in read
    assert auditor.get("/employment-status/new").status_code == 403
