"""A list page of a large instance over the same page of a small one: keyset pages make size no matter."""

import tempfile
from pathlib import Path

from bench.instance import instance, signed_in
from bench.ratio import Ratio, paired

SENTENCE = "the sessions page at {rows:,} attendances, over the same page at 1,000"
LIMIT = 1.5
SMALL = 1_000
PAGE = "/sessions"


def measure(rows: int) -> Ratio:
    """Build both instances, then ask each for its page in turn."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = (
            signed_in(instance(Path(folder) / name, size))
            for name, size in (("large", rows), ("small", SMALL))
        )
        for client in (large, small):
            if client.get(PAGE).status_code != 200:
                raise RuntimeError(f"{PAGE} did not answer")
        return paired(lambda: large.get(PAGE), lambda: small.get(PAGE))
