"""Every command has its help; what goes wrong is one sentence, never a trace of the program."""

import pytest

from tests.cli.conftest import Run
from tracker import cli, rules


@pytest.mark.parametrize("command", [(), ("rules",), *((name,) for name in cli.tracker.list_commands(None))])  # type: ignore[arg-type]
def test_every_command_has_its_help(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert ran.code == 0
    assert "Usage: tracker" in ran.out


def test_a_command_that_does_not_exist_exits_2(run: Run) -> None:
    ran = run("polish")
    assert ran.code == 2
    assert "No such command" in ran.err


def test_an_option_that_does_not_exist_exits_2(run: Run) -> None:
    assert run("assess", "--loudly", "-").code == 2


def test_a_fault_of_the_program_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(overlay: object) -> None:
        raise KeyError("where")

    monkeypatch.setattr(rules, "load", broken)
    ran = run("rules", "list")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "Something went wrong" in ran.err


def test_a_developer_may_ask_for_the_trace(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "load", lambda overlay: {}["where"])
    monkeypatch.setenv("TRACKER_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["rules", "list"])
