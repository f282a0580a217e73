"""Acts on money given ahead, chosen at random: given, set against a claim, given back, written off."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.payments.money_histories import WHICH, MoneyHistories
from tracker.db import db
from tracker.money import Money
from tracker.payments import advance_queries, advances
from tracker.payments.advance_models import Advance
from tracker.payments.models import Claim, ClaimState, Method
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import Project

PENCE = st.sampled_from([1, 300, 900, 2500])


class AdvanceHistories(MoneyHistories):
    """Acts on advances; one of two times on an amount that is there."""

    @rule(which=WHICH, pence=PENCE)
    def give_ahead(self, which: int, pence: int) -> None:
        # Finance's own advances, and those of the lead whom finance may then write off.
        giver = self.actors["lead" if which % 2 else "finance"]
        self.give(giver, self.all(Participant)[which % 5], pence)

    def give(self, actor: Actor, participant: Participant, pence: int) -> Advance | None:
        """An advance that this history remembers, where it is not refused."""
        made: Advance | None = self.attempt(
            advances.give,
            actor=actor,
            on=self.on,
            participant=participant,
            project=db.session.get_one(Project, self.project_id),
            pence=Money(pence),
            category="public-transport",
            purpose="train",
            method=Method.CASH,
            given_on=self.on,
            given_by="Ada at the front desk",
        )
        if made:
            self.ahead[made.id].given = pence
        return made

    @rule(which=WHICH, pence=PENCE, whole=st.booleans())
    def set_ahead(self, which: int, pence: int, whole: bool) -> None:
        """Set an advance against a claim of the person, or now and then of somebody else."""
        claim = self.pick(Claim, which, ClaimState.SUBMITTED, ClaimState.DRAFT)
        if claim is None:
            return
        theirs = list(advance_queries.free_for(claim).items())
        others = [(one, one.pence) for one in self.all(Advance)] if which % 7 == 0 else []
        found = theirs or others
        if not found and which % 3 == 0:
            self.give_ahead(which, pence)
        amounts = {}
        if found:
            advance, free = found[which % len(found)]
            amounts = {advance.id: min(free, claim.total_of("expense")) if whole else Money(pence)}
        done = self.attempt(advances.set_against, actor=self.actors["lead"], claim=claim, amounts=amounts)
        self.note(claim if done else None, "lead")

    @rule(which=WHICH, pence=PENCE, whole=st.booleans())
    def comes_back(self, which: int, pence: int, whole: bool) -> None:
        advance = self.one_ahead(which)
        if advance is None:
            return
        back = advance_queries.free(advance) if whole else Money(pence)
        done = self.attempt(
            advances.take_back,
            actor=self.actors["finance"],
            on=self.on,
            advance=advance,
            pence=back,
            returned_on=self.on,
            method=Method.CASH,
        )
        if done:
            self.ahead[advance.id].gone += back.pence

    @rule(which=WHICH, pence=PENCE, spent=st.booleans(), who=st.sampled_from(["finance", "releaser"]))
    def is_written_off(self, which: int, pence: int, spent: bool, who: str) -> None:
        advance = self.one_ahead(which)
        if advance is None:
            return
        actor = self.actors[who]
        done = self.attempt(
            advances.write_off,
            actor=actor,
            on=self.on,
            advance=advance,
            pence=Money(pence),
            reason="Lost.",
            was_spent=spent,
        )
        if done:
            assert actor.user_id != advance.recorded_by_id, "somebody wrote off what they recorded"
            self.ahead[advance.id].gone += pence

    @rule(which=WHICH)
    def was_not_given(self, which: int) -> None:
        advance = self.one_ahead(which)
        finance = self.actors["finance"]
        undo = {"actor": finance, "on": self.on, "advance": advance, "reason": "A mistake."}
        if advance is not None and which % 3 == 0 and self.attempt(advances.undo, **undo):
            self.ahead[advance.id].given = 0

    def one_ahead(self, which: int) -> Advance | None:
        found = self.all(Advance)
        return found[which % len(found)] if found else None
