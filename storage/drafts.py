"""Drafts on their way; what was typed is sealed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from schemas.case import Draft
from storage.engine import Disk, add_row
from storage.errors import ChangedMeanwhile
from storage.keys import Keys
from storage.page import Page, turn
from storage.rows import noun_of, only, values_of
from storage.sealing import seal, unseal
from storage.tables import cases, drafts, evidence

_SEALED = ("guide_answers", "answers", "kept", "former", "earlier")


class DraftsShelf:
    def __init__(self, disk: Disk, keys: Keys) -> None:
        self._disk, self._keys = disk, keys

    def add(self, draft: Draft) -> Draft:
        with self._disk.writing() as connection:
            add_row(connection, drafts, **self._values(draft))
        return draft

    def get(self, id: str) -> Draft:
        query = sa.select(drafts).where(drafts.c.id == id)
        with self._disk.reading() as connection:
            return self._draft(only(connection, query, "draft"))

    def save(self, draft: Draft, *, expecting: int) -> Draft:
        """The draft with its new revision; ChangedMeanwhile when another window saved since
        `expecting`, NotFound when it is gone. Set `updated_at` yourself."""
        saved = replace(draft, revision=expecting + 1)
        here = sa.and_(drafts.c.id == draft.id, drafts.c.revision == expecting)
        with self._disk.writing() as connection:
            change = sa.update(drafts).where(here).values(**self._values(saved))
            if not connection.execute(change).rowcount:
                raise ChangedMeanwhile(self.get(draft.id).revision)
        return saved

    def of_account(self, account: str, after: str | None = None, limit: int = 50) -> Page[Draft]:
        """The account's drafts, last changed first."""
        query = sa.select(drafts).where(drafts.c.account == account)
        keys = (drafts.c.updated_at, drafts.c.id)
        with self._disk.reading() as connection:
            return turn(
                connection, query, keys, self._draft, after=after, limit=limit, backwards=True
            )

    def count_pinning(self, version: str) -> int:
        """How many drafts not yet submitted were begun on this published version."""
        query = sa.select(sa.func.count()).select_from(drafts).where(*_pinning(version))
        with self._disk.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def baskets_pinning(
        self, version: str, limit: int = 50
    ) -> tuple[tuple[str | None, tuple[str, ...], int], ...]:
        """The baskets of drafts begun on this version and not yet submitted, the commonest first:
        (scenario, permits, how many drafts)."""
        query = (
            sa.select(drafts.c.scenario, drafts.c.pins, sa.func.count().label("n"))
            .where(*_pinning(version))
            .group_by(drafts.c.scenario, drafts.c.pins)
            .order_by(sa.desc("n"), drafts.c.scenario)
            .limit(limit)
        )
        with self._disk.reading() as connection:
            rows = connection.execute(query).all()
        return tuple((row.scenario, tuple(row.pins), row.n) for row in rows)

    def pinning(self, version: str, after: str | None = None, limit: int = 50) -> Page[Draft]:
        """The drafts not yet submitted that were begun on this published version, last changed first."""
        query = sa.select(drafts).where(*_pinning(version))
        keys = (drafts.c.updated_at, drafts.c.id)
        with self._disk.reading() as connection:
            return turn(
                connection, query, keys, self._draft, after=after, limit=limit, backwards=True
            )

    def delete(self, id: str, *, expecting: int | None = None) -> None:
        """Remove a draft. Its evidence goes too, unless it has become a case, which keeps it.

        With `expecting`, ChangedMeanwhile when another window saved since that revision.
        """
        submitted = sa.exists().where(cases.c.draft == id)
        here = [drafts.c.id == id]
        if expecting is not None:
            here.append(drafts.c.revision == expecting)
        with self._disk.writing() as connection:
            connection.execute(sa.delete(evidence).where(evidence.c.draft == id, ~submitted))
            gone = connection.execute(sa.delete(drafts).where(*here)).rowcount
            if expecting is not None and not gone:
                raise ChangedMeanwhile(self.get(id).revision)

    def _values(self, draft: Draft) -> dict[str, Any]:
        typed = {name: _plain(getattr(draft, name)) for name in _SEALED}
        return values_of(draft, drafts) | {"sealed": seal(typed, f"draft:{draft.id}", self._keys)}

    def _draft(self, row: sa.Row[Any]) -> Draft:
        typed = unseal(row.sealed, f"draft:{row.id}", self._keys)
        return noun_of(Draft, row, **typed, commitments=tuple(row.commitments))


def _pinning(version: str) -> tuple[sa.ColumnElement[bool], ...]:
    pinned = sa.cast(drafts.c.pins, sa.Text).contains(version, autoescape=True)
    return pinned, ~sa.exists().where(cases.c.draft == drafts.c.id)


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(value)
