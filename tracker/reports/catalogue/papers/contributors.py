"""For the people who took part: what was heard and what came of it, in plain words, on one page."""

from __future__ import annotations

from tracker.diversity import communities
from tracker.reports import parts, public_parts
from tracker.reports.asked import Asked
from tracker.reports.catalogue import voices
from tracker.reports.catalogue.voices import Report
from tracker.reports.paper import Paper, Part
from tracker.reports.public_parts import about

KIND = "contributors"
NAME = "One page for the people who took part"
MEANING = "In plain words: who was heard, what changed, whom we still want to hear from."
ALL = True
_MOST_CHANGES = 5
_MOST_COMMUNITIES = 6
_ABOUT = (
    "This page names nobody.",
    "We round the numbers. That way nobody can be picked out.",
    "You can always ask us to tell you more.",
)


def build(asked: Asked) -> Paper:
    """The page. Short sentences, no shares, and nobody named."""
    report = voices.build(asked.choice, on=asked.on, project=asked.project)
    if not report.spread.people:
        return Paper(title="We did not meet anybody in this time", parts=[_still_to_hear(asked)])
    said = public_parts.what_changed(asked, _MOST_CHANGES).items
    will = parts.will_do(asked).items
    no_word = "We have not yet written down what came of it. Ask us."
    no_plan = "We have not yet written down what we will do."
    return Paper(
        title=f"Thank you: {about(report.spread.people)} people told us what they think",
        layout="large",
        parts=[
            _who_we_heard(report),
            Part(heading="What you said, and what we did", sentences=() if said else [no_word], items=said),
            _still_to_hear(asked),
            Part(heading="What we will do next", sentences=() if will else [no_plan], items=will),
            Part(heading="About this page", sentences=_ABOUT),
        ],
    )


def _who_we_heard(report: Report) -> Part:
    times = f"{report.sessions} times" if report.sessions > 1 else "once"
    first = f"For {about(report.new_to_us)} of them it was the first time." if report.new_to_us else ""
    return Part(
        heading="Who we heard",
        sentences=[
            f"We heard from {about(report.spread.people)} people.",
            f"We met or talked {times}.",
            first,
        ],
    )


def _still_to_hear(asked: Asked) -> Part:
    """The communities that were not reached yet."""
    listed = communities.communities([asked.project.id] if asked.project else None)
    waiting = [one.name for one in listed if one.reached_on is None]
    heading = "Who we still want to hear from"
    if not waiting:
        return Part(
            heading=heading, sentences=["Anybody who has not told us what they think. Tell your friends."]
        )
    return Part(
        heading=heading, sentences=["Do you know somebody? Tell us."], items=waiting[:_MOST_COMMUNITIES]
    )
