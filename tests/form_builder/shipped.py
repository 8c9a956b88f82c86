"""The shipped catalogue, read once for the tests of form_builder."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from schemas.element import Element, ElementSchema
from schemas.merged import Source
from schemas.permit import Permit, PermitSchema
from schemas.scenario import Scenario, ScenarioSchema

CATALOGUE = Path(__file__).parents[2] / "catalogue"
SCENARIOS = sorted(p.stem for p in (CATALOGUE / "scenarios").glob("*.json"))
PERMITS = sorted(p.stem for p in (CATALOGUE / "permits").glob("*.json"))


@cache
def document(kind: str, name: str) -> dict[str, Any]:
    return json.loads((CATALOGUE / kind / f"{name}.json").read_text("utf-8"))


@cache
def permits() -> dict[str, Permit]:
    return {name: PermitSchema().load(document("permits", name)) for name in PERMITS}


@cache
def elements() -> dict[str, Element]:
    listed = json.loads((CATALOGUE / "elements.json").read_text("utf-8"))
    return {e["id"]: ElementSchema().load(e) for e in listed}


@cache
def scenario(name: str) -> Scenario:
    return ScenarioSchema().load(document("scenarios", name))


def source(name: str) -> Source:
    permit = document("permits", name)
    return Source(name, permit["department"], permit["form"])


def excludes() -> dict[str, tuple[str, ...]]:
    return {name: permit.excludes for name, permit in permits().items()}
