"""What the search for contradictions found in a basket of versions: searched once, known to every process."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Table

from storage.columns import Document, Line
from storage.engine import Disk
from storage.tables import metadata

findings = Table(
    "findings",
    metadata,
    Column("key", Line, primary_key=True),
    Column("conflicts", Document, nullable=False),
)


class FindingsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def find(self, key: str) -> list[Any] | None:
        """The conflicts kept under this key; None when nobody searched yet."""
        query = sa.select(findings.c.conflicts).where(findings.c.key == key)
        with self._disk.reading() as connection:
            found: list[Any] | None = connection.execute(query).scalar()
        return found

    def set(self, key: str, conflicts: Sequence[Any]) -> None:
        """Keep what was found; a second search of the same finds the same."""
        insert = self._disk.insert(findings).values(key=key, conflicts=list(conflicts))
        with self._disk.writing() as connection:
            connection.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
