"""Keep how names are written in banks' files, as somebody confirmed them, and refuse a file without them."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from sqlalchemy import func, select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.exports import bank_name_queries, bank_names, setups
from tracker.exports.bank_name_models import BankName
from tracker.exports.bank_name_queries import Asked
from tracker.exports.formats import formats, is_for_bank, name_width, needs
from tracker.payments.run_models import PayRun
from tracker.permissions import Actor, Permission
from tracker.web.filters import counted
from tracker.web.transaction import explain

_TWICE = "Somebody else confirmed this name at the same moment: look again."
explain("uq_bank_name_participant_id_number", "names", _TWICE)
explain("bank_name.participant_id, bank_name.number", "names", _TWICE)


def width_of(format_code: str) -> int:
    """The longest name in a format's file, as it is set up now. Raises NotFound where no bank reads it."""
    made_by = formats().get(format_code)
    if made_by is None or not is_for_bank(made_by):
        raise NotFound(f"No bank reads a file {format_code}.")
    return name_width(made_by, setups.in_force(needs(made_by)))


def field_of(asked: Asked) -> str:
    """The form's field of a name."""
    return f"name_{asked.account.number}"


def confirm(*, actor: Actor, run: PayRun, format_code: str, given: Mapping[str, str]) -> int:
    """Keep names as they were written, by the form's field; returns how many are new or different.

    What is left out stays as it was. Raises Invalid for what no bank carries, naming the field, Refused
    without the permission.
    """
    if not actor.may(Permission.PREPARE_RUNS):
        raise Refused("Your role does not include pay runs: ask somebody in finance.")
    width = width_of(format_code)
    changed = 0
    for one in bank_name_queries.asked(bank_name_queries.accounts(run.id), width):
        typed = given.get(field_of(one))
        if typed is None:
            continue
        carried = bank_names.read(typed, width, field=field_of(one))
        if one.kept is None or one.kept.carried != carried:
            _keep(actor, one, width, carried)
            changed += 1
    return changed


def _keep(actor: Actor, one: Asked, width: int, carried: str) -> None:
    participant_id, name = one.account.key
    last = db.session.scalar(
        select(func.max(BankName.number)).where(BankName.participant_id == participant_id)
    )
    kept = BankName(
        participant_id=participant_id,
        number=(last or 0) + 1,
        width=width,
        name=name,
        carried=carried,
        confirmed_by_id=actor.user_id,
    )
    db.session.add(kept)
    db.session.flush()
    record(actor, "confirmed-name-for-banks", kept)


def must_be_confirmed(run: PayRun, made_by: ModuleType) -> None:
    """Raises Refused, code `names-to-confirm`, where a bank's file has names that nobody looked at."""
    if not is_for_bank(made_by):
        return
    left = bank_name_queries.outstanding(bank_name_queries.accounts(run.id), width_of(made_by.FORMAT))
    if left:
        raise Refused(
            f"{counted(left, 'name')} on accounts cannot be carried by a bank as written. Open the files of "
            f"{run.ref}, confirm how each is written, then take the file.",
            code="names-to-confirm",
        )
