"""Published versions: what applicants are asked. A row is never changed and never removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from storage.columns import to_json
from storage.engine import Disk, add_row
from storage.rows import noun_of, only
from storage.tables import published, published_heads

KINDS = ("permit", "scenario", "dictionary")


@dataclass(frozen=True)
class Version:
    """`id` is the SHA-256 of the document, so equal documents are the same version; `number` counts
    from 1 for each (kind, name)."""

    id: str
    kind: str
    name: str
    department: str
    number: int
    document: dict[str, Any]
    published_at: datetime
    published_by: str
    note: str


def digest(kind: str, name: str, document: Mapping[str, Any]) -> str:
    """SHA-256 in hex of what `document` says about (kind, name). The order of keys counts: it is the
    order of a form's questions."""
    return sha256(to_json([kind, name, document]).encode()).hexdigest()


class PublishedShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add(
        self,
        kind: str,
        name: str,
        department: str,
        document: Mapping[str, Any],
        *,
        author: str,
        now: datetime,
        note: str = "",
    ) -> Version:
        """Make `document` the latest version of (kind, name). A document published before is not kept
        twice: its version becomes the latest again."""
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not a kind of published document.")
        id = digest(kind, name, document)
        with self._disk.writing() as connection:
            self._lock(connection, kind, name)
            if not connection.execute(_by_id(id)).first():
                add_row(
                    connection,
                    published,
                    id=id,
                    kind=kind,
                    name=name,
                    department=department,
                    number=_next_number(connection, kind, name),
                    document=document,
                    published_at=now,
                    published_by=author,
                    note=note,
                )
            self._point(connection, kind, name, id)
            return noun_of(Version, only(connection, _by_id(id), "version"))

    def withdraw(self, kind: str, name: str) -> None:
        """Nothing of this name is the latest any more; every version stays where it is."""
        gone = sa.delete(published_heads).where(
            published_heads.c.kind == kind, published_heads.c.name == name
        )
        with self._disk.writing() as connection:
            connection.execute(gone)

    def get(self, id: str) -> Version:
        with self._disk.reading() as connection:
            return noun_of(Version, only(connection, _by_id(id), "version"))

    def latest(self, kind: str, name: str) -> Version:
        query = _heads(kind).where(published_heads.c.name == name)
        with self._disk.reading() as connection:
            return noun_of(Version, only(connection, query, kind))

    def all_latest(self, kind: str) -> tuple[Version, ...]:
        """The latest version of every name of this kind, by name."""
        with self._disk.reading() as connection:
            rows = connection.execute(_heads(kind).order_by(published.c.name)).all()
        return tuple(noun_of(Version, row) for row in rows)

    def heads(self, kind: str) -> dict[str, str]:
        """The id of the latest version of every name of this kind: cheap, no document is read."""
        query = sa.select(published_heads.c.name, published_heads.c.version)
        query = query.where(published_heads.c.kind == kind).order_by(published_heads.c.name)
        with self._disk.reading() as connection:
            return {row.name: row.version for row in connection.execute(query)}

    def versions(self, kind: str, name: str) -> tuple[Version, ...]:
        """Every version of one name, newest first."""
        query = sa.select(published).where(published.c.kind == kind, published.c.name == name)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(published.c.number.desc())).all()
        return tuple(noun_of(Version, row) for row in rows)

    def _lock(self, connection: sa.Connection, kind: str, name: str) -> None:
        # PostgreSQL only: two publishers of one name take turns, also for its first version.
        if connection.dialect.name == "postgresql":
            turn = sa.func.hashtextextended(f"published:{kind}:{name}", 0)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(turn)))

    def _point(self, connection: sa.Connection, kind: str, name: str, id: str) -> None:
        insert = self._disk.insert(published_heads).values(kind=kind, name=name, version=id)
        connection.execute(
            insert.on_conflict_do_update(index_elements=["kind", "name"], set_={"version": id})
        )


def _by_id(id: str) -> sa.Select[Any]:
    return sa.select(published).where(published.c.id == id)


def _heads(kind: str) -> sa.Select[Any]:
    joined = published.join(published_heads, published_heads.c.version == published.c.id)
    return sa.select(published).select_from(joined).where(published_heads.c.kind == kind)


def _next_number(connection: sa.Connection, kind: str, name: str) -> int:
    same = (published.c.kind == kind, published.c.name == name)
    return (
        connection.execute(sa.select(sa.func.max(published.c.number)).where(*same)).scalar() or 0
    ) + 1
