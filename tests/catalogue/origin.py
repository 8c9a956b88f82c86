"""The source the catalogue was made from, and the catalogue, read once for all tests of this folder."""

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CATALOGUE = HERE.parents[1] / "catalogue"


# The one change of spelling: Chinese text takes full-width punctuation (differences.json lists it).
FULL_WIDTH = str.maketrans("(),:;?!", "（），：；？！")
HAN = re.compile(r"[\u3400-\u9fff]")
AS_WRITTEN = frozenset({"notes", "note", "source", "promised_source", "pattern"})


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def spelt(value: Any, name: str = "") -> Any:
    """The source with the catalogue's punctuation; in expressions only the quoted words change."""
    if isinstance(value, dict):
        return {k: v if k in AS_WRITTEN else spelt(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [spelt(v, name) for v in value]
    if not isinstance(value, str):
        return value
    if name in ("when", "show_when"):
        return re.sub(r"'[^']*'", lambda quoted: _wide(quoted[0]), value)
    return _wide(value)


def _wide(text: str) -> str:
    return text.translate(FULL_WIDTH) if HAN.search(text) else text


AS_READ = read(HERE / "permits.json")
SOURCE = spelt(AS_READ)
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
