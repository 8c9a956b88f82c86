"""What is in force: permits, scenarios, elements and departments as published, read once a version."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from schemas.element import Element, ElementSchema
from schemas.merged import Source
from schemas.permit import Department, Permit, PermitSchema
from schemas.scenario import Scenario, ScenarioSchema
from storage.errors import NotFound
from views.store import store


def permits() -> dict[str, Permit]:
    """Every permit in force, by id."""
    heads = store().published.heads("permit")
    return {name: permit_of(version) for name, version in heads.items()}


def permit(permit_id: str) -> Permit:
    """The permit in force; NotFound when there is none."""
    return permit_of(_head("permit", permit_id))


def scenarios() -> dict[str, Scenario]:
    heads = store().published.heads("scenario")
    return {name: _scenario(version) for name, version in heads.items()}


def scenario(scenario_id: str) -> Scenario:
    return _scenario(_head("scenario", scenario_id))


def elements() -> dict[str, Element]:
    return elements_of(dictionary())


def dictionary() -> str:
    """The version of the data dictionary in force."""
    return _head("dictionary", "elements")


def keeper() -> str | None:
    """The department that keeps the dictionary; None before there is one."""
    version = store().published.heads("dictionary").get("elements")
    return _keeper(version) if version else None


def departments() -> dict[str, Department]:
    return {d.id: d for d in store().catalogue.departments()}


def source(permit: Permit) -> Source:
    return Source(permit.id, permit.department, permit.form.schema)


def excludes(known: Mapping[str, Permit]) -> dict[str, tuple[str, ...]]:
    """Which permits cannot be had together, for the guide."""
    return {p.id: p.excludes for p in known.values()}


def _head(kind: str, name: str) -> str:
    found = store().published.heads(kind).get(name)
    if found is None:
        raise NotFound(f"There is no {kind} {name!r}.")
    return found


@lru_cache(maxsize=256)
def permit_of(version: str) -> Permit:
    """The permit as it was published in this version, whatever came later."""
    loaded: Permit = PermitSchema().load(_document(version))
    return loaded


@lru_cache(maxsize=16)
def _keeper(version: str) -> str:
    return store().published.get(version).department


@lru_cache(maxsize=128)
def _scenario(version: str) -> Scenario:
    loaded: Scenario = ScenarioSchema().load(_document(version))
    return loaded


@lru_cache(maxsize=4)
def elements_of(version: str) -> dict[str, Element]:
    """The dictionary of this version, by element id."""
    return {e["id"]: ElementSchema().load(e) for e in _document(version)["elements"]}


def _document(version: str) -> dict[str, Any]:
    return dict(store().published.get(version).document)
