"""Every table, imported in one place so that migrations and tests see the whole database."""

from tracker.accounts import models as accounts
from tracker.audit import models as audit
from tracker.diversity import link_models as diversity_links
from tracker.diversity import models as diversity
from tracker.documents import models as documents
from tracker.evidence import models as evidence
from tracker.exports import bank_name_models as bank_names
from tracker.exports import models as exports
from tracker.exports import supplier_models as suppliers
from tracker.files import models as files
from tracker.imports import models as imports
from tracker.jobs import models as jobs
from tracker.payments import advance_models as advances
from tracker.payments import books_models as books
from tracker.payments import cash_models as cash
from tracker.payments import check_models as checks
from tracker.payments import day_models as days
from tracker.payments import freeze_models as freezes
from tracker.payments import law_models as law
from tracker.payments import models as payments
from tracker.payments import run_models as runs
from tracker.payments import voucher_models as vouchers
from tracker.people import confirmation_models as confirmations
from tracker.people import models as people
from tracker.people import modulus_models as modulus
from tracker.people import record_models as records
from tracker.projects import budget_models as budgets
from tracker.projects import code_models as cost_codes
from tracker.projects import models as projects
from tracker.reconciliation import models as reconciliation
from tracker.reports import models as reports
from tracker.sessions import draw_models as draws
from tracker.sessions import models as sessions
from tracker.sessions import often_models as often
from tracker.web import once

__all__ = [
    "accounts",
    "advances",
    "audit",
    "bank_names",
    "books",
    "budgets",
    "cash",
    "checks",
    "confirmations",
    "cost_codes",
    "days",
    "diversity",
    "diversity_links",
    "documents",
    "draws",
    "evidence",
    "exports",
    "files",
    "freezes",
    "imports",
    "jobs",
    "law",
    "modulus",
    "often",
    "once",
    "payments",
    "people",
    "projects",
    "reconciliation",
    "records",
    "reports",
    "runs",
    "sessions",
    "suppliers",
    "vouchers",
]
