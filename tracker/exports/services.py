"""Make the file of a released run, once; hand it out again; note every time who took it."""

from __future__ import annotations

import hashlib
from base64 import b85decode, b85encode
from dataclasses import dataclass
from types import ModuleType

from tracker import clock
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.exports import bank_naming, freezing, queries, setups
from tracker.exports.formats import Built, formats, is_for_bank, name_width, needs
from tracker.exports.models import PayRunExport
from tracker.exports.setup import Setup
from tracker.payments import run_locks
from tracker.payments.approval import approval_hash
from tracker.payments.run_models import PayRun, RunState
from tracker.permissions import Actor


@dataclass(frozen=True)
class File:
    """A file handed out."""

    name: str
    media_type: str
    content: bytes


def export(*, actor: Actor, run: PayRun, format_code: str) -> File:
    """The file of a released run, the same bytes each time, and a note that `actor` took it.

    Every claim's approval is recomputed first. Raises NotFound for an unknown format, Refused for a run that
    is not released, a claim that is not as approved, what cannot be written in the format, something that is
    not set up, or an actor without the format's permission.
    """
    return _taken(actor, run, make(actor=actor, run=run, format_code=format_code))


def take_again(*, actor: Actor, run: PayRun, file_id: int) -> File:
    """A file that was made of a run before, though what it was made with has changed since.

    Raises NotFound where the run has no such file.
    """
    kept = queries.file(run.id, file_id)
    must_be_exportable(actor, run, kept.format)
    return _taken(actor, run, kept)


def _taken(actor: Actor, run: PayRun, kept: PayRunExport) -> File:
    record(actor, "exported", run, values=_noted(kept))
    made_by = formats()[kept.format]
    kind = kept.format.removesuffix(f"-{made_by.EXTENSION}")
    return File(f"{kind}-{run.ref}.{made_by.EXTENSION}", made_by.MEDIA_TYPE, b85decode(kept.sealed))


def make(*, actor: Actor, run: PayRun, format_code: str) -> PayRunExport:
    """The kept file of a released run, made now if it was not asked for before. Raises as above."""
    run = run_locks.locked(run)
    made_by = must_be_exportable(actor, run, format_code)
    _must_be_as_approved(run)
    setup = setups.in_force(needs(made_by))
    return queries.kept(run.id, format_code, setup.versions) or _make(actor, run, made_by, setup)


def must_be_exportable(actor: Actor, run: PayRun, format_code: str) -> ModuleType:
    """The module of a format in which the actor may take this run out. Raises NotFound or Refused."""
    made_by = formats().get(format_code)
    if made_by is None:
        raise NotFound(f"There is no format {format_code}.")
    if not actor.may(made_by.PERMISSION):
        raise Refused("Your role does not include exporting pay runs: ask somebody in finance.")
    if run.state not in {RunState.RELEASED, RunState.PAID, RunState.FAILED}:
        raise Refused(f"{run.ref} is not released. A second person releases it, then it can be exported.")
    return made_by


def _must_be_as_approved(run: PayRun) -> None:
    """Recompute each approval with the bank details that the payment uses, frozen at release.

    The claims of what did not arrive have gone on, to be approved anew where they changed.
    """
    for payment in queries.payments(run.id):
        for claim in payment.claims if payment.ended_on is None else ():
            if approval_hash(claim, payment.payee_version_id) != claim.approval_hash:
                raise Refused(
                    f"Claim {claim.ref} is not as it was approved, so nothing was exported. Do not pay this "
                    "run: tell your administrator.",
                    code="changed",
                )


def _make(actor: Actor, run: PayRun, made_by: ModuleType, setup: Setup) -> PayRunExport:
    if is_for_bank(made_by) and (run.state != RunState.RELEASED or queries.is_partly_paid(run.id)):
        raise Refused(f"{run.ref} was paid, so no new file for a bank is made of it.", code="paid")
    bank_naming.must_be_confirmed(run, made_by)
    width = name_width(made_by, setup)
    built: Built = made_by.build(freezing.frozen(run, on=clock.today(), setup=setup, name_width=width))
    made = PayRunExport(
        run_id=run.id,
        format=made_by.FORMAT,
        setup=setup.versions,
        sha256=hashlib.sha256(built.content).hexdigest(),
        rows=built.rows,
        pence=built.total,
        sealed=b85encode(built.content).decode("ascii"),
        made_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    record(actor, "made-export", run, values=_noted(made))
    return made


def _noted(kept: PayRunExport) -> dict[str, object]:
    return {"format": kept.format, "sha256": kept.sha256, "rows": kept.rows, "pence": kept.pence.pence}
