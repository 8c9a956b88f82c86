"""The source the catalogue was made from, and the catalogue, read once for all tests of this folder."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CATALOGUE = HERE.parents[1] / "catalogue"


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


SOURCE = read(HERE / "permits.json")
ITEMS = {item["id"]: item for item in SOURCE["items"] + SOURCE["base_items"]}
PERMITS = {path.stem: read(path) for path in sorted((CATALOGUE / "permits").glob("*.json"))}
SCENARIOS = {path.stem: read(path) for path in sorted((CATALOGUE / "scenarios").glob("*.json"))}
ELEMENTS = {element["id"]: element for element in read(CATALOGUE / "elements.json")}
DEPARTMENTS = read(CATALOGUE / "departments.json")
FORMS = {id: permit["form"] for id, permit in PERMITS.items()}


def fields_bound_to(element: str) -> set[str]:
    """Every "<permit>.<key>" that the element is asked by."""
    return {
        f"{permit}.{key}"
        for permit, form in FORMS.items()
        for key, field in form["properties"].items()
        if field.get("x-element") == element
    }


def element_of(place: str) -> str | None:
    permit, key = place.split(".")
    return FORMS[permit]["properties"][key].get("x-element")
