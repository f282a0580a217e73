"""What the findings of a check are called on a page, by what each is about.

A finding is about a benefit's published limit, about what somebody's permission to work says, about what they
asked us to keep to, or about what the organisation keeps to for everybody. The words must be of the one that
decides: only the first rests on the law of a benefit. All of it reads an assessment as it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from tracker.people.benefits import BENEFIT_NAMES

Finding = Mapping[str, Any]


class About(StrEnum):
    """What a finding speaks of."""

    BENEFIT = "benefit"
    PASSPORTED = "passported"
    PERMISSION = "permission"
    HOURS = "hours"
    OWN_LIMIT = "own-limit"
    ORGANISATION = "organisation"


# Of each outcome: what a section says after its name, and what a headline says.
_WORDS: Mapping[str, tuple[str, str]] = {
    "no_test": ("no test", "This benefit has no limit on what a person is paid"),
    "within": ("within", "Within the published limit we hold"),
    "near": ("near", "Within the published limit we hold, and close to it"),
    "reduces": ("reduces", "Would reduce this benefit"),
    "cannot_tell": ("cannot tell", "We cannot tell"),
    "closed": ("closed", "This benefit had ended by then: ask again"),
    "above": ("above", "Above the published limit we hold"),
    "blocked": ("blocked", "No fee may be paid"),
    "not_checked": ("not checked", "Nothing was told to us, so nothing was checked"),
}
_IN_OTHER_WORDS: Mapping[About, Mapping[str, tuple[str, str]]] = {
    About.BENEFIT: {},
    About.PASSPORTED: {
        "no_test": ("no test of its own", "Another benefit passports this one, which leaves earnings out"),
    },
    About.PERMISSION: {
        "no_test": ("no limit told", "Nothing told to us limits paid work"),
        "within": ("within", "Within what we were told may be paid"),
    },
    About.HOURS: {
        "within": ("within the hours", "Within the hours a week that we were told"),
        "near": ("near the hours", "Within the hours a week that we were told, and close to them"),
        "blocked": ("over the hours", "Over the hours a week that we were told"),
    },
    About.OWN_LIMIT: {
        "within": ("within", "Within what they asked us to keep to"),
        "near": ("near", "Within what they asked us to keep to, and close to it"),
        "above": ("above", "More than they asked us to keep to"),
    },
    About.ORGANISATION: {
        "within": ("within", "Within what this organisation keeps to for one person"),
        "near": ("near", "Within what this organisation keeps to for one person, and close to it"),
        "above": ("above", "More than this organisation keeps to for one person"),
    },
}
_NAMES = {
    About.PERMISSION: "Permission to work",
    About.HOURS: "Permission to work",
    About.OWN_LIMIT: "Their own limit",
    About.ORGANISATION: "This organisation's own cap",
}
_PERMISSION, _OWN = "permission-to-work", "own-limit"


def about(finding: Finding) -> About:
    """What a kept finding speaks of."""
    if finding["benefit"] == _OWN:
        keys = [sentence["key"] for sentence in finding["templates"]]
        return About.ORGANISATION if any(key.startswith("cap_") for key in keys) else About.OWN_LIMIT
    if finding["benefit"] == _PERMISSION:
        return About.PERMISSION if finding["minutes_limit"] is None else About.HOURS
    # Housing Benefit comes to no test in this one case.
    passported = finding["benefit"] == "housing-benefit" and finding["outcome"] == "no_test"
    return About.PASSPORTED if passported else About.BENEFIT


def heading(finding: Finding) -> str:
    """The heading of one finding: whose limit, and what came out."""
    what = about(finding)
    name = _NAMES.get(what) or BENEFIT_NAMES[finding["benefit"]]
    return f"{name[0].upper()}{name[1:]}: {_said(what, finding['outcome'])[0]}"


def headline(assessment: Mapping[str, Any]) -> str:
    """What a whole check says, in the words of the findings that decide it, the law's first."""
    outcome = assessment["outcome"]
    deciding = {about(finding) for finding in _deciding(assessment)} or {About.BENEFIT}
    said = list(dict.fromkeys(_said(what, outcome)[1] for what in About if what in deciding))
    return "; ".join([said[0], *map(lower_first, said[1:])])


def lower_first(words: str) -> str:
    """Words that go on after a colon or a semicolon."""
    return words[0].lower() + words[1:]


def _said(what: About, outcome: str) -> tuple[str, str]:
    return _IN_OTHER_WORDS[what].get(outcome) or _WORDS[outcome]


def _deciding(assessment: Mapping[str, Any]) -> Iterable[Finding]:
    """The findings with the outcome of the whole, of those about what is in question where any is.

    A check kept before it was noted which those are counts all.
    """
    same = [finding for finding in assessment["findings"] if finding["outcome"] == assessment["outcome"]]
    return [finding for finding in same if finding.get("proposed", True)] or same
