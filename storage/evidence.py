"""Which uploaded file answers which question of which draft; the bytes are in the file store.

The name is sealed: people name their scans after themselves and their identity numbers.
"""

from typing import Any

import sqlalchemy as sa

from schemas.case import Evidence
from storage.engine import Disk, add_row
from storage.keys import Keys
from storage.rows import noun_of, only, values_of
from storage.sealing import seal, unseal
from storage.tables import evidence


class EvidenceShelf:
    def __init__(self, disk: Disk, keys: Keys) -> None:
        self._disk, self._keys = disk, keys

    def add(self, piece: Evidence) -> Evidence:
        sealed = seal(piece.name, f"evidence:{piece.id}", self._keys)
        with self._disk.writing() as connection:
            add_row(connection, evidence, **values_of(piece, evidence), sealed=sealed)
        return piece

    def get(self, id: str) -> Evidence:
        return self._one(evidence.c.id == id)

    def by_sha(self, draft: str, sha256: str) -> Evidence:
        """The draft's file with these contents: an answer to a material question names files so."""
        return self._one(evidence.c.draft == draft, evidence.c.sha256 == sha256)

    def of_draft(self, draft: str) -> tuple[Evidence, ...]:
        """All files of a draft, in the order they came."""
        query = sa.select(evidence).where(evidence.c.draft == draft)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(evidence.c.created_at, evidence.c.id)).all()
        return tuple(self._evidence(row) for row in rows)

    def remove(self, id: str) -> None:
        """Forget the row; the bytes stay, since another draft may hold the same contents."""
        with self._disk.writing() as connection:
            connection.execute(sa.delete(evidence).where(evidence.c.id == id))

    def _one(self, *which: sa.ColumnElement[bool]) -> Evidence:
        query: sa.Select[Any] = sa.select(evidence).where(*which).order_by(evidence.c.created_at)
        with self._disk.reading() as connection:
            return self._evidence(only(connection, query, "file"))

    def _evidence(self, row: sa.Row[Any]) -> Evidence:
        return noun_of(Evidence, row, name=unseal(row.sealed, f"evidence:{row.id}", self._keys))
