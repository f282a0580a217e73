"""Claims on paper: the form that a person fills in, filled ready with what we know; keying it in for them.

Paper is a first-class route: no account, no email, typed or written by whoever helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import wording
from tracker.accounts import queries as accounts
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.payments import claims, for_finance, freezes, offers, queries
from tracker.payments.models import Claim, ClaimSource, Method, Offer
from tracker.people.models import DocumentFormat
from tracker.permissions import Actor
from tracker.sessions.models import HEARD, Attendance, InvolvementSession
from tracker.values import line
from tracker.wording import Wording

STANDARD, LARGE_PRINT = "standard", "large-print"
LAYOUTS = (STANDARD, LARGE_PRINT)
_READS_LARGE = {DocumentFormat.LARGE_PRINT, DocumentFormat.EASY_READ}


@dataclass(frozen=True)
class BlankForm:
    """One person's form for one session, before they fill it in."""

    place: Attendance
    offer: Offer | None
    method: Method
    words: Wording
    layout: str
    send_by: date


def blank_forms(
    involvement: InvolvementSession, places: Sequence[Attendance], layout: str | None
) -> list[BlankForm]:
    """Forms for some places of a session; `layout` None is the one in which each person reads best."""
    offered = queries.offers_of_session(involvement.id)
    died = freezes.not_written_to({place.participant_id for place in places})
    window = timedelta(days=accounts.organisation().claim_window_days)
    return [
        BlankForm(
            place=place,
            offer=made if (made := offered.get(place.id)) and made.offered_on else None,
            method=offers.usual_method(place.participant.payment_route),
            words=wording.wording(wording.nearest(place.participant.language)),
            layout=layout or (LARGE_PRINT if place.participant.format in _READS_LARGE else STANDARD),
            send_by=involvement.held_on + window,
        )
        for place in places
        if place.participant_id not in died
    ]


def key_in(
    *,
    actor: Actor,
    on: date,
    place: Attendance,
    signed_on: date,
    filled_in_by: str | None,
    form: StoredFile | None = None,
) -> Claim:
    """Begin the claim that a paper form asks for, or mark the draft that waits for it; the fee comes with it.

    `filled_in_by` is who wrote it for the person, None where they did; `form` is its scan. Whoever keys it
    in cannot approve it. Raises Invalid for a day that cannot be the one signed.
    """
    _must_be_signed(place, signed_on, on)
    helper = line(
        for_finance.name(filled_in_by or "", field="filled_in_by"), field="filled_in_by", longest=200
    )
    claim = claims.draft_fee(actor=actor, on=on, attendance=place) or claims.claim_for(
        actor=actor,
        on=on,
        participant=place.participant,
        project=place.involvement.project,
        involvement=place.involvement,
    )
    if claim.source == ClaimSource.PAPER:
        raise Refused(
            f"A form is keyed in on claim {claim.ref} already. Add the other expenses there.", code="keyed-in"
        )
    claim.source, claim.signed_on = ClaimSource.PAPER, signed_on
    claim.filled_in_by = helper
    claim.form_sha256 = form.sha256 if form else None
    db.session.flush()
    record(actor, "keyed-in-paper-claim", claim, values={"on": signed_on.isoformat()})
    return claim


def _must_be_signed(place: Attendance, signed_on: date, on: date) -> None:
    if signed_on > on:
        raise Invalid("Enter the day they signed: it cannot be after today.", field="signed_on")
    if place.outcome in HEARD and signed_on < place.involvement.held_on:
        raise Invalid(
            "Enter the day they signed: they took part first, so it cannot be before the session.",
            field="signed_on",
        )


def add_form(*, actor: Actor, claim: Claim, form: StoredFile) -> Claim:
    """Keep the scan of a form that was keyed in without one. A scan that is kept stays."""
    claim = claims.locked(claim)
    if claim.source != ClaimSource.PAPER:
        raise Refused(f"Claim {claim.ref} did not come on paper, so it has no form.", code="not-on-paper")
    if claim.form_sha256 is not None:
        raise Refused("The scan of this form is kept already, and it stays.", code="form-kept")
    claim.form_sha256 = form.sha256
    db.session.flush()
    record(actor, "added-claim-form", claim, values={"sha256": form.sha256})
    return claim


def open_form(*, actor: Actor, claim: Claim) -> StoredFile:
    """The scan of a claim's form, and a note of who looked at it. Raises NotFound where there is none."""
    scan = files.stored(claim.form_sha256)
    record(actor, "opened-claim-form", claim, values={"sha256": scan.sha256})
    return scan
