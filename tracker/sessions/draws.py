"""Draw by lot whom to invite to a session, out of the project's people who agreed to be asked; kept whole."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256

from sqlalchemy import func, select

from tracker.audit.services import record
from tracker.db import canonical_json, db
from tracker.errors import Invalid, NotFound
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.sessions import candidates
from tracker.sessions.agreements import agreed
from tracker.sessions.candidates import Asked
from tracker.sessions.draw import METHOD, draw, tickets
from tracker.sessions.draw_models import InvitationDraw
from tracker.sessions.models import InvolvementSession
from tracker.values import line, whole

# What one draw keeps and one statement can name.
MOST_IN_A_DRAW = 10_000
MOST_PLACES = 1_000


def could_be_drawn(viewer: Actor, involvement: InvolvementSession, on: date) -> Mapping[str, Participant]:
    """The project's people without a place here who agreed to be asked, by reference."""
    ids = candidates.ids(viewer, involvement, on, Asked())
    found = db.session.scalars(
        select(Participant)
        .where(Participant.id.in_(ids), agreed())
        .order_by(Participant.ref)
        .limit(MOST_IN_A_DRAW + 1)
    )
    return {person.ref: person for person in found}


def draw_for(
    *,
    actor: Actor,
    on: date,
    involvement: InvolvementSession,
    places: int | None,
    weighted: bool,
    seed: str | None = None,
) -> InvitationDraw:
    """Draw so many people and keep the draw; without a seed, one of 128 random bits. Raises Invalid."""
    pool = could_be_drawn(actor, involvement, on)
    given = line(seed, field="seed", longest=100)
    heard = candidates.last_heard(actor, [person.id for person in pool.values()])
    held = {ref: tickets(heard.get(person.id), on, weighted=weighted) for ref, person in pool.items()}
    wanted = _places(places, len(pool))
    used = given or secrets.token_hex(16)
    lots = [asdict(lot) for lot in draw(used, held, wanted)]
    made = InvitationDraw(
        involvement_session_id=involvement.id,
        number=1 + len(draws_of(involvement)),
        method=METHOD,
        seed=used,
        seed_given=given is not None,
        weighted=weighted,
        places=wanted,
        lots=lots,
        sha256=sha256(canonical_json(lots).encode()).hexdigest(),
        drawn_on=on,
        drawn_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    record(
        actor, "drew-by-lot", made, values={"number": made.number, "rows": len(lots), "sha256": made.sha256}
    )
    return made


def _places(places: int | None, people: int) -> int:
    if not people:
        raise Invalid(
            "Nobody in this project without a place has agreed to be asked. Record who agreed, then draw.",
            field="places",
        )
    if people > MOST_IN_A_DRAW:
        raise Invalid(f"More than {MOST_IN_A_DRAW:,} people agreed: a draw holds no more.", field="places")
    wanted = whole(places, field="places", least=1, most=min(people, MOST_PLACES))
    if wanted is None:
        raise Invalid("Enter how many people to draw.", field="places")
    return wanted


def draws_of(involvement: InvolvementSession) -> Sequence[InvitationDraw]:
    """Every draw for a session, the first first."""
    return db.session.scalars(
        select(InvitationDraw)
        .where(InvitationDraw.involvement_session_id == involvement.id)
        .order_by(InvitationDraw.number)
    ).all()


def draw_of(involvement: InvolvementSession, draw_id: int) -> InvitationDraw:
    """One draw of this session. Raises NotFound."""
    found = db.session.get(InvitationDraw, draw_id)
    if found is None or found.involvement_session_id != involvement.id:
        raise NotFound("There is no such draw.")
    return found


def to_invite(
    viewer: Actor, involvement: InvolvementSession, made: InvitationDraw, on: date
) -> Sequence[Participant]:
    """Those drawn who still agree and have no place yet, in the order in which they were drawn."""
    pool = could_be_drawn(viewer, involvement, on)
    return [pool[lot["ref"]] for lot in made.lots if lot["drawn"] and lot["ref"] in pool]


def agreed_count(viewer: Actor, involvement: InvolvementSession, on: date) -> int:
    """How many could be drawn."""
    ids = candidates.ids(viewer, involvement, on, Asked())
    asked = select(func.count()).select_from(Participant).where(Participant.id.in_(ids), agreed())
    return db.session.scalar(asked) or 0
