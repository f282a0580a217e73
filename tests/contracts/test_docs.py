"""Pages about the code name files that exist, so that they cannot quietly grow old."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
# Made when an instance, a run or a set-up makes it.
NOT_KEPT = ("instance", "e2e-failures")


def named_files(text: str) -> set[str]:
    """What a page puts between backticks that looks like a file or folder, and where its links lead."""
    quoted = re.findall(r"`(?:\./)?([\w.-]+(?:/[\w.*-]+)*/?)`", text)
    files = {name for name in quoted if "/" in name or name.endswith((".py", ".md", ".toml", ".txt"))}
    return files | {link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not link.startswith("http")}


def exists(name: str, page: Path) -> bool:
    asked = name.rstrip("/")
    found = any(list(place.glob(asked)) for place in (page.parent, ROOT, ROOT / "tracker"))
    return found or name.startswith(NOT_KEPT) or any((ROOT / "tracker").glob(f"*/{asked}"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_files_that_exist(page: Path) -> None:
    named = named_files(page.read_text(encoding="utf-8"))
    assert sorted(name for name in named if not exists(name, page)) == []


def test_the_map_shows_every_package() -> None:
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    packages = [init.parent.name for init in ROOT.glob("tracker/*/__init__.py")]
    assert sorted(name for name in packages if f"`{name}/`" not in text) == []


def test_every_command_of_dev_is_in_its_help() -> None:
    script = (ROOT / "dev").read_text(encoding="utf-8")
    dispatch = script[script.index("case $command in") :]
    arms = re.findall(r"^    ([a-z |-]+)\)$", dispatch, re.MULTILINE)
    commands = {name for arm in arms for name in arm.split(" | ")}
    assert len(commands) > 5
    assert sorted(name for name in commands if f"\n./dev {name}" not in script) == []
