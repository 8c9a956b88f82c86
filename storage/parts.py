"""Parts: what each department sees and decides. A decision names the version it read."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from schemas.case import OPEN_STATES, Event, Part
from storage.engine import Disk
from storage.errors import ChangedMeanwhile
from storage.keys import Keys
from storage.page import Page, as_kept, beyond, turn
from storage.rows import noun_of, only, values_of
from storage.sealing import seal, unseal
from storage.tables import OPEN, events, parts

_ORDER = (parts.c.due, parts.c.submitted_at, parts.c.id)


class PartsShelf:
    def __init__(self, disk: Disk, keys: Keys) -> None:
        self._disk, self._keys = disk, keys

    def get(self, id: str) -> Part:
        with self._disk.reading() as connection:
            return self._part(only(connection, sa.select(parts).where(parts.c.id == id), "part"))

    def of_case(self, case: str) -> tuple[Part, ...]:
        """The parts of a case, in the order of its basket."""
        query = sa.select(parts).where(parts.c.case == case).order_by(parts.c.position)
        with self._disk.reading() as connection:
            return tuple(self._part(row) for row in connection.execute(query))

    def queue(
        self,
        department: str,
        *,
        states: Collection[str] = OPEN_STATES,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Part]:
        """A department's parts in these states, the most urgent first."""
        query = sa.select(parts).where(_waiting(department, states))
        with self._disk.reading() as connection:
            return turn(connection, query, _ORDER, self._part, after=after, limit=limit)

    def count(self, department: str, states: Collection[str] = OPEN_STATES) -> int:
        query = sa.select(sa.func.count()).select_from(parts).where(_waiting(department, states))
        with self._disk.reading() as connection:
            return connection.execute(query).scalar_one()

    def count_on(self, form_version: str) -> int:
        """How many parts were submitted on this published version, whatever became of them."""
        here = parts.c.form_version == form_version
        query = sa.select(sa.func.count()).select_from(parts).where(here)
        with self._disk.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def place(self, part: Part, states: Collection[str] = OPEN_STATES) -> int:
        """How many parts of its department's queue come before `part`, plus one."""
        here = tuple(as_kept(column, getattr(part, column.name)) for column in _ORDER)
        before = beyond(_ORDER, here, backwards=True)
        query = sa.select(sa.func.count()).select_from(parts)
        with self._disk.reading() as connection:
            found = connection.execute(query.where(_waiting(part.department, states), before))
            return int(found.scalar_one()) + 1

    def neighbours(
        self, part: Part, states: Collection[str] = OPEN_STATES
    ) -> tuple[str | None, str | None]:
        """The ids before and after `part` in its department's queue, also once it has left the queue."""
        here = tuple(as_kept(column, getattr(part, column.name)) for column in _ORDER)
        with self._disk.reading() as connection:
            both = [
                connection.execute(_nearest(part.department, states, here, backwards)).scalar()
                for backwards in (True, False)
            ]
        return both[0], both[1]

    def change(self, part: Part, *, expecting_version: int, event: Event | None = None) -> Part:
        """Keep a decision and its event; the part with its new version.

        ChangedMeanwhile when someone decided since `expecting_version`: of two deciders, one wins.
        """
        with self._disk.writing() as connection:
            kept = self._locked(connection, part.id)
            if kept.version != expecting_version:
                raise ChangedMeanwhile(kept.version)
            # A package printed since `part` was read stays named; one of other answers is stale.
            package = kept.package_sha256 if kept.answers == part.answers else None
            changed = replace(part, version=expecting_version + 1, package_sha256=package)
            here = sa.and_(parts.c.id == part.id, parts.c.version == expecting_version)
            connection.execute(sa.update(parts).where(here).values(**self.values(changed)))
            if event:
                connection.execute(sa.insert(events).values(**event_values(event)))
        return changed

    def set_package(self, part_id: str, sha256: str, *, printed: Part | None = None) -> bool:
        """Name the printed package; it is no decision, so the version stays. With `printed`, only if
        the part's answers are still the ones that were printed; whether it was named."""
        update = sa.update(parts).where(parts.c.id == part_id).values(package_sha256=sha256)
        with self._disk.writing() as connection:
            kept = self._locked(connection, part_id)
            if printed and kept.answers != printed.answers:
                return False
            connection.execute(update)
            return True

    def values(self, part: Part) -> dict[str, Any]:
        """The row of a part, its answers sealed."""
        sealed = seal(dict(part.answers), f"part:{part.id}", self._keys)
        return values_of(part, parts) | {"sealed": sealed}

    def _locked(self, connection: sa.Connection, id: str) -> Part:
        query = sa.select(parts).where(parts.c.id == id).with_for_update()
        return self._part(only(connection, query, "part"))

    def read(self, row: sa.Row[Any]) -> Part:
        """The part in a row that has its columns, and maybe others."""
        return self._part(row)

    def _part(self, row: sa.Row[Any]) -> Part:
        return noun_of(Part, row, answers=unseal(row.sealed, f"part:{row.id}", self._keys))


def event_values(event: Event) -> dict[str, Any]:
    """The row of an event; its id is given by the database."""
    return {k: v for k, v in values_of(event, events).items() if k != "id"}


def _waiting(department: str, states: Collection[str]) -> sa.ColumnElement[bool]:
    here = [parts.c.department == department]
    if set(states) <= set(OPEN_STATES):
        here.append(OPEN)  # type: ignore[arg-type]
    if set(states) != set(OPEN_STATES):
        here.append(parts.c.state.in_(sorted(states)))
    return sa.and_(*here)


def _nearest(
    department: str, states: Collection[str], here: tuple[Any, ...], backwards: bool
) -> sa.Select[Any]:
    order = (c.desc() if backwards else c.asc() for c in _ORDER)
    side = beyond(_ORDER, here, backwards=backwards)
    return sa.select(parts.c.id).where(_waiting(department, states), side).order_by(*order).limit(1)
