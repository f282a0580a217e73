"""The database: one declarative base, this house's column types, and SQLite made honest.

Money columns hold integer pence and return `Money` (their SUM too); instants are stored in UTC and
refused without a zone; ids are random so that a URL says nothing about how many records there are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    event,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from tracker.money import Money

# An execution option on the connection: this transaction will write, so take SQLite's lock at its start.
WRITES = "tracker_writes"


class Base(DeclarativeBase):
    """Every table's base; constraint names follow one pattern, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(metadata=Base.metadata)

# SQLite fills only a column typed INTEGER as its row id.
Identity = BigInteger().with_variant(Integer, "sqlite")


def random_id() -> int:
    """A random record id of 62 bits: two in a million million records meet once in millennia."""
    return int.from_bytes(os.urandom(8)) >> 2 | 1


class HasId:
    """A record with a random id, which is what its URL shows."""

    id: Mapped[int] = mapped_column(Identity, primary_key=True, autoincrement=False, default=random_id)


class Versioned:
    """An editable record: each save moves `version` on, and a form that echoes an old one is stale."""

    version: Mapped[int] = mapped_column(Integer, default=1, nullable=False)


class Pence(TypeDecorator[Money]):
    """Money as integer pence; refuses anything but Money."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Money):
            raise TypeError(f"a money column takes Money, not {type(value).__name__}")
        return value.pence

    def process_result_value(self, value: Any, dialect: Dialect) -> Money | None:
        # PostgreSQL's SUM over BIGINT is NUMERIC; it is whole all the same.
        return None if value is None else Money(int(value))


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored without zone in UTC on both databases, and always returned with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class JsonText(TypeDecorator[Any]):
    """A frozen JSON document as canonical text: the same document is the same bytes on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Sealed(TypeDecorator[str]):
    """Text encrypted at rest with the instance's keys; the first key writes, every key reads."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _cipher().encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _cipher().decrypt(bytes(value)).decode()


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in current_app.config["TRACKER"].bank_keys])


def canonical_json(value: Any) -> str:
    """One text for one document: sorted keys, no spaces, no escapes for letters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def within(column: Any, projects: Collection[int] | None) -> ColumnElement[bool]:
    """Whether a column's project is in a viewer's scope; None is every project."""
    return true() if projects is None else column.in_(sorted(projects))


def choice(kind: type[StrEnum]) -> Enum:
    """A column holding one of an enum's values as text, with a CHECK, alike on both databases."""
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).strip(
        "_"
    )
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    """WAL, foreign keys and a patient lock; transactions are opened by us, not by the driver."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "busy_timeout=15000", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    # At most so many KiB: within two megabytes, what is written at once goes to disk and comes back.
    connection.execute("PRAGMA cache_size=-32000")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: a reader that turns writer half-way would be refused it."""
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
