"""Much is made at once while a large file is read, tried and written, and nothing of it goes in circles.

Looking for circles among some million cells, again and again while they grow, costs as much as reading them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the collector of circles off; whoever found it at work sets it to work again."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def makes_many_rows(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """Mark work that makes an object or more of every row of a file."""

    @wraps(work)
    def held_off(*given: Given.args, **named: Given.kwargs) -> Made:
        with _uncollected():
            return work(*given, **named)

    return held_off
