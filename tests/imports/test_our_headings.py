"""Files with our headings: what they create, match, update and refuse."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.factories.staff import staff
from tests.imports.sheets import EVERY_SHEET, EVERYBODY, bring_in, changed, dry_run, ours, refusals
from tracker import clock
from tracker.audit.models import AuditEvent
from tracker.db import Base
from tracker.errors import Refused
from tracker.imports.planning.plan import Fate
from tracker.money import Money
from tracker.payments import services as payments
from tracker.payments.models import Answer, Claim, ClaimLine, ClaimState, LineKind, Method, Offer
from tracker.payments.run_models import LedgerEntry
from tracker.people.models import (
    BenefitDeclaration,
    Circumstances,
    Participant,
    PayeeVersion,
    PaymentRoute,
    WorkPermission,
)
from tracker.projects.models import ExpenseCategory, ImportBatch, Project, ProjectPerson, Word
from tracker.sessions.models import Attendance, InvolvementSession, Mode, Outcome
from tracker.web.transaction import writing

Db = scoped_session[Session]
NOTHING_BROUGHT_IN = (
    Participant,
    Project,
    InvolvementSession,
    Attendance,
    Offer,
    Claim,
    LedgerEntry,
    ImportBatch,
)


def count(db: Db, model: type[Base]) -> int:
    return db.scalar(select(func.count()).select_from(model)) or 0


def person(db: Db, ref: str) -> Participant:
    return db.scalars(select(Participant).where(Participant.ref == ref)).one()


def place(db: Db, session_ref: str, person_ref: str) -> Attendance:
    return db.scalars(
        select(Attendance)
        .join(InvolvementSession)
        .join(Participant, Attendance.participant_id == Participant.id)
        .where(InvolvementSession.ref == session_ref, Participant.ref == person_ref)
    ).one()


def test_a_dry_run_of_every_sheet_writes_nothing(ready: Db) -> None:
    plan = dry_run(ours(**EVERY_SHEET)).plan
    assert not plan.refusals
    assert {kind: dict(fates) for kind, fates in plan.totals().items()} == {
        kind: {Fate.CREATED: len(text.splitlines()) - 1} for kind, text in EVERY_SHEET.items()
    }
    assert [count(ready, model) for model in NOTHING_BROUGHT_IN] == [0] * len(NOTHING_BROUGHT_IN)


def test_every_sheet_comes_in_with_forgiven_values(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    amina = person(ready, "P1")
    assert (amina.language, amina.preferred_contact, amina.payment_route) == (
        "somali",
        "text-message",
        PaymentRoute.BANK,
    )
    second = ready.scalars(select(InvolvementSession).where(InvolvementSession.ref == "S2")).one()
    assert (second.held_on, second.title, second.mode) == (
        date(2026, 11, 9),
        "Session on 9 November 2026",
        Mode.ONLINE,
    )
    assert (second.minutes, second.service_user_activity) == (120, None)
    assert place(ready, "S1", "P1").minutes == 150
    assert count(ready, ProjectPerson) == 3


def test_the_same_files_again_change_nothing(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    before = {
        model: count(ready, model) for model in (*NOTHING_BROUGHT_IN, ClaimLine, ProjectPerson, AuditEvent)
    }
    again = dry_run(ours(**EVERY_SHEET)).plan
    assert again.changes_nothing
    assert {line.fate for line in again.lines} == {Fate.MATCHED}
    assert bring_in(ours(**EVERY_SHEET)) is None
    assert {model: count(ready, model) for model in before} == before


def test_unknown_words_of_a_list_are_created_and_said(ready: Db) -> None:
    notes = dry_run(ours(**EVERY_SHEET)).plan.notes
    assert any("Sensemaking" in note and "stages" in note for note in notes)
    assert any("Carrier pigeon" in note for note in notes)
    assert any("Bus pass" in note for note in notes)
    bring_in(ours(**EVERY_SHEET))
    codes = set(ready.scalars(select(Word.code)))
    assert {"sensemaking", "carrier-pigeon", "note-taker"} <= codes
    assert "bus-pass" in set(ready.scalars(select(ExpenseCategory.code)))


def test_text_that_looks_like_a_formula_is_text(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    assert person(ready, "P3").name == "=1+1"


def test_a_fee_makes_an_answered_offer_and_a_draft_claim(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    found = {(offer.pence, offer.answer, offer.answer_pence) for offer in ready.scalars(select(Offer))}
    assert found == {
        (Money(7500), Answer.FULL, Money(7500)),
        (Money(5000), Answer.LESS, Money(2000)),
        (Money(4000), Answer.TO_CHARITY, Money(4000)),
    }
    drafted = ready.execute(
        select(Claim.method, Claim.state, Claim.cost_code, ClaimLine.pence)
        .join(ClaimLine)
        .where(ClaimLine.kind == LineKind.FEE)
    ).all()
    assert set(map(tuple, drafted)) == {
        (Method.BANK, ClaimState.DRAFT, "CC-100", Money(7500)),
        (Method.BANK, ClaimState.DRAFT, "CC-100", Money(2000)),
        (Method.TO_CHARITY, ClaimState.DRAFT, "CC-100", Money(4000)),
    }


def test_somebody_who_did_not_come_has_an_offer_and_no_claim(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    absent = place(ready, "S1", "P2")
    assert ready.scalars(select(Offer).where(Offer.attendance_id == absent.id)).one().pence == Money(7500)
    assert not ready.scalars(select(ClaimLine).where(ClaimLine.attendance_id == absent.id)).all()


def test_less_without_how_much_is_an_offer_without_an_answer(ready: Db) -> None:
    source = changed("attendance", "50,less 20", "50,less")
    assert any("does not say how much less" in line.sentence for line in dry_run(source).plan.lines)
    bring_in(source)
    offer = ready.scalars(select(Offer).where(Offer.pence == Money(5000))).one()
    assert (offer.answer, offer.answer_pence, offer.answered_on) == (None, None, None)
    assert dry_run(source).plan.changes_nothing


def test_fees_and_expenses_of_a_session_stand_on_one_draft_claim(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    claim = ready.scalars(select(Claim).where(Claim.participant_id == person(ready, "P1").id)).one()
    assert sorted((line.kind, line.category, line.pence.pence) for line in claim.lines) == [
        (LineKind.EXPENSE, "bus-pass", 460),
        (LineKind.EXPENSE, "bus-pass", 460),
        (LineKind.EXPENSE, "mileage", 688),
        (LineKind.FEE, None, 7500),
    ]


def test_a_claim_that_was_withdrawn_does_not_come_back_with_the_same_file(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    with writing():
        for claim in ready.scalars(select(Claim)).all():
            payments.withdraw(actor=EVERYBODY, claim=claim, reason="Entered by mistake")
    assert dry_run(ours(**EVERY_SHEET)).plan.changes_nothing


def test_past_payments_are_ledger_entries_without_claim_or_receipt(ready: Db) -> None:
    bring_in(
        ours(payments=EVERY_SHEET["payments"], people=EVERY_SHEET["people"], projects=EVERY_SHEET["projects"])
    )
    entries = ready.scalars(select(LedgerEntry)).all()
    assert sorted(
        (entry.pence.pence, entry.on_date.isoformat(), entry.line_kind.value) for entry in entries
    ) == [
        (320, "2026-04-12", "expense"),
        (7500, "2026-03-12", "fee"),
        (7500, "2026-03-12", "fee"),
    ]
    assert count(ready, Claim) == 0


def test_a_third_row_like_two_that_are_in_is_one_more(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    bring_in(changed("payments", "P2,12", "P1,2026-03-12,fee,75.00,bank,,150\nP2,12"))
    assert count(ready, LedgerEntry) == 4


def test_circumstances_keep_what_may_be_paid_and_never_why(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    student = ready.scalars(
        select(Circumstances).where(Circumstances.participant_id == person(ready, "P2").id)
    ).one()
    assert (student.work_permission, student.weekly_minutes_limit) == (
        WorkPermission.WEEKLY_HOURS_LIMIT,
        1200,
    )
    benefit = ready.scalars(select(BenefitDeclaration)).one()
    assert (benefit.benefit, benefit.since) == ("universal-credit", date(2025, 1, 1))
    assert benefit.facts == {
        "assessment_period_starts_on_day": 28,
        "work_allowance": "with-housing",
        "other_earnings": "0.00",
        "other_earnings_per": "assessment-period",
    }


def test_personal_facts_on_two_rows_of_a_person_must_agree(ready: Db) -> None:
    source = changed("circumstances", "P2,,", "P1,Wales,,,,,,,,,\nP2,,")
    assert refusals(source) == [
        (
            "circumstances.csv, row 3, column nation (B): Row 2 says otherwise about the same person. "
            "Make the two agree."
        )
    ]


def test_the_lines_of_circumstances_and_bank_details_name_no_fact(ready: Db) -> None:
    lines = [
        line.sentence
        for line in dry_run(ours(**EVERY_SHEET)).plan.lines
        if line.kind in {"circumstances", "payees"}
    ]
    assert len(lines) == 3
    assert not any(
        word in line for line in lines for word in ("universal", "student", "55779911", "20-00-00", "9911")
    )


def test_bank_details_are_versioned_and_the_same_again_are_matched(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    bring_in(changed("payees", "55779911", "55779912"))
    versions = ready.scalars(select(PayeeVersion).order_by(PayeeVersion.number)).all()
    assert [version.account_number for version in versions] == ["55779911", "55779912"]


@pytest.mark.parametrize(
    ("name", "before", "after", "where", "why"),
    [
        ("attendance", "S1,P1", "S9,P1", "attendance.csv, row 2, column session_ref (A)", "no session S9"),
        ("attendance", "S1,P1", "S1,P9", "attendance.csv, row 2, column person_ref (B)", "no person P9"),
        (
            "attendance",
            "75.00",
            "75.001",
            "attendance.csv, row 2, column fee_offered (F)",
            "two numbers after the point",
        ),
        ("attendance", "75.00", "-75", "attendance.csv, row 2, column fee_offered (F)", "nought or more"),
        (
            "attendance",
            "less 20",
            "less 50",
            "attendance.csv, row 4, column fee_choice (G)",
            "less than that",
        ),
        (
            "attendance",
            "S1,P3",
            "S1,P1",
            "attendance.csv, row 4, column person_ref (B)",
            "Row 2 is about the same",
        ),
        ("sessions", "2026-11-02", "31/02/2026", "sessions.csv, row 2, column date (C)", "no such date"),
        (
            "sessions",
            "10:00,12:30",
            "12:30,10:00",
            "sessions.csv, row 2, column end (E)",
            "later than the start",
        ),
        ("sessions", "S1,EYP", "S1,ABC", "sessions.csv, row 2, column project_ref (B)", "no project ABC"),
        ("sessions", "S2,EYP", "S1,EYP", "sessions.csv, row 3, column ref (A)", "row 2 already"),
        (
            "expenses",
            "12.5,car",
            "12.5,boat",
            "expenses.csv, row 2, column vehicle (F)",
            "no mileage rate for boat",
        ),
        (
            "expenses",
            "Bus pass,4.60",
            "Bus pass,",
            "expenses.csv, row 3, column amount (D)",
            "how much was spent",
        ),
        ("expenses", "mileage,,", "mileage,9.99,", "expenses.csv, row 2, column amount (D)", "come to £6.88"),
        ("payments", "2026-03-12", "2027-03-12", "payments.csv, row 2, column paid_on (B)", "after today"),
        ("payments", "£3.20", "-3.20", "payments.csv, row 4, column amount (D)", "nought or more"),
        ("people", "P2,Zoë Brzęczyk", "P2,", "people.csv, row 3, column name (B)", "this reference is new"),
        (
            "people",
            "P2,Zoë Brzęczyk",
            "P1,Zoë Brzęczyk",
            "people.csv, row 3, column name (B)",
            "Row 2 says Amina",
        ),
        (
            "people",
            "amina@example.org",
            "amina at home",
            "people.csv, row 2, column email (C)",
            "name@example.org",
        ),
        ("payees", "20-00-00", "2-00-00", "payees.csv, row 2, column sort_code (C)", "dropped"),
        ("payees", "55779911", "5577991", "payees.csv, row 2, column account_number (D)", "eight digits"),
        ("circumstances", "2025-01-01", "", "circumstances.csv, row 2, column from (D)", "date from which"),
        (
            "circumstances",
            "student,20",
            "student,",
            "circumstances.csv, row 3, column weekly_hours (J)",
            "hours a week",
        ),
    ],
)
def test_a_row_that_cannot_come_in_is_named_with_file_row_and_column(
    ready: Db, name: str, before: str, after: str, where: str, why: str
) -> None:
    source = changed(name, before, after)
    found = refusals(source)
    assert any(line.startswith(where) and why in line for line in found), found


def test_nobody_has_attended_what_is_still_to_come(ready: Db) -> None:
    source = ours(
        **EVERY_SHEET
        | {
            "sessions": EVERY_SHEET["sessions"].replace("9/11/2026", "9/12/2026"),
            "attendance": EVERY_SHEET["attendance"].replace("cancelled by us", "attended"),
        }
    )
    (refusal,) = refusals(source)
    assert refusal.startswith(
        "attendance.csv, row 5, column outcome (C): The session has not taken place yet"
    )


def test_one_refused_row_keeps_everything_out(ready: Db) -> None:
    with pytest.raises(Refused, match=r"^1 row cannot come in.*payees.csv, row 2"):
        bring_in(changed("payees", "20-00-00", "2-00-00"))
    assert [count(ready, model) for model in NOTHING_BROUGHT_IN] == [0] * len(NOTHING_BROUGHT_IN)


def test_a_changed_cell_is_an_update_that_the_dry_run_shows(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    source = changed("people", "amina@example.org", "a.yusuf@example.org")
    (update,) = [line for line in dry_run(source).plan.lines if line.fate == Fate.UPDATED]
    assert (update.row, update.sentence) == (2, "Amina Yusuf: email would change.")
    bring_in(source)
    assert person(ready, "P1").email == "a.yusuf@example.org"


def test_a_blank_cell_takes_nothing_away(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    assert dry_run(changed("people", "amina@example.org", "")).plan.changes_nothing


@pytest.mark.parametrize(
    ("name", "before", "after", "column"),
    [
        ("attendance", "Attended,,participant", "did not attend,,participant", "outcome"),
        ("attendance", "75.00,full", "80.00,full", "fee_offered"),
        ("sessions", "2026-11-02", "2026-11-03", "date"),
        ("projects", "CC-100", "CC-200", "cost_code"),
        ("people", "P1,Amina Yusuf", "P1,Somebody Else", "name"),
    ],
)
def test_what_money_rests_on_does_not_change(
    ready: Db, name: str, before: str, after: str, column: str
) -> None:
    bring_in(ours(**EVERY_SHEET))
    assert any(f"column {column} (" in line for line in refusals(changed(name, before, after)))


def test_what_no_money_rests_on_may_change(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    bring_in(changed("attendance", "S1,P2,did not attend", "S1,P2,attended"))
    assert place(ready, "S1", "P2").outcome == Outcome.ATTENDED
    drafted = ready.scalars(
        select(ClaimLine).where(ClaimLine.attendance_id == place(ready, "S1", "P2").id)
    ).one()
    assert drafted.pence == Money(7500)


def test_the_importer_counts_as_who_logged(ready: Db) -> None:
    user = staff("lead", "administrator", "finance", "benefit-contact")
    bring_in(ours(**EVERY_SHEET), user.actor())
    batch = ready.scalars(select(ImportBatch)).one()
    assert batch.imported_by_id == user.id
    assert {claim.created_by_id for claim in ready.scalars(select(Claim))} == {user.id}
    assert {kept.logged_by_id for kept in ready.scalars(select(InvolvementSession))} == {user.id}
    assert {kept.import_batch_id for kept in ready.scalars(select(Attendance))} == {batch.id}


def test_an_import_is_one_event_with_the_number_of_its_rows(ready: Db) -> None:
    bring_in(
        ours(projects=EVERY_SHEET["projects"], people=EVERY_SHEET["people"], sessions=EVERY_SHEET["sessions"])
    )
    event = ready.scalars(select(AuditEvent).where(AuditEvent.verb == "imported")).one()
    assert event.values == {"rows": 6}


@pytest.mark.parametrize(
    ("held", "refused"),
    [
        (("lead",), {"projects", "circumstances", "payees"}),
        (("lead", "administrator"), {"circumstances", "payees"}),
        (("lead", "administrator", "finance"), {"circumstances"}),
        (("lead", "administrator", "benefit-contact"), {"payees"}),
    ],
)
def test_each_sheet_asks_for_its_own_permission(ready: Db, held: tuple[str, ...], refused: set[str]) -> None:
    bring_in(ours(projects=EVERY_SHEET["projects"]))
    found = dry_run(changed("projects", "Trust", "Another trust"), staff(*held).actor()).plan.refusals
    assert {line.kind for line in found} == refused


def test_another_lead_cannot_fill_a_project_of_others(ready: Db) -> None:
    bring_in(ours(projects=EVERY_SHEET["projects"] + "OTHER,Other project,,,,\n"))
    other = ready.scalars(select(Project).where(Project.ref == "OTHER")).one()
    lead = staff("lead", project_id=other.id).actor()
    found = refusals(ours(sessions=EVERY_SHEET["sessions"]), lead)
    assert all("There is no project EYP" in line for line in found)
    assert len(found) == 2


def test_a_reference_known_elsewhere_joins_without_a_word_about_the_person(ready: Db) -> None:
    bring_in(ours(**EVERY_SHEET))
    bring_in(ours(projects="ref,name\nOTHER,Other project\n"))
    other = ready.scalars(select(Project).where(Project.ref == "OTHER")).one()
    lead = staff("lead", project_id=other.id).actor()
    source = ours(people="ref,name,email,project_ref\nP1,A. Y.,new@example.org,OTHER\n")
    (line,) = dry_run(source, lead).plan.lines
    assert "already known" in line.sentence
    assert "Amina" not in line.sentence
    bring_in(source, lead)
    assert person(ready, "P1").email == "amina@example.org"
    joined = select(ProjectPerson).where(ProjectPerson.project_id == other.id)
    assert ready.scalars(joined).one().since == clock.today()


def test_a_file_of_a_folder_with_headings_of_its_own_is_refused_by_name(ready: Db) -> None:
    found = refusals(ours(projects=EVERY_SHEET["projects"], notes="one|two\n1|2\n"))
    assert found == [
        (
            "notes.csv: Only one column was found. "
            "Save the file with commas, semicolons or tabs between the cells."
        )
    ]
