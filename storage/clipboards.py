"""Clipboards: what each person has put aside from one form to paste into another, until the next time."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.engine import Disk
from storage.tables import clipboards


class ClipboardsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def get(self, account: str) -> dict[str, Any] | None:
        """What this person put aside last, None when nothing."""
        query = sa.select(clipboards.c.body).where(clipboards.c.account == account)
        with self._disk.reading() as connection:
            found: dict[str, Any] | None = connection.execute(query).scalar()
        return found

    def put(self, account: str, body: dict[str, Any], *, now: datetime) -> None:
        """Put this aside instead of what was there."""
        values = {"at": now, "body": body}
        insert = self._disk.insert(clipboards).values(account=account, **values)
        with self._disk.writing() as connection:
            connection.execute(
                insert.on_conflict_do_update(index_elements=["account"], set_=values)
            )
