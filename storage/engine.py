"""One database by URL, SQLite or PostgreSQL; transactions that join; the way to the newest tables."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from storage.errors import Taken

# The newest revision in migrations/versions; a test compares.
HEAD = "0110"
_MIGRATION_LOCK = 7_301_001
_BUSY_SECONDS = 30
# Parameters may be personal: they stay out of error messages, and so out of logs.
_POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 10, "hide_parameters": True}


@dataclass
class _Open:
    connection: sa.Connection
    before_commit: list[Callable[[sa.Connection], None]] = field(default_factory=list)


class Disk:
    """A database and the transaction this thread is in, if any."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._open: ContextVar[_Open | None] = ContextVar("open transaction", default=None)
        self._reading: ContextVar[sa.Connection | None] = ContextVar("open reading", default=None)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """The open transaction, or a new one that commits at the end of the block. On SQLite it takes
        the write lock at once, so what it reads is what it changes."""
        current = self._open.get()
        if current:
            yield current.connection
            return
        with self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            opened = _Open(connection)
            with connection.begin(), self._opened(opened):
                yield connection
                for act in opened.before_commit:
                    act(connection)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """The open transaction if there is one, so it sees its own writes; else one only for reading,
        which sees one moment of the database however many questions it asks."""
        current, reading = self._open.get(), self._reading.get()
        if current or reading:
            yield current.connection if current else reading  # type: ignore[misc]
            return
        with self.engine.connect() as plain:
            connection = plain.execution_options(**self._read_options)
            token = self._reading.set(connection)
            try:
                with connection.begin():
                    yield connection
            finally:
                self._reading.reset(token)

    @contextmanager
    def _opened(self, opened: _Open) -> Iterator[None]:
        token = self._open.set(opened)
        try:
            yield
        finally:
            self._open.reset(token)

    @property
    def is_writing(self) -> bool:
        return self._open.get() is not None

    def before_commit(self, act: Callable[[sa.Connection], None]) -> None:
        """Run `act` as the last thing of the open transaction: for rows everyone must lock."""
        current = self._open.get()
        if current is None:
            raise RuntimeError("There is no open transaction.")
        current.before_commit.append(act)

    def insert(self, table: sa.Table) -> Any:
        """An INSERT that knows ON CONFLICT, which both databases have and the general one lacks."""
        dialect = postgresql if self.engine.dialect.name == "postgresql" else sqlite
        return dialect.insert(table)

    @property
    def _read_options(self) -> dict[str, Any]:
        if self.engine.dialect.name == "postgresql":
            return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return {}

    def close(self) -> None:
        self.engine.dispose()


def add_row(connection: sa.Connection, table: sa.Table, **values: Any) -> None:
    """Insert one row; Taken if a unique value is in use. The transaction stays usable."""
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(table).values(**values))
    except IntegrityError as error:
        if _is_clash(error):
            raise Taken(f"{table.name}: {error.orig}".splitlines()[0]) from None
        raise


def migrate(url: str) -> None:
    """Bring the database to the newest tables. Many processes may start at once: one does the work."""
    _make_folder(url)
    disk = Disk(url)
    try:
        if _revision(disk) != HEAD:
            _upgrade(disk)
    finally:
        disk.close()


def _upgrade(disk: Disk) -> None:
    from alembic import command  # costs a fifth of a second, wanted only when tables are old
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with disk.writing() as connection:
        if disk.engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(disk: Disk) -> str | None:
    with disk.reading() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _engine(url: str) -> sa.Engine:
    if make_url(url).get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, **_POOL)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return sa.create_engine(url, pool_pre_ping=True, **_POOL)


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver must not begin: _begin_sqlite says how
    connection.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _write_ahead(connection: Any) -> None:
    """A new file becomes a write-ahead one. SQLite does not wait for another process that is just doing
    that, whatever busy_timeout says, but refuses at once."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_folder(url: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


def _is_clash(error: IntegrityError) -> bool:
    return getattr(error.orig, "sqlstate", None) == "23505" or "UNIQUE" in str(error.orig)
