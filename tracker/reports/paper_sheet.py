"""The page that a report to give is drawn from as a PDF: nothing from outside."""

from __future__ import annotations

from types import ModuleType

from flask import current_app

from tracker.reports.asked import Asked


def sheet(kind: ModuleType, asked: Asked) -> str:
    """The whole page, from the same report as on the screen."""
    # Not render_template: that would hand over who is signed in, the navigation and the settings.
    template = current_app.jinja_env.get_template("reports/pdf/paper.html")
    demo = current_app.config["TRACKER"].demo
    return template.render(kind=kind, asked=asked, paper=kind.build(asked), demo=demo)
