"""The components' stylesheet loses what belongs to GOV.UK alone, and nothing unexpected is ever unpacked."""

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tracker import assets

STYLESHEET = (
    '@charset "UTF-8";.govuk-link{font-family:GDS Transport,arial,sans-serif;color:red}'
    "/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. All rights reserved. */"
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2) format("woff2")}'
    ".logo:before{content:'';background-image:url(/assets/images/govuk-crest.svg);padding-top:1px}"
    ".logo:before{-webkit-mask-image:url(/assets/images/govuk-crest.svg);mask-image:url(/assets/images/govuk-crest.svg)}"
    "/*# sourceMappingURL=govuk-frontend.min.css.map */"
)


def test_the_font_and_the_crest_go_and_the_rest_stays() -> None:
    assert assets.without_identity(STYLESHEET) == (
        '@charset "UTF-8";.govuk-link{font-family:Arial,Helvetica,sans-serif;color:red}'
        ".logo:before{content:'';padding-top:1px}"
        ".logo:before{}"
    )


@pytest.mark.parametrize("left", ["body{background:url(/other.png)}", "body{font-family:GDS Other}"])
def test_a_trace_that_is_not_known_stops_the_set_up(left: str) -> None:
    with pytest.raises(assets.AssetsMissing, match="is left in the stylesheet"):
        assets.without_identity(STYLESHEET + left)


def npm_that_packs(content: bytes, archive_name: str) -> Any:
    """A stand-in for running npm: writes an archive holding the stylesheet alone."""

    def run(command: list[str], **_: Any) -> None:
        folder = Path(command[command.index("--pack-destination") + 1])
        with tarfile.open(folder / archive_name, "w:gz") as archive:
            member = tarfile.TarInfo(f"package/dist/govuk/{assets.STYLESHEET}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))

    return run


def test_a_package_with_another_hash_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = f"govuk-frontend-{assets.VERSION}.tgz"
    monkeypatch.setattr(subprocess, "run", npm_that_packs(b"body{}", archive))
    monkeypatch.setattr(assets, "_npm", lambda _folder: ["npm"])
    with pytest.raises(assets.AssetsMissing, match="sha512 differs"):
        assets.fetch(tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_no_network_is_one_line_that_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(command: list[str], **_: Any) -> None:
        raise subprocess.CalledProcessError(1, command, stderr="no such host\n")

    monkeypatch.setattr(subprocess, "run", fail)
    monkeypatch.setattr(assets, "ready", lambda: False)
    assert assets.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "no such host" in said
    assert "./dev assets" in said


def test_what_is_there_in_the_right_version_is_not_fetched_again(tmp_path: Path) -> None:
    assert not assets.ready(tmp_path)
    (tmp_path / "version").write_text("0.0.1\n")
    assert not assets.ready(tmp_path)
    (tmp_path / "version").write_text(assets.VERSION + "\n")
    assert assets.ready(tmp_path)
