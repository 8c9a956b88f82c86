"""Who did what: a chain in which changing, removing or inserting a row shows."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.columns import to_json, to_moment
from storage.engine import Disk
from storage.keys import Keys
from storage.page import Page, turn
from storage.rows import noun_of
from storage.tables import audit, audit_head

_BATCH = 1000


@dataclass(frozen=True)
class Record:
    """`object` names what was acted on ("part:<id>"); no personal value belongs in a record."""

    seq: int
    at: datetime
    actor: str
    action: str
    object: str
    on_behalf: str | None
    mac: str


class AuditShelf:
    def __init__(self, disk: Disk, keys: Keys) -> None:
        self._disk, self._key = disk, keys.audit

    def add(
        self, actor: str, action: str, object: str, *, on_behalf: str | None = None, now: datetime
    ) -> None:
        """Record an act in the transaction it belongs to. The row is chained as the last thing before
        the commit, since everyone takes turns at the chain's head."""
        said = {
            "at": now,
            "actor": actor,
            "action": action,
            "object": object,
            "on_behalf": on_behalf,
        }
        to_moment(now)
        with self._disk.writing():
            self._disk.before_commit(lambda connection: self._chain(connection, said))

    def verify(self, *, head: tuple[int, str] | None = None) -> int | None:
        """The first number whose row is missing, strange or altered; None when the chain holds. Give a
        `head` noted earlier to see that the chain still contains it."""
        seq, mac, noted = 0, "", head is None or head == (0, "")
        with self._disk.reading() as connection:
            kept = connection.execute(sa.select(audit_head)).one()
            while batch := self._following(connection, seq):
                for record in batch:
                    if record.seq != seq + 1 or record.mac != self._mac(mac, record):
                        return seq + 1
                    seq, mac = record.seq, record.mac
                    if head and head[0] == seq:
                        if head[1] != mac:
                            return seq
                        noted = True
        return None if noted and (kept.seq, kept.mac) == (seq, mac) else seq + 1

    def head(self) -> tuple[int, str]:
        """The last number and its code: send it elsewhere daily, and a cut-off tail shows as well."""
        with self._disk.reading() as connection:
            row = connection.execute(sa.select(audit_head)).one()
        return row.seq, row.mac

    def list(self, after: str | None = None, limit: int = 50) -> Page[Record]:
        """All records, newest first."""
        return self._page(sa.select(audit), after, limit)

    def of_object(self, object: str, after: str | None = None, limit: int = 50) -> Page[Record]:
        """What was done to one thing, newest first."""
        return self._page(sa.select(audit).where(audit.c.object == object), after, limit)

    def _page(self, query: sa.Select[Any], after: str | None, limit: int) -> Page[Record]:
        with self._disk.reading() as connection:
            return turn(
                connection, query, (audit.c.seq,), _record, after=after, limit=limit, backwards=True
            )

    def _chain(self, connection: sa.Connection, said: dict[str, Any]) -> None:
        head = connection.execute(sa.select(audit_head).with_for_update()).one()
        record = Record(seq=head.seq + 1, mac="", **said)
        mac = self._mac(head.mac, record)
        connection.execute(sa.insert(audit).values(seq=record.seq, mac=mac, **said))
        connection.execute(sa.update(audit_head).values(seq=record.seq, mac=mac))

    def _mac(self, previous: str, record: Record) -> str:
        said = (record.actor, record.action, record.object, record.on_behalf)
        text = to_json([previous, record.seq, to_moment(record.at), *said])
        return hmac.digest(self._key, text.encode(), "sha256").hex()

    def _following(self, connection: sa.Connection, seq: int) -> tuple[Record, ...]:
        query = sa.select(audit).where(audit.c.seq > seq).order_by(audit.c.seq).limit(_BATCH)
        return tuple(_record(row) for row in connection.execute(query))


def _record(row: sa.Row[Any]) -> Record:
    return noun_of(Record, row)
