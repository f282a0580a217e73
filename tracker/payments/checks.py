"""Stored checks: rows into facts, facts through the rules, the answer kept for ever.

The only caller of the rules for decisions. A check informs: nothing here stops, holds, cuts or re-dates a
payment; the worst it does is ask for a talk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app

from tracker import rules
from tracker.audit.services import record
from tracker.db import db
from tracker.payments import facts
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.check_subjects import Subject
from tracker.payments.facts import Fact
from tracker.payments.recorded import Known, Reach, other_payments
from tracker.payments.told import Told, told_by
from tracker.permissions import Actor

_BY_TAPER = rules.Outcome.REDUCES


def make(*, actor: Actor, on: date, subjects: Sequence[Subject]) -> list[Check]:
    """Check and store, for one person or for a whole run; the answers come in the order of the subjects."""
    told = told_by({subject.participant.id for subject in subjects}, on)
    checks = []
    for subject, answer in zip(subjects, _answers(subjects, told), strict=True):
        check = _stored(actor, on, subject, answer, told[subject.participant.id])
        db.session.add(check)
        checks.append(check)
    db.session.flush()
    for check in checks:
        record(actor, "checked", check, values={"stage": check.stage.value, "rulebook": check.rulebook})
    return checks


def talks_foreseen(*, on: date, subjects: Sequence[Subject]) -> frozenset[int]:
    """The ids of the people whose check would ask for a talk first. Nothing is decided or kept."""
    told = told_by({subject.participant.id for subject in subjects}, on)
    for_all = bool(rulebook().own.caps)
    asked = [subject for subject in subjects if for_all or told[subject.participant.id].anything]
    return frozenset(
        subject.participant.id
        for subject, answer in zip(asked, _answers(asked, told), strict=True)
        if _asks_for_talk(subject, answer.assessment, told[subject.participant.id])
    )


def tried(*, on: date, subject: Subject) -> Answer:
    """What a check of this would find. Nothing is decided or kept."""
    return _answers([subject], told_by({subject.participant.id}, on))[0]


def _answers(subjects: Sequence[Subject], told: Mapping[int, Told]) -> list[Answer]:
    """The most severe answer for each subject, in their order."""
    book = rulebook()
    facts.place_all([subject.claim for subject in subjects if subject.claim is not None])
    questions = [_questions(subject, told[subject.participant.id], book) for subject in subjects]
    others = _others([question for asked in questions for question in asked])
    return [
        _worst([_answer(question, others, book) for question in asked], subject, told[subject.participant.id])
        for subject, asked in zip(subjects, questions, strict=True)
    ]


@dataclass(frozen=True)
class Question:
    """A subject on one day: its own facts, and the dates whose other payments its answer needs."""

    subject: Subject
    paid_on: date
    document: dict[str, Any]
    facts: rules.Facts
    windows: Collection[rules.Window]


@dataclass(frozen=True)
class Answer:
    """One assessment with the facts it came from and the day it supposes."""

    paid_on: date
    facts: dict[str, Any]
    assessment: rules.Assessment

    @property
    def document(self) -> dict[str, Any]:
        """The assessment as it is kept with a check."""
        return _to_keep(self.assessment)


def _questions(subject: Subject, told: Told, book: rules.Rulebook) -> list[Question]:
    asked = []
    for paid_on in subject.dates:
        proposed = facts.named(subject.proposed(paid_on))
        document = facts.of_person(subject.participant, told, proposed)
        known = rules.facts_from_json(document)
        windows = rules.windows(known, book) if told.anything or book.own.caps else ()
        asked.append(Question(subject, paid_on, document, known, windows))
    return asked


def _others(questions: Collection[Question]) -> Mapping[int, list[Known]]:
    """Everybody's other payments, read at once, in the dates that any of their benefits looks at."""
    windows = [window for question in questions for window in question.windows]
    if not windows:
        return {}
    people = {question.subject.participant.id for question in questions if question.windows}
    reach = Reach(
        min(window.period.start for window in windows),
        max(window.period.end for window in windows),
        min(window.covers_from for window in windows),
    )
    return other_payments(people, reach)


def _answer(question: Question, others: Mapping[int, list[Known]], book: rules.Rulebook) -> Answer:
    subject = question.subject
    own = {one.id for one in (subject.claim, subject.offer) if one is not None} | subject.instead_of
    more = [
        known.fact
        for known in others.get(subject.participant.id, [])
        if known.source_id not in own and _in_any(known.fact, question.windows)
    ]
    if not more:
        return Answer(question.paid_on, question.document, rules.assess(question.facts, book))
    document = {**question.document, "payments": facts.named([*question.document["payments"], *more])}
    return Answer(question.paid_on, document, rules.assess(rules.facts_from_json(document), book))


def _worst(answers: list[Answer], subject: Subject, told: Told) -> Answer:
    """The most severe; of equals the one to talk of, then what costs more; else the earliest day's."""

    def severity(answer: Answer) -> tuple[int, bool, list[int], int, int]:
        assessment = answer.assessment
        asked = [finding for finding in assessment.findings if finding.proposed]
        return (
            assessment.outcome.severity,
            _asks_for_talk(subject, assessment, told),
            sorted((finding.outcome.severity for finding in asked), reverse=True),
            sum(finding.reduction.pence for finding in asked if finding.reduction is not None),
            -answer.paid_on.toordinal(),
        )

    return max(answers, key=severity)


def _in_any(fact: Fact, windows: Collection[rules.Window]) -> bool:
    received, due = _day(fact["received_on"]), _day(fact["due_on"])
    worked = [date.fromisoformat(work["on"]) for work in fact["worked"] or ()]
    return any(
        any(day in window.period for day in worked) or _may_be_work_in(fact, window)
        if window.by == "worked"
        else _counts_in(fact, (due or received) if window.by == "due_on" else received, window)
        for window in windows
    )


def _may_be_work_in(fact: Fact, window: rules.Window) -> bool:
    """Whether work of which only the stretch of days is known may have been done in a window."""
    covers = fact["covers"]
    if fact["worked"] is not None or covers is None:
        return False
    first, last = date.fromisoformat(covers["from"]), date.fromisoformat(covers["to"])
    return first <= window.period.end and last >= window.period.start


def _counts_in(fact: Fact, day: date | None, window: rules.Window) -> bool:
    """Whether money that counts on a day reaches a window: what is for a period goes on after it."""
    if day is None:
        return False
    if fact["covers"] is not None and window.by == "due_on":
        return window.covers_from <= day <= window.period.end
    return day in window.period


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stored(actor: Actor, on: date, subject: Subject, answer: Answer, told: Told) -> Check:
    return Check(
        participant_id=subject.participant.id,
        project_id=subject.project_id,
        offer_id=subject.offer.id if subject.offer else None,
        claim_id=subject.claim.id if subject.claim else None,
        stage=subject.stage,
        outcome=answer.assessment.outcome.value,
        talk=_asks_for_talk(subject, answer.assessment, told),
        if_paid_on=answer.paid_on,
        facts=answer.facts,
        assessment=answer.document,
        rulebook=answer.assessment.rulebook_fingerprint,
        made_on=on,
        made_by_id=actor.user_id,
    )


def _to_keep(assessment: rules.Assessment) -> dict[str, Any]:
    """The assessment of the contract, and with each finding what its page needs beside that.

    The templates and values of its sentences, the ids of the payments it looked at, and whether what is in
    question is among them.
    """
    document = rules.assessment_to_json(assessment)
    for finding, kept in zip(assessment.findings, document["findings"], strict=True):
        kept["templates"] = [reason.record() for reason in (*finding.reasons, *finding.actions)]
        kept["payments"], kept["proposed"] = list(finding.payment_ids), finding.proposed
    return document


def _asks_for_talk(subject: Subject, assessment: rules.Assessment, told: Told) -> bool:
    """Whether the benefit contact should talk with the person: before work, of a duty to tell of it too."""
    first = rulebook().told_first if subject.stage is CheckStage.OFFER else frozenset()
    return wants_talk(assessment, told.knows(), told_first=first)


def wants_talk(
    assessment: rules.Assessment, knows: Collection[str], *, told_first: Collection[str] = ()
) -> bool:
    """Whether the benefit contact should talk with the person before the offer.

    Somebody who said "I know, tell me only if it changes" about a taper is not asked again for that taper,
    nor for one of the benefits `told_first`, whose offices have to be told of work before it begins.
    """

    def asks(finding: rules.Finding) -> bool:
        known = finding.benefit in knows
        attention = finding.outcome.wants_attention and not (known and finding.outcome == _BY_TAPER)
        return attention or (finding.benefit in told_first and not known)

    return any(asks(finding) for finding in assessment.findings if finding.proposed)


def rulebook() -> rules.Rulebook:
    """The rules in force in this instance: the law, with what `instance/rules` adds."""
    return _in_force()[0]


def rulebook_problems() -> tuple[str, ...]:
    """What is wrong in `instance/rules`, and therefore not in force: a sentence a file."""
    return _in_force()[1]


def _in_force() -> tuple[rules.Rulebook, tuple[str, ...]]:
    overlay: Path = current_app.config["TRACKER"].instance / "rules"
    seen = tuple(
        (path.name, found.st_mtime_ns, found.st_size)
        for path in sorted(overlay.glob("*.toml"))
        for found in [path.stat()]
    )
    return _load(overlay, seen)


@lru_cache(maxsize=2)
def _load(overlay: Path, seen: tuple[tuple[str, int, int], ...]) -> tuple[rules.Rulebook, tuple[str, ...]]:
    """Read once a process, and again when a file there comes, changes or goes."""
    return rules.load_leaving_aside(overlay)
