"""The name of a file that somebody sent is kept as they know it, and is harmless."""

import pytest
from werkzeug.datastructures import FileStorage

from tracker.web.uploads import LONGEST, name_of


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Übersicht 2026 – März.xlsx", "Übersicht 2026 – März.xlsx"),
        ("the panel's.csv", "the panel's.csv"),
        ("C:\\Users\\Ann\\list.csv", "list.csv"),
        ("../../etc/passwd", "passwd"),
        ("two\r\nlines.csv", "two lines.csv"),
        ("hid\u202eden.csv", "hid den.csv"),
        ("bro\x00ken.csv", "bro ken.csv"),
        ("Cafe\u0301.csv", "Café.csv"),
        ("folder/", "file"),
        ("", "file"),
        (None, "file"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_folders_and_unseen_signs(sent: str | None, kept: str) -> None:
    assert name_of(FileStorage(filename=sent)) == kept


def test_of_a_long_name_the_ending_is_kept() -> None:
    kept = name_of(FileStorage(filename="a" * 500 + ".xlsx"))
    assert len(kept) == LONGEST
    assert kept.endswith(".xlsx")
