"""Where a demo may live: `demo/` in the instance folder, or an empty folder that somebody names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tracker.errors import Refused
from tracker.settings import CHECKOUT, DEMO_MARK, Settings

_DATABASE = "tracker.sqlite"
# All that an instance writes into its folder. A demo is renewed only where there is nothing beside these.
_OURS = frozenset({DEMO_MARK, "keys", "rules", "bell.sqlite", _DATABASE})
_MARK_TEXT = "This folder is a demo: `tracker demo` may empty it and fill it again at any time.\n"


def prepared(into: str | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a demo folder, emptied of an earlier demo. Raises Refused for any other folder."""
    if environment.get("DATABASE_URL"):
        raise Refused("DATABASE_URL is set, and a demo never goes into a real database: unset it first.")
    instance = Path(environment.get("TRACKER_INSTANCE") or CHECKOUT / "instance")
    folder = (Path(into) if into else instance / "demo").resolve()
    _empty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DEMO_MARK).write_text(_MARK_TEXT, encoding="utf-8")
    return Settings.for_instance(
        folder,
        database_url=f"sqlite:///{folder / _DATABASE}",
        today=environment.get("TRACKER_TODAY"),
    )


def _empty(folder: Path) -> None:
    """Take an earlier demo away; anything else in the folder is somebody's, and refuses."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file: name a folder for the demo.")
    found = list(folder.iterdir()) if folder.is_dir() else []
    if not found:
        return
    if not (folder / DEMO_MARK).is_file() or any(not _is_ours(path.name) for path in found):
        raise Refused(f"{folder} is not empty and not just a demo: name an empty folder with --into.")
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _is_ours(name: str) -> bool:
    return name.removesuffix("-wal").removesuffix("-shm") in _OURS
