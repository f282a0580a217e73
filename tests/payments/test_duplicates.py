"""What is there twice is said with its reason, and nothing of a record that somebody may not see."""

from __future__ import annotations

import io
from datetime import time

import pytest
from PIL import Image

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import staff
from tracker.files import services as files
from tracker.money import Money
from tracker.payments import duplicates, services
from tracker.payments.models import Claim
from tracker.people import services as people
from tracker.people.models import Participant
from tracker.projects import services as projects
from tracker.projects.models import Project
from tracker.sessions import services as sessions
from tracker.sessions.models import Outcome
from tracker.web.transaction import writing

SHARED = (
    "Somebody else is paid into the same bank account. Families may share one: ask finance if you do not "
    "know."
)


@pytest.fixture
def stage(db_session: object) -> make.Stage:
    return make.stage()


def said(stage: make.Stage, claim: Claim) -> list[str]:
    """What the approver of this project reads of a claim."""
    viewer = staff("approver", project_id=stage.project.id).actor()
    return duplicates.sentences(viewer, claim)


def elsewhere(stage: make.Stage, person: Participant, start: time, end: time, pence: int = 7500) -> Claim:
    """A claim of the person's fee for a session of another project on the same day."""
    other: Project = project(cost_code="CC-9")
    lead = staff("lead").actor()
    with writing():
        projects.add_person_to_project(actor=lead, on=TODAY, project=other, participant=person)
        involvement = sessions.create_session(
            actor=lead,
            on=TODAY,
            project=other,
            held_on=make.HELD_ON,
            title="Secret panel",
            start=start,
            end=end,
            service_user_activity=True,
        )
        place = sessions.invite(actor=lead, on=TODAY, involvement=involvement, participant=person)
        offer = services.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(pence))
        services.answer_offer(actor=lead, on=TODAY, offer=offer, answer=make.Answer.FULL)
        sessions.record_attendance(
            actor=lead, on=TODAY, attendance=place, outcome=Outcome.ATTENDED, minutes=60
        )
        return services.draft_claims(actor=lead, on=TODAY, involvement=involvement)[0]


def receipt(claim: Claim, shade: int = 0, *, pence: int = 900) -> None:
    """A taxi on the claim, with a photo of that shade."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 0, 0)).save(out, "PNG")
    photo, lead = files.harmless(out.getvalue()), staff("lead").actor()
    with writing():
        services.add_expense(
            actor=lead,
            on=TODAY,
            claim=claim,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(pence),
            receipt=files.store(*photo),
        )


def test_nothing_is_said_of_one_person_s_one_claim(stage: make.Stage) -> None:
    assert said(stage, make.drafted(stage, "Ada Example")) == []


def test_the_same_photo_is_found_on_any_claim_even_one_that_was_rejected(stage: make.Stage) -> None:
    first, second = (make.drafted(stage, name) for name in ("Ada Example", "Bo Example"))
    receipt(first)
    receipt(second, pence=901)
    with writing():
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=first)
        services.reject(actor=stage.as_("approver"), claim=first, reason="Not ours.")
    assert f"A photo of a receipt, or a scan, on it stands on claim {first.ref} too." in said(stage, second)


def test_the_same_photo_twice_on_one_claim_is_said(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    receipt(claim)
    receipt(claim, pence=901)
    assert said(stage, claim) == ["The same photo of a receipt stands on two lines of it."]


def test_a_photo_on_a_claim_of_another_project_names_nothing_of_it(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    other = elsewhere(stage, make.person(stage, "Bo Example", bank=False), time(16), time(17))
    receipt(claim)
    receipt(other, pence=901)
    [sentence] = said(stage, claim)
    assert sentence == "A photo of a receipt, or a scan, on it stands on a claim that you may not see too."


def test_the_same_day_kind_and_amount_are_said_and_a_penny_or_a_kind_apart_are_not(
    stage: make.Stage,
) -> None:
    claim = make.drafted(stage, "Ada Example")
    receipt(claim, 1, pence=900)
    other = elsewhere(stage, claim.participant, time(16), time(17), pence=7499)
    receipt(other, 2, pence=900)
    assert said(stage, claim) == [
        "Their cost of £9.00 for 12 November 2026 stands on a claim that you may not see too."
    ]


def test_overlapping_times_in_two_projects_are_said_and_times_that_touch_are_not(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    elsewhere(stage, claim.participant, time(13), time(14), pence=100)
    assert said(stage, claim) == []
    elsewhere(stage, claim.participant, time(12, 59), time(14), pence=200)
    sentence = "Another project offers them a fee for the same time. You may not see it."
    assert said(stage, claim) == [sentence]
    everywhere = duplicates.sentences(stage.as_("approver"), claim)
    assert everywhere == ["At the same time they were at Secret panel of another project, for a fee too."]


def test_a_second_fee_for_one_session_is_said_as_that(stage: make.Stage) -> None:
    paid = make.approved(stage, "Ada Example")
    with writing():
        again = services.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=paid.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
    sentence = f"There is another claim of theirs for this session, {paid.ref}: £75.00."
    assert said(stage, again) == [sentence]


def test_one_bank_account_on_two_people_is_said_and_never_whose(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    other = make.person(stage, "Bo Example")
    assert said(stage, claim) == [SHARED]
    with writing():
        people.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=other,
            account_name="Bo Example",
            sort_code="20-00-00",
            account_number="55779911",
        )
    assert said(stage, claim) == []
