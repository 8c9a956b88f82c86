"""Decisions and named baskets: kept once, with author, reason and time; a decision is never changed."""

from collections.abc import Iterable

import sqlalchemy as sa

from schemas.decision import Decision, NamedBasket
from storage.engine import Disk, add_row
from storage.errors import NotFound
from storage.page import Page, turn
from storage.rows import noun_of, values_of
from storage.settled import baskets, decisions


class DecisionsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add(self, decision: Decision) -> None:
        """Keep it for ever; Taken when its subject is settled already."""
        with self._disk.writing() as connection:
            add_row(connection, decisions, **values_of(decision, decisions))

    def subjects(self) -> frozenset[str]:
        """Every subject that is settled: cheap, for telling what is still open."""
        with self._disk.reading() as connection:
            return frozenset(connection.execute(sa.select(decisions.c.subject)).scalars())

    def about(self, subjects: Iterable[str]) -> dict[str, Decision]:
        """The decisions on these subjects, by subject."""
        query = sa.select(decisions).where(decisions.c.subject.in_(tuple(subjects)))
        with self._disk.reading() as connection:
            return {row.subject: noun_of(Decision, row) for row in connection.execute(query)}

    def list(self, after: str | None = None, limit: int = 50) -> Page[Decision]:
        """All of them, newest first."""
        query, keys = sa.select(decisions), (decisions.c.id,)
        with self._disk.reading() as connection:
            return turn(
                connection,
                query,
                keys,
                lambda row: noun_of(Decision, row),
                after=after,
                limit=limit,
                backwards=True,
            )


class BasketsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add(self, basket: NamedBasket) -> None:
        """Keep a basket; Taken when the name is in use."""
        with self._disk.writing() as connection:
            add_row(connection, baskets, **values_of(basket, baskets))

    def get(self, id: str) -> NamedBasket:
        found = next((b for b in self.all() if b.id == id), None)
        if found is None:
            raise NotFound("There is no such basket.")
        return found

    def all(self) -> tuple[NamedBasket, ...]:
        """Every basket by name: there are as many as people bothered to name."""
        query = sa.select(baskets).order_by(baskets.c.name)
        with self._disk.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(noun_of(NamedBasket, row, permits=tuple(row.permits)) for row in rows)

    def remove(self, id: str) -> None:
        with self._disk.writing() as connection:
            if not connection.execute(sa.delete(baskets).where(baskets.c.id == id)).rowcount:
                raise NotFound("There is no such basket.")
