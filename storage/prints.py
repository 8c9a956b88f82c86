"""Which letters and blank forms are printed: a key, and the digest of the file."""

import sqlalchemy as sa
from sqlalchemy import Column, Table

from storage.columns import Line
from storage.engine import Disk
from storage.tables import metadata

prints = Table(
    "prints",
    metadata,
    Column("key", Line, primary_key=True),
    Column("sha256", Line, nullable=False),
)


class PrintsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def find(self, key: str) -> str | None:
        """The digest of what was printed under this key; None when nothing was yet."""
        query = sa.select(prints.c.sha256).where(prints.c.key == key)
        with self._disk.reading() as connection:
            return connection.execute(query).scalar()

    def set(self, key: str, sha256: str) -> None:
        """Name what was printed; the first print counts, a second of the same is the same."""
        insert = self._disk.insert(prints).values(key=key, sha256=sha256)
        with self._disk.writing() as connection:
            connection.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
