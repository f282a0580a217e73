"""What payments show of a session on its own page, which sessions draw without knowing payments."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from tracker import clock
from tracker.payments import day_queries, gate
from tracker.payments.costing import costing
from tracker.permissions import Permission
from tracker.sessions import queries as sessions
from tracker.sessions.models import InvolvementSession
from tracker.sessions.plan_forms import COST_KINDS
from tracker.web.access import actor
from tracker.web.filters import rendered

_SEE_COSTS = (Permission.LOG_SESSIONS, Permission.MAKE_OFFERS, Permission.APPROVE_CLAIMS)


def costs_section(involvement: InvolvementSession) -> Markup:
    """What the session costs against its budget, for those who plan, offer or approve what is spent there."""
    project_id = involvement.project_id
    if not any(actor().may(permission, project_id) for permission in _SEE_COSTS):
        return Markup()
    places = sessions.register_counts([involvement.id]).get(involvement.id, (0, 0, 0))[0]
    return rendered(
        "payments/session_costs.html",
        involvement=involvement,
        costing=costing(involvement, places),
        words=COST_KINDS,
        may_plan=actor().may(Permission.LOG_SESSIONS, project_id),
    )


def day_section(involvement: InvolvementSession) -> Markup:
    """The session's sheets of money handed over on the day, and where one is prepared while there is time."""
    project_id = involvement.project_id
    if not actor().may(Permission.SEE_CLAIMS, project_id):
        return Markup()
    sheets = day_queries.of_session(involvement.id)
    to_come = involvement.held_on >= clock.today() and bool(sessions.register_counts([involvement.id]))
    may_prepare = to_come and actor().may(Permission.LOG_CLAIMS, project_id)
    if not sheets and not may_prepare:
        return Markup()
    return rendered(
        "payments/day_sheet_section.html",
        sheets=sheets,
        prepare=url_for("payments.new_day_sheet", session_id=involvement.id) if may_prepare else None,
    )


def session_section(involvement: InvolvementSession) -> Markup:
    """Where fees are offered and drafted; nothing while nobody has a place, or for those who do neither."""
    if not sessions.register_counts([involvement.id]):
        return Markup()
    may_offer = actor().may(Permission.MAKE_OFFERS, involvement.project_id)
    may_draft = actor().may(Permission.LOG_CLAIMS, involvement.project_id)
    if not may_offer and not may_draft:
        return Markup()
    return rendered(
        "payments/session_section.html",
        involvement=involvement,
        missing=gate.missing(actor(), involvement.project, involvement.held_on) if may_offer else (),
        offers=url_for("payments.offers", session_id=involvement.id) if may_offer else None,
        draft=url_for("payments.draft", session_id=involvement.id) if may_draft else None,
        claim_forms=url_for("payments.claim_forms", session_id=involvement.id) if may_draft else None,
    )
