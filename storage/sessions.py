"""Signed-in browsers. A session ends by itself, and at once when its account is suspended."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from schemas.user import STAFF, Account, Session
from storage.engine import Disk, add_row
from storage.rows import noun_of, only
from storage.tables import accounts, sessions

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=30)
NEWS = timedelta(minutes=1)
IDLE_STAFF = timedelta(minutes=15)


class SessionsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def open(self, account_id: str, token_hash: str, csrf: str, now: datetime) -> Session:
        with self._disk.writing() as connection:
            add_row(
                connection,
                sessions,
                token_hash=token_hash,
                account=account_id,
                csrf=csrf,
                created_at=now,
                seen_at=now,
            )
            return _session(only(connection, _by_token(token_hash), "session"))

    def get(self, token_hash: str, now: datetime) -> Session:
        """The session and its account; NotFound when it was closed, is too old or idle, or the
        account is suspended."""
        query = _by_token(token_hash).where(
            accounts.c.suspended.is_(False),
            sessions.c.created_at > now - LONGEST,
            sessions.c.seen_at > _idle_since(now),
        )
        with self._disk.reading() as connection:
            return _session(only(connection, query, "session"))

    def touch(self, token_hash: str, now: datetime) -> None:
        """The browser was here `now`. Within a minute of the last time nothing is written."""
        stale = sa.and_(_is(token_hash), sessions.c.seen_at <= now - NEWS)
        with self._disk.reading() as connection:
            if not connection.execute(sa.select(sessions.c.csrf).where(stale)).first():
                return
        self._write(sa.update(sessions).where(stale).values(seen_at=now))

    def of_account(self, account_id: str, now: datetime) -> tuple[Session, ...]:
        """The account's sessions that still hold, latest first."""
        query = _joined().where(
            sessions.c.account == account_id,
            sessions.c.created_at > now - LONGEST,
            sessions.c.seen_at > _idle_since(now),
        )
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(sessions.c.seen_at.desc())).all()
        return tuple(_session(row) for row in rows)

    def close(self, token_hash: str) -> None:
        self._write(sa.delete(sessions).where(_is(token_hash)))

    def close_all(self, account_id: str, *, keep: str | None = None) -> None:
        """End every session of the account, but for the token hash `keep`."""
        closing = sa.delete(sessions).where(sessions.c.account == account_id)
        self._write(closing.where(sessions.c.token_hash != keep) if keep else closing)

    def sweep(self, now: datetime) -> int:
        """Remove sessions that are over; how many."""
        return self._write(sa.delete(sessions).where(sessions.c.created_at <= now - LONGEST))

    def _write(self, statement: Any) -> int:
        with self._disk.writing() as connection:
            return connection.execute(statement).rowcount


def _idle_since(now: datetime) -> sa.ColumnElement[Any]:
    kept = sessions.c.seen_at.type
    staff, others = sa.literal(now - IDLE_STAFF, kept), sa.literal(now - IDLE, kept)
    return sa.case((accounts.c.role.in_(sorted(STAFF)), staff), else_=others)


def _is(token_hash: str) -> sa.ColumnElement[bool]:
    return sessions.c.token_hash == token_hash


def _joined() -> sa.Select[Any]:
    both = sessions.join(accounts, accounts.c.id == sessions.c.account)
    own = [c for c in accounts.c if c.name != "password_hash"]
    times = (
        sessions.c.token_hash,
        sessions.c.csrf,
        sessions.c.created_at.label("opened_at"),
        sessions.c.seen_at,
    )
    return sa.select(*own, *times).select_from(both)


def _by_token(token_hash: str) -> sa.Select[Any]:
    return _joined().where(_is(token_hash))


def _session(row: sa.Row[Any]) -> Session:
    account = noun_of(Account, row)
    return Session(row.token_hash, account, row.csrf, row.opened_at, row.seen_at)
