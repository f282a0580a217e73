"""Who may do what, as one table. Pure: knows no database and no web.

A role is held for all projects or for some. The permissions *benefit contact* and *diversity* come with no
role: they are given to named people only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.money import Money


class Permission(StrEnum):
    """One thing that a member of staff may do; each value's sentence is in `SENTENCES`."""

    SEE_PROJECTS = "see-projects"
    MANAGE_PROJECTS = "manage-projects"
    BEGIN_PROJECTS = "begin-projects"
    SEE_SESSIONS = "see-sessions"
    LOG_SESSIONS = "log-sessions"
    SEE_PEOPLE = "see-people"
    ADD_PEOPLE = "add-people"
    IMPORT_REGISTERS = "import-registers"
    MAKE_OFFERS = "make-offers"
    LOG_CLAIMS = "log-claims"
    SEE_CLAIMS = "see-claims"
    APPROVE_CLAIMS = "approve-claims"
    SET_BUDGETS = "set-budgets"
    PREPARE_RUNS = "prepare-runs"
    RELEASE_RUNS = "release-runs"
    MANAGE_PAYEES = "manage-payees"
    SEE_RECEIPTS = "see-receipts"
    HOLD_CLAIMS = "hold-claims"
    DECIDE_FROZEN = "decide-frozen"
    ISSUE_DOCUMENTS = "issue-documents"
    SEE_VOICES = "see-voices"
    REPORT_VOICES = "report-voices"
    MANAGE_STAFF = "manage-staff"
    SET_UP = "set-up"
    READ_AUDIT = "read-audit"
    EXAMINE = "examine"
    BENEFIT_CONTACT = "benefit-contact"
    DIVERSITY = "diversity"


SENTENCES: Mapping[Permission, str] = {
    Permission.SEE_PROJECTS: "See projects and their rate cards",
    Permission.MANAGE_PROJECTS: "Add and change projects and rate cards",
    Permission.BEGIN_PROJECTS: "Begin a project with a register, where nothing can be paid yet",
    Permission.SEE_SESSIONS: "See sessions and who came",
    Permission.LOG_SESSIONS: "Add sessions and record who came",
    Permission.SEE_PEOPLE: "See the people of a project",
    Permission.ADD_PEOPLE: "Add people and change their contact details",
    Permission.IMPORT_REGISTERS: "Bring in spreadsheets",
    Permission.MAKE_OFFERS: "Offer a fee and record the answer",
    Permission.LOG_CLAIMS: "Write down fees and expenses to be paid, and submit them",
    Permission.SEE_CLAIMS: "See claims and where each has got to",
    Permission.APPROVE_CLAIMS: "Approve, question or reject claims",
    Permission.SET_BUDGETS: "Set what a project may spend, and see what is spent of it",
    Permission.PREPARE_RUNS: "Prepare a pay run and mark payments as paid",
    Permission.RELEASE_RUNS: "Release a pay run that somebody else prepared",
    Permission.MANAGE_PAYEES: "Enter bank details and the way a person is paid",
    Permission.SEE_RECEIPTS: "Open receipts and other papers",
    Permission.HOLD_CLAIMS: "Hold a claim back from payment, and let it go again",
    Permission.DECIDE_FROZEN: "Say what is to be done where a bank says that somebody has died",
    Permission.ISSUE_DOCUMENTS: "Give people letters and statements",
    Permission.SEE_VOICES: "See how many people are heard, and how often",
    Permission.REPORT_VOICES: "Give reports on who is heard, and write what will be done",
    Permission.MANAGE_STAFF: "Add staff and give them roles",
    Permission.SET_UP: "Change the organisation's settings",
    Permission.READ_AUDIT: "Read the record of who did what",
    Permission.EXAMINE: "Read balances and who could do what, and take samples of payments",
    Permission.BENEFIT_CONTACT: "Talk with people about benefits: enter and read what they tell us",
    Permission.DIVERSITY: "Ask people about themselves without seeing it, and see who is heard like whom",
}

_SEE = {
    Permission.SEE_PROJECTS,
    Permission.SEE_SESSIONS,
    Permission.SEE_PEOPLE,
    Permission.SEE_CLAIMS,
    Permission.SEE_RECEIPTS,
}


class Role(StrEnum):
    """A job that staff hold; other programs rely on its code."""

    LEAD = "lead"
    APPROVER = "approver"
    FINANCE = "finance"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_NAMES: Mapping[Role, str] = {
    Role.LEAD: "Project lead",
    Role.APPROVER: "Approver",
    Role.FINANCE: "Finance",
    Role.MANAGER: "Manager",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
}

# The whole access policy: read down a role for its day, across a permission for who holds it.
ROLES: Mapping[Role, frozenset[Permission]] = {
    Role.LEAD: frozenset(
        _SEE
        | {
            Permission.LOG_SESSIONS,
            Permission.ADD_PEOPLE,
            Permission.IMPORT_REGISTERS,
            Permission.BEGIN_PROJECTS,
            Permission.MAKE_OFFERS,
            Permission.LOG_CLAIMS,
            Permission.HOLD_CLAIMS,
            Permission.ISSUE_DOCUMENTS,
            Permission.SEE_VOICES,
        }
    ),
    Role.APPROVER: frozenset(_SEE | {Permission.APPROVE_CLAIMS, Permission.HOLD_CLAIMS}),
    Role.FINANCE: frozenset(
        {
            Permission.SEE_PROJECTS,
            Permission.SEE_CLAIMS,
            Permission.SEE_RECEIPTS,
            Permission.SET_BUDGETS,
            Permission.PREPARE_RUNS,
            Permission.RELEASE_RUNS,
            Permission.MANAGE_PAYEES,
            Permission.HOLD_CLAIMS,
            Permission.ISSUE_DOCUMENTS,
            Permission.EXAMINE,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Permission.SEE_PROJECTS,
            Permission.SEE_SESSIONS,
            Permission.SEE_VOICES,
            Permission.REPORT_VOICES,
            Permission.DECIDE_FROZEN,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_PROJECTS,
            Permission.MANAGE_PROJECTS,
            Permission.BEGIN_PROJECTS,
            Permission.SET_BUDGETS,
            Permission.MANAGE_STAFF,
            Permission.SET_UP,
            Permission.READ_AUDIT,
        }
    ),
    # Evidence needs names and sums, not how to reach somebody or what they asked us to keep to.
    Role.AUDITOR: frozenset(_SEE - {Permission.SEE_PEOPLE} | {Permission.READ_AUDIT, Permission.EXAMINE}),
}

# Of these a limit may be set: the most that they approve, release or hand out at once.
LIMITED = frozenset({Role.APPROVER, Role.FINANCE})

# Given to named people, never with a role, and what such a person is called.
GIVEN_NAMES: Mapping[Permission, str] = {
    Permission.BENEFIT_CONTACT: "Benefit contact",
    Permission.DIVERSITY: "Keeper of answers",
}
GIVEN_BY_NAME = frozenset(GIVEN_NAMES)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever is acting or looking: their id, their name, and what they may do where.

    `everywhere` counts for every project, `in_projects` for those ids alone. Queries take an Actor as
    their scope, services as the person answerable.
    """

    user_id: int | None
    name: str
    everywhere: frozenset[Permission] = frozenset()
    in_projects: Mapping[int, frozenset[Permission]] = field(default_factory=dict)
    # The most at once of what is held everywhere (None) or in a project; what has no limit is left out.
    limits: Mapping[tuple[Permission, int | None], Money] = field(default_factory=dict)

    def may(self, permission: Permission, project_id: int | None = None) -> bool:
        """Whether the actor holds a permission: in this project, or with no project named, anywhere."""
        if permission in self.everywhere:
            return True
        if project_id is None:
            return any(permission in held for held in self.in_projects.values())
        return permission in self.in_projects.get(project_id, frozenset())

    def at_most(self, permission: Permission, project_id: int | None) -> Money | None:
        """The most of an amount that the actor's permission covers at once; None: there is no limit."""
        held: list[tuple[Permission, int | None]] = (
            [(permission, None)] if permission in self.everywhere else []
        )
        if project_id is not None and permission in self.in_projects.get(project_id, ()):
            held.append((permission, project_id))
        limits = [self.limits.get(one) for one in held]
        known = [one for one in limits if one is not None]
        return max(known) if known and len(known) == len(limits) else None

    def projects(self, permission: Permission) -> frozenset[int] | None:
        """The ids of the projects where the actor holds a permission; None means every project."""
        if permission in self.everywhere:
            return None
        return frozenset(project for project, held in self.in_projects.items() if permission in held)


# Background work and set-up act under this name; it holds no permission and signs no approval.
SYSTEM = Actor(user_id=None, name="The system")
