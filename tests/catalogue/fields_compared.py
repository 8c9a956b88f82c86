"""How one field of the catalogue differs from the field it was made from: pairs of place and words."""

from collections.abc import Iterator
from typing import Any

from form_builder.conditions import from_expression, needed_fields
from tests.catalogue.origin import ELEMENTS

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
LONGEST = {"long_text": 2000}
FORMATS = {"identity": "identity-document", "uscc": "uscc", "date": "date", "email": "email"}
PATTERNS = {"phone": "^(1[3-9][0-9]{9}|(0[0-9]{2,3}-)?[0-9]{7,8})$"}


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
        yield from said(
            place, "rows", (source["min"] or 1, 200), (field["minItems"], field["maxItems"])
        )
        return
    if field["type"] == "array":
        yield from said(place, "least answers", 1, field["minItems"])
    yield from _least(place, source["min"], field)
    yield from _most(place, source["max"], field)
    yield from _length(place, source["max_length"], field)
    yield from _pattern(place, source["pattern"], field)
    yield from said(place, "format", FORMATS.get(field["x-type"]), field.get("format"))


def _least(place: str, was: Any, field: dict[str, Any]) -> Iterator[Difference]:
    now = {k: field[k] for k in ("minimum", "exclusiveMinimum") if k in field}
    check = _element(field)
    own = {k: check[k] for k in ("minimum", "exclusiveMinimum") if k in check} or {"minimum": 0}
    if was is None and now and now == own:
        yield RULE, ELEMENT_CHECK if field.get("x-element") else "no quantity is below 0"
    else:
        yield from said(place, "min", {} if was is None else {"minimum": was}, now)


def _most(place: str, was: Any, field: dict[str, Any]) -> Iterator[Difference]:
    now = field.get("maximum")
    if was is None and now is not None and now == _element(field).get("maximum"):
        yield RULE, ELEMENT_CHECK
    else:
        yield from said(place, "max", was, now)


def _length(place: str, was: int | None, field: dict[str, Any]) -> Iterator[Difference]:
    box = field["properties"]["detail"] if field["x-type"] == "address" else field
    now = box.get("maxLength")
    if was is None and now is not None and now == _longest(field):
        yield RULE, "every text has a greatest length"
    else:
        yield from said(place, "max_length", was, now)
    if not {"pattern", "format", "enum", "anyOf"} & box.keys() and box["type"] == "string":
        yield RULE, "an answered text is not empty"
        yield from said(place, "min_length", 1, box.get("minLength"))


def _longest(field: dict[str, Any]) -> int:
    check = _element(field)
    check = check.get("properties", {}).get("detail", check)
    return check.get("maxLength") or LONGEST.get(field["x-type"], 200)


def _pattern(place: str, was: str | None, field: dict[str, Any]) -> Iterator[Difference]:
    written = was.replace(r"\d", "[0-9]") if was else None
    if was and written != was:
        yield RULE, "patterns say [0-9]"
    now = field.get("pattern")
    if (
        written is None
        and now
        and now == _element(field).get("pattern", PATTERNS.get(field["x-type"]))
    ):
        yield RULE, "types and elements carry their checks"
    else:
        yield from said(place, "pattern", written, now)


def _element(field: dict[str, Any]) -> dict[str, Any]:
    return ELEMENTS.get(field.get("x-element", ""), {}).get("schema", {})


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
