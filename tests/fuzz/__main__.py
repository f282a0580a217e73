"""Change the files of the corpus and read them, for so many minutes; keep whatever is not read or refused."""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random, SystemRandom

from tests.fuzz.mutating import mutated
from tests.fuzz.reading import take_in

CORPUS = Path(__file__).parent / "corpus"
FOUND = Path("instance") / "fuzz"
MOST_MEMORY = 3 * 1024**3
MOST_SECONDS = 30
SAID_EVERY = 60


def main() -> int:
    """Run; 1 where anything was found."""
    arguments = argparse.ArgumentParser(prog="./dev fuzz", description=__doc__)
    arguments.add_argument("minutes", type=float, nargs="?", default=10)
    arguments.add_argument("--seed", type=int, help="to do the same again")
    asked = arguments.parse_args()
    seed = SystemRandom().randrange(10**9) if asked.seed is None else asked.seed
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    faulthandler.enable()
    signal.signal(signal.SIGALRM, _too_slow)
    print(f"Seed {seed}.", flush=True)
    faults = _run(Random(seed), asked.minutes * 60)
    return 1 if faults else 0


def _run(random: Random, seconds: float) -> int:
    files = {path: path.read_bytes() for path in sorted(CORPUS.iterdir())}
    ended: Counter[str] = Counter()
    faults: set[str] = set()
    begun = said = time.monotonic()
    while time.monotonic() - begun < seconds:
        path = random.choices(list(files), [_share(path) for path in files])[0]
        content = mutated(files[path], list(files.values()), random)
        name = path.name if random.random() < 0.9 else random.choice(list(files)).name
        fault = _fault(content, name, random, ended)
        if fault and fault not in faults:
            faults.add(fault)
            _keep(content, path, fault)
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            print(f"{sum(ended.values()):,} files, {len(faults)} kinds of fault.", flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{sum(ended.values()):,} files: {dict(ended.most_common())}.")
    print(f"At most {most} MB. {len(faults)} kinds of fault.")
    return len(faults)


def _share(path: Path) -> int:
    """How often a file is taken: a workbook is read in a process of its own, which takes its time."""
    return 5 if path.suffix == ".csv" else 2


def _fault(content: bytes, name: str, random: Random, ended: Counter[str]) -> str | None:
    """Where a file broke something; None where it was read or refused."""
    signal.alarm(MOST_SECONDS)
    try:
        ended[take_in(content, name, random)] += 1
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        ended["faults"] += 1
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})"
    finally:
        signal.alarm(0)
    return None


def _too_slow(_number: int, _frame: object) -> None:
    raise TimeoutError(f"more than {MOST_SECONDS} seconds")


def _keep(content: bytes, path: Path, fault: str) -> None:
    FOUND.mkdir(parents=True, exist_ok=True)
    kept = FOUND / f"{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
    kept.write_bytes(content)
    print(f"{kept}: {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
