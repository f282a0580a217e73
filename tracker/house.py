"""Where the packages meet: their pages, their background handlers, and their hooks.

By a hook a lower package lets a higher one act without knowing it. Only this file, `create_app` and `cli`
see every package.
"""

from __future__ import annotations

from flask import Flask

from tracker import models as _models  # noqa: F401 - every table must be known before the first query
from tracker.accounts import looking, sign_ins
from tracker.accounts import services as accounts_services
from tracker.accounts import views as accounts_views
from tracker.diversity import question_views
from tracker.diversity import views as diversity
from tracker.documents import drawing, evidence_section, papers_of_two, voiding
from tracker.documents import services as documents_services
from tracker.documents import views as documents
from tracker.evidence import bundling
from tracker.evidence import views as evidence
from tracker.exports import background as exports_background
from tracker.exports import evidence_section as exports_evidence
from tracker.exports import views as exports
from tracker.home import first_run_views as first_run
from tracker.home import views as home
from tracker.imports import background as imports_background
from tracker.imports import cost_code_views as cost_codes
from tracker.imports import services as imports_services
from tracker.imports import views as imports
from tracker.jobs import services as jobs_services
from tracker.jobs import views as jobs
from tracker.payments import (
    advance_giving_views,
    before_inviting,
    budget_views,
    cash_floats,
    contribution_views,
    endings,
    evidence_views,
    following,
    freeze_views,
    freezes,
    money_of_two,
    paying,
    rechecks,
    section_views,
)
from tracker.payments import views as payments
from tracker.people import hearing, merging, record_views
from tracker.people import views as people
from tracker.projects import views as projects
from tracker.reconciliation import services as reconciliation_services
from tracker.reconciliation import views as reconciliation
from tracker.reports import forgetting
from tracker.reports import views as reports
from tracker.sessions import beforehand, changes, hearing_views, places_of_two
from tracker.sessions import views as sessions
from tracker.web import once


def connect(app: Flask) -> None:
    """Register every noun's pages and join the hooks."""
    looking.init_app(app)
    app.register_blueprint(home.bp)
    app.register_blueprint(first_run.bp)
    app.register_blueprint(accounts_views.bp)
    app.register_blueprint(projects.bp)
    app.register_blueprint(people.bp)
    app.register_blueprint(diversity.bp)
    app.register_blueprint(sessions.bp)
    app.register_blueprint(jobs.bp)
    app.register_blueprint(payments.bp)
    app.register_blueprint(documents.bp)
    app.register_blueprint(exports.bp)
    app.register_blueprint(evidence.bp)
    app.register_blueprint(reports.bp)
    app.register_blueprint(imports.bp)
    app.register_blueprint(cost_codes.bp)
    app.register_blueprint(reconciliation.bp)
    _sections()
    _hooks()
    _jobs()


def _sections() -> None:
    """What each noun's page shows of the others."""
    projects.sections[:] = [
        people.project_section,
        sessions.project_section,
        contribution_views.project_section,
        budget_views.project_section,
        reports.project_section,
        question_views.project_section,
    ]
    people.sections[:] = [
        freeze_views.person_section,
        record_views.record_section,
        sessions.participant_section,
        sessions.asking_views.asking_section,
        contribution_views.person_section,
        advance_giving_views.person_section,
        documents.person_views.participant_section,
        hearing_views.participant_section,
        diversity.participant_section,
    ]
    people.confirming_views.cautions[:] = [freeze_views.person_section]
    sessions.sections[:] = [
        section_views.costs_section,
        section_views.session_section,
        section_views.day_section,
        hearing_views.session_section,
    ]
    evidence_views.sections[:] = [exports_evidence.files_of_run, evidence_section.receipt_of_payment]
    beforehand.says[:] = [before_inviting.before_inviting, freeze_views.before_inviting]


def _hooks() -> None:
    """What follows in one noun when something happens in another."""
    hearing.when_told(rechecks.check_again)
    merging.previews[:] = [places_of_two.preview, money_of_two.preview, papers_of_two.preview]
    changes.when_changed(following.money_follows)
    paying.when_paid(documents_services.receipt_when_paid)
    endings.when_ended(voiding.void_when_ended)
    endings.when_ended(freezes.freeze_when_ended)
    endings.when_ended(cash_floats.put_back_when_ended)


def _jobs() -> None:
    """What is forgotten by itself each hour, and the long work."""
    jobs_services.each_hour(imports_services.forget_old_uploads)
    jobs_services.each_hour(reconciliation_services.forget_old)
    jobs_services.each_hour(bundling.forget_old)
    jobs_services.each_hour(once.forget_old_keys)
    jobs_services.each_hour(accounts_services.forget_old_failures)
    jobs_services.each_hour(sign_ins.forget_old)
    jobs_services.each_hour(forgetting.forget_old_answers)
    jobs_services.register(
        imports_background.BRING_IN,
        imports_background.bring_in,
        title="Bringing in a file",
        all_or_nothing=True,
    )
    jobs_services.register(
        imports_background.READ, imports_background.read, title="Reading a file", all_or_nothing=True
    )
    jobs_services.register(
        imports_background.COPY, imports_background.copy, title="Making a copy", all_or_nothing=True
    )
    jobs_services.register(
        imports_background.CHECK, imports_background.check, title="Checking a file", all_or_nothing=True
    )
    jobs_services.register(
        exports_background.MAKE_FILE,
        exports_background.make,
        title="Making a payment file",
        all_or_nothing=True,
    )
    jobs_services.register(
        bundling.MAKE_BUNDLE, bundling.make, title="Making a bundle of evidence", all_or_nothing=True
    )
    jobs_services.register(documents_services.DRAW, drawing.draw, title="Making PDFs")
