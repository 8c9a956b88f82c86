"""A new element of the dictionary, made from the question that asks it."""

from collections.abc import Mapping
from typing import Any

from form_builder.place import property_at
from schemas.field_types import FIELD_TYPES
from schemas.form import Schema

WORDS = ("title", "description", "default")


def can_be_shared(field: Schema) -> bool:
    """Whether an answer to this question could mean the same elsewhere: typed or uploaded, not computed."""
    kind = field.get("x-type", "text")
    return FIELD_TYPES[kind].asked or kind == "material"


def element_of(
    document: Schema, path: str, *, id: str, name: str, group: str, sensitivity: str, note: str = ""
) -> dict[str, Any]:
    """The element as the dictionary keeps it. It has the checks of the question, since a form may tighten an
    element and never widen it; the columns of a table stay the form's own."""
    field = property_at(document, path)
    schema = {k: v for k, v in field.items() if not k.startswith("x-") and k not in WORDS}
    if field.get("x-type") == "table":
        schema.pop("items", None)
    found = {
        "id": id,
        "name": name,
        "type": field.get("x-type", "text"),
        "group": group,
        "schema": schema,
        "sensitivity": sensitivity,
    }
    spoken = {k: {"name": v["title"]} for k, v in _spoken(field).items() if v.get("title")}
    more = {"unit": field.get("x-unit", ""), "note": note, "i18n": spoken}
    return found | {k: v for k, v in more.items() if v}


def _spoken(field: Schema) -> Mapping[str, Mapping[str, str]]:
    return field.get("x-i18n", {})
