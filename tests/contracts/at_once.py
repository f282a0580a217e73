"""Deeds done at the same moment by several threads, each with a transaction of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from tests.factories.payments import Stage
from tracker.db import db
from tracker.errors import TrackerError
from tracker.web.transaction import writing

Deed = Callable[[], Any]


@dataclass
class Outcomes:
    """What became of deeds done at one moment: results, and refusals in a sentence."""

    done: list[Any] = field(default_factory=list)
    refused: list[TrackerError] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)


def at_once(app: Flask, *deeds: Deed) -> Outcomes:
    """Do each deed in a thread and a context of its own, all beginning at the same moment."""
    outcomes, start = Outcomes(), threading.Barrier(len(deeds))

    def run(deed: Deed) -> None:
        with app.app_context():
            start.wait(timeout=30)
            try:
                outcomes.done.append(deed())
            except TrackerError as refusal:
                outcomes.refused.append(refusal)
            except BaseException as error:  # noqa: BLE001 - a thread's error must reach the test
                outcomes.broken.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert outcomes.broken == []
    return outcomes


def saving(deed: Callable[..., Any], **given: Any) -> Deed:
    """A service within a transaction of its own; records are given as (table, id), and read there."""

    def save() -> None:
        with writing() as session:
            known = {
                name: session.get_one(*value) if isinstance(value, tuple) else value
                for name, value in given.items()
            }
            deed(**known)

    return save


def count(query: Any) -> int:
    db.session.rollback()
    return db.session.scalar(query) or 0


def actor(on_stage: Stage, name: str) -> Any:
    held = on_stage.as_(name)
    db.session.rollback()
    return held
