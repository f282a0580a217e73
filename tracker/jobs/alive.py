"""Signs of life while a handler works on one thing for long, such as reading a file of 50 MB.

`services.advance` gives one with each item. Between two of them a thread beside the handler does, so that no
other worker takes the first for dead and begins the same work again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask
from sqlalchemy.exc import OperationalError

from tracker.jobs import services
from tracker.web.transaction import writing

EVERY_SECONDS = 45.0
# Whatever takes longer than an hour without an item is stuck, and is left to be taken for dead.
MOST_SIGNS = 80


@contextmanager
def kept_alive(app: Flask, job_id: int) -> Iterator[None]:
    """Give a sign of life for a job every now and then, until the block ends."""
    over = threading.Event()
    beside = threading.Thread(target=_give, args=(app, job_id, over), daemon=True)
    beside.start()
    try:
        yield
    finally:
        over.set()
        beside.join(timeout=1)


def _give(app: Flask, job_id: int, over: threading.Event) -> None:
    for _ in range(MOST_SIGNS):
        if over.wait(EVERY_SECONDS):
            return
        # While the handler itself writes, the database is busy, and nobody can take its job either.
        with app.app_context(), suppress(OperationalError), writing():
            services.show_life(job_id)
