"""What waits for the person who signed in, by what they may do, in the order of the work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.home import audit_tasks as audit
from tracker.home import bank_tasks as bank
from tracker.home import day_tasks as day
from tracker.home import frozen_tasks as frozen
from tracker.home import hearing_tasks as hearing
from tracker.home import law_tasks as law
from tracker.home import lead_tasks as lead
from tracker.home import money_tasks as money
from tracker.home.task import Builder, Task
from tracker.payments import law_entering
from tracker.permissions import Actor, Permission

# What is drawn for whom: whoever holds all of the permissions in front.
_TASKS: Sequence[tuple[frozenset[Permission], Sequence[Builder]]] = (
    (frozenset({Permission.PREPARE_RUNS}), (money.late,)),
    (frozenset({Permission.BENEFIT_CONTACT}), (money.talks,)),
    (frozenset({Permission.LOG_CLAIMS}), (lead.questions,)),
    (frozenset({Permission.MAKE_OFFERS}), (lead.people_to_talk_to,)),
    (frozenset({Permission.LOG_SESSIONS}), (lead.registers,)),
    (frozenset({Permission.MAKE_OFFERS}), (lead.offers_to_make, lead.answers)),
    (frozenset({Permission.LOG_CLAIMS}), (lead.fees, day.to_key_in, lead.drafts, lead.stopped)),
    (frozenset({Permission.APPROVE_CLAIMS}), (day.to_sanction, money.to_approve, money.not_to_approve)),
    (frozenset({Permission.RELEASE_RUNS}), (money.runs_to_release,)),
    (
        frozenset({Permission.PREPARE_RUNS}),
        (day.to_close, money.runs_to_pay, money.ready_to_pay, money.to_pay_again, money.stopped),
    ),
    (frozenset({Permission.MANAGE_PAYEES}), (bank.to_confirm, money.bank_details)),
    (frozenset({Permission.DECIDE_FROZEN}), (frozen.to_decide,)),
    (frozenset({Permission.SEE_VOICES}), (hearing.owing,)),
    (frozenset({Permission.SET_UP}), (law.left_aside, law.to_renew, bank.old_tables)),
    (
        frozenset({Permission.READ_AUDIT, Permission.SEE_CLAIMS}),
        (
            audit.approved_alone,
            audit.released_alone,
            audit.changed_details,
            audit.ended_payments,
            audit.late_claims,
        ),
    ),
)


def waiting(viewer: Actor, on: date) -> list[Task]:
    """Every task that the viewer's permissions give them, also those with nothing in them."""
    tasks = [
        build(viewer, on)
        for needed, builders in _TASKS
        if all(viewer.may(permission) for permission in needed)
        for build in builders
    ]
    # Two permissions let somebody confirm, and whoever holds both reads of it once.
    return [*tasks, law.to_confirm(viewer, on)] if law_entering.may_keep(viewer) else tasks


def only_looks(viewer: Actor) -> bool:
    """Whether the viewer has nothing to do here but to look, as an auditor has."""
    return viewer.may(Permission.READ_AUDIT) and not any(
        viewer.may(permission) for permission in (Permission.LOG_CLAIMS, Permission.APPROVE_CLAIMS)
    )
