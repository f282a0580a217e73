"""Run the console script in this process and see what a shell would see."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tracker import cli, clock


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`run("assess", "-", stdin="...")`, in an instance folder that does not exist yet."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("TRACKER_DEBUG", raising=False)

    def ran(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        today = clock.today()
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        # A command that opens an instance takes the calendar of that instance.
        clock.fix_today(today)
        out, err = capsys.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return ran


@pytest.fixture
def instance(run: Run, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same, on an instance whose database is up to date and empty."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(fresh_app.config["TRACKER"].instance))
    monkeypatch.setenv("DATABASE_URL", fresh_app.config["SQLALCHEMY_DATABASE_URI"])
    return run
