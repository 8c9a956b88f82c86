"""How often something may be done: one counter a key, shared by every process."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.engine import Disk
from storage.tables import limits


class LimitsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def hit(self, key: str, *, limit: int, seconds: int, now: datetime) -> bool:
        """Count one try under `key`; False once more than `limit` came within one window of `seconds`.

        Call it outside a transaction that may roll back, or the try is forgotten with it.
        """
        over = limits.c.ends <= now
        insert = self._disk.insert(limits).values(
            key=key, ends=now + timedelta(seconds=seconds), hits=1
        )
        count = insert.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "hits": sa.case((over, 1), else_=limits.c.hits + 1),
                "ends": sa.case((over, insert.excluded.ends), else_=limits.c.ends),
            },
        ).returning(limits.c.hits)
        with self._disk.writing() as connection:
            return connection.execute(count).scalar_one() <= limit

    def clear(self, key: str) -> None:
        """Forget the tries under `key`, as after a right password."""
        with self._disk.writing() as connection:
            connection.execute(sa.delete(limits).where(limits.c.key == key))

    def sweep(self, now: datetime) -> int:
        """Remove windows that are over; how many."""
        with self._disk.writing() as connection:
            return connection.execute(sa.delete(limits).where(limits.c.ends <= now)).rowcount
