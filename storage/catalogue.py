"""Each department's catalogue: TinyDB over one revisioned row of the database.

A TinyDB is opened for one reading or one change and then thrown away, so neither its query cache nor
its next document id can outlive the transaction that made them true.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from tinydb import TinyDB, where
from tinydb.storages import Storage
from tinydb.table import Table

from schemas.permit import Department
from storage.engine import Disk, add_row
from storage.errors import ChangedMeanwhile, NotFound
from storage.rows import noun_of, only
from storage.tables import catalogue_revisions, catalogues, departments

Documents = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Catalogue:
    """What a department works on: documents by id, as they stand at `revision`."""

    department: str
    revision: int
    permits: Documents
    scenarios: Documents
    elements: Documents


@dataclass(frozen=True)
class Revision:
    """One save of a department's catalogue."""

    department: str
    revision: int
    author: str
    at: datetime
    note: str


class RowStorage(Storage):
    """TinyDB's storage in the body of one row, read once; writing is only possible inside a change."""

    def __init__(self, body: dict[str, Any], write: Callable[[dict[str, Any]], None]) -> None:
        self._body, self._write = body, write

    def read(self) -> dict[str, Any] | None:
        return self._body

    def write(self, data: dict[str, Any]) -> None:
        self._body = data
        self._write(data)


class UncachedTable(Table):
    """A table that never answers from an earlier query."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, **more: Any) -> None:
        super().__init__(storage, name, cache_size=0, **more)


class DepartmentDB(TinyDB):
    table_class: type[Table] = UncachedTable


class CatalogueShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def departments(self) -> tuple[Department, ...]:
        query = sa.select(departments).order_by(departments.c.position, departments.c.id)
        with self._disk.reading() as connection:
            return tuple(noun_of(Department, row) for row in connection.execute(query))

    def department(self, id: str) -> Department:
        with self._disk.reading() as connection:
            query = sa.select(departments).where(departments.c.id == id)
            return noun_of(Department, only(connection, query, "department"))

    def add_department(self, department: Department, *, position: int = 0) -> None:
        """A department and its empty catalogue, revision 0; Taken when the id is in use."""
        with self._disk.writing() as connection:
            add_row(
                connection,
                departments,
                id=department.id,
                name=department.name,
                i18n=dict(department.i18n or {}),
                position=position,
            )
            # A row that exists can be locked: on a missing one FOR UPDATE locks nothing.
            add_row(connection, catalogues, department=department.id, revision=0, body={})

    def change_department(self, department: Department) -> None:
        """New names for a department; NotFound when there is none with this id."""
        values = {"name": department.name, "i18n": dict(department.i18n or {})}
        change = sa.update(departments).where(departments.c.id == department.id).values(**values)
        with self._disk.writing() as connection:
            if not connection.execute(change).rowcount:
                raise NotFound("There is no such department.")

    def load(self, department: str) -> Catalogue:
        """The department's catalogue now. Its documents are yours: changing them changes nothing kept."""
        query = sa.select(catalogues).where(catalogues.c.department == department)
        with self._disk.reading() as connection:
            row = only(connection, query, "department")
        return _catalogue(department, row.revision, _read_only(row.body))

    def load_at(self, department: str, revision: int) -> Catalogue:
        """The catalogue as it was saved then: for looking back and for taking a change back."""
        kept = catalogue_revisions.c
        query = sa.select(catalogue_revisions).where(
            kept.department == department, kept.revision == revision
        )
        with self._disk.reading() as connection:
            row = only(connection, query, "revision")
        return _catalogue(department, row.revision, _read_only(row.body))

    def history(self, department: str) -> tuple[Revision, ...]:
        """Every save, newest first."""
        kept = catalogue_revisions.c
        columns = (kept.department, kept.revision, kept.author, kept.at, kept.note)
        query: sa.Select[Any] = sa.select(*columns).where(kept.department == department)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(kept.revision.desc())).all()
        return tuple(noun_of(Revision, row) for row in rows)

    def save_permit(self, department: str, document: Mapping[str, Any], **save: Any) -> int:
        """Keep a permit's draft; like `save`, for table "permits"."""
        return self.save(department, "permits", document, **save)

    def save_scenario(self, department: str, document: Mapping[str, Any], **save: Any) -> int:
        return self.save(department, "scenarios", document, **save)

    def save_element(self, department: str, document: Mapping[str, Any], **save: Any) -> int:
        return self.save(department, "elements", document, **save)

    def save(
        self,
        department: str,
        table: str,
        document: Mapping[str, Any],
        *,
        expecting: int,
        author: str,
        now: datetime,
        note: str = "",
    ) -> int:
        """Put `document` in place of the one with its id, or add it; the new revision of the catalogue.

        `expecting` is the revision the editor read: ChangedMeanwhile, with the current one, when
        anyone has saved since. NotFound for an unknown department.
        """
        change = self.change(department, expecting=expecting, author=author, now=now, note=note)
        with change as db:
            put(db, table, document)
        return expecting + 1

    def remove(self, department: str, table: str, id: str, **save: Any) -> int:
        """Take a draft away (published versions stay); the new revision. Otherwise like `save`."""
        with self.change(department, **save) as db:
            if not db.table(table).remove(where("id") == id):
                raise NotFound("There is no such document in this catalogue.")
        return save["expecting"] + 1

    @contextmanager
    def change(
        self, department: str, *, expecting: int, author: str, now: datetime, note: str = ""
    ) -> Iterator[TinyDB]:
        """The department's TinyDB, to change as you like: one transaction, one new revision."""
        with self._disk.writing() as connection:
            row = only(connection, _locked(department), "department")
            if row.revision != expecting:
                raise ChangedMeanwhile(row.revision)
            written: dict[str, Any] = {}
            yield DepartmentDB(storage=lambda: RowStorage(row.body, written.update))
            _keep(connection, department, expecting + 1, written or row.body, author, now, note)


def put(db: TinyDB, table: str, document: Mapping[str, Any]) -> None:
    """Put `document` in place of the one with its id, or add it. It is replaced, not mended: a key it
    no longer has is gone."""
    fresh = dict(document)

    def replace(kept: Any) -> None:
        kept.clear()
        kept.update(fresh)

    if not db.table(table).update(replace, where("id") == fresh["id"]):
        db.table(table).insert(fresh)


def _locked(department: str) -> sa.Select[Any]:
    # SQLite has no FOR UPDATE and needs none: BEGIN IMMEDIATE has locked already.
    return sa.select(catalogues).where(catalogues.c.department == department).with_for_update()


def _keep(
    connection: sa.Connection,
    department: str,
    revision: int,
    body: dict[str, Any],
    author: str,
    at: datetime,
    note: str,
) -> None:
    this = catalogues.c.department == department
    connection.execute(sa.update(catalogues).where(this).values(revision=revision, body=body))
    add_row(
        connection,
        catalogue_revisions,
        department=department,
        revision=revision,
        author=author,
        at=at,
        body=body,
        note=note,
    )


def _read_only(body: dict[str, Any]) -> TinyDB:
    def refuse(_: dict[str, Any]) -> None:
        raise RuntimeError("This catalogue is open for reading only.")

    return DepartmentDB(storage=lambda: RowStorage(body, refuse))


def _catalogue(department: str, revision: int, db: TinyDB) -> Catalogue:
    def by_id(table: str) -> Documents:
        return {document["id"]: dict(document) for document in db.table(table)}

    return Catalogue(department, revision, by_id("permits"), by_id("scenarios"), by_id("elements"))
