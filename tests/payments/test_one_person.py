"""Two records of one person: their money, checks, papers and sessions read together, and no sum changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project as other_project
from tracker.db import db
from tracker.documents import paid, taken_part
from tracker.documents import queries as documents
from tracker.errors import Refused
from tracker.money import Money
from tracker.payments import look_twice, money_of_two, queries
from tracker.payments import services as payments
from tracker.payments.check_models import Check
from tracker.payments.models import Claim, ClaimLine
from tracker.payments.recorded import Reach, other_payments
from tracker.payments.run_models import LedgerEntry
from tracker.payments.told import told_by
from tracker.people import merging, told_queries
from tracker.people import services as people
from tracker.people.models import Participant, WorkPermission
from tracker.people.record_models import GoesBy
from tracker.periods import Period
from tracker.reports.at_a_glance import glance
from tracker.reports.queries import Choice, heard
from tracker.sessions import candidates, places_of_two
from tracker.sessions import queries as sessions
from tracker.web.ids import encode
from tracker.web.transaction import writing

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
REACH = Reach(YEAR.start, YEAR.end)


@pytest.fixture
def stage(db_session: object) -> make.Stage:
    return make.stage()


def put_together(stage: make.Stage, joins: Participant, stays: Participant) -> None:
    with writing():
        merging.merge(actor=stage.as_("lead"), on=TODAY, participant=joins, into=stays, reason="She told me.")


def take_apart(stage: make.Stage, joined: Participant) -> None:
    with writing():
        merging.take_apart(actor=stage.as_("lead"), on=TODAY, participant=joined, reason="A mistake.")


def paid_twice(stage: make.Stage) -> tuple[Participant, Participant]:
    """One person under two records, each paid for another session."""
    stays = make.approved(stage, "Anna Rees").participant
    joins = make.approved(make.stage_in(stage, "Second workshop"), "Ann Rees").participant
    make.paid_run(stage)
    return stays, joins


def statement(person: Participant) -> int:
    return sum(one["fee"] + one["expenses"] for one in paid.paid(person.id, None, YEAR))


def test_a_statement_of_the_year_holds_what_both_records_were_paid(stage: make.Stage) -> None:
    stays, joins = paid_twice(stage)
    before = statement(stays) + statement(joins)
    sums = select(func.sum(LedgerEntry.pence)), select(func.sum(ClaimLine.pence))
    money = [db.session.scalar(one) for one in sums]
    put_together(stage, joins, stays)
    assert statement(stays) == statement(joins) == before == 15_000
    assert [db.session.scalar(one) for one in sums] == money
    take_apart(stage, joins)
    assert (statement(stays), statement(joins)) == (7_500, 7_500)


def test_no_row_is_moved(stage: make.Stage) -> None:
    stays, joins = paid_twice(stage)
    rows = select(Claim.ref, Claim.participant_id, Claim.version).order_by(Claim.ref)
    before = db.session.execute(rows).all()
    put_together(stage, joins, stays)
    assert db.session.execute(rows).all() == before
    take_apart(stage, joins)
    assert db.session.execute(rows).all() == before


def test_the_papers_and_sessions_of_both_are_listed_as_one_persons(stage: make.Stage) -> None:
    stays, joins = paid_twice(stage)
    approver = make.staff("approver").actor()
    put_together(stage, joins, stays)
    assert len(documents.of_person(approver, stays.id).rows) == 2
    assert len(sessions.places_of_person(approver, joins.id)) == 2
    assert len(taken_part.places(stays.id, stage.project.id, YEAR, TODAY)) == 2


def test_a_check_counts_the_payments_of_both_records_whichever_is_asked(stage: make.Stage) -> None:
    stays, joins = paid_twice(stage)
    alone = other_payments({stays.id, joins.id}, REACH)
    put_together(stage, joins, stays)
    found = other_payments({stays.id, joins.id}, REACH)
    every = sorted(known.fact["id"] for one in alone.values() for known in one)
    assert len(every) == 2
    for person in (stays, joins):
        assert sorted(known.fact["id"] for known in found[person.id]) == every
        assert len(other_payments({person.id}, REACH)[person.id]) == 2


def declare(stage: make.Stage, person: Participant, on: date, benefit: str, **facts: object) -> None:
    with writing():
        people.declare_benefit(
            actor=stage.as_("contact"),
            on=on,
            participant=person,
            benefit=benefit,
            since=date(2025, 1, 6),
            facts=facts,
        )


def allow(stage: make.Stage, person: Participant, on: date, **values: object) -> None:
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"), on=on, participant=person, values=values, consent_on=on
        )


def test_what_was_told_under_either_record_is_checked_and_of_two_answers_the_last(stage: make.Stage) -> None:
    stays, joins = (make.person(stage, name) for name in ("Anna Rees", "Ann Rees"))
    earlier, later = date(2026, 3, 2), date(2026, 9, 1)
    allow(stage, stays, earlier, nation="england", couple=True)
    allow(stage, joins, later, nation="wales", work_permission=WorkPermission.EXPENSES_ONLY)
    declare(stage, joins, later, "carers-allowance", week_ends_on="sunday")
    declare(stage, stays, earlier, "carers-allowance", week_ends_on="friday")
    declare(stage, stays, earlier, "pip")
    put_together(stage, joins, stays)
    for person in (stays, joins):
        told = told_by({person.id}, TODAY)[person.id]
        kept = told.circumstances
        assert kept is not None
        assert (kept.nation, kept.couple, kept.work_permission, kept.told_on) == (
            "wales",
            True,
            WorkPermission.EXPENSES_ONLY,
            later,
        )
        assert sorted((one.benefit, one.facts.get("week_ends_on")) for one in told.benefits) == [
            ("carers-allowance", "sunday"),
            ("pip", None),
        ]
    assert not db.session.new
    assert [ref for ref, _ in told_queries.of_other_records(stays.id)] == [joins.ref]
    take_apart(stage, joins)
    assert [one.benefit for one in told_by({joins.id}, TODAY)[joins.id].benefits] == ["carers-allowance"]


def test_putting_together_checks_standing_claims_and_offers_again(stage: make.Stage) -> None:
    stays = make.submitted(stage, "Anna Rees", pence=15_000).participant
    joins = make.submitted(make.stage_in(stage, "Second workshop"), "Ann Rees", pence=15_000).participant
    allow(stage, joins, TODAY, nation="england")
    declare(stage, joins, TODAY, "carers-allowance", week_ends_on="sunday")
    before = db.session.scalar(select(func.count()).select_from(Check)) or 0
    put_together(stage, joins, stays)
    made = db.session.scalars(select(Check)).all()
    assert len(made) == before + 2
    told_and_both = [one for one in made if one.facts["benefits"] and len(one.facts["payments"]) == 2]
    assert {one.participant_id for one in told_and_both} == {stays.id, joins.id}


def both_came(stage: make.Stage) -> tuple[Participant, Participant]:
    return make.attended(stage, "Anna Rees").participant, make.attended(stage, "Ann Rees").participant


def test_two_records_at_one_session_are_one_person_heard(stage: make.Stage) -> None:
    stays, joins = both_came(stage)
    make.attended(stage, "Bob Hill")
    assert heard(Choice()).people_by_seats == {1: 3}
    put_together(stage, joins, stays)
    found = heard(Choice())
    assert found.people_by_seats == {1: 2}
    assert sum(found.seats.values()) == 2
    assert (glance(Choice()).people, glance(Choice()).seats) == (2, 2)
    assert sessions.register_counts([stage.involvement.id])[stage.involvement.id] == (2, 2, 0)
    take_apart(stage, joins)
    assert heard(Choice()).people_by_seats == {1: 3}


def test_two_records_at_two_sessions_are_one_person_heard_twice(stage: make.Stage) -> None:
    stays = make.attended(stage, "Anna Rees").participant
    later = make.stage_in(stage, "Second workshop", held_on=date(2026, 11, 19))
    joins = make.attended(later, "Ann Rees").participant
    assert heard(Choice()).people_by_seats == {1: 2}
    put_together(stage, joins, stays)
    assert heard(Choice()).people_by_seats == {2: 1}
    assert (glance(Choice()).people, glance(Choice()).new_to_us) == (1, 1)
    since = Choice(since=date(2026, 11, 15))
    assert (glance(since).people, glance(since).new_to_us) == (1, 0)
    assert candidates.last_heard(stage.as_("lead"), [stays.id]) == {stays.id: date(2026, 11, 19)}


def test_of_two_places_at_one_session_no_second_fee_is_drafted(stage: make.Stage) -> None:
    stays, joins = both_came(stage)
    put_together(stage, joins, stays)
    with writing():
        first = payments.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    with writing():
        again = payments.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert (len(first), again) == (1, [])


def test_two_fees_for_one_session_both_stand_and_are_looked_at_twice(stage: make.Stage) -> None:
    stays, joins = both_came(stage)
    with writing():
        payments.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    claims = queries.claims_of_session(stage.involvement.id)
    preview = money_of_two.preview(stage.as_("lead"), stays, joins)
    assert any("£75.00 and £75.00. Both stand" in note for note in preview.notes)
    places = places_of_two.preview(stage.as_("lead"), stays, joins)
    assert any("one is counted there" in note for note in places.notes)
    put_together(stage, joins, stays)
    [claim], [other] = claims[stays.id], claims[joins.id]
    said = look_twice.sentences(stage.as_("approver"), claim, look_twice.rests_on(claim), TODAY)
    assert f"A second fee for this session: {other.ref} has one: £75.00." in said
    assert claim.total == other.total == Money(7500)


def test_the_preview_shows_the_same_sums_after_as_before(stage: make.Stage) -> None:
    stays, joins = paid_twice(stage)
    rows = {row.label: row for row in money_of_two.preview(stage.as_("lead"), stays, joins).rows}
    row = rows["Paid here"]
    assert (row.stays, row.joins, row.after) == ("£75.00", "£75.00", "£150.00")
    stranger = make.staff("lead", project_id=other_project().id).actor()
    hidden = {row.label: row for row in money_of_two.preview(stranger, stays, joins).rows}
    assert hidden["Paid here"].after == "£0.00"


def test_who_is_invited_by_either_record_keeps_the_one_place(stage: make.Stage) -> None:
    stays, joins = (make.person(stage, name) for name in ("Anna Rees", "Ann Rees"))
    place = make.invited(stage, joins)
    put_together(stage, joins, stays)
    assert make.invited(stage, stays).id == place.id
    assert make.invited(stage, joins).id == place.id
    found = candidates.page(stage.as_("lead"), stage.involvement, TODAY, candidates.Asked(), None)
    assert found.rows == []


def test_a_payment_on_its_way_is_not_stopped_or_changed(stage: make.Stage) -> None:
    stays = make.approved(stage, "Anna Rees").participant
    joins = make.approved(make.stage_in(stage, "Second workshop"), "Ann Rees").participant
    run = make.prepared_run(stage)
    put_together(stage, joins, stays)
    with writing():
        payments.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    with writing():
        payments.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )
    assert sorted(payment.participant_id for payment in run.payments) == sorted((stays.id, joins.id))
    assert statement(stays) == 15_000


def test_putting_together_twice_is_refused_in_a_sentence(stage: make.Stage) -> None:
    stays, joins = (make.person(stage, name) for name in ("Anna Rees", "Ann Rees"))
    put_together(stage, joins, stays)
    with pytest.raises(Refused, match="one person already"):
        put_together(stage, joins, stays)


# --- pages ------------------------------------------------------------------------------------------------

As = Callable[..., FlaskClient]


def test_a_pair_is_looked_at_previewed_put_together_and_taken_apart(app: Flask, as_: As) -> None:
    with app.app_context():
        stage = make.stage()
        stays, joins = both_came(stage)
        one, other, refs = encode(stays.id), encode(joins.id), (stays.ref, joins.ref)
    lead = as_("lead")
    page = lead.get("/people/alike").text
    assert "Pair 1 of 1" in page
    assert "Their names differ only by one letter." in page
    merge = f"/people/{one}/records/{other}/merge"
    preview = lead.get(merge).text
    assert "one is counted there" in preview
    assert "Let " + refs[1] + " stay instead" in preview
    assert "Enter how you know" in lead.post(merge, data={"reason": ""}).text
    done = lead.post(merge, data={"reason": "She told me."}, follow_redirects=True).text
    assert f"{refs[1]} and {refs[0]} are one person now" in done
    assert "Other records of the same person" in done
    assert lead.get(f"/people/{other}").location.endswith(f"/people/{one}")
    assert "are one person already" in lead.get(merge).text
    apart = f"/people/{one}/records/{other}/apart"
    assert "She told me." in lead.get(apart).text
    again = lead.post(apart, data={"reason": "I was wrong."}, follow_redirects=True).text
    assert "are two records again" in again
    assert lead.get(apart).status_code == 404


def test_two_people_are_said_to_be_two_and_asked_about_again(app: Flask, as_: As) -> None:
    with app.app_context():
        stage = make.stage()
        stays, joins = both_came(stage)
        one, other = encode(stays.id), encode(joins.id)
    lead = as_("lead")
    said = lead.post(f"/people/{one}/records/{other}/two?pair=1", follow_redirects=True).text
    assert "are two people" in said
    assert "looks like anybody else" in said
    assert "Not the same person" in lead.get(f"/people/{one}").text
    lead.post(f"/people/{one}/records/{other}/two/take-back")
    assert "Pair 1 of 1" in lead.get("/people/alike?pair=99").text


def test_what_was_told_is_not_on_the_page_that_puts_together(app: Flask, as_: As) -> None:
    with app.app_context():
        stage = make.stage()
        stays, joins = both_came(stage)
        declare(stage, joins, TODAY, "carers-allowance", week_ends_on="sunday")
        one, other = encode(stays.id), encode(joins.id)
    page = as_("lead").get(f"/people/{one}/records/{other}/merge").text
    assert "arer" not in page.replace("clearer", "")


def test_what_was_told_under_both_records_is_opened_together_with_where_it_stands(
    app: Flask, as_: As
) -> None:
    with app.app_context():
        stage = make.stage()
        stays, joins = (make.person(stage, name) for name in ("Anna Rees", "Ann Rees"))
        allow(stage, stays, date(2026, 3, 2), nation="england")
        allow(stage, joins, TODAY, nation="wales")
        declare(stage, joins, TODAY, "carers-allowance", week_ends_on="sunday")
        put_together(stage, joins, stays)
        one, other, ref = encode(stays.id), encode(joins.id), joins.ref
    contact = as_("benefit-contact")
    opened = contact.post(f"/people/{one}/told/open").text
    assert f"Told under {ref} on 23 November 2026" in opened
    assert f"Told on 23 November 2026 under {ref}." in opened
    assert "what was told last counts" in opened
    assert "They agreed on" in contact.get(f"/people/{other}/told").text


def test_finance_sees_the_account_of_the_other_record_masked(app: Flask, as_: As) -> None:
    with app.app_context():
        stage = make.stage()
        stays, joins = (make.person(stage, name) for name in ("Anna Rees", "Ann Rees"))
        put_together(stage, joins, stays)
        one, ref = encode(stays.id), joins.ref
    page = as_("finance").get(f"/people/{one}/bank").text
    assert f"Under their other record {ref}: **-**-56, ****5678" in page


def test_what_sheets_call_somebody_is_on_their_page_until_it_is_forgotten(app: Flask, as_: As) -> None:
    with app.app_context():
        person = make.person(make.stage(), "Anna Rees")
        with writing() as session:
            called = GoesBy(participant_id=person.id, name="Ann Rees", match_name="ann rees", said_on=TODAY)
            session.add(called)
        page, name = f"/people/{encode(person.id)}", encode(called.id)
    lead = as_("lead")
    assert "In spreadsheets they are also" in lead.get(page).text
    said = lead.post(f"{page}/names/{name}/forget", follow_redirects=True).text
    assert "A sheet that says Ann Rees is asked about again." in said
    assert "In spreadsheets they are also" not in said
    assert lead.post(f"{page}/names/{name}/forget").status_code == 404
