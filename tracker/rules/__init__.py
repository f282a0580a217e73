"""The benefits engine: pure functions from facts and dated law to an assessment.

It owns what the law says about payments (the folder `data/uk`, one file a benefit) and how a person's
facts are held against it. It knows no database, no web framework and no clock: every date comes in with
the facts. Start at `assess` in `engine.py`; to add a benefit, read `README.md` here.
"""

from tracker.rules.codes import BENEFIT_NAMES, NATION_NAMES
from tracker.rules.contract import assess_document, assessment_to_json, facts_from_json, finding_to_json
from tracker.rules.coverage import (
    CONFIDENCE_WORDS,
    TESTED_WORDS,
    Coverage,
    as_markdown,
    coverage,
    shown_value,
)
from tracker.rules.document import document_from
from tracker.rules.engine import assess, windows
from tracker.rules.entering import NewFigures, with_figures
from tracker.rules.examples import rulebook_problems
from tracker.rules.facts import Claim, Facts, Immigration, OwnLimit, Payment, Work
from tracker.rules.kinds import Window
from tracker.rules.later import LONGEST_GAP, LONGEST_YEAR
from tracker.rules.listing import PastReview, ValueInForce, past_review, values_in_force
from tracker.rules.loader import BUILT_IN, later_rule, load, load_leaving_aside
from tracker.rules.outcome import Assessment, Finding, Outcome, Parameter, Reason
from tracker.rules.overlay import OVERLAY_FILE, Overlay, never_said, overlay_from, overlay_text
from tracker.rules.rule_file import RulebookError
from tracker.rules.rulebook import BenefitRule, Rulebook, Series

__all__ = [
    "BENEFIT_NAMES",
    "BUILT_IN",
    "CONFIDENCE_WORDS",
    "LONGEST_GAP",
    "LONGEST_YEAR",
    "NATION_NAMES",
    "OVERLAY_FILE",
    "TESTED_WORDS",
    "Assessment",
    "BenefitRule",
    "Claim",
    "Coverage",
    "Facts",
    "Finding",
    "Immigration",
    "NewFigures",
    "Outcome",
    "Overlay",
    "OwnLimit",
    "Parameter",
    "PastReview",
    "Payment",
    "Reason",
    "Rulebook",
    "RulebookError",
    "Series",
    "ValueInForce",
    "Window",
    "Work",
    "as_markdown",
    "assess",
    "assess_document",
    "assessment_to_json",
    "coverage",
    "document_from",
    "facts_from_json",
    "finding_to_json",
    "later_rule",
    "load",
    "load_leaving_aside",
    "never_said",
    "overlay_from",
    "overlay_text",
    "past_review",
    "rulebook_problems",
    "shown_value",
    "values_in_force",
    "windows",
    "with_figures",
]
