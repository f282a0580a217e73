"""The few shapes that a rule of law can have; a benefit's file names one of them as its `kind`."""

from tracker.rules.kinds.base import Kind, Window
from tracker.rules.kinds.no_test import NoTest
from tracker.rules.kinds.own_limit import OwnLimitKind
from tracker.rules.kinds.permission_to_work import PermissionToWork
from tracker.rules.kinds.taper import Taper
from tracker.rules.kinds.weekly_limit import WeeklyLimit

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (NoTest(), Taper(), WeeklyLimit(), PermissionToWork(), OwnLimitKind())
}

__all__ = ["KINDS", "Kind", "Window"]
