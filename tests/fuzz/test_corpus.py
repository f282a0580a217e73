"""Every file of the corpus, as it is and changed a little, is read or refused in a sentence."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.mutating import mutated
from tests.fuzz.reading import take_in

FILES = sorted((Path(__file__).parent / "corpus").iterdir())
PLAIN = [path.read_bytes() for path in FILES if path.suffix == ".csv"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_corpus_is_read(path: Path) -> None:
    assert take_in(path.read_bytes(), path.name, Random(1)) != "refused"


def test_a_changed_file_is_read_or_refused() -> None:
    random = Random(20261123)
    ended = {take_in(mutated(random.choice(PLAIN), PLAIN, random), "changed.csv", random) for _ in range(150)}
    assert {"refused", "1 understood"} <= ended
