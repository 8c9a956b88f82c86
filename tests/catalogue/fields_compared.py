"""How one field of the catalogue differs from the field it was made from: pairs of place and words."""

from collections.abc import Iterator
from typing import Any

from form_builder.conditions import from_expression, needed_fields

Difference = tuple[str, str]
TYPES = {
    "text": "text",
    "textarea": "long_text",
    "enum": "choice",
    "multi": "choices",
    "bool": "yes_no",
    "daterange": "period",
    "idcard": "identity",
}
RULE = "*"
ELEMENT_CHECK = "the element's own check is met"


def form_differences(item: dict[str, Any], form: dict[str, Any]) -> Iterator[Difference]:
    """Fields of one form, in order; materials are compared elsewhere."""
    asked = {k: f for k, f in form["properties"].items() if f["x-type"] != "material"}
    source = {f["key"]: f for f in item["fields"]}
    titles = {s["key"]: s["title"] for s in form["x-sections"]}
    for key in asked.keys() ^ source.keys():
        yield f"{item['id']}.{key}", "added" if key in asked else "missing"
    if [k for k in asked if k in source] != list(source):
        yield item["id"], "order of fields"
    for key in source.keys() & asked.keys():
        place = f"{item['id']}.{key}"
        yield from field_differences(place, source[key], asked[key], key in needed_fields(form))
        yield from said(place, "section", source[key]["section"], titles[asked[key]["x-section"]])


def field_differences(
    place: str, source: dict[str, Any], field: dict[str, Any], required: bool
) -> Iterator[Difference]:
    yield from said(place, "label", source["label_zh"], field["title"])
    yield from said(place, "label in English", source["label_en"], field["x-i18n"]["en"]["title"])
    yield from said(place, "required", source["required"], required)
    yield from said(place, "unit", source["unit"], field.get("x-unit"))
    yield from said(place, "note", source.get("note"), field.get("x-note"))
    yield from said(
        place,
        "element",
        source.get("element"),
        field.get("x-element"),
        column="." in place.partition(".")[2],
    )
    yield from said(place, "condition", _condition(source), field.get("x-show-when"))
    yield from _type(place, source, field)
    yield from _options(place, source, field)
    yield from _limits(place, source, field)
    yield from _columns(place, source, field)


def said(
    place: str, what: str, was: Any, now: Any, *, column: bool = False
) -> Iterator[Difference]:
    if was != now and column:
        yield RULE, "columns speak of their row"
    elif was != now:
        yield place, f"{what}: {was} → {now}"


def _condition(source: dict[str, Any]) -> Any:
    text = source.get("show_when")
    return from_expression(text) if text else None


def _type(place: str, source: dict[str, Any], field: dict[str, Any]) -> Iterator[Difference]:
    was, now = TYPES.get(source["type"], source["type"]), field["x-type"]
    if (was, now) == ("number", "money"):
        yield RULE, "sums of money are of type money"
    elif was in ("choice", "choices") and not source["enum"]:
        yield RULE, f"{was} without a list → {now}"
    else:
        yield from said(place, "type", was, now)


def _options(place: str, source: dict[str, Any], field: dict[str, Any]) -> Iterator[Difference]:
    now = field.get("items", {}).get("enum") if field["x-type"] == "choices" else field.get("enum")
    yield from said(place, "enum", source["enum"] or None, now)


def _limits(place: str, source: dict[str, Any], field: dict[str, Any]) -> Iterator[Difference]:
    if field["x-type"] == "table":
        yield RULE, "tables have 1 to 200 rows"
        yield from said(place, "least rows", source["min"] or 1, field["minItems"])
        return
    yield from _least(place, source["min"], field)
    yield from _most(place, source["max"], field)
    yield from _length(place, source["max_length"], field)
    yield from _pattern(place, source["pattern"], field)


def _least(place: str, was: Any, field: dict[str, Any]) -> Iterator[Difference]:
    above = field.get("exclusiveMinimum")
    now = field.get("minimum") if above is None else f"more than {above}"
    if was is not None or now is None:
        yield from said(place, "min", was, now)
    else:
        yield RULE, ELEMENT_CHECK if field.get("x-element") else "no quantity is below 0"


def _most(place: str, was: Any, field: dict[str, Any]) -> Iterator[Difference]:
    now = field.get("maximum")
    if was is None and now is not None and field.get("x-element"):
        yield RULE, ELEMENT_CHECK
    else:
        yield from said(place, "max", was, now)


def _length(place: str, was: int | None, field: dict[str, Any]) -> Iterator[Difference]:
    box = field["properties"]["detail"] if field["x-type"] == "address" else field
    now = box.get("maxLength")
    if was is None and now is not None:
        yield RULE, "every text has a greatest length"
    else:
        yield from said(place, "max_length", was, now)
    if box.get("minLength") == 1:
        yield RULE, "an answered text is not empty"


def _pattern(place: str, was: str | None, field: dict[str, Any]) -> Iterator[Difference]:
    written = was.replace(r"\d", "[0-9]") if was else None
    if was and written != was:
        yield RULE, "patterns say [0-9]"
    if written is None and "pattern" in field:
        yield RULE, "types and elements carry their checks"
    else:
        yield from said(place, "pattern", written, field.get("pattern"))


def _columns(place: str, source: dict[str, Any], field: dict[str, Any]) -> Iterator[Difference]:
    if field["x-type"] != "table":
        return
    row = field["items"]
    columns = {c["key"]: c for c in source.get("repeat", ())}
    if list(columns) != list(row["properties"]):
        yield place, f"columns: {list(columns)} → {list(row['properties'])}"
    for key in columns.keys() & row["properties"].keys():
        column = row["properties"][key]
        yield from field_differences(f"{place}.{key}", columns[key], column, key in row["required"])
