"""A claim is paid by codes that are open on the days of its work, and each penny is on one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.exports import freezing
from tracker.money import Money
from tracker.payments import accruals, budgets, coded, services, standing
from tracker.payments.models import Claim
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.permissions import Permission
from tracker.projects import budgets as kept_budgets
from tracker.projects import coding, cost_codes
from tracker.projects import services as projects
from tracker.projects.cost_codes import Given
from tracker.web.ids import encode
from tracker.web.transaction import writing

# The session of the stage is held on this day.
HELD_ON = make.HELD_ON


def codes(stage: make.Stage, *given: Given) -> None:
    with writing():
        cost_codes.bring_in(actor=stage.as_("finance"), given=given, sha256="0" * 64)


def submit(stage: make.Stage, claim: Claim) -> Claim:
    with writing():
        return services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)


def split(stage: make.Stage, typed: str) -> None:
    admin = staff("administrator").actor()
    with writing():
        projects.update_project(
            actor=admin,
            project=stage.project,
            version=stage.project.version,
            values={"cost_code": "", "cost_split": typed},
        )


# --- codes that are open or not ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "sentence"),
    [
        (None, date(2026, 11, 11), "The cost code CC-100 closed on 11 November 2026"),
        (date(2026, 11, 13), None, "The cost code CC-100 opens on 13 November 2026"),
    ],
)
def test_a_code_that_is_closed_on_the_day_of_the_work_refuses_the_claim_with_its_reason(
    db_session: object, opens_on: date | None, closes_on: date | None, sentence: str
) -> None:
    stage = make.stage()
    claim = make.drafted(stage, "Dee Draft")
    codes(stage, Given(2, "CC-100", "Panel", opens_on, closes_on))
    with pytest.raises(Refused, match=f"{sentence}, and does not pay for work of 12 November") as refused:
        submit(stage, claim)
    assert refused.value.code == "cost-code-closed"
    [one] = standing.unpaid(stage.as_("lead"), Permission.SEE_CLAIMS).rows
    assert one.stopped
    assert one.sentence.startswith(sentence)


@pytest.mark.parametrize(("opens_on", "closes_on"), [(HELD_ON, HELD_ON), (None, None)])
def test_a_code_pays_for_work_of_the_day_it_opens_and_of_the_day_it_closes(
    db_session: object, opens_on: date | None, closes_on: date | None
) -> None:
    stage = make.stage()
    codes(stage, Given(2, "CC-100", "Panel", opens_on, closes_on))
    assert submit(stage, make.drafted(stage, "Dee Draft")).cost_code == "CC-100"


def test_a_code_that_is_not_in_the_list_refuses_the_claim(db_session: object) -> None:
    stage = make.stage()
    claim = make.drafted(stage, "Dee Draft")
    codes(stage, Given(2, "CC-200", "Other"))
    with pytest.raises(Refused, match="CC-100 is not in your organisation's list") as refused:
        submit(stage, claim)
    assert refused.value.code == "cost-code-unknown"


def test_a_draft_whose_code_closed_takes_the_project_s_new_one(db_session: object) -> None:
    stage = make.stage()
    claim = make.drafted(stage, "Dee Draft")
    codes(stage, Given(2, "CC-100", "Old", None, date(2026, 3, 31)), Given(3, "CC-200", "New"))
    with writing():
        stage.project.cost_code = "CC-200"
    assert submit(stage, claim).cost_code == "CC-200"


def test_a_claim_can_be_given_the_code_of_another_year_before_it_is_approved(db_session: object) -> None:
    stage = make.stage()
    claim = make.drafted(stage, "Dee Draft")
    codes(stage, Given(2, "CC-100", "Next year", date(2026, 12, 1)), Given(3, "OLD", "This year"))
    give = {"actor": stage.as_("lead"), "claim": claim, "version": None}
    with pytest.raises(Invalid, match="NEW: not in"), writing():
        coded.code(coding=coding.read("NEW", field="coding"), **give)
    with pytest.raises(Refused, match="opens on 1 December 2026"), writing():
        coded.code(coding=coding.read("CC-100", field="coding"), **give)
    with writing():
        coded.code(coding=coding.read("OLD", field="coding"), **give)
    assert submit(stage, claim).cost_code == "OLD"


def test_an_approved_claim_keeps_its_code(db_session: object) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Al Approved")
    with pytest.raises(Refused, match="can change until it is approved"), writing():
        coded.code(
            actor=stage.as_("lead"), claim=claim, coding=coding.read("X", field="coding"), version=None
        )


def test_a_project_s_new_code_must_be_in_the_list_and_an_old_one_may_stay(db_session: object) -> None:
    stage = make.stage()
    codes(stage, Given(2, "CC-200", "Other"))
    change = {"actor": staff("administrator").actor(), "project": stage.project}
    with writing():
        projects.update_project(
            version=stage.project.version, values={"cost_code": "CC-100", "name": "New name"}, **change
        )
    with pytest.raises(Invalid, match="CC-9: not in your organisation's list"), writing():
        projects.update_project(version=stage.project.version, values={"cost_code": "CC-9"}, **change)


# --- several codes ----------------------------------------------------------------------------------------


def test_every_penny_of_a_split_claim_is_on_one_code_in_budgets_accruals_ledger_and_files(
    db_session: object,
) -> None:
    stage = make.stage()
    split(stage, "A 33.33\nB 33.33\nC 33.34")
    for code in ("", "A", "B"):
        with writing():
            kept_budgets.set_budget(
                actor=stage.as_("finance"),
                project=stage.project,
                cost_code=code,
                starts_on=date(2026, 4, 1),
                ends_on=date(2027, 3, 31),
                pence=Money(100_000),
            )
    for number, pence in enumerate((7501, 7502, 1)):
        make.approved_for(stage, make.person(stage, f"Per Son {number}"), pence=pence)
    # To the penny: 7501 is 2500.08, 2500.08 and 2500.83, and so on.
    wanted = Counter({"A": 2500 + 2501, "B": 2500 + 2500, "C": 2501 + 2501 + 1})
    assert wanted.total() == 7501 + 7502 + 1

    committed = {one.budget.cost_code: one.committed.pence for one in budgets.standings([stage.project.id])}
    assert committed == {"": wanted.total(), "A": wanted["A"], "B": wanted["B"]}
    rows = accruals.accruals(stage.as_("finance"), TODAY).rows
    assert Counter({row.cost_code: row.total.pence for row in rows}) == wanted
    entries = db.session.execute(
        select(LedgerEntry.cost_code, func.sum(LedgerEntry.pence))
        .where(LedgerEntry.kind == EntryKind.SANCTIONED)
        .group_by(LedgerEntry.cost_code)
    )
    assert Counter({code: pence.pence for code, pence in entries}) == wanted
    run = freezing.frozen(make.released_run(stage), on=TODAY)
    files: Counter[str | None] = Counter()
    for payment in run.payments:
        assert sum(line.pence.pence for line in payment.lines) == payment.pence.pence
        for line in payment.lines:
            files[line.cost_code] += line.pence.pence
    assert files == wanted


def test_an_offer_counts_on_each_code_that_will_pay_it(db_session: object) -> None:
    stage = make.stage()
    split(stage, "A 60\nB 40")
    with writing():
        kept_budgets.set_budget(
            actor=stage.as_("finance"),
            project=stage.project,
            cost_code="B",
            starts_on=date(2026, 4, 1),
            ends_on=date(2027, 3, 31),
            pence=Money(100_000),
        )
    make.attended(stage, "Ofa Offered")
    [one] = budgets.standings([stage.project.id])
    assert one.offered == Money(3000)


def test_other_shares_after_approval_are_not_what_was_approved(db_session: object) -> None:
    stage = make.stage()
    split(stage, "A 60\nB 40")
    claim = make.approved(stage, "Al Approved")
    approved = services.current_hash(claim)
    with writing():
        claim.cost_split = [["A", 4000], ["B", 6000]]
    assert services.current_hash(claim) != approved == claim.approval_hash


def test_a_budget_of_one_code_is_passed_by_its_share_alone(db_session: object) -> None:
    stage = make.stage()
    split(stage, "A 60\nB 40")
    with writing():
        kept_budgets.set_budget(
            actor=stage.as_("finance"),
            project=stage.project,
            cost_code="B",
            starts_on=date(2026, 4, 1),
            ends_on=date(2027, 3, 31),
            pence=Money(2999),
        )
    [over] = budgets.over(make.submitted(stage, "Sue Submitted"))
    assert over.by == Money(1)


# --- pages ------------------------------------------------------------------------------------------------


def test_a_lead_changes_the_code_on_the_page_of_the_claim(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        claim = make.drafted(stage, "Dee Draft")
        codes(stage, Given(2, "CC-100", "Old", None, date(2026, 3, 31)), Given(3, "NEW", "New panel"))
        path, version, email = f"/claims/{encode(claim.id)}", claim.version, stage.cast.lead.email
    sign_in(client, email)
    assert f'href="{path}/cost-code"' in client.get(path).text
    page = client.get(f"{path}/cost-code").text
    assert "closed on 31 March 2026" in page
    assert "New panel" in page
    refused = client.post(f"{path}/cost-code", data={"coding": "CC-100", "version": version}).text
    assert "does not pay for work of 12 November 2026" in refused
    client.post(f"{path}/cost-code", data={"coding": "NEW 25\nNEW 75", "version": version})
    answer = client.post(f"{path}/cost-code", data={"coding": "NEW", "version": version})
    assert answer.status_code == 302
    assert "Cost code: NEW" in client.get(path).text
    stale = client.post(f"{path}/cost-code", data={"coding": "NEW", "version": version})
    assert "Somebody else saved this" in stale.text


def test_shares_are_entered_on_the_page_of_the_project(app: Flask, as_: Callable[..., FlaskClient]) -> None:
    with app.app_context():
        stage = make.stage()
        path, version = f"/projects/{encode(stage.project.id)}", stage.project.version
    admin = as_("administrator")
    given = {"name": "Pain clinic", "ref": "PAIN", "version": version, "cost_split": "A 60\nB 30"}
    assert "add up to 90, not to 100" in admin.post(f"{path}/edit", data=given).text
    given["cost_split"], given["cost_code"] = "A 60\nB 40", "CC-100"
    assert "CC-100 is not among the codes with shares" in admin.post(f"{path}/edit", data=given).text
    given["cost_code"] = ""
    assert admin.post(f"{path}/edit", data=given).status_code == 302
    assert "A 60%, B 40%" in admin.get(path).text
    assert "A 60\nB 40" in admin.get(f"{path}/edit").text.replace("\r", "")
