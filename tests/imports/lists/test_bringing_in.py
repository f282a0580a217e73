"""Lists of payments, expenses and people come in as our own sheets do: dry first, once, and whole."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from tests.imports.sheets import EVERYBODY, bring_in, dry_run, ours, refusals
from tests.imports.sheets import sheet as read
from tracker.errors import Invalid
from tracker.imports import engine
from tracker.imports.engine import Source
from tracker.imports.lists.roles import Role, What
from tracker.imports.lists.said import DayIs, Said
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.register import Target
from tracker.payments import recorded
from tracker.payments.models import ClaimLine, LineKind, Method
from tracker.payments.recorded import Reach
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.projects.models import ProjectPerson

Db = scoped_session[Session]

PAYMENTS = (
    "Date paid,Payee,What for,Amount,Paid by\n"
    "13/04/2025,Amina Yusuf,Involvement fee,£75.00,BACS\n"
    "13/04/2025,Amina Yusuf,Train,12.5,BACS\n"
    "13/04/2025,amina  yusuf,Train,12.50,BACS\n"
    "14/04/2025,Zoë Brzęczyk,Gift card,20,\n"
)
PEOPLE = (
    "Full name,E-mail address,Mobile,First language,NI number\n"
    "Amina Yusuf,Amina@Example.org,07700 900001,Somali,QQ123456C\n"
    "Bo Lind,bo@example.org,,,\n"
)
EXPENSES = "Name,Date of journey,Session ref,Type,Cost\nAmina Yusuf,2026-11-02,S1,Bus,4.60\n"


@pytest.fixture
def known(ready: Db) -> Db:
    """Two people of one project, with a session that was held."""
    bring_in(
        ours(
            projects="ref,name\nEYP,Early years panel\n",
            people="ref,name,project_ref\nP1,Amina Yusuf,EYP\nP2,Zoë Brzęczyk,EYP\n",
            sessions="ref,project_ref,date\nS1,EYP,2026-11-02\n",
            attendance="session_ref,person_ref,outcome\nS1,P1,attended\n",
        )
    )
    return ready


def listed(text: str, said: Said | None = None, project: str | None = None) -> Source:
    content = text.encode()
    target = Target(project) if project else None
    return engine.of_list(
        "list.csv", engine.fingerprint([content]), read(text, "list.csv"), said or Said(), target
    )


def entries(db: Db) -> list[tuple[str, date, LineKind, int, Method | None]]:
    rows = db.execute(
        select(Participant.ref, LedgerEntry)
        .join(Participant, LedgerEntry.participant_id == Participant.id)
        .where(LedgerEntry.kind == EntryKind.PAID_ELSEWHERE)
        .order_by(LedgerEntry.on_date, LedgerEntry.pence)
    )
    return [(ref, one.on_date, one.line_kind, one.pence.pence, one.method) for ref, one in rows]


# --- payments ---------------------------------------------------------------------------------------------


def test_a_list_of_payments_becomes_payments_made_elsewhere_and_again_changes_nothing(known: Db) -> None:
    assert bring_in(listed(PAYMENTS)) is not None
    first = [
        ("P1", date(2025, 4, 13), LineKind.EXPENSE, 1250, Method.BANK),
        ("P1", date(2025, 4, 13), LineKind.EXPENSE, 1250, Method.BANK),
        ("P1", date(2025, 4, 13), LineKind.FEE, 7500, Method.BANK),
        ("P2", date(2025, 4, 14), LineKind.FEE, 2000, Method.VOUCHER),
    ]
    assert entries(known) == first
    assert bring_in(listed(PAYMENTS)) is None
    assert entries(known) == first


def test_it_makes_the_very_entries_that_our_own_headings_make(known: Db) -> None:
    bring_in(
        ours(
            payments="person_ref,paid_on,kind,amount,method\n"
            "P1,2025-04-13,fee,75,bank\nP1,2025-04-13,expense,12.50,bank\nP1,2025-04-13,expense,12.50,bank\n"
            "P2,2025-04-14,fee,20,voucher\n"
        )
    )
    assert dry_run(listed(PAYMENTS)).plan.changes_nothing


def test_the_dry_run_names_rows_and_columns(known: Db) -> None:
    lines = dry_run(listed(PAYMENTS)).plan.lines
    assert lines[1].where() == "list.csv, row 3, column Amount (D)"
    assert lines[1].sentence == "Amina Yusuf, £12.50 paid on 13 April 2025 as an expense (Train)."


def test_the_same_file_with_another_meaning_is_refused(known: Db) -> None:
    bring_in(listed(PAYMENTS))
    (refused,) = refusals(listed(PAYMENTS, Said(words={"kind train": "fee"})))
    assert "the same money would count twice" in refused


def test_somebody_unknown_is_refused_unless_new_people_join_a_project(known: Db) -> None:
    text = PAYMENTS.replace("Zoë Brzęczyk", "Cy Dent")
    _, refused = refusals(listed(text))
    assert refused.startswith("list.csv, row 5, column Payee (B): There is no person called Cy Dent.")
    across = "Payee,Date paid,Fee,Travel\nCy Dent,2025-04-13,75.00,4.60\n"
    assert len(refusals(listed(across))) == 2
    bring_in(listed(text, project="EYP"))
    person = known.scalars(select(Participant).where(Participant.name == "Cy Dent")).one()
    assert known.scalars(select(ProjectPerson).where(ProjectPerson.participant_id == person.id)).one()
    assert [one for one in entries(known) if one[0] == person.ref]


def test_two_people_of_a_name_are_told_apart_by_their_reference(known: Db) -> None:
    bring_in(ours(people="ref,name,project_ref\nP9,Amina Yusuf,EYP\n"))
    assert "Several people are called Amina Yusuf" in refusals(listed(PAYMENTS))[0]
    by_ref = "Person ref,Name,Date paid,Fee\nP9,Amina Yusuf,2025-04-13,£75.00\n"
    bring_in(listed(by_ref))
    assert [one[0] for one in entries(known)] == ["P9"]
    assert (
        "P9 is Amina Yusuf here, and this row says Bo"
        in refusals(listed(by_ref.replace("Amina Yusuf", "Bo")))[0]
    )


def test_what_was_paid_back_lowers_what_was_paid_and_comes_in_once(known: Db) -> None:
    text = PAYMENTS + "20/04/2025,Amina Yusuf,Involvement fee,(25.00),BACS\n"
    source = listed(text)
    book = dry_run(source)
    assert "Amina Yusuf, £25.00 paid back on 20 April 2025 as a fee." in [
        line.sentence for line in book.plan.lines
    ]
    assert bring_in(source) is not None
    pence = sorted(one.pence for one in known.scalars(select(LedgerEntry.pence)))
    assert pence == [-2500, 1250, 1250, 2000, 7500]
    assert bring_in(listed(text)) is None


def test_what_was_paid_back_later_leaves_the_checks_of_what_was_received(known: Db) -> None:
    bring_in(listed(PAYMENTS + "20/04/2025,Amina Yusuf,Involvement fee,-25.00,BACS\n"))
    person = known.scalars(select(Participant.id).where(Participant.ref == "P1")).one()
    reach = Reach(date(2025, 4, 6), date(2025, 12, 31), date(2025, 4, 6))
    found = recorded.other_payments([person], reach)[person]
    assert sorted(one.fact["amount"] for one in found) == ["12.50", "12.50", "75.00"]


def test_more_than_was_paid_cannot_be_paid_back(known: Db) -> None:
    text = PAYMENTS + "20/04/2025,Amina Yusuf,Fee,-200.00,BACS\n12/04/2025,Zoë Brzęczyk,Fee,-5,\n"
    assert [one.partition(": ")[0] for one in refusals(listed(text))] == [
        "list.csv, row 6, column Amount (D)",
        "list.csv, row 7, column Amount (D)",
    ]
    assert "£200.00 was paid back, and what is known to have been paid" in refusals(listed(text))[0]


def test_a_payment_after_today_or_of_money_never_paid_is_refused_with_its_cell(known: Db) -> None:
    text = PAYMENTS.replace("14/04/2025", "14/04/2027").replace("£75.00", "-75.00")
    assert [one.partition(": ")[0] for one in refusals(listed(text))] == [
        "list.csv, row 2, column Amount (D)",
        "list.csv, row 5, column Date paid (A)",
    ]
    assert not entries(known)


def test_a_session_that_is_not_known_is_refused_and_one_that_is_known_is_kept(known: Db) -> None:
    text = "Name,Date paid,Session ref,Fee\nAmina Yusuf,2026-11-20,S1,75.00\n"
    bring_in(listed(text))
    entry = known.scalars(select(LedgerEntry)).one()
    assert entry.involvement_session_id is not None
    assert "There is no session S9" in refusals(listed(text.replace("S1", "S9")))[0]


def test_whoever_may_not_write_payments_down_is_refused(known: Db) -> None:
    visitor = Actor(user_id=None, name="Vi", everywhere=frozenset({Permission.SEE_PEOPLE}))
    with pytest.raises(Invalid, match="write down fees and expenses"):
        dry_run(listed(PAYMENTS), visitor)


def test_what_is_open_is_asked_before_anything_is_planned(known: Db) -> None:
    with pytest.raises(Invalid, match="What does “Misc” mean"):
        dry_run(listed(PAYMENTS.replace("Train", "Misc")))


def test_finance_finds_everybody_by_name_and_adds_nobody(known: Db) -> None:
    finance = Actor(user_id=None, name="Fi", everywhere=frozenset({Permission.PREPARE_RUNS}))
    assert not dry_run(listed(PAYMENTS), finance).plan.refusals
    text = PAYMENTS.replace("Zoë Brzęczyk", "Cy Dent")
    whole, row = refusals(listed(text, project="EYP"), finance)
    assert whole.startswith("list.csv: 1 person in it is not known here: Cy Dent. Your role does not let you")
    assert "A project lead of Early years panel can bring in this very file" in whole
    assert "list.csv, row 5, column Payee (B): There is no person called Cy Dent" in row


# --- expenses ---------------------------------------------------------------------------------------------


def test_costs_of_sessions_we_know_become_claims_to_be_paid(known: Db) -> None:
    said = Said(day_is=DayIs.SPENT)
    bring_in(listed(EXPENSES, said))
    line = known.scalars(select(ClaimLine).where(ClaimLine.kind == LineKind.EXPENSE)).one()
    assert (line.pence.pence, line.category) == (460, "bus")
    assert not entries(known)
    assert bring_in(listed(EXPENSES, said)) is None


def test_expenses_that_were_paid_are_payments_made_elsewhere_of_that_kind(known: Db) -> None:
    bring_in(listed(EXPENSES, Said(day_is=DayIs.PAID)))
    assert entries(known) == [("P1", date(2026, 11, 2), LineKind.EXPENSE, 460, None)]


def test_expenses_neither_paid_nor_of_a_session_are_refused_with_the_reason(known: Db) -> None:
    said = Said(day_is=DayIs.SPENT, roles={2: Role.OTHER})
    with pytest.raises(Invalid, match="not those of payments"):
        dry_run(listed(EXPENSES, said))
    fee = EXPENSES.replace("Bus", "Fee")
    assert "This is no expense" in refusals(listed(fee, Said(day_is=DayIs.SPENT)))[0]


# --- people -----------------------------------------------------------------------------------------------


def test_a_list_of_people_adds_who_is_new_and_completes_who_is_known(known: Db) -> None:
    said = Said(What.PEOPLE)
    book = dry_run(listed(PEOPLE, said, "EYP"))
    assert [line.fate for line in book.plan.lines] == [Fate.UPDATED, Fate.CREATED]
    bring_in(listed(PEOPLE, said, "EYP"))
    amina = known.scalars(select(Participant).where(Participant.ref == "P1")).one()
    assert (amina.email, amina.phone, amina.language) == ("amina@example.org", "07700 900001", "somali")
    bo = known.scalars(select(Participant).where(Participant.name == "Bo Lind")).one()
    assert (bo.email, bo.ref is not None) == ("bo@example.org", True)
    assert bring_in(listed(PEOPLE, said, "EYP")) is None


def test_a_name_in_other_letters_renames_nobody(known: Db) -> None:
    book = dry_run(listed(PEOPLE.replace("Amina Yusuf", "AMINA YUSUF"), Said(What.PEOPLE), "EYP"))
    assert book.plan.lines[0].sentence == "Amina Yusuf: email, phone, language would change."


def test_two_rows_of_a_name_with_other_details_are_refused(known: Db) -> None:
    text = PEOPLE + "Bo Lind,other@example.org,,,\n"
    (refused,) = refusals(listed(text, Said(What.PEOPLE), "EYP"))
    assert refused.startswith("list.csv, row 4, column E-mail address (B): Row 3 has this name too")
    assert not refusals(listed(PEOPLE + "bo lind,bo@example.org,,,\n", Said(What.PEOPLE), "EYP"))


def test_references_of_a_list_are_kept_and_a_cell_that_cannot_be_read_is_named(known: Db) -> None:
    text = "Ref,First name,Surname,Email,Format\nM7,Cy,Dent,cy@example.org,Easy read\nM8,Di,Ek,,purple\n"
    (refused,) = refusals(listed(text, Said(What.PEOPLE)))
    assert refused.startswith("list.csv, row 3, column Format (E): “purple” is not one of the words")
    bring_in(listed(text.replace("purple", "text"), Said(What.PEOPLE)))
    assert known.scalars(select(Participant.name).where(Participant.ref == "M7")).one() == "Cy Dent"


def test_whoever_may_not_add_people_is_refused(known: Db) -> None:
    finance = Actor(user_id=None, name="Fi", everywhere=frozenset({Permission.PREPARE_RUNS}))
    assert "does not let you add people" in refusals(listed(PEOPLE, Said(What.PEOPLE)), finance)[0]
    assert not refusals(listed(PEOPLE, Said(What.PEOPLE)), EVERYBODY)
