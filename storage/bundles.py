"""What people took together, and which parts a filter finds. Paths name people, so they are sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Index, Table

from schemas.bundle import Bundle, from_document, to_document
from schemas.case import Part
from storage.columns import Line, Moment
from storage.engine import Disk, add_row
from storage.keys import Keys
from storage.page import Page, turn
from storage.parts import PartsShelf
from storage.rows import noun_of, only, values_of
from storage.sealing import seal, unseal
from storage.tables import cases, metadata, parts

CHINA = timezone(timedelta(hours=8))
AT_ONCE = 50

bundles = Table(
    "bundles",
    metadata,
    Column("id", Line, primary_key=True),
    Column("account", Line, nullable=False),
    Column("department", Line, nullable=False),
    Column("title", Line, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("cases", sa.Integer, nullable=False),
    Column("parts", sa.Integer, nullable=False),
    Column("files", sa.Integer, nullable=False),
    Column("bytes", sa.BigInteger, nullable=False),
    Column("sealed", sa.LargeBinary, nullable=False),
    Index("ix_bundles_account", "account", "made_at", "id"),
)


@dataclass(frozen=True)
class Choice:
    """Which parts: of one department ("" for all), one permit, one state, sent within these days."""

    department: str = ""
    permit: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Listed:
    """A bundle as it stands in a list: its sizes, and not what is in it."""

    id: str
    account: str
    title: str
    made_at: datetime
    cases: int
    parts: int
    files: int
    bytes: int


class BundlesShelf:
    def __init__(self, disk: Disk, keys: Keys, parts_shelf: PartsShelf) -> None:
        self._disk, self._keys, self._parts = disk, keys, parts_shelf

    def add(self, bundle: Bundle) -> Bundle:
        sealed = seal(to_document(bundle.entries), f"bundle:{bundle.id}", self._keys)
        values = values_of(bundle, bundles) | {"files": bundle.files, "bytes": bundle.bytes}
        with self._disk.writing() as connection:
            add_row(connection, bundles, **values, sealed=sealed)
        return bundle

    def get(self, id: str) -> Bundle:
        with self._disk.reading() as connection:
            row = only(connection, sa.select(bundles).where(bundles.c.id == id), "bundle")
        entries = from_document(unseal(row.sealed, f"bundle:{id}", self._keys))
        return noun_of(Bundle, row, entries=entries)

    def of_account(
        self, account: str, department: str, after: str | None = None, limit: int = 20
    ) -> Page[Listed]:
        """What the account made of this department's parts ("" whole cases), newest first, without entries."""
        columns = [c for c in bundles.c if c.name != "sealed"]
        mine = (bundles.c.account == account, bundles.c.department == department)
        query = sa.select(*columns).where(*mine)
        keys = (bundles.c.made_at, bundles.c.id)
        with self._disk.reading() as connection:
            return turn(connection, query, keys, _listed, after=after, limit=limit, backwards=True)

    def permits(self, department: str = "") -> tuple[tuple[str, str], ...]:
        """The permits that were ever applied for, by id and name; of one department, or of all."""
        query = sa.select(parts.c.permit, sa.func.max(parts.c.permit_name)).group_by(parts.c.permit)
        if department:
            query = query.where(parts.c.department == department)
        with self._disk.reading() as connection:
            return tuple((r[0], r[1]) for r in connection.execute(query.order_by(parts.c.permit)))

    def count(self, choice: Choice, most: int) -> int:
        """How many parts fit, counted up to `most`."""
        some = sa.select(sa.literal(1)).select_from(parts).where(*_conditions(choice)).limit(most)
        with self._disk.reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0

    def chosen(self, choice: Choice) -> Iterator[tuple[Part, str]]:
        """The parts that fit, each with the draft its evidence hangs on, by permit and then by time.

        Read a few at a time: parts carry all that was answered.
        """
        query = sa.select(parts, cases.c.draft).join(cases, parts.c.case == cases.c.id)
        query = query.where(*_conditions(choice))
        keys = (parts.c.permit, parts.c.submitted_at, parts.c.id)
        page: Page[tuple[Part, str]] = Page((), "")
        while page.after is not None:
            with self._disk.reading() as connection:
                page = turn(connection, query, keys, self._one, after=page.after, limit=AT_ONCE)
            yield from page.items

    def _one(self, row: sa.Row[Any]) -> tuple[Part, str]:
        return self._parts.read(row), row.draft


def _conditions(choice: Choice) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("department", "permit", "state"):
        if wanted := getattr(choice, name):
            yield parts.c[name] == wanted
    if choice.since:
        yield parts.c.submitted_at >= _midnight(choice.since)
    if choice.until:
        yield parts.c.submitted_at < _midnight(choice.until + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _listed(row: sa.Row[Any]) -> Listed:
    return noun_of(Listed, row)
