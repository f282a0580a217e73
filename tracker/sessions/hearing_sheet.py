"""Sheets of a session to print and hand out: drawn when they are asked for, and kept nowhere."""

from __future__ import annotations

from flask import current_app

from tracker import pdf
from tracker.accounts import queries as accounts
from tracker.errors import Refused
from tracker.sessions import hearing_queries
from tracker.sessions.models import InvolvementSession
from tracker.wording import ENGLISH, wording


def you_said_we_did(involvement: InvolvementSession, *, large: bool) -> bytes:
    """What came of a session, as a PDF for people without email. Raises Refused while nothing is written."""
    entries = hearing_queries.feedback(involvement.id)
    if not entries:
        raise Refused("Nothing is written down yet: write first what people said and what came of it.")
    words = wording(ENGLISH)
    # Not render_template: that would hand over who is signed in, the navigation and the settings.
    template = current_app.jinja_env.get_template("documents/pdf/paper.html")
    organisation = accounts.organisation()
    return pdf.render(
        template.render(
            body="documents/pdf/you_said_we_did.html",
            title=words.say("heard.document_title", title=involvement.title),
            words=words,
            say=words.say,
            layout="large-print" if large else "standard",
            demo=current_app.config["TRACKER"].demo,
            involvement=involvement,
            entries=entries,
            payer=organisation.name,
            contact=organisation.contact,
        )
    )
