"""Each department's catalogue: TinyDB over one revisioned row of the database.

The row holds references, {"id": "food", "document": digest}; the documents lie beside it, each kept once
(storage/documents.py). So a save writes the document that changed and a row of a few kilobytes,
however large the catalogue is.

A TinyDB is opened for one reading or one change and then thrown away, so neither its query cache nor
its next document id can outlive the transaction that made them true.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import sqlalchemy as sa
from tinydb import TinyDB, where
from tinydb.storages import Storage
from tinydb.table import Table

from schemas.permit import Department
from storage.documents import keep_document, kept_document, kept_documents
from storage.engine import Disk, add_row
from storage.errors import ChangedMeanwhile, NotFound
from storage.rows import noun_of, only
from storage.steps import Revision, stacks
from storage.tables import catalogue_revisions, catalogues, departments

Documents = dict[str, dict[str, Any]]
Body = dict[str, dict[str, dict[str, Any]]]
PLAIN = {"about": "", "kind": "", "before": "", "after": "", "undo": 0, "redo": 0, "below": 0}


@dataclass(frozen=True)
class Catalogue:
    """What a department works on: documents by id, as they stand at `revision`."""

    department: str
    revision: int
    permits: Documents
    scenarios: Documents
    elements: Documents


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
            return _catalogue(department, row.revision, _expanded(connection, row.body))

    def load_one(self, department: str, table: str, id: str) -> tuple[int, dict[str, Any]]:
        """(revision of the catalogue, one document of it): quick in a large catalogue. NotFound for none."""
        with self._disk.reading() as connection:
            revision, digest = self.find(department, table, id)
            return revision, kept_document(connection, digest)

    def find(self, department: str, table: str, id: str) -> tuple[int, str]:
        """(revision of the catalogue, what one document of it is kept under). NotFound for none."""
        query = sa.select(catalogues).where(catalogues.c.department == department)
        with self._disk.reading() as connection:
            row = only(connection, query, "department")
            return row.revision, _digest(row.body, table, id)

    def all_of(self, department: str, table: str) -> tuple[int, tuple[dict[str, Any], ...]]:
        """(revision, every document of one table): for tables `load` does not know."""
        query = sa.select(catalogues).where(catalogues.c.department == department)
        with self._disk.reading() as connection:
            row = only(connection, query, "department")
            body = _expanded(connection, {table: row.body.get(table, {})})
            return row.revision, tuple(body[table].values())

    def load_one_at(self, department: str, table: str, id: str, revision: int) -> dict[str, Any]:
        """One document as it stood then; NotFound when there was none."""
        return self.document(self.digest_at(department, table, id, revision))

    def digest_at(self, department: str, table: str, id: str, revision: int) -> str:
        """What one document's content then is kept under: equal content, equal digest. NotFound for none."""
        kept = catalogue_revisions.c
        query = sa.select(kept.body).where(kept.department == department, kept.revision == revision)
        with self._disk.reading() as connection:
            return _digest(only(connection, query, "revision").body, table, id)

    def document(self, digest: str) -> dict[str, Any]:
        with self._disk.reading() as connection:
            return kept_document(connection, digest)

    def load_at(self, department: str, revision: int) -> Catalogue:
        """The catalogue as it was saved then: for looking back and for taking a change back."""
        kept = catalogue_revisions.c
        query = sa.select(catalogue_revisions).where(
            kept.department == department, kept.revision == revision
        )
        with self._disk.reading() as connection:
            row = only(connection, query, "revision")
            return _catalogue(department, row.revision, _expanded(connection, row.body))

    def history(self, department: str) -> tuple[Revision, ...]:
        """Every save, newest first."""
        kept = catalogue_revisions.c
        names = (
            kept.department,
            kept.revision,
            kept.author,
            kept.at,
            kept.note,
            kept.about,
            kept.kind,
        )
        query: sa.Select[Any] = sa.select(*names).where(kept.department == department)
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
        kind: str = "",
    ) -> int:
        """Put `document` in place of the one with its id, or add it; the new revision of the catalogue.

        `expecting` is the revision the editor read: ChangedMeanwhile, with the current one, when
        anyone has saved since. NotFound for an unknown department. `kind` is "undo" or "redo" when
        the save is the author's next step back or forth: LookupError when there is none.
        """
        with self._disk.writing() as connection:
            row = _row(connection, department, expecting)
            id = document["id"]
            before = _found(row.body, table, id)
            after = keep_document(self._disk, connection, document)
            put(_tiny(row.body, row.body.update), table, {"id": id, "document": after})
            about = f"{table}/{id}"
            tops = stacks(connection, department, about, author, revision=expecting + 1, kind=kind)
            facts = {"about": about, "kind": kind, "before": before, "after": after, **tops}
            _keep(connection, department, row.body, facts, (expecting + 1, author, now, note))
        return expecting + 1

    def remove(
        self,
        department: str,
        table: str,
        id: str,
        *,
        expecting: int,
        author: str,
        now: datetime,
        note: str = "",
    ) -> int:
        """Take a draft away (published versions stay); the new revision. Otherwise like `save`."""
        with self._disk.writing() as connection:
            row = _row(connection, department, expecting)
            before = _digest(row.body, table, id)
            _tiny(row.body, row.body.update).table(table).remove(where("id") == id)
            about = f"{table}/{id}"
            facts = {**PLAIN, "about": about, "before": before, "undo": 0}
            _keep(connection, department, row.body, facts, (expecting + 1, author, now, note))
        return expecting + 1

    @contextmanager
    def change(
        self, department: str, *, expecting: int, author: str, now: datetime, note: str = ""
    ) -> Iterator[TinyDB]:
        """The department's TinyDB, to change as you like: one transaction, one new revision.

        It holds whole documents, all of them: for many changes at once. One document is saved quicker.
        """
        with self._disk.writing() as connection:
            row = _row(connection, department, expecting)
            body = _expanded(connection, row.body)
            yield _tiny(body, body.update)
            body = {
                table: {n: self._reference(connection, d) for n, d in documents.items()}
                for table, documents in body.items()
            }
            _keep(connection, department, body, PLAIN, (expecting + 1, author, now, note))

    def _reference(self, connection: sa.Connection, document: dict[str, Any]) -> dict[str, str]:
        digest = keep_document(self._disk, connection, document)
        return {"id": document["id"], "document": digest}


def put(db: TinyDB, table: str, document: Mapping[str, Any]) -> None:
    """Put `document` in place of the one with its id, or add it. It is replaced, not mended: a key it
    no longer has is gone."""
    fresh = dict(document)

    def replace(kept: Any) -> None:
        kept.clear()
        kept.update(fresh)

    if not db.table(table).update(replace, where("id") == fresh["id"]):
        db.table(table).insert(fresh)


def _row(connection: sa.Connection, department: str, expecting: int) -> sa.Row[Any]:
    # SQLite has no FOR UPDATE and needs none: BEGIN IMMEDIATE has locked already.
    query = sa.select(catalogues).where(catalogues.c.department == department).with_for_update()
    row = only(connection, query, "department")
    if row.revision != expecting:
        raise ChangedMeanwhile(row.revision)
    return row


def _keep(
    connection: sa.Connection,
    department: str,
    body: Body,
    facts: Mapping[str, Any],
    save: tuple[int, str, datetime, str],
) -> None:
    revision, author, at, note = save
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
        **facts,
    )


def _tiny(body: Body, write: Callable[[Body], Any]) -> TinyDB:
    return DepartmentDB(storage=lambda: RowStorage(body, write))


def _expanded(connection: sa.Connection, body: Body) -> Body:
    """The body with documents where its references are."""
    references = chain.from_iterable(table.values() for table in body.values())
    documents = kept_documents(connection, (r["document"] for r in references))
    return {
        table: {n: documents[r["document"]] for n, r in rows.items()}
        for table, rows in body.items()
    }


def _found(body: Body, table: str, id: str) -> str:
    rows = _tiny(body, _refuse).table(table).search(where("id") == id)
    return str(rows[0]["document"]) if rows else ""


def _digest(body: Body, table: str, id: str) -> str:
    if not (digest := _found(body, table, id)):
        raise NotFound("There is no such document in this catalogue.")
    return digest


def _refuse(_: Body) -> None:
    raise RuntimeError("This catalogue is open for reading only.")


def _catalogue(department: str, revision: int, body: Body) -> Catalogue:
    db = _tiny(body, _refuse)

    def by_id(table: str) -> Documents:
        return {document["id"]: dict(document) for document in db.table(table)}

    return Catalogue(department, revision, by_id("permits"), by_id("scenarios"), by_id("elements"))
