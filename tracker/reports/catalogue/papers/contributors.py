"""For the people who took part: what was heard and what came of it, in plain words, on one page."""

from __future__ import annotations

from tracker.diversity import communities
from tracker.diversity.disclosure import LEAST_SHOWN
from tracker.reports import parts
from tracker.reports.asked import Asked
from tracker.reports.catalogue import voices
from tracker.reports.catalogue.voices import Report
from tracker.reports.changed import Change, changes
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
        nobody = "We did not meet anybody in this time"
        return Paper(title=nobody, layout="large", parts=[_still_to_hear(asked), *_reach_us(asked)])
    said = [_answered(one) for one in changes(asked.choice, _MOST_CHANGES)]
    will = parts.will_do(asked).items
    no_word = "We have not yet written down what came of it. Ask us."
    no_plan = "We have not yet written down what we will do."
    return Paper(
        title=_thanks(report.spread.people),
        layout="large",
        parts=[
            _who_we_heard(report),
            Part(heading="What you said, and what we did", sentences=() if said else [no_word], items=said),
            _still_to_hear(asked),
            Part(heading="What we will do next", sentences=() if will else [no_plan], items=will),
            Part(heading="About this page", sentences=_ABOUT),
            *_reach_us(asked),
        ],
    )


def _thanks(people: int) -> str:
    """The title: a number that few people would hide behind is no thanks."""
    if people < LEAST_SHOWN:
        return "Thank you for telling us what you think"
    return f"Thank you: {about(people)} people told us what they think"


def _answered(one: Change) -> str:
    """What was said, and on a line of its own what was done."""
    return f"“{one.said}”\n{'We did' if one.done else 'We will'}: {one.did}"


def _reach_us(asked: Asked) -> list[Part]:
    """Whom to tell or ask, where the organisation said how it is reached."""
    return [Part(heading="How to reach us", sentences=[asked.contact])] if asked.contact else []


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
