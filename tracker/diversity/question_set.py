"""The questions as data: a set is a TOML file with its version, its dimensions and their options. Pure.

An answer is an option's code. Three kinds of non-answer are kept apart and never merged with "no" or "other".
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

# The set that is asked now; answers keep the version they were given to.
IN_FORCE = "2026-1"


class NonAnswer(StrEnum):
    """Why there is no answer."""

    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    NOT_ANSWERED = "not_answered"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Option:
    """One answer: its code, its words on the form, and the group that it is reported in."""

    code: str
    words: str
    group: str


@dataclass(frozen=True)
class Dimension:
    """One question; `census` names the table of the census to compare with, or is empty.

    `rest` is the group that is only everybody else, such as those who give no care; empty where none is. It
    is not called missing: where it is small, the others are many.
    """

    code: str
    label: str
    question: str
    hint: str
    census: str
    source: str
    options: tuple[Option, ...]
    rest: str = ""

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that it is reported in, in the order of the options."""
        return tuple(dict.fromkeys(option.group for option in self.options))

    @property
    def group_of(self) -> Mapping[str, str]:
        """The group of each option by its code."""
        return {option.code: option.group for option in self.options}

    def takes(self, answer: str) -> bool:
        """Whether somebody may give this answer, or decline to give one, or leave it blank."""
        declined = {NonAnswer.PREFER_NOT_TO_SAY.value, NonAnswer.NOT_ANSWERED.value}
        return answer in declined or answer in self.group_of


@dataclass(frozen=True)
class QuestionSet:
    """A version of the questions, its dimensions by code in their order."""

    version: str
    title: str
    dimensions: Mapping[str, Dimension]


@cache
def question_set(version: str = IN_FORCE) -> QuestionSet:
    """One version of the questions, read from the package."""
    text = files("tracker.diversity").joinpath("questions", f"{version}.toml").read_text(encoding="utf-8")
    return _understood(tomllib.loads(text))


def _understood(document: Mapping[str, Any]) -> QuestionSet:
    dimensions = [
        Dimension(
            **{name: one[name] for name in ("code", "label", "question", "hint", "census", "source")},
            options=tuple(Option(**option) for option in one["options"]),
            rest=one.get("rest", ""),
        )
        for one in document["dimensions"]
    ]
    return QuestionSet(
        version=document["version"],
        title=document["title"],
        dimensions={one.code: one for one in dimensions},
    )
