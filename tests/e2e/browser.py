"""The real browser of the journeys: the machine's Chromium, without its windows if it has that, or else the
browser test tool's own.

Run as a program it says in one line why no browser can be driven here, if none can.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# Root has no sandbox to use; the rest keeps the browser from calling its maker.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PACKAGES = "the packages chromium-headless-shell (or chromium) and libatomic1"


def executable() -> str | None:
    """Where the machine's Chromium is, if it has one."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def browser() -> Iterator[Browser]:
    """A running browser, closed when the block ends."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


def main() -> int:
    """Start the browser and stop it again."""
    try:
        with browser():
            return 0
    except Exception as error:  # noqa: BLE001 - the tool raises its own, the system's and bare ones
        said = str(error).strip().splitlines() or ["it did not start"]
        sys.stdout.write(f"no browser to drive: install {PACKAGES} ({said[0]})\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
