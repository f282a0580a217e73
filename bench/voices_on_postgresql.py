"""The same on PostgreSQL: a server of its own, started as tests start theirs and gone afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench import voices
from bench.instance import instance
from bench.ratio import Ratio
from tests import databases

SENTENCE = "the voices report over {rows:,} attendances, over its bare aggregates, on PostgreSQL"
LIMIT = voices.LIMIT


def measure(rows: int) -> Ratio:
    """Start a server, build an instance on it and ask it. Raises NoServer where there is none."""
    with databases.postgresql_server() as server, tempfile.TemporaryDirectory() as folder:
        url = databases.create_database(server, "bench_voices")
        return voices.asked(instance(Path(folder) / "large", rows, url=url, paid=False))
