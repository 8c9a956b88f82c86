"""Certificate designs: every revision of each permit's is kept; what was printed in one is printed in it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.certificate_tables import certificate_designs as designs
from storage.engine import Disk, add_row
from storage.errors import ChangedMeanwhile, Taken
from storage.rows import noun_of, only


@dataclass(frozen=True)
class KeptDesign:
    """`state` is "draft" or "in force"; of each the highest revision counts."""

    permit: str
    revision: int
    state: str
    body: Mapping[str, Any]
    author: str
    at: datetime


class DesignsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def get(self, permit: str, revision: int) -> KeptDesign:
        which = (designs.c.permit == permit, designs.c.revision == revision)
        with self._disk.reading() as connection:
            return _kept(only(connection, sa.select(designs).where(*which), "design"))

    def newest(self, permit: str, state: str | None = None) -> KeptDesign | None:
        """The last revision, of any state or of this one; None when there is none."""
        query = sa.select(designs).where(designs.c.permit == permit)
        if state:
            query = query.where(designs.c.state == state)
        with self._disk.reading() as connection:
            row = connection.execute(query.order_by(designs.c.revision.desc()).limit(1)).first()
        return _kept(row) if row else None

    def add(
        self,
        permit: str,
        body: Mapping[str, Any],
        *,
        state: str,
        expecting: int,
        author: str,
        at: datetime,
    ) -> KeptDesign:
        """A new revision after `expecting` (0: the first); ChangedMeanwhile when that is not the last."""
        made = KeptDesign(permit, expecting + 1, state, dict(body), author, at)
        with self._disk.writing() as connection:
            last = self.newest(permit)
            if (last.revision if last else 0) != expecting:
                raise ChangedMeanwhile(last.revision if last else 0)
            try:
                add_row(connection, designs, **vars(made))
            except Taken as clash:
                raise ChangedMeanwhile(expecting + 1) from clash
        return made


def _kept(row: sa.Row[Any]) -> KeptDesign:
    return noun_of(KeptDesign, row)
