"""One project that holds a record of every kind, and the ids by which addresses name them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PIL import Image
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tests.factories.advances import given
from tests.factories.diversity import asks
from tracker import clock
from tracker.accounts.models import Grant
from tracker.db import db
from tracker.diversity import communities, snapshots
from tracker.documents import issuing, kinds
from tracker.documents.asked import Asked
from tracker.documents.kinds import statement
from tracker.documents.models import Document
from tracker.documents.services import DRAW
from tracker.evidence import samples
from tracker.exports import services as exports
from tracker.files import services as files
from tracker.imports import services as imports
from tracker.jobs import services as jobs
from tracker.money import Money
from tracker.payments import cash_floats, law_entering, voucher_stock
from tracker.payments import services as payments
from tracker.payments.check_models import Check
from tracker.payments.freeze_models import PaymentFreeze
from tracker.payments.models import Claim, ClaimLine
from tracker.payments.run_models import PayRun
from tracker.people import merging
from tracker.people import services as people
from tracker.people.models import LimitPer, Participant
from tracker.people.record_models import GoesBy
from tracker.projects import budgets
from tracker.projects.models import ImportBatch, ProjectPerson
from tracker.reconciliation import services as reconciliation
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import FileKind
from tracker.sessions import agreements, draws, often
from tracker.sessions.models import Attendance, Feedback, InvolvementSession
from tracker.web.transaction import writing


@dataclass
class Everything:
    """The stage, and an id for each argument of an address."""

    stage: make.Stage
    ids: dict[str, object]


def everything() -> Everything:
    """Claims and runs in every state, a receipt, an offer to make, what was told in confidence."""
    stage = make.stage()
    for name in ("Pia Paid", "Rita Returned"):
        make.approved(stage, name)
    paid = make.paid_run(stage)
    make.approved(stage, "Rae Released")
    file_id = _exported(stage, make.released_run(stage))
    make.approved(stage, "Pru Prepared")
    run_id = make.prepared_run(stage).id
    make.approved(stage, "Al Approved")
    _asked(stage)
    _held(stage)
    _returned(stage, paid)
    make.submitted(stage, "Sue Submitted")
    claim = make.drafted(stage, "Dee Draft")
    _keyed_in(stage, claim)
    line = _photographed(stage, claim)
    sheet_id = _handed_over(stage)
    told = _told(stage)
    offer = _offered(stage, told["participant_id"])
    receipt = _given_papers(stage)
    ids: dict[str, object] = {
        "user_id": stage.cast.lead.id,
        "grant_id": db.session.scalars(select(Grant.id).where(Grant.user_id == stage.cast.lead.id)).one(),
        "project_id": stage.project.id,
        "card_id": stage.project.rate_card_id,
        "session_id": offer.attendance.involvement_session_id,
        "attendance_id": offer.attendance_id,
        "claim_id": claim.id,
        "line_id": line.id,
        "offer_id": offer.id,
        "run_id": run_id,
        "sheet_id": sheet_id,
        "check_id": db.session.scalars(select(Check.id).where(Check.talk.is_(True))).first(),
        "payment_id": receipt.payment_id,
        "document_id": receipt.id,
        "kind": statement.KIND,
        "format": "payment-list-csv",
        "bank_format": "bacs-standard-18-txt",
        "ending": "csv",
        "facts": "bank-details",
        "file_id": file_id,
        "read_id": _read_back(stage),
        "budget_id": _budgeted(stage),
        **_in_hand(stage),
        "freeze_id": _died(paid),
        "advance_id": _given_ahead(stage, told["participant_id"]),
        "payee_id": _trusted(stage, told["participant_id"]),
        "feedback_id": _heard(offer.attendance.involvement_session_id),
        "number": 1,
        "which": "people",
        "sample_id": _sampled(stage, receipt),
        "draw_id": _drawn(stage, offer.attendance.involvement_session_id),
        "figures_id": _figures(stage),
        "other_id": _put_together(stage, told["participant_id"]),
        "name_id": _called(told["participant_id"]),
        "dimension": "religion",
        "paper": "one-page",
        **_asked_about(stage),
        **told,
        **_brought_in(stage),
    }
    assert None not in ids.values(), ids
    return Everything(stage, ids)


def _asked_about(stage: make.Stage) -> dict[str, object]:
    """A question that the project and everybody is asked, a community, and a report of nobody's answers."""
    asks(stage.project, "religion")
    asks(None, "religion")
    with writing():
        one = communities.set_out_to_reach(
            actor=stage.as_("lead"), project=stage.project, name="Travellers", partner=None
        )
        made = snapshots.make(
            actor=stage.as_("lead"),
            project_id=stage.project.id,
            since=date(2025, 10, 1),
            until=date(2026, 9, 30),
            weights={},
        )
    return {"community_id": one.id, "snapshot_id": made.id}


def _exported(stage: make.Stage, run: PayRun) -> int:
    """A file that was made of a run."""
    with writing():
        return exports.make(actor=stage.as_("finance"), run=run, format_code="payment-list-csv").id


def _read_back(stage: make.Stage) -> int:
    """A statement of the bank's that waits to be carried out."""
    content = b"Date,Reference,Amount\n2026-11-23,R26-0002-0001,75.00\n"
    with writing():
        return reconciliation.keep(
            actor=stage.as_("finance"),
            kind=FileKind.PAID,
            file_name="statement.csv",
            content=content,
            table=tables.read(content, "statement.csv"),
        ).id


def _budgeted(stage: make.Stage) -> int:
    """A budget of the project, ample for what is in it."""
    with writing():
        return budgets.set_budget(
            actor=stage.as_("finance"),
            project=stage.project,
            starts_on=date(2026, 4, 1),
            ends_on=date(2027, 3, 31),
            pence=Money(1_000_000),
        ).id


def _in_hand(stage: make.Stage) -> dict[str, object]:
    """A float that somebody holds, and vouchers in stock."""
    with writing():
        cash = cash_floats.issue(
            actor=stage.as_("finance"),
            on=TODAY,
            holder=stage.cast.lead,
            pence=Money(10_000),
            issued_on=TODAY,
        )
        bought = voucher_stock.buy(
            actor=stage.as_("finance"),
            on=TODAY,
            name="£10 high street",
            first="HS-0001",
            last="HS-0010",
            count=10,
            face=Money(1000),
            cost=Money(10_500),
            supplier="A shop",
            bought_on=TODAY,
        )
    return {"float_id": cash.id, "stock_id": bought.id}


def _died(paid: PayRun) -> int:
    """A bank says that the account holder of a payment that came back has died."""
    payment = paid.payments[-1]
    freeze = PaymentFreeze(participant_id=payment.participant_id, payment_id=payment.id, frozen_on=TODAY)
    with writing():
        db.session.add(freeze)
    return freeze.id


def _given_ahead(stage: make.Stage, participant_id: object) -> int:
    """An advance of which nothing is used."""
    return given(stage, db.session.get_one(Participant, participant_id)).id


def _sampled(stage: make.Stage, receipt: Document) -> int:
    """A sample of the one payment that has a receipt, as finance chose it."""
    with writing():
        return samples.choose_sample(actor=stage.as_("finance"), on=TODAY, references=[receipt.number]).id


def _figures(stage: make.Stage) -> int:
    """Figures of law that wait for a second person."""
    with writing():
        return law_entering.enter(
            actor=stage.as_("contact"),
            on=TODAY,
            benefit="carers-allowance",
            starts_on=date(2027, 4, 12),
            figures={"earnings-limit": Decimal("212.00")},
            source_title="The order of 2027",
            source_link="https://www.legislation.gov.uk/uksi/2027/1",
            known_to=date(2028, 4, 9),
            review_by=date(2028, 3, 15),
        ).id


def _handed_over(stage: make.Stage) -> int:
    """Day sheets in every state; the one named is sanctioned, with one signature keyed in of two."""
    sheets.signed_and_closed(stage, "Cia Closed")
    later = make.stage_in(stage, "Walk in the park", held_on=date(2026, 12, 1))
    sheets.prepared(later, sheets.entry(sheets.to_come(later, "Pat Prepared")))
    signed, unsigned = (sheets.to_come(stage, name) for name in ("Sig Signed", "Uri Unsigned"))
    sheet = sheets.sanctioned(stage, sheets.entry(signed), sheets.entry(unsigned))
    sheets.came(stage, signed)
    sheets.keyed(stage, sheet, sheets.row(sheet, signed))
    return sheet.id


def _asked(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Quin Questioned")
    with writing():
        payments.raise_query(actor=stage.as_("approver"), claim=claim, question="Was this the whole day?")


def _held(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Hal Held")
    with writing():
        payments.hold(actor=stage.as_("approver"), on=TODAY, claim=claim, reason="Two receipts look alike.")


def _returned(stage: make.Stage, paid: PayRun) -> None:
    with writing():
        payments.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=paid.payments[-1], code="arucs-b", ended_on=TODAY
        )


def _photo() -> tuple[bytes, str]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return files.harmless(out.getvalue())


def _keyed_in(stage: make.Stage, claim: Claim) -> None:
    """The claim came on paper, and its scan is kept."""
    scan = _photo()
    with writing():
        payments.key_in(
            actor=stage.as_("lead"),
            on=TODAY,
            place=db.session.get_one(Attendance, claim.lines[0].attendance_id),
            signed_on=TODAY,
            filled_in_by="Hal Helper",
            form=files.store(*scan),
        )


def _photographed(stage: make.Stage, claim: Claim) -> ClaimLine:
    photo = _photo()
    with writing():
        return payments.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(1234),
            receipt=files.store(*photo),
        )


def _told(stage: make.Stage) -> dict[str, object]:
    """Somebody who gets a benefit with a cliff, and asked us to keep to a limit."""
    person = make.person(stage, "Tia Told")
    contact = stage.as_("contact")
    with writing():
        people.record_circumstances(
            actor=contact, on=TODAY, participant=person, values={"nation": "england"}, consent_on=TODAY
        )
        declared = people.declare_benefit(
            actor=contact,
            on=TODAY,
            participant=person,
            benefit="carers-allowance",
            since=date(2025, 1, 6),
            facts={"week_ends_on": "sunday"},
        )
        limit = people.set_own_limit(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=person,
            per=LimitPer.MONTH,
            starts_on=date(2026, 11, 1),
            amount=Money(10_000),
        )
    joined = select(ProjectPerson.id).where(ProjectPerson.participant_id == person.id)
    return {
        "participant_id": person.id,
        "declaration_id": declared.id,
        "limit_id": limit.id,
        "membership_id": db.session.scalars(joined).one(),
    }


def _put_together(stage: make.Stage, participant_id: object) -> int:
    """Another record of that person, with a place of its own."""
    stays = db.session.get_one(make.Participant, participant_id)
    joins = make.attended(stage, "Tia Tolld").participant
    with writing():
        merging.merge(actor=stage.as_("lead"), on=TODAY, participant=joins, into=stays, reason="She told me.")
    return joins.id


def _called(participant_id: object) -> int:
    """Another name by which a sheet calls that person: its row alone, for the addresses."""
    with writing() as session:
        called = GoesBy(participant_id=participant_id, name="T Told", match_name="t told", said_on=TODAY)
        session.add(called)
    return called.id


def _trusted(stage: make.Stage, participant_id: object) -> int:
    """The account of somebody who gets money for that person, as they agreed."""
    person = db.session.get_one(make.Participant, participant_id)
    with writing():
        payee = people.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=person,
            account_name="H Helper",
            sort_code="65-43-21",
            account_number="87654321",
            recipient="Hal Helper",
            consent_on=TODAY,
        )
    return payee.id


def _offered(stage: make.Stage, participant_id: object) -> object:
    """An offer over that person's limit, prepared and not made, beside a place without one."""
    later = make.stage_in(stage, "Reading group", held_on=date(2026, 12, 10))
    person = db.session.get_one(make.Participant, participant_id)
    place = make.invited(later, person)
    make.invited(later, make.person(later, "Una Unoffered"))
    with writing():
        return payments.prepare_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(90_000)
        )


def _given_papers(stage: make.Stage) -> Document:
    """A statement issued to whoever has a receipt, which is returned."""
    receipt = db.session.scalars(select(Document)).first()
    assert receipt is not None
    finance, person = stage.as_("finance"), receipt.participant
    [whole, *_] = statement.subjects(finance, person)
    asked = Asked(participant=person, subject=whole, period=None, on=TODAY)
    with writing():
        draft = issuing.draft(kinds.on_request()[statement.KIND], asked)
        issuing.issue(actor=finance, on=TODAY, draft=draft, shown=draft.shown, layout="standard")
    return receipt


def _heard(session_id: int) -> int:
    """What came of that session, which is still to come: its row alone, for the addresses."""
    with writing() as session:
        entry = Feedback(involvement_session_id=session_id, you_said="More", we_did="It", recorded_on=TODAY)
        session.add(entry)
    return entry.id


def _drawn(stage: make.Stage, session_id: int) -> int:
    """A draw by lot for that session, of the one person who agreed to be asked."""
    lead = stage.as_("lead")
    willing = make.person(stage, "Wil Willing")
    involvement = db.session.get_one(InvolvementSession, session_id)
    with writing():
        often.set_cap(actor=lead, project=stage.project, version=None, sessions=1, months=6)
        agreements.record_agreements(actor=lead, on=TODAY, participants=[willing])
        return draws.draw_for(actor=lead, on=TODAY, involvement=involvement, places=1, weighted=True).id


def _brought_in(stage: make.Stage) -> dict[str, object]:
    """A file not brought in yet, an import that was, and work in the background."""
    lead = stage.as_("lead")
    rows = b"Date,First name,Last name,Here\n2026-10-01,Ann,Example,Y\n2026-10-02,Bob,Example,N\n"
    with writing() as session:
        upload = imports.keep_upload(actor=lead, now=clock.now(), file_name="register.csv", content=rows)
        batch = ImportBatch(
            kind="register",
            file_name="earlier.csv",
            file_sha256="0" * 64,
            mapping={},
            summary={"rows": 0, "fates": {}, "people": 0},
            imported_by_id=lead.user_id,
        )
        session.add(batch)
        job = jobs.enqueue(actor=lead, kind=DRAW, arguments={"documents": []})
    return {"upload_id": upload.id, "batch_id": batch.id, "job_id": job.id}
