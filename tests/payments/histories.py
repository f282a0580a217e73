"""Acts on offers, claims, runs and payments, chosen at random; `test_machine.py` looks after each."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.factories import payments as make
from tests.payments.advance_histories import AdvanceHistories
from tests.payments.money_histories import OWED, WHICH
from tracker.db import db
from tracker.money import Money
from tracker.payments import advances, services
from tracker.payments.models import Answer, Claim, ClaimState, LineKind, Offer, PaidTo
from tracker.people.models import Participant
from tracker.projects.models import Project
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, InvolvementSession, Outcome

RECORDERS = st.sampled_from(["lead", "second lead", "both"])
ENDED_CLAIMS = {ClaimState.DECLINED, ClaimState.REJECTED, ClaimState.WITHDRAWN}
APPROVERS = st.sampled_from(["approver", "approver", "both", "lead"])


class Histories(AdvanceHistories):
    """Acts on records chosen at random, most of them in a state where the act is possible."""

    # --- offers and attendance ------------------------------------------------------------------------------

    @rule(which=WHICH, who=RECORDERS, pence=st.sampled_from([1, 4000, 7500]))
    def offer(self, which: int, who: str, pence: int) -> None:
        participant = self.all(Participant)[which % 5]
        if which % 2:
            self.begin_session(who)
        place = self.attempt(
            sessions.invite,
            actor=self.actors[who],
            on=self.on,
            involvement=self.pick(InvolvementSession, which),
            participant=participant,
        )
        made = self.attempt(
            services.make_offer, actor=self.actors[who], on=self.on, attendance=place, pence=Money(pence)
        )
        if made:
            self.placed_by[made.attendance_id].add(self.actors[who].user_id or 0)

    def begin_session(self, who: str) -> None:
        self.attempt(
            sessions.create_session,
            actor=self.actors[who],
            on=self.on,
            project=db.session.get_one(Project, self.project_id),
            held_on=make.HELD_ON,
            title="Another session",
        )

    @rule(which=WHICH, who=RECORDERS, answer=st.sampled_from(Answer))
    def answer_offer(self, which: int, who: str, answer: Answer) -> None:
        waiting = [offer for offer in self.all(Offer) if offer.answer is None]
        offer = waiting[which % len(waiting)] if waiting else None
        more: dict[str, Any] = {"charity": "A charity"} if answer == Answer.TO_CHARITY else {}
        if answer == Answer.LESS and offer is not None:
            more = {"pence": Money(offer.pence.pence // 2)}
        self.attempt(
            services.answer_offer, actor=self.actors[who], on=self.on, offer=offer, answer=answer, **more
        )

    @rule(which=WHICH, who=RECORDERS, outcome=st.sampled_from([Outcome.ATTENDED, Outcome.DID_NOT_ATTEND]))
    def attend(self, which: int, who: str, outcome: Outcome) -> None:
        waiting = [place for place in self.all(Attendance) if place.outcome is None]
        place = waiting[which % len(waiting)] if waiting else None
        self.came(place, who, outcome)

    def came(self, place: Attendance | None, who: str, outcome: Outcome) -> None:
        done = self.attempt(
            sessions.record_attendance,
            actor=self.actors[who],
            on=self.on,
            attendance=place,
            outcome=outcome,
            minutes=60,
        )
        if done:
            self.placed_by[done.id].add(self.actors[who].user_id or 0)

    @rule(which=WHICH, who=RECORDERS, pence=st.sampled_from([1, 4000, 7500]))
    def work(self, which: int, who: str, pence: int) -> None:
        """The whole way to a claim handed in, so that many histories reach what comes after it."""
        self.begin_session(who)
        actor, session = self.actors[who], self.all(InvolvementSession)[-1]
        participant = self.all(Participant)[which % 5]
        place = self.attempt(
            sessions.invite, actor=actor, on=self.on, involvement=session, participant=participant
        )
        made = self.attempt(
            services.make_offer, actor=actor, on=self.on, attendance=place, pence=Money(pence)
        )
        if made is None:
            return
        self.attempt(services.answer_offer, actor=actor, on=self.on, offer=made, answer=Answer.FULL)
        self.placed_by[place.id].add(actor.user_id or 0)
        self.came(place, who, Outcome.ATTENDED)
        for claim in self.attempt(services.draft_claims, actor=actor, on=self.on, involvement=session) or ():
            self.note(claim, who)
            self.attempt(services.submit, actor=actor, on=self.on, claim=claim)

    @rule(who=RECORDERS)
    def draft(self, who: str) -> None:
        for involvement in self.all(InvolvementSession):
            drafted = self.attempt(
                services.draft_claims, actor=self.actors[who], on=self.on, involvement=involvement
            )
            for claim in drafted or ():
                self.note(claim, who)

    # --- claims ---------------------------------------------------------------------------------------------

    @rule(which=WHICH, who=RECORDERS)
    def submit(self, which: int, who: str) -> None:
        claim = self.pick(Claim, which, ClaimState.DRAFT)
        self.note(self.attempt(services.submit, actor=self.actors[who], on=self.on, claim=claim), who)

    @rule(which=WHICH, who=RECORDERS, pence=st.integers(min_value=1, max_value=900))
    def add_expense(self, which: int, who: str, pence: int) -> None:
        """To one that may still change, or, to be refused, to one that was approved."""
        states = OWED if which % 2 else {ClaimState.DRAFT, ClaimState.SUBMITTED}
        claim = self.pick(Claim, which // 2, *states)
        added = self.attempt(
            services.add_expense,
            actor=self.actors[who],
            on=self.on,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(pence),
            receipt_seen=True,
            paid_to=PaidTo.PROVIDER if which % 7 == 0 else PaidTo.PERSON,
            paid_to_name="The bus company",
        )
        self.note(claim if added else None, who)

    @rule(which=WHICH, who=RECORDERS)
    def remove_line(self, which: int, who: str) -> None:
        claim = self.pick(Claim, which, ClaimState.SUBMITTED)
        if claim is not None and len(claim.lines) > which % 2:
            line = claim.lines[-1]
            self.note(self.attempt(services.remove_line, actor=self.actors[who], line=line), who)

    @rule(which=WHICH, who=RECORDERS, answer=st.sampled_from(Answer))
    def choose(self, which: int, who: str, answer: Answer) -> None:
        """What the person wants of a fee that is on a claim; one given away moves to another claim."""
        claim = self.pick(Claim, which, ClaimState.SUBMITTED, ClaimState.APPROVED)
        fees = [line for line in claim.lines if line.kind == LineKind.FEE] if claim else []
        if claim is None or not fees:
            return
        more: dict[str, Any] = {"charity": "A charity"} if answer == Answer.TO_CHARITY else {}
        if answer == Answer.LESS:
            more = {"pence": Money(max(1, fees[0].pence.pence // 2))}
        chosen = self.attempt(
            services.choose, actor=self.actors[who], on=self.on, line=fees[0], answer=answer, **more
        )
        if chosen:
            self.note(claim, who)
            self.recorded_by[chosen.id] |= self.recorded_by[claim.id]
            for waits in (self.held, self.asked, self.questioned):
                if claim.id in waits:
                    waits.add(chosen.id)
            self.forget_ended()

    @rule(which=WHICH, who=RECORDERS, outcome=st.sampled_from([Outcome.ATTENDED, Outcome.DID_NOT_ATTEND]))
    def correct_register(self, which: int, who: str, outcome: Outcome) -> None:
        """Who came is put right, whatever became of the fee since."""
        places = [place for place in self.all(Attendance) if place.outcome is not None]
        self.came(places[which % len(places)] if places else None, who, outcome)
        self.forget_ended()

    def forget_ended(self) -> None:
        """A claim that came to its end waits for nothing."""
        ended = {claim.id for claim in self.all(Claim) if claim.state in ENDED_CLAIMS}
        self.held -= ended
        self.asked -= ended

    @rule(which=WHICH, who=APPROVERS)
    def approve(self, which: int, who: str) -> None:
        if not any(claim.state == ClaimState.SUBMITTED for claim in self.all(Claim)):
            # Rather than do nothing: there is something to approve next time.
            self.work(which, ("lead", "second lead", "both")[which % 3], 4000)
        self.try_to_approve(self.pick(Claim, which, ClaimState.SUBMITTED), who)

    @rule(which=WHICH)
    def approve_own_work(self, which: int) -> None:
        """Whoever records and approves tries it with what they had a hand in, however small."""
        if not (own := self.own_submitted()):
            self.work(which, "both", 4000)
            own = self.own_submitted()
        self.try_to_approve(own[which % len(own)] if own else None, "both")

    def own_submitted(self) -> list[Claim]:
        """What waits for approval, and whoever records and approves had a hand in."""
        user = self.actors["both"].user_id or 0
        submitted = (claim for claim in self.all(Claim) if claim.state == ClaimState.SUBMITTED)
        return [claim for claim in submitted if user in self.recorders(claim)]

    def recorders(self, claim: Claim) -> set[int]:
        """Who recorded anything that the claim rests on, as this history remembers it."""
        places = (line.attendance_id for line in claim.lines if line.attendance_id)
        return self.recorded_by[claim.id].union(*(self.placed_by[place] for place in places))

    def try_to_approve(self, claim: Claim | None, who: str) -> None:
        shown = services.current_hash(claim) if claim else ""
        recorders = self.recorders(claim) if claim else set()
        if self.attempt(services.approve, actor=self.actors[who], on=self.on, claim=claim, shown_hash=shown):
            assert claim is not None
            assert self.actors[who].user_id not in recorders, "somebody approved what they recorded"
            self.questioned.discard(claim.id)
            if not claim.to_pay:
                self.held.discard(claim.id)

    @rule(which=WHICH, pence=st.sampled_from([300, 900]))
    def spend_what_was_given(self, which: int, pence: int) -> None:
        """The whole way of an advance, to a payment of the difference: few histories reach it by chance."""
        claim = self.pick(Claim, which, ClaimState.DRAFT, ClaimState.SUBMITTED)
        lead, finance = self.actors["lead"], self.actors["finance"]
        added = self.attempt(
            services.add_expense,
            actor=lead,
            on=self.on,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(900),
            receipt_seen=True,
        )
        self.note(claim if added else None, "lead")
        if claim is None or not added:
            return
        made = self.give(finance, claim.participant, pence)
        amounts = {made.id: Money(pence)} if made else {}
        done = self.attempt(advances.set_against, actor=lead, claim=claim, amounts=amounts)
        self.note(claim if done else None, "lead")
        if claim.state == ClaimState.DRAFT:
            self.submit(self.all(Claim).index(claim), "lead")
        self.try_to_approve(claim, "approver")
        if which % 2:
            self.pay_day("releaser")

    @rule(which=WHICH, who=APPROVERS)
    def ask(self, which: int, who: str) -> None:
        states = {ClaimState.APPROVED} if which % 2 else {ClaimState.SUBMITTED, ClaimState.APPROVED}
        claim = self.pick(Claim, which // 2, *states)
        if self.attempt(services.raise_query, actor=self.actors[who], claim=claim, question="All day?"):
            self.asked.add(claim.id)
            if which % 3 == 1:
                self.prepare("finance")

    @rule(which=WHICH, who=RECORDERS)
    def answer_question(self, which: int, who: str) -> None:
        if not self.asked:
            self.ask(which, "approver")
        open_ones = [claim for claim in self.all(Claim) if claim.id in self.asked]
        claim = open_ones[which % len(open_ones)] if open_ones else None
        if self.attempt(
            services.answer_query, actor=self.actors[who], on=self.on, claim=claim, answer="Yes."
        ):
            self.note(claim, who)
            self.asked.discard(claim.id)
            self.questioned.add(claim.id)

    @rule(which=WHICH, how=st.sampled_from(["reject", "withdraw", "decline"]))
    def give_up(self, which: int, how: str) -> None:
        claim = self.pick(Claim, which, ClaimState.SUBMITTED) if which % 3 == 0 else None
        act = getattr(services, how)
        why = {} if how == "decline" else {"reason": "A mistake."}
        if self.attempt(act, actor=self.actors["approver"], claim=claim, **why):
            self.held.discard(claim.id)
            self.asked.discard(claim.id)

    @rule(which=WHICH, who=st.sampled_from(["approver", "finance", "lead"]))
    def hold(self, which: int, who: str) -> None:
        claim = self.pick(Claim, which, *OWED)
        if self.attempt(services.hold, actor=self.actors[who], on=self.on, claim=claim, reason="Look again."):
            self.held.add(claim.id)
            if which % 2:
                # And somebody gathers a run at once, which it must not be in.
                self.prepare("finance")

    @rule(which=WHICH, who=st.sampled_from(["approver", "finance", "lead"]))
    def let_go(self, which: int, who: str) -> None:
        held = [claim for claim in self.all(Claim) if claim.id in self.held]
        claim = held[which % len(held)] if held else None
        if self.attempt(services.let_go, actor=self.actors[who], on=self.on, claim=claim):
            self.held.discard(claim.id)
