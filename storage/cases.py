"""Cases: one submission, whole or not at all, and the same one when it is sent twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from schemas.case import Case, Event
from storage.counters import BEIJING, case_number, count_up
from storage.engine import Disk, add_row
from storage.keys import Keys
from storage.page import Page, turn
from storage.parts import PartsShelf, event_values
from storage.rows import noun_of, only, values_of
from storage.sealing import seal, unseal
from storage.tables import cases, events, parts


class CasesShelf:
    def __init__(self, disk: Disk, keys: Keys, parts: PartsShelf) -> None:
        self._disk, self._keys, self._parts = disk, keys, parts

    def next_number(self, now: datetime) -> str:
        """The next case number of the day, like "20261123-8K4M"; given back if the transaction fails."""
        with self._disk.writing() as connection:
            day = f"case:{now.astimezone(BEIJING):%Y%m%d}"
            return case_number(now, count_up(self._disk, connection, day))

    def add(self, case: Case, *, idempotency_key: str) -> Case:
        """Keep a case with its parts and events. If this account sent this key before, nothing is kept
        and the case of then is returned: compare ids to know, and enqueue its jobs by unique keys.

        Taken when the number or the id is in use.
        """
        with self._disk.writing() as connection:
            known = self._sent(connection, case.account, idempotency_key)
            if known:
                return self.get(known)
            return self._keep(connection, case, idempotency_key)

    def sent(self, account: str, idempotency_key: str) -> Case | None:
        """The case this account has already sent under this key, if it has."""
        with self._disk.reading() as connection:
            known = self._sent(connection, account, idempotency_key)
            return self.get(known) if known else None

    def get(self, id: str) -> Case:
        """The case with its parts and events."""
        return self._whole(cases.c.id == id)

    def by_number(self, number: str) -> Case:
        return self._whole(cases.c.number == number.strip().upper())

    def of_draft(self, draft: str) -> Case:
        """The case a draft has become."""
        return self._whole(cases.c.draft == draft)

    def of_account(self, account: str, after: str | None = None, limit: int = 50) -> Page[Case]:
        """The account's cases, newest first, with parts and without events."""
        return self._page(sa.select(cases).where(cases.c.account == account), after, limit)

    def list(self, after: str | None = None, limit: int = 50, *, title: str = "") -> Page[Case]:
        """All cases, newest first, with parts and without events: for the joint counter. `title` keeps
        those whose title contains it."""
        query = sa.select(cases)
        if title:
            query = query.where(cases.c.title.icontains(title, autoescape=True))
        return self._page(query, after, limit)

    def add_event(self, event: Event) -> None:
        """Something happened to a case that no part's change tells."""
        with self._disk.writing() as connection:
            connection.execute(sa.insert(events).values(**event_values(event)))

    def set_holder(self, id: str, holder: str) -> None:
        with self._disk.writing() as connection:
            connection.execute(sa.update(cases).where(cases.c.id == id).values(holder=holder))

    def set_answers(self, id: str, answers: Mapping[str, Any]) -> None:
        """The whole document as it stands after a correction; what the parts were given is theirs."""
        sealed = seal(dict(answers), f"case:{id}", self._keys)
        with self._disk.writing() as connection:
            connection.execute(sa.update(cases).where(cases.c.id == id).values(sealed=sealed))

    def _sent(self, connection: sa.Connection, account: str, key: str) -> str | None:
        if connection.dialect.name == "postgresql" and self._disk.is_writing:
            # The second of two simultaneous sends waits here until the first is kept.
            turn_ = sa.func.hashtextextended(f"case:{account}:{key}", 0)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(turn_)))
        same = sa.and_(cases.c.account == account, cases.c.idempotency_key == key)
        return connection.execute(sa.select(cases.c.id).where(same)).scalar()

    def _keep(self, connection: sa.Connection, case: Case, key: str) -> Case:
        sealed = seal(dict(case.answers), f"case:{case.id}", self._keys)
        values = values_of(case, cases) | {"idempotency_key": key, "sealed": sealed}
        add_row(connection, cases, **values)
        for position, part in enumerate(case.parts):
            add_row(connection, parts, **self._parts.values(part), position=position)
        for event in case.events:
            connection.execute(sa.insert(events).values(**event_values(event)))
        return replace(case, events=_events(connection, case.id))

    def _whole(self, which: sa.ColumnElement[bool]) -> Case:
        with self._disk.reading() as connection:
            row = only(connection, sa.select(cases).where(which), "case")
            return self._case(row, events=_events(connection, row.id))

    def _page(self, query: sa.Select[Any], after: str | None, limit: int) -> Page[Case]:
        keys = (cases.c.submitted_at, cases.c.id)
        with self._disk.reading() as connection:
            page = turn(
                connection, query, keys, lambda row: row, after=after, limit=limit, backwards=True
            )
            return Page(tuple(self._case(row) for row in page.items), page.after)

    def _case(self, row: sa.Row[Any], **more: Any) -> Case:
        answers = unseal(row.sealed, f"case:{row.id}", self._keys)
        return noun_of(Case, row, answers=answers, parts=self._parts.of_case(row.id), **more)


def _events(connection: sa.Connection, case: str) -> tuple[Event, ...]:
    query = sa.select(events).where(events.c.case == case).order_by(events.c.id)
    return tuple(noun_of(Event, row) for row in connection.execute(query))
