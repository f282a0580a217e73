"""Draw documents: from the frozen content to a page, and from the page to the PDF, in the background.

A page is made from the content, its wording and nothing else: no database, no request, no address.
"""

from __future__ import annotations

from typing import Any

from flask import current_app

from tracker import pdf
from tracker.db import db
from tracker.documents import kinds, services
from tracker.documents.models import Document
from tracker.errors import Refused
from tracker.jobs import services as jobs
from tracker.jobs.models import Job
from tracker.web.transaction import writing
from tracker.wording import Wording, wording

_PAPER = "documents/pdf/paper.html"


def page(document: Document) -> str:
    """The whole page that is drawn, in the document's language and layout."""
    # Not render_template: that would hand over who is signed in, the navigation and the settings.
    template = current_app.jinja_env.get_template(_PAPER)
    return template.render(**view(document), demo=current_app.config["TRACKER"].demo)


def view(document: Document) -> dict[str, Any]:
    """What the templates of a document need: its content and layout, and its language's ways to say it."""
    return shown(document.kind, document.content, document.language, document.format)


def shown(kind: str, content: dict[str, Any], language: str, layout: str) -> dict[str, Any]:
    """The same for what is not issued yet; its content has no number."""
    words: Wording = wording(language)
    of_kind = kinds.kinds()[kind]
    title = words.say(f"{of_kind.PART}.document_title", number=content["number"] or "")
    return {
        "content": content,
        "words": words,
        "say": words.say,
        "layout": layout,
        "body": of_kind.BODY,
        "title": title.strip(),
    }


def draw(job: Job) -> None:
    """The handler of `services.DRAW`: draw each document named that has no PDF yet.

    What no document can be drawn without (Pango) stops the job with its sentence; a fault of one document
    is noted on that document and reported at the end.
    """
    ids: list[int] = job.arguments["documents"]
    faults = 0
    for number, document_id in enumerate(ids, start=1):
        try:
            content = _drawn(document_id)
        except pdf.PdfUnavailable as error:
            _note(ids[number - 1 :], error.message)
            raise
        except pdf.DrawingFault:
            current_app.logger.exception("document %s could not be drawn", document_id)
            _note(
                [document_id],
                "The PDF could not be made. Tell your administrator the number of this document.",
            )
            faults, content = faults + 1, None
        with writing():
            if content is not None:
                services.keep_drawing(document_id=document_id, content=content)
            jobs.advance(job, number)
    if faults:
        raise Refused(f"{faults} of {len(ids)} PDFs could not be made: tell your administrator.")


def _drawn(document_id: int) -> bytes | None:
    """The new PDF of a document; None if it has one. Drawn before the write lock is taken: it is slow."""
    document = db.session.get_one(Document, document_id)
    return pdf.render(page(document)) if document.sha256 is None else None


def _note(ids: list[int], sentence: str) -> None:
    with writing():
        for document_id in ids:
            services.note_problem(document_id=document_id, sentence=sentence)
