"""A session with people ready to be offered, paid and receipted, made through the services alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from tests.conftest import TODAY
from tests.factories.saving import saved
from tests.factories.staff import staff
from tracker.accounts.models import User
from tracker.money import Money
from tracker.payments import services as payments
from tracker.payments.models import Answer, Claim
from tracker.payments.run_models import PayRun
from tracker.people import confirming
from tracker.people import services as people
from tracker.people.confirmation_models import AskedBy
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Actor
from tracker.projects import services as projects
from tracker.projects.models import Project, Rate, Unit
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.web.transaction import writing

HELD_ON = date(2026, 11, 12)


@dataclass
class Cast:
    """Who does what, so that no test lets one person do two people's work by accident."""

    lead: User
    approver: User
    finance: User
    releaser: User
    contact: User


@dataclass
class Stage:
    """One project, one session held on 12 November 2026, and its cast."""

    cast: Cast
    project: Project
    rate: Rate
    involvement: InvolvementSession

    def as_(self, name: str) -> Actor:
        """One of the cast as an actor."""
        user: User = getattr(self.cast, name)
        return user.actor()


@saved()
def stage(*, cost_code: str | None = "CC-100", held_on: date = HELD_ON) -> Stage:
    """A project with a rate card and a session of three hours."""
    cast = Cast(
        lead=staff("lead"),
        approver=staff("approver"),
        finance=staff("finance"),
        releaser=staff("finance"),
        contact=staff("benefit-contact"),
    )
    admin = staff("administrator").actor()
    projects.seed_lists(actor=admin, on=TODAY)
    card = projects.create_rate_card(actor=admin, name="Our rates")
    rate = projects.add_rate(
        actor=admin,
        card=card,
        label="Half day",
        unit=Unit.HALF_DAY,
        pence=Money(7500),
        since=date(2026, 4, 1),
    )
    project = projects.create_project(
        actor=admin, on=TODAY, ref="PAIN", name="Pain clinic", cost_code=cost_code, rate_card_id=card.id
    )
    involvement = sessions.create_session(
        actor=cast.lead.actor(),
        on=TODAY,
        project=project,
        held_on=held_on,
        title="Design workshop",
        start=time(10),
        end=time(13),
        service_user_activity=True,
    )
    return Stage(cast, project, rate, involvement)


@saved()
def stage_in(on_stage: Stage, title: str, *, held_on: date | None = None) -> Stage:
    """Another session of the same project, on the same day unless told otherwise, with the same cast."""
    involvement = sessions.create_session(
        actor=on_stage.as_("lead"),
        on=TODAY,
        project=on_stage.project,
        held_on=held_on or on_stage.involvement.held_on,
        title=title,
        start=time(14),
        end=time(16),
        service_user_activity=True,
    )
    return Stage(on_stage.cast, on_stage.project, on_stage.rate, involvement)


def confirmed(on_stage: Stage, payee: PayeeVersion) -> PayeeVersion:
    """Changed bank details, about which a colleague of whoever entered them asked."""
    colleague = "finance" if payee.recorded_by_id == on_stage.cast.releaser.id else "releaser"
    with writing():
        confirming.confirm(
            actor=on_stage.as_(colleague), on=TODAY, payee=payee, theirs=True, asked_by=AskedBy.PHONE
        )
    return payee


@saved()
def person(on_stage: Stage, name: str, *, bank: bool = True) -> Participant:
    """Somebody in the project, with bank details unless told otherwise, to whom advice was offered."""
    lead = on_stage.as_("lead")
    participant = people.create_participant(actor=lead, on=TODAY, name=name)
    projects.add_person_to_project(actor=lead, on=TODAY, project=on_stage.project, participant=participant)
    people.offer_advice(actor=lead, on=TODAY, participant=participant)
    if bank:
        people.set_payee(
            actor=on_stage.as_("finance"),
            on=TODAY,
            participant=participant,
            account_name=name,
            sort_code="12-34-56",
            account_number="12345678",
        )
    return participant


@saved()
def invited(on_stage: Stage, participant: Participant) -> Attendance:
    """Their place in the session, register not taken yet."""
    return sessions.invite(
        actor=on_stage.as_("lead"), on=TODAY, involvement=on_stage.involvement, participant=participant
    )


@saved()
def attended(
    on_stage: Stage, name: str, *, pence: int = 7500, answer: Answer = Answer.FULL, bank: bool = True
) -> Attendance:
    """Somebody who was offered a fee, answered and came."""
    return attended_by(on_stage, person(on_stage, name, bank=bank), pence=pence, answer=answer)


@saved()
def attended_by(
    on_stage: Stage, participant: Participant, *, pence: int = 7500, answer: Answer = Answer.FULL
) -> Attendance:
    """This person was offered a fee, answered and came."""
    place = invited(on_stage, participant)
    lead = on_stage.as_("lead")
    offer = payments.make_offer(
        actor=lead, on=TODAY, attendance=place, pence=Money(pence), rate=on_stage.rate
    )
    payments.answer_offer(
        actor=lead,
        on=TODAY,
        offer=offer,
        answer=answer,
        charity="A charity" if answer == Answer.TO_CHARITY else None,
    )
    sessions.record_attendance(actor=lead, on=TODAY, attendance=place, outcome=Outcome.ATTENDED, minutes=180)
    return place


@saved()
def drafted(on_stage: Stage, name: str, **kwargs: object) -> Claim:
    """A draft claim for somebody's fee."""
    place = attended(on_stage, name, **kwargs)  # type: ignore[arg-type]
    claims = payments.draft_claims(actor=on_stage.as_("lead"), on=TODAY, involvement=on_stage.involvement)
    return next(claim for claim in claims if claim.participant_id == place.participant_id)


@saved()
def approved_for(on_stage: Stage, participant: Participant, *, pence: int) -> Claim:
    """An approved claim of this person's fee."""
    attended_by(on_stage, participant, pence=pence)
    lead = on_stage.as_("lead")
    claims = payments.draft_claims(actor=lead, on=TODAY, involvement=on_stage.involvement)
    claim = next(claim for claim in claims if claim.participant_id == participant.id)
    payments.submit(actor=lead, on=TODAY, claim=claim)
    return payments.approve(
        actor=on_stage.as_("approver"), on=TODAY, claim=claim, shown_hash=payments.current_hash(claim)
    )


@saved()
def submitted(on_stage: Stage, name: str, **kwargs: object) -> Claim:
    """A claim waiting for approval."""
    claim = drafted(on_stage, name, **kwargs)
    return payments.submit(actor=on_stage.as_("lead"), on=TODAY, claim=claim)


@saved()
def approved(on_stage: Stage, name: str, **kwargs: object) -> Claim:
    """A claim approved by somebody else."""
    claim = submitted(on_stage, name, **kwargs)
    return payments.approve(
        actor=on_stage.as_("approver"), on=TODAY, claim=claim, shown_hash=payments.current_hash(claim)
    )


def ended(on_stage: Stage, claim: Claim, how: str) -> None:
    """The claim is rejected, withdrawn or declined; of who declines nobody asks why."""
    why = {} if how == "decline" else {"reason": "By mistake."}
    getattr(payments, how)(actor=on_stage.as_("approver"), claim=claim, **why)


@saved()
def prepared_run(on_stage: Stage) -> PayRun:
    """A run of everything approved."""
    return payments.prepare_run(actor=on_stage.as_("finance"), on=TODAY, pay_on=TODAY)


@saved()
def released_run(on_stage: Stage) -> PayRun:
    """A run released by a second person."""
    run = prepared_run(on_stage)
    payments.release(actor=on_stage.as_("releaser"), on=TODAY, run=run)
    return run


@saved()
def paid_run(on_stage: Stage) -> PayRun:
    """A run marked as paid today."""
    run = released_run(on_stage)
    payments.mark_paid(
        actor=on_stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
    )
    return run
