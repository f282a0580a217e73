"""What an instance is told from outside: its folder, its database, its keys.

Everything that an administrator may change from a screen lives in the database
(`tracker.accounts.models.Organisation`); this file holds only what must be known before one opens.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DEMO_MARK = "demo.mark"


class SettingsError(Exception):
    """The instance cannot start; the message names the setting and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One instance's settings. Absent optional values have defaults fit for a real organisation."""

    instance: Path
    database_url: str
    secret_key: str
    bank_keys: tuple[str, ...]
    lookup_key: str
    testing: bool = False
    demo: bool = False
    today: date | None = None
    secure_cookies: bool = False

    def __post_init__(self) -> None:
        if self.today is not None and not (self.demo or self.testing):
            raise SettingsError(
                "TRACKER_TODAY may only be set for a demo or a test: unset it and start again."
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the instance that TRACKER_INSTANCE and DATABASE_URL name."""
        instance = Path(environment.get("TRACKER_INSTANCE", CHECKOUT / "instance")).resolve()
        url = environment.get("DATABASE_URL") or f"sqlite:///{instance / 'tracker.sqlite'}"
        return cls.for_instance(
            instance,
            database_url=url.replace("postgresql://", "postgresql+psycopg://", 1),
            today=environment.get("TRACKER_TODAY"),
            secure_cookies=environment.get("TRACKER_SECURE_COOKIES", "") == "1",
        )

    @classmethod
    def for_instance(
        cls, instance: Path, *, database_url: str, today: str | None = None, secure_cookies: bool = False
    ) -> Settings:
        """The settings of a folder, whose keys are made the first time it is opened."""
        keys = instance / "keys"
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(
            instance=instance,
            database_url=database_url,
            secret_key=_key(keys / "sessions.key"),
            bank_keys=tuple(_key(keys / "bank.key", fernet=True).split()),
            lookup_key=_key(keys / "lookup.key"),
            demo=(instance / DEMO_MARK).exists(),
            today=_date(today),
            secure_cookies=secure_cookies,
        )


def _date(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError("TRACKER_TODAY must be a date like 2026-11-23.") from None


def _key(path: Path, *, fernet: bool = False) -> str:
    """The key in a file; a new one is written, readable by its owner only, where there is none."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = _fernet_key() if fernet else secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key + "\n")
    return key


def _fernet_key() -> str:
    from cryptography.fernet import Fernet  # noqa: PLC0415 - only a first start needs it

    return Fernet.generate_key().decode()
