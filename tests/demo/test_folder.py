"""A demo lives in its own folder, and never empties anybody else's."""

from pathlib import Path

import pytest

from tracker.demo import folder
from tracker.errors import Refused
from tracker.settings import DEMO_MARK


def test_without_a_folder_named_it_lives_inside_the_instance(tmp_path: Path) -> None:
    settings = folder.prepared(None, {"TRACKER_INSTANCE": str(tmp_path)})
    assert settings.instance == tmp_path / "demo"
    assert settings.database_url == f"sqlite:///{tmp_path}/demo/tracker.sqlite"
    assert settings.demo


def test_an_empty_or_a_new_folder_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new/inside"):
        assert folder.prepared(str(tmp_path / name), {}).instance == tmp_path / name


def test_it_refuses_while_a_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="DATABASE_URL"):
        folder.prepared(str(tmp_path), {"DATABASE_URL": "postgresql://real"})
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_demo_gives_way_with_its_keys(tmp_path: Path) -> None:
    first = folder.prepared(str(tmp_path), {})
    (tmp_path / "tracker.sqlite").write_text("old")
    (tmp_path / "tracker.sqlite-wal").write_text("old")
    second = folder.prepared(str(tmp_path), {})
    assert second.secret_key != first.secret_key
    assert sorted(path.name for path in tmp_path.iterdir()) == [DEMO_MARK, "keys"]


@pytest.mark.parametrize("marked", [True, False])
def test_a_folder_with_anything_of_somebody_elses_is_left_alone(tmp_path: Path, *, marked: bool) -> None:
    if marked:
        folder.prepared(str(tmp_path), {})
    kept = tmp_path / "thesis.odt"
    kept.write_text("years of work")
    with pytest.raises(Refused, match="name an empty folder"):
        folder.prepared(str(tmp_path), {})
    assert kept.read_text() == "years of work"


def test_a_real_instance_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "tracker.sqlite").write_text("real people")
    with pytest.raises(Refused, match="not empty"):
        folder.prepared(str(tmp_path), {})
    assert (tmp_path / "tracker.sqlite").read_text() == "real people"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(Refused, match="is a file"):
        folder.prepared(str(file), {})
