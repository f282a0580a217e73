"""The few shapes that a rule of law can have; a benefit's file names one of them as its `kind`."""

from tracker.rules.kinds.ask import Ask
from tracker.rules.kinds.base import ClaimKind, Kind, Window
from tracker.rules.kinds.days_worked import DaysWorked
from tracker.rules.kinds.housing_benefit import HousingBenefit
from tracker.rules.kinds.no_test import NoTest
from tracker.rules.kinds.own_limit import OrganisationCap, OwnLimitKind
from tracker.rules.kinds.permission_to_work import PermissionToWork
from tracker.rules.kinds.permitted_work import PermittedWork
from tracker.rules.kinds.taper import Taper
from tracker.rules.kinds.weekly_limit import WeeklyLimit
from tracker.rules.kinds.weekly_reduction import WeeklyReduction

CLAIM_KINDS: dict[str, ClaimKind] = {
    kind.name: kind
    for kind in (
        Ask(),
        DaysWorked(),
        HousingBenefit(),
        NoTest(),
        PermittedWork(),
        Taper(),
        WeeklyLimit(),
        WeeklyReduction(),
    )
}
PERMISSION = PermissionToWork()
OWN = OwnLimitKind()
CAP = OrganisationCap()
KINDS: dict[str, Kind] = {**CLAIM_KINDS, PERMISSION.name: PERMISSION, OWN.name: OWN}

__all__ = ["CAP", "CLAIM_KINDS", "KINDS", "OWN", "PERMISSION", "ClaimKind", "Kind", "Window"]
