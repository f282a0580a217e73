"""What tests of everything at once share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories import payments as made


@pytest.fixture
def on_stage(fresh_app: Flask) -> Iterator[made.Stage]:
    with fresh_app.app_context():
        yield made.stage()
