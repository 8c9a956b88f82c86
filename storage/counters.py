"""Numbers that are given out once: the row of the counter is locked until the transaction ends."""

from datetime import datetime, timedelta, timezone

import sqlalchemy as sa

from storage.engine import Disk
from storage.tables import counters

# Without 0, O, 1 and I, which people mistake for one another on the telephone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BEIJING = timezone(timedelta(hours=8))
_SHORTEST = 4


def count_up(disk: Disk, connection: sa.Connection, name: str) -> int:
    """1, 2, 3 …: no gap and no repeat, since a transaction that fails gives its number back."""
    insert = disk.insert(counters).values(name=name, value=1)
    step = insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": counters.c.value + 1}
    ).returning(counters.c.value)
    return connection.execute(step).scalar_one()


def case_number(now: datetime, count: int) -> str:
    """The `count`-th case of the day in Beijing, as "20261123-8K4M"."""
    return f"{now.astimezone(BEIJING):%Y%m%d}-{scrambled(count - 1)}"


def scrambled(count: int) -> str:
    """Four characters for the first 1,048,576 counts, five for the next 33 million, and so on; each
    count has its own, and neighbours look unlike, so a slip of the finger finds nothing."""
    length = _SHORTEST
    while count >= 32**length:
        count -= 32**length
        length += 1
    return "".join(ALPHABET[(_mixed(count, 5 * length) >> 5 * n) & 31] for n in range(length))


def _mixed(count: int, bits: int) -> int:
    """A permutation of the numbers below 2**bits: odd factors and shifted xors can be undone."""
    mask = (1 << bits) - 1
    for factor in (0x9E3779B1, 0x85EBCA77):
        count = count * factor + 0x2545F491 & mask
        count ^= count >> bits // 2
    return count
