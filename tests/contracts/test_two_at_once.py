"""Two people do one thing at the same moment, with real threads and real commits: it happens once, whole."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.contracts.at_once import Deed, actor, at_once, count, saving
from tests.factories import payments as made
from tests.factories.staff import sign_in
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.documents.models import Document
from tracker.errors import TrackerError
from tracker.payments import services
from tracker.payments.models import Claim, ClaimLine, ClaimState, Offer
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment, PayRun, RunState
from tracker.people.models import Participant
from tracker.people.services import set_payee
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, Outcome


def posted(app: Flask, email: str, *forms: tuple[str, dict[str, Any]]) -> list[Any]:
    """The answers to forms that one member of staff sends at the same moment, each from its own browser."""
    clients = [app.test_client() for _ in forms]
    for client in clients:
        sign_in(client, email)
    return at_once(
        app,
        *(
            lambda client=client, path=path, sent=sent: client.post(path, data=sent)
            for client, (path, sent) in zip(clients, forms, strict=True)
        ),
    ).done


def test_a_session_drafted_by_two_people_has_each_fee_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    for name in ("Ann", "Bob", "Cat"):
        made.attended(on_stage, name)
    lead, session_id = actor(on_stage, "lead"), on_stage.involvement.id
    db.session.rollback()
    draft = saving(
        services.draft_claims, actor=lead, on=TODAY, involvement=(type(on_stage.involvement), session_id)
    )
    at_once(fresh_app, draft, draft, draft)
    fees = Counter(db.session.scalars(select(ClaimLine.attendance_id)))
    assert len(fees) == 3
    assert set(fees.values()) == {1}


def test_a_claim_started_twice_is_one_draft(fresh_app: Flask, on_stage: made.Stage) -> None:
    place_id = made.invited(on_stage, made.person(on_stage, "Ann")).id
    email = on_stage.cast.lead.email
    db.session.rollback()
    address = fresh_app.url_map.bind("localhost").build(
        "payments.start_claim", {"attendance_id": place_id}, method="POST"
    )
    answers = posted(fresh_app, email, *[(address, {})] * 3)
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert count(select(func.count(Claim.id))) == 1


def test_one_form_sent_twice_at_once_makes_one_thing(fresh_app: Flask, on_stage: made.Stage) -> None:
    admin = made.staff("administrator").email
    db.session.rollback()
    sent = {"name": "Twice sent", "ref": "TWICE", "once": "the same key"}
    answers = posted(fresh_app, admin, *[("/projects/new", sent)] * 2)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer.location for answer in answers}) == 1
    assert count(select(func.count()).select_from(type(on_stage.project)).filter_by(ref="TWICE")) == 1


def test_offers_prepared_by_two_people_are_one_for_each_person(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    for name in ("Ann", "Bob"):
        made.invited(on_stage, made.person(on_stage, name))
    email, session_id = on_stage.cast.lead.email, on_stage.involvement.id
    db.session.rollback()
    address = fresh_app.url_map.bind("localhost").build(
        "payments.prepare_offers", {"session_id": session_id}, method="POST"
    )
    sent = {"pence": "50", "pay_by": ["30", "11", "2026"]}
    answers = posted(fresh_app, email, *[(address, sent)] * 2)
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert count(select(func.count(Offer.id))) == 2


def test_a_claim_approved_by_two_people_is_sanctioned_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    claim = made.submitted(on_stage, "Ann")
    claim_id, shown = claim.id, services.current_hash(claim)
    pence = claim.total.pence
    approve = saving(
        services.approve,
        actor=actor(on_stage, "approver"),
        on=TODAY,
        claim=(Claim, claim_id),
        shown_hash=shown,
    )
    outcomes = at_once(fresh_app, approve, approve)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert count(select(func.sum(LedgerEntry.pence))).pence == pence  # type: ignore[attr-defined]


def test_a_claim_changed_while_it_is_approved_is_approved_as_shown_or_not_at_all(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    claim = made.submitted(on_stage, "Ann")
    claim_id, line_id, shown = claim.id, claim.lines[0].id, services.current_hash(claim)
    approver, lead = actor(on_stage, "approver"), actor(on_stage, "lead")
    outcomes = at_once(
        fresh_app,
        saving(services.approve, actor=approver, on=TODAY, claim=(Claim, claim_id), shown_hash=shown),
        saving(services.remove_line, actor=lead, line=(ClaimLine, line_id)),
    )
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    kept = db.session.get_one(Claim, claim_id, populate_existing=True)
    assert (kept.state == ClaimState.APPROVED) is bool(kept.lines)


def test_two_runs_prepared_at_once_pay_each_claim_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    for name in ("Ann", "Bob"):
        made.approved(on_stage, name)
    prepare = [
        saving(services.prepare_run, actor=actor(on_stage, who), on=TODAY, pay_on=TODAY)
        for who in ("finance", "releaser")
    ]
    outcomes = at_once(fresh_app, *prepare)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert count(select(func.count(PayRun.id))) == 1


def test_a_run_released_by_two_people_makes_each_payment_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    for name in ("Ann", "Bob"):
        made.approved(on_stage, name)
    run_id = made.prepared_run(on_stage).id
    release = saving(services.release, actor=actor(on_stage, "releaser"), on=TODAY, run=(PayRun, run_id))
    outcomes = at_once(fresh_app, release, release)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert count(select(func.count(Payment.id))) == 2


def test_a_claim_taken_out_while_its_run_is_released_is_paid_or_waits(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    claim_id = made.approved(on_stage, "Ann").id
    made.approved(on_stage, "Bob")
    run_id = made.prepared_run(on_stage).id
    finance, releaser = actor(on_stage, "finance"), actor(on_stage, "releaser")
    at_once(
        fresh_app,
        saving(services.release, actor=releaser, on=TODAY, run=(PayRun, run_id)),
        saving(services.take_out, actor=finance, on=TODAY, run=(PayRun, run_id), claim=(Claim, claim_id)),
    )
    claim = db.session.get_one(Claim, claim_id, populate_existing=True)
    run = db.session.get_one(PayRun, run_id, populate_existing=True)
    assert run.state == RunState.RELEASED
    paid = {claim.id for payment in run.payments for claim in payment.claims}
    assert (claim.id in paid) is (claim.state == ClaimState.IN_PAY_RUN)


def test_a_run_marked_paid_twice_at_once_is_paid_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    for name in ("Ann", "Bob"):
        made.approved(on_stage, name)
    run_id = made.released_run(on_stage).id
    pay = saving(
        services.mark_paid,
        actor=actor(on_stage, "finance"),
        on=TODAY,
        run=(PayRun, run_id),
        paid_on=TODAY,
        bank_reference="BACS 1",
    )
    outcomes = at_once(fresh_app, pay, pay)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)
    assert count(select(func.count(Document.id))) == 2
    paid = select(func.count(LedgerEntry.id)).where(LedgerEntry.kind == EntryKind.PAID)
    assert count(paid) == 2


def test_runs_paid_at_once_number_their_receipts_without_a_gap(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    runs = []
    for name in ("Ann", "Bob", "Cat"):
        made.approved(on_stage, name)
        runs.append(made.released_run(on_stage).id)
    finance = actor(on_stage, "finance")
    pays = [
        saving(
            services.mark_paid,
            actor=finance,
            on=TODAY,
            run=(PayRun, run_id),
            paid_on=TODAY,
            bank_reference="BACS 1",
        )
        for run_id in runs
    ]
    outcomes = at_once(fresh_app, *pays)
    assert (len(outcomes.done), outcomes.refused) == (3, [])
    numbers = sorted(db.session.scalars(select(Document.number)))
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]
    assert broken_at() is None


def test_bank_details_changed_by_two_people_at_once_are_two_versions_or_one_refusal(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    person_id = made.person(on_stage, "Ann", bank=True).id
    finance = actor(on_stage, "finance")

    def change(number: str) -> Deed:
        return saving(
            set_payee,
            actor=finance,
            on=TODAY,
            participant=(Participant, person_id),
            account_name="Ann",
            sort_code="200000",
            account_number=number,
        )

    outcomes = at_once(fresh_app, change("11111111"), change("22222222"))
    assert len(outcomes.done) >= 1


def test_a_place_taken_off_while_a_fee_is_offered_leaves_no_offer_without_a_place(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    place_id = made.invited(on_stage, made.person(on_stage, "Ann")).id
    email, session_id = on_stage.cast.lead.email, on_stage.involvement.id
    db.session.rollback()
    address = fresh_app.url_map.bind("localhost")
    offer = address.build("payments.prepare_offers", {"session_id": session_id}, method="POST")
    take_off = address.build("sessions.take_off", {"session_id": session_id, "attendance_id": place_id})
    sent = {"pence": "50", "pay_by": ["30", "11", "2026"]}
    answers = posted(fresh_app, email, (offer, sent), (take_off, {}))
    assert {answer.status_code for answer in answers} <= {200, 302, 404, 409}
    assert count(select(func.count(Offer.id))) == count(select(func.count(Attendance.id)))


def test_a_register_changed_while_its_fee_is_drafted_and_approved_never_disagrees_with_the_money(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    claim = made.submitted(on_stage, "Ann")
    undrafted = made.attended(on_stage, "Bob")
    places = [claim.lines[0].attendance_id, undrafted.id]
    lead, approver = actor(on_stage, "lead"), actor(on_stage, "approver")
    shown, session_id = services.current_hash(claim), on_stage.involvement.id
    claim_id = claim.id
    db.session.rollback()
    stayed_away = [
        saving(
            sessions.record_attendance,
            actor=lead,
            on=TODAY,
            attendance=(Attendance, place_id),
            outcome=Outcome.DID_NOT_ATTEND,
        )
        for place_id in places
    ]
    approve = saving(services.approve, actor=approver, on=TODAY, claim=(Claim, claim_id), shown_hash=shown)
    draft = saving(
        services.draft_claims, actor=lead, on=TODAY, involvement=(type(on_stage.involvement), session_id)
    )
    outcomes = at_once(fresh_app, approve, draft, *stayed_away)
    assert not [refusal for refusal in outcomes.refused if not isinstance(refusal, TrackerError)]
    away = set(db.session.scalars(select(Attendance.id).where(Attendance.outcome == Outcome.DID_NOT_ATTEND)))
    carried = set(
        db.session.scalars(
            select(ClaimLine.attendance_id)
            .join(Claim, ClaimLine.claim_id == Claim.id)
            .where(Claim.state.not_in([ClaimState.WITHDRAWN, ClaimState.REJECTED]))
        )
    )
    assert away & carried == set()
    assert away | carried == set(places)
    assert broken_at() is None
