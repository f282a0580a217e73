"""Money handed over on the day: who may be on a sheet, who sanctions it, and what each signature becomes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tests.factories.staff import staff
from tracker.accounts.services import save_organisation
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.documents.models import Document
from tracker.errors import Invalid, Refused, StaleVersion
from tracker.evidence import alone
from tracker.money import ZERO, Money
from tracker.payments import day_closing, day_sanction, day_sheets, day_signatures, ledger, queries
from tracker.payments import services as payments
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.day_models import DaySheet, DaySheetState, SignedHow
from tracker.payments.models import Answer, Claim, ClaimState, LineKind, Method
from tracker.payments.run_models import EntryKind, Payment, PaymentState, RunState
from tracker.people import services as people
from tracker.permissions import SYSTEM, Actor
from tracker.sessions.models import Attendance, Outcome
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def payment_of(sheet: DaySheet) -> Payment:
    return db.session.scalars(select(Payment).where(Payment.run_id == sheet.pay_run_id)).one()


# --- what a signature becomes -----------------------------------------------------------------------------


def test_a_signature_becomes_a_paid_claim_with_ledger_entries_and_a_numbered_receipt(
    stage: make.Stage,
) -> None:
    sheet = sheets.signed_and_closed(stage)
    payment = payment_of(sheet)
    (claim,) = payment.claims
    assert (sheet.state, claim.state, payment.state) == (
        DaySheetState.CLOSED,
        ClaimState.PAID,
        PaymentState.PAID,
    )
    assert [(line.kind, line.pence) for line in claim.lines] == [
        (LineKind.EXPENSE, Money(1000)),
        (LineKind.FEE, Money(7500)),
    ]
    assert (payment.method, payment.pence, payment.paid_on) == (Method.CASH, Money(8500), make.HELD_ON)
    assert payment.receipt_number == "2026-000001"
    assert payment.bank_reference == f"Day sheet {sheet.ref}"
    sums = ledger.balance([claim.id])
    assert sums[EntryKind.SANCTIONED] == sums[EntryKind.PAID] == Money(8500)
    receipt = db.session.scalars(select(Document)).one()
    assert (receipt.number, receipt.content["method"]) == ("2026-000001", "cash")


def test_the_run_of_a_sheet_names_who_prepared_and_who_sanctioned_it(stage: make.Stage) -> None:
    run = payment_of(sheets.signed_and_closed(stage)).run
    assert run.state == RunState.PAID
    assert (run.preparer_id, run.prepared_on) == (stage.cast.lead.id, sheets.BEFORE)
    assert (run.releaser_id, run.released_on) == (stage.cast.approver.id, sheets.BEFORE)


def test_a_claim_of_a_sheet_is_approved_by_whoever_sanctioned_it_and_its_hash_holds(
    stage: make.Stage,
) -> None:
    (claim,) = payment_of(sheets.signed_and_closed(stage)).claims
    assert claim.approved_by_id == stage.cast.approver.id
    assert claim.approval_hash == payments.current_hash(claim)


def test_the_day_is_checked_when_it_is_sanctioned_and_when_it_is_paid(stage: make.Stage) -> None:
    sheets.signed_and_closed(stage)
    stages = [
        (check.stage, check.if_paid_on) for check in db.session.scalars(select(Check).order_by(Check.made_at))
    ]
    assert stages[1:] == [(CheckStage.APPROVAL, make.HELD_ON), (CheckStage.PAID, make.HELD_ON)]


def test_a_voucher_s_number_stands_on_its_payment(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Vi Voucher")
    sheet = sheets.sanctioned(stage, sheets.entry(place, expenses=0), method=Method.VOUCHER)
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place, serial=" 00-123 "))
    payment = payment_of(sheets.closed(stage, sheet))
    assert (payment.method, payment.bank_reference) == (Method.VOUCHER, f"{sheet.ref}, voucher 00-123")


def test_expenses_alone_are_handed_over_to_somebody_without_an_offer(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Una Unpaid", pence=None)
    sheet = sheets.sanctioned(stage, sheets.entry(place, fee=0))
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    (claim,) = payment_of(sheets.closed(stage, sheet)).claims
    assert [line.kind for line in claim.lines] == [LineKind.EXPENSE]


def test_every_step_is_in_the_record_of_who_did_what(stage: make.Stage) -> None:
    sheet = sheets.signed_and_closed(stage)
    steps = db.session.scalars(
        select(AuditEvent.verb).where(AuditEvent.record_id == sheet.id).order_by(AuditEvent.position)
    )
    assert list(steps) == ["prepared-day-sheet", "sanctioned-day-sheet", "closed-day-sheet"]
    keyed = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "keyed-signature")).one()
    assert keyed.values == {"pence": 8500}


# --- what waits -------------------------------------------------------------------------------------------


def test_what_was_spent_above_the_sheet_waits_as_an_ordinary_draft(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place, owed=Money(640)))
    sheets.closed(stage, sheet)
    paid, waiting = db.session.scalars(select(Claim).order_by(Claim.ref))
    assert (paid.state, paid.total) == (ClaimState.PAID, Money(8500))
    assert (waiting.state, waiting.total) == (ClaimState.DRAFT, Money(640))


def test_what_the_sheet_left_of_a_fee_waits_and_counts_its_hours_once(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place, fee=5000, expenses=0))
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    sheets.closed(stage, sheet)
    paid, waiting = db.session.scalars(select(Claim).order_by(Claim.ref))
    assert (paid.total, waiting.total) == (Money(5000), Money(2500))
    assert [line.minutes for claim in (paid, waiting) for line in claim.lines] == [180, 0]
    with writing():
        assert payments.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement) == []


def test_whoever_was_not_on_the_sheet_or_did_not_sign_waits_for_an_ordinary_claim(stage: make.Stage) -> None:
    signed, unsigned = (sheets.to_come(stage, name) for name in ("Sig Signed", "Uri Unsigned"))
    other = sheets.to_come(stage, "Olu Other")
    sheet = sheets.sanctioned(stage, sheets.entry(signed), sheets.entry(unsigned))
    for place in (signed, unsigned, other):
        sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, signed))
    sheets.closed(stage, sheet)
    with writing():
        drafted = payments.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert {claim.participant_id for claim in drafted} == {unsigned.participant_id, other.participant_id}


# --- nothing is paid twice --------------------------------------------------------------------------------


def test_a_fee_on_a_sanctioned_sheet_is_not_drafted_until_the_sheet_is_closed(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheets.sanctioned(stage, sheets.entry(place))
    sheets.came(stage, place)
    lead = stage.as_("lead")
    with writing():
        assert payments.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement) == []
    offer = queries.offers_of_session(stage.involvement.id)[place.id]
    with pytest.raises(Refused, match="Close that sheet first"), writing():
        claim = payments.claim_for(
            actor=lead,
            on=TODAY,
            participant=place.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
        payments.add_fee(actor=lead, claim=claim, attendance=place, offer=offer, pence=Money(7500))


def test_expenses_are_not_claimed_while_they_may_be_repaid_on_a_sheet(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheets.sanctioned(stage, sheets.entry(place))
    with pytest.raises(Refused, match="may have been repaid on day sheet"), writing():
        claim = payments.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=place.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
        payments.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(400),
            receipt_seen=True,
        )


def test_a_fee_that_is_on_a_claim_goes_on_no_sheet(stage: make.Stage) -> None:
    place = make.attended(stage, "Ada Example")
    with writing():
        payments.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    with pytest.raises(Invalid, match="is on a claim already"):
        sheets.prepared(stage, sheets.entry(place))


def test_a_fee_claimed_after_the_sheet_was_prepared_stops_its_sanction(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.prepared(stage, sheets.entry(place))
    sheets.came(stage, place)
    with writing():
        payments.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    with pytest.raises(Refused, match="is on a claim already"), writing():
        day_sanction.sanction(
            actor=stage.as_("approver"), on=sheets.BEFORE, sheet=sheet, version=sheet.version
        )


def test_one_fee_is_on_one_sheet(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    first = sheets.prepared(stage, sheets.entry(place))
    with pytest.raises(Invalid, match=f"is on day sheet {first.ref} already"):
        sheets.prepared(stage, sheets.entry(place))


def test_a_sheet_is_closed_once(stage: make.Stage) -> None:
    sheet = sheets.signed_and_closed(stage)
    with pytest.raises(Refused, match="the sheet is closed"):
        sheets.closed(stage, sheet)
    assert db.session.scalars(select(Payment)).all() == [payment_of(sheet)]


# --- who may be on a sheet --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(Answer.NONE, "chose to take no fee"), (Answer.TO_CHARITY, "gives the fee to a charity")],
)
def test_a_fee_that_is_not_taken_is_not_handed_over(stage: make.Stage, answer: Answer, sentence: str) -> None:
    place = sheets.to_come(stage, "Cass Cash", answer=answer)
    with pytest.raises(Invalid, match=sentence):
        sheets.prepared(stage, sheets.entry(place))


def test_a_fee_needs_an_offer_made_beforehand_and_is_no_more_than_was_agreed(stage: make.Stage) -> None:
    nobody = sheets.to_come(stage, "Una Unoffered", pence=None)
    with pytest.raises(Invalid, match="No fee was offered"):
        sheets.prepared(stage, sheets.entry(nobody))
    place = sheets.to_come(stage, "Cass Cash")
    with pytest.raises(Invalid, match=r"The fee agreed with Cass Cash is £75\.00"):
        sheets.prepared(stage, sheets.entry(place, fee=7501))


def told_no_permission(stage: make.Stage, place: object) -> None:
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=place.participant,  # type: ignore[attr-defined]
            values={"work_permission": "expenses-only"},
            consent_on=TODAY,
        )


def test_whoever_may_have_expenses_only_gets_no_fee_line_and_nobody_reads_why(stage: make.Stage) -> None:
    from tracker.payments.rechecks import check_again

    place = sheets.to_come(stage, "Bea Bound")
    told_no_permission(stage, place)
    with writing():
        check_again(place.participant, stage.as_("contact"), TODAY)
    with pytest.raises(Invalid, match=r"^Talk to .* about Bea Bound before a fee goes on this sheet\.$"):
        sheets.prepared(stage, sheets.entry(place))
    assert sheets.prepared(stage, sheets.entry(place, fee=0)).lines[0].most == Money(1000)


def test_told_after_the_sanction_no_fee_is_keyed_and_finance_reads_no_reason(stage: make.Stage) -> None:
    from tracker.payments.rechecks import check_again

    place = sheets.to_come(stage, "Bea Bound")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    sheets.came(stage, place)
    keyed_before = sheets.row(sheet, place)
    sheets.keyed(stage, sheet, keyed_before)
    told_no_permission(stage, place)
    with writing():
        check_again(place.participant, stage.as_("contact"), TODAY)
    with pytest.raises(Refused, match=r"^The project must look again at what Bea Bound signed for\.$"):
        sheets.closed(stage, sheet)
    with pytest.raises(Invalid, match="Talk to"):
        sheets.keyed(stage, sheet, sheets.row(sheet, place))


def test_a_sheet_is_prepared_and_sanctioned_before_the_session_or_on_its_day(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    with pytest.raises(Refused, match="This session is over"):
        sheets.prepared(stage, sheets.entry(place), on=TODAY)
    sheet = sheets.prepared(stage, sheets.entry(place), on=make.HELD_ON)
    with pytest.raises(Refused, match="This session is over"), writing():
        day_sanction.sanction(actor=stage.as_("approver"), on=TODAY, sheet=sheet, version=sheet.version)


# --- two people -------------------------------------------------------------------------------------------


def sanction(sheet: DaySheet, actor: Actor, second_person: str | None = None) -> DaySheet:
    with writing():
        return day_sanction.sanction(
            actor=actor, on=sheets.BEFORE, sheet=sheet, version=sheet.version, second_person=second_person
        )


def test_whoever_prepared_a_sheet_or_logged_its_session_cannot_sanction_it(stage: make.Stage) -> None:
    sheet = sheets.prepared(stage, sheets.entry(sheets.to_come(stage, "Cass Cash")))
    with pytest.raises(Refused, match="somebody else must sanction"):
        sanction(sheet, stage.as_("lead"))
    logger = staff("lead", "approver")
    with writing():
        stage.involvement.logged_by_id = logger.id
    with pytest.raises(Refused, match="somebody else must sanction"):
        sanction(sheet, logger.actor())


def test_whoever_changed_a_sheet_cannot_sanction_it_though_another_prepared_it(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.prepared(stage, sheets.entry(place))
    both = staff("lead", "approver").actor()
    with writing():
        day_sheets.change(
            actor=both,
            on=sheets.BEFORE,
            sheet=sheet,
            version=sheet.version,
            outline=sheets.outline(),
            entries=[sheets.entry(place, fee=5000)],
        )
    with pytest.raises(Refused, match="somebody else must sanction"):
        sanction(sheet, both)


def test_whoever_sanctioned_a_sheet_neither_keys_nor_closes_it(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    sheets.came(stage, place)
    approver = stage.as_("approver")
    with pytest.raises(Refused, match="You sanctioned this sheet"), writing():
        day_signatures.key_in(actor=approver, on=TODAY, sheet=sheet, rows=[sheets.row(sheet, place)])
    with pytest.raises(Refused, match="You sanctioned this sheet"), writing():
        day_closing.close(actor=approver, on=TODAY, sheet=sheet, version=sheet.version, counted=Money(20_000))


def test_a_small_team_sanctions_its_own_sheet_with_somebody_else_named(stage: make.Stage) -> None:
    with writing():
        save_organisation(actor=SYSTEM, version=None, values={"small_team_reason": "There are two of us"})
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.prepared(stage, sheets.entry(place))
    lead = stage.as_("lead")
    with pytest.raises(Refused, match="somebody else must sanction"):
        sanction(sheet, lead)
    sanction(sheet, lead, "Grace Other")
    assert [(one.what, one.ref) for one in alone.uses(stage.as_("finance"))] == [
        ("Sanctioned a day sheet", sheet.ref)
    ]
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    with writing():
        day_closing.close(actor=lead, on=TODAY, sheet=sheet, version=sheet.version, counted=Money(11_500))
    payment = payment_of(sheet)
    assert (payment.run.second_person, payment.claims[0].second_person) == ("Grace Other", "Grace Other")


def test_a_sanction_is_of_what_was_shown_and_lapses_when_the_sheet_changes(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.prepared(stage, sheets.entry(place))
    with pytest.raises(Refused, match="changed after you opened it"), writing():
        day_sanction.sanction(
            actor=stage.as_("approver"), on=sheets.BEFORE, sheet=sheet, version=sheet.version - 1
        )
    sanction(sheet, stage.as_("approver"))
    with writing():
        day_sheets.change(
            actor=stage.as_("lead"),
            on=sheets.BEFORE,
            sheet=sheet,
            version=sheet.version,
            outline=sheets.outline(),
            entries=[sheets.entry(place, fee=5000)],
        )
    assert (sheet.state, sheet.sanctioned_by_id) == (DaySheetState.PREPARED, None)


# --- keying -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"fee": Money(7501)}, "fee_x", "At most £75.00 of fee was sanctioned"),
        ({"expenses": Money(1001)}, "expenses_x", "At most £10.00 of expenses was sanctioned"),
        ({"fee": ZERO, "expenses": ZERO}, "fee_x", "Enter what was handed over"),
        ({"how": SignedHow.MARK}, "witness_x", "whoever saw it"),
        ({"how": SignedHow.WITNESSED}, "witness_x", "whoever saw it"),
        ({"receipt_seen": False}, "receipt_x", "say why there is none"),
        ({"receipt_seen": False, "owed": Money(1)}, "receipt_x", r"Over £10.00 a receipt is needed"),
        ({"category": "mileage"}, "category_x", "Choose what the expenses were for"),
        ({"how": None}, "how_x", "Choose how they signed"),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_a_sentence_beside_its_field(
    stage: make.Stage, said: dict[str, object], field: str, sentence: str
) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    with pytest.raises(Invalid, match=f"^Cass Cash: .*{sentence}") as refusal:
        sheets.keyed(stage, sheet, sheets.row(sheet, place, **said))
    assert refusal.value.field == field
    assert sheets.line_of(sheet, place).signed_how is None


def test_a_voucher_needs_its_number_and_no_two_people_have_the_same(stage: make.Stage) -> None:
    one, other = (sheets.to_come(stage, name) for name in ("Ann", "Bob"))
    entries = [sheets.entry(place, expenses=0) for place in (one, other)]
    sheet = sheets.sanctioned(stage, *entries, method=Method.VOUCHER)
    with pytest.raises(Invalid, match="Enter the number of the voucher"):
        sheets.keyed(stage, sheet, sheets.row(sheet, one))
    sheets.keyed(stage, sheet, sheets.row(sheet, one, serial="7"))
    with pytest.raises(Invalid, match="same voucher number"):
        sheets.keyed(stage, sheet, sheets.row(sheet, other, serial="7"))


def test_a_row_that_somebody_else_keyed_meanwhile_is_refused_with_both_values(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    mine = sheets.row(sheet, place, fee=Money(5000))
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    with pytest.raises(StaleVersion) as refusal:
        sheets.keyed(stage, sheet, mine)
    assert refusal.value.theirs == {"Cass Cash: handed_fee_pence": "75.00"}
    assert refusal.value.yours == {"Cass Cash: handed_fee_pence": "50.00"}


def test_a_signature_keyed_for_the_wrong_person_is_taken_back(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    sheets.keyed(stage, sheet, sheets.row(sheet, place, how=None))
    line = sheets.line_of(sheet, place)
    assert (line.signed_how, line.handed, line.signed_on) == (None, ZERO, None)


# --- closing ----------------------------------------------------------------------------------------------


def test_a_float_that_does_not_add_up_needs_its_reason(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    with pytest.raises(Invalid, match=r"£5.00 is missing\. Count again, or say why"):
        sheets.closed(stage, sheet, counted=11_000)
    with pytest.raises(Invalid, match=r"£1.00 too much was counted back"):
        sheets.closed(stage, sheet, counted=11_600)
    assert sheet.state == DaySheetState.SANCTIONED
    sheets.closed(stage, sheet, counted=11_000, reason="A note blew away")
    kept = day_closing.float_of(sheet)
    assert kept.out == kept.handed + Money(11_000) + Money(500)
    assert (kept.difference, sheet.difference_reason) == (Money(500), "A note blew away")


def test_a_sheet_nobody_signed_closes_with_the_whole_float_back_and_pays_nobody(stage: make.Stage) -> None:
    sheet = sheets.sanctioned(stage, sheets.entry(sheets.to_come(stage, "Cass Cash")))
    sheets.closed(stage, sheet)
    assert (sheet.state, sheet.pay_run_id) == (DaySheetState.CLOSED, None)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [(None, "Take the register first"), (Outcome.DID_NOT_ATTEND, "the register says did not attend")],
)
def test_a_fee_signed_for_and_the_register_must_agree(
    stage: make.Stage, outcome: Outcome | None, sentence: str
) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    if outcome is not None:
        sheets.came(stage, place, outcome)
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    with pytest.raises(Refused, match=sentence):
        sheets.closed(stage, sheet)
    assert (sheet.state, db.session.scalars(select(Claim)).all()) == (DaySheetState.SANCTIONED, [])


def test_a_signature_keyed_after_the_page_was_opened_is_looked_at_before_closing(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    sheets.came(stage, place)
    shown = sheet.version
    sheets.keyed(stage, sheet, sheets.row(sheet, place))
    with pytest.raises(Refused, match="keyed in after you opened this"), writing():
        day_closing.close(
            actor=stage.as_("finance"), on=TODAY, sheet=sheet, version=shown, counted=Money(20_000)
        )


def test_a_sheet_is_given_up_only_before_it_is_sanctioned(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.prepared(stage, sheets.entry(place))
    with writing():
        day_sheets.cancel(actor=stage.as_("lead"), sheet=sheet)
    assert sheet.state == DaySheetState.CANCELLED
    again = sheets.sanctioned(stage, sheets.entry(place))
    with pytest.raises(Refused, match="Only a sheet that is not sanctioned"), writing():
        day_sheets.cancel(actor=stage.as_("lead"), sheet=again)


# --- expenses stand in one place ----------------------------------------------------------------------------


def test_expenses_of_one_person_are_not_on_two_sheets_at_once(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    first = sheets.prepared(stage, sheets.entry(place))
    with pytest.raises(Invalid, match=f"Expenses of Cass Cash are on day sheet {first.ref} already"):
        sheets.prepared(stage, sheets.entry(place, fee=0))


def claimed_fare(stage: make.Stage, place: Attendance) -> Claim:
    with writing():
        claim = payments.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=place.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
        payments.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(320),
            receipt_seen=True,
        )
    return claim


def test_a_cost_that_is_claimed_is_not_put_on_a_sheet_too(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    claim = claimed_fare(stage, place)
    with pytest.raises(Invalid, match=f"Cass Cash has such a cost on claim {claim.ref} already"):
        sheets.prepared(stage, sheets.entry(place))
    sheet = sheets.prepared(stage, sheets.entry(place), category="childcare")
    assert sheet.lines[0].most_expenses_pence == Money(1000)


def test_a_cost_claimed_after_the_sheet_was_prepared_stops_its_sanction(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.prepared(stage, sheets.entry(place))
    claimed_fare(stage, place)
    with pytest.raises(Refused, match="has such a cost on claim"), writing():
        day_sanction.sanction(
            actor=stage.as_("approver"), on=sheets.BEFORE, sheet=sheet, version=sheet.version
        )
