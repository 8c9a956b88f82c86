"""From a folder of documents to the store: departments, the dictionary, permits and scenarios."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from marshmallow import Schema

from schemas.element import ElementSchema
from schemas.permit import Department, DepartmentSchema, PermitSchema
from schemas.scenario import ScenarioSchema
from schemas.wording import N_
from storage.catalogue import put
from storage.published import digest
from storage.store import Store

TABLES = {"permit": "permits", "scenario": "scenarios", "dictionary": "elements"}
SHIPPED = N_("随平台提供")
DATA = Department("data", "数据管理", {"en": {"name": "Data administration"}})


@dataclass(frozen=True)
class Loaded:
    """What a loading did, by "kind:name". `kept` are those whose published version was changed in the
    platform since it was shipped: they are not overwritten."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Shipped:
    kind: str
    name: str
    department: str
    document: dict[str, Any]

    @property
    def digest(self) -> str:
        return digest(self.kind, self.name, self.document)


def load_catalogue(store: Store, folder: Path, *, now: datetime, author: str) -> Loaded:
    """Publish what `folder` holds and make it the departments' drafts, in one transaction.

    Loading again changes nothing that is unchanged, publishes what the folder changed, and leaves
    alone what people have published since. Raises marshmallow.ValidationError for a document that
    is not what it should be; then nothing is loaded.
    """
    folder = Path(folder)
    with store.transaction():
        _load_departments(store, folder)
        deeds = [(_deed(store, shipped), shipped) for shipped in _documents(folder)]
        fresh = [shipped for deed, shipped in deeds if deed in ("added", "updated")]
        for department in sorted({shipped.department for shipped in fresh}):
            ours = [shipped for shipped in fresh if shipped.department == department]
            _save_drafts(store, department, ours, now=now, author=author)
            _publish(store, ours, now=now, author=author)
    return Loaded(
        **{deed: _names(deeds, deed) for deed in ("added", "updated", "unchanged", "kept")}
    )


def _load_departments(store: Store, folder: Path) -> None:
    shipped = [
        _checked(DepartmentSchema(), d, "departments.json")
        for d in _read(folder / "departments.json")
    ]
    if DATA.id not in {department.id for department in shipped}:
        shipped.append(DATA)
    known = {department.id for department in store.catalogue.departments()}
    for position, department in enumerate(shipped):
        if department.id not in known:
            store.catalogue.add_department(department, position=position)


def _documents(folder: Path) -> Iterable[_Shipped]:
    elements = _read(folder / "elements.json")
    for element in elements:
        _checked(ElementSchema(), element, "elements.json")
    yield _Shipped("dictionary", "elements", DATA.id, {"elements": elements})
    for path in sorted((folder / "permits").glob("*.json")):
        document = _read(path)
        permit = _checked(PermitSchema(), document, path.name)
        yield _Shipped("permit", permit.id, permit.department, document)
    for path in sorted((folder / "scenarios").glob("*.json")):
        document = _read(path)
        scenario = _checked(ScenarioSchema(), document, path.name)
        yield _Shipped("scenario", scenario.id, DATA.id, document)


def _deed(store: Store, shipped: _Shipped) -> str:
    """What to do with a document, from what was published under its name."""
    versions = store.published.versions(shipped.kind, shipped.name)
    if not versions:
        return "added"
    latest = store.published.latest(shipped.kind, shipped.name)
    if latest.id == shipped.digest:
        return "unchanged"
    seen = any(version.id == shipped.digest for version in versions)
    edited = _draft(store, shipped) != latest.document
    return "kept" if seen or edited or latest.note != SHIPPED else "updated"


def _draft(store: Store, shipped: _Shipped) -> dict[str, Any]:
    """What the department works on under this name now."""
    catalogue = store.catalogue.load(shipped.department)
    if shipped.kind == "dictionary":
        return {"elements": list(catalogue.elements.values())}
    drafts = catalogue.permits if shipped.kind == "permit" else catalogue.scenarios
    return drafts.get(shipped.name, {})


def _save_drafts(
    store: Store, department: str, ours: list[_Shipped], *, now: datetime, author: str
) -> None:
    revision = store.catalogue.load(department).revision
    change = store.catalogue.change(
        department, expecting=revision, author=author, now=now, note=SHIPPED
    )
    with change as db:
        for shipped in ours:
            for document in shipped.document.get("elements", [shipped.document]):
                put(db, TABLES[shipped.kind], document)


def _publish(store: Store, ours: list[_Shipped], *, now: datetime, author: str) -> None:
    for shipped in ours:
        names = (shipped.kind, shipped.name, shipped.department)
        store.published.add(*names, shipped.document, author=author, now=now, note=SHIPPED)


def _names(deeds: list[tuple[str, _Shipped]], deed: str) -> tuple[str, ...]:
    return tuple(f"{shipped.kind}:{shipped.name}" for did, shipped in deeds if did == deed)


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _checked(schema: Schema, document: Any, name: str) -> Any:
    try:
        return schema.load(document)
    except Exception as error:
        error.add_note(f"in {name}")
        raise
