"""Any JSON Schema (draft-07 to 2020-12) that describes an object: its properties become questions."""

from collections.abc import Mapping
from typing import Any

from form_builder.imports.taken import Taken, Taking
from schemas.field_types import FIELD_TYPES
from schemas.wording import N_

KEPT = ("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
FORMATS = {"date": "date", "email": "email", "uri": "website", "url": "website", "time": "time"}
SPOKEN = {"title", "description", "type", "format", "enum", "const", "items", "properties"}
SPOKEN |= {
    "required",
    "$schema",
    "$id",
    "id",
    "$comment",
    "pattern",
    *KEPT,
    "multipleOf",
    "default",
}
SPOKEN |= {
    "minItems",
    "maxItems",
    "uniqueItems",
    "additionalProperties",
    "$defs",
    "definitions",
    "examples",
}
DEEPEST = 8


def from_json_schema(document: Mapping[str, Any], permit: str, taking: Taking) -> Taken:
    """Questions of the object `document` describes. References inside it are followed, no others."""
    taking.title = str(document.get("title", ""))
    taking.section(taking.title, "")
    _object(document, document, "", taking, 0)
    return taking.done(permit)


def _object(
    root: Mapping[str, Any], schema: Mapping[str, Any], at: str, taking: Taking, deep: int
) -> None:
    _unsaid(schema, at, taking)
    needed = schema.get("required", ())
    named = schema.get("properties", {})
    for name, given in named.items() if isinstance(named, Mapping) else ():
        place = f"{at}/properties/{name}"
        found = _followed(root, given, place, taking)
        if found is None:
            continue
        if _kind_of(found) == "object":
            if deep >= DEEPEST:
                taking.note("refused", place, N_("套得太深，没有收。"))
                continue
            taking.section(str(found.get("title", name)), place)
            _object(root, found, place, taking, deep + 1)
            continue
        made = _question(root, found, name, place, taking)
        if made:
            taking.add(place, name, made, required=name in needed)


def _question(
    root: Mapping[str, Any], schema: Mapping[str, Any], name: str, place: str, taking: Taking
) -> dict[str, Any] | None:
    _unsaid(schema, place, taking)
    title, hint = schema.get("title") or name, schema.get("description", "")
    kind = _kind_of(schema)
    if "const" in schema and "enum" not in schema and isinstance(schema["const"], str):
        schema = {**schema, "enum": [schema["const"]]}
    if isinstance(schema.get("enum"), list) and kind != "array":
        return taking.choice(
            place, "choice", title, [o for o in schema["enum"] if o is not None], hint
        )
    if kind == "boolean":
        return taking.question(place, "yes_no", title, hint)
    if kind in ("number", "integer"):
        made = taking.question(place, kind, title, hint)
        limits = {w: schema[w] for w in NUMBERS if _is_number(schema.get(w))}
        return {k: v for k, v in made.items() if k != "minimum"} | limits
    if kind == "array":
        return _array(root, schema, name, place, taking)
    if kind == "null":
        taking.note("refused", place, N_("只能为空的题没有收。"))
        return None
    return _string(schema, title, hint, place, taking)


def _string(
    schema: Mapping[str, Any], title: str, hint: str, place: str, taking: Taking
) -> dict[str, Any]:
    wanted = schema.get("format", "")
    kind = FORMATS.get(wanted, "text")
    if wanted and kind == "text":
        taking.note(
            "changed",
            place,
            N_("格式“%(format)s”这里没有，改成了一行文字。"),
            format=str(wanted)[:40],
        )
    limits = {w: schema[w] for w in ("minLength", "maxLength") if isinstance(schema.get(w), int)}
    if kind == "text" and limits.get("maxLength", 0) > 200:
        kind = "long_text"
    made = taking.question(place, kind, title, hint, **limits)
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        made["pattern"] = pattern
    return made


def _array(
    root: Mapping[str, Any], schema: Mapping[str, Any], name: str, place: str, taking: Taking
) -> dict[str, Any] | None:
    title, hint = schema.get("title") or name, schema.get("description", "")
    items = _followed(root, schema.get("items", {}), f"{place}/items", taking)
    if items is None:
        return None
    counts = {w: schema[w] for w in ("minItems", "maxItems") if isinstance(schema.get(w), int)}
    counts |= {"minItems": max(1, counts.get("minItems", 1))}
    if isinstance(items.get("enum"), list):
        made = taking.choice(place, "choices", title, items["enum"], hint)
        return made | counts if made["x-type"] == "choices" else made
    if _kind_of(items) != "object":
        return taking.question(place, "tags", title, hint, **counts)
    return table(place, title, hint, _columns(root, items, place, taking), taking) | counts


def table(
    place: str,
    title: str,
    hint: str,
    columns: Mapping[str, tuple[dict[str, Any], bool]],
    taking: Taking,
) -> dict[str, Any]:
    """A table of these columns: key → (schema, required). Without any it gets one."""
    made = taking.question(place, "table", title, hint)
    if columns:
        made["items"] = {
            "type": "object",
            "additionalProperties": False,
            "required": [key for key, (_schema, needed) in columns.items() if needed],
            "properties": {key: schema for key, (schema, _needed) in columns.items()},
        }
    return made


def _columns(
    root: Mapping[str, Any], items: Mapping[str, Any], at: str, taking: Taking
) -> dict[str, tuple[dict[str, Any], bool]]:
    found: dict[str, tuple[dict[str, Any], bool]] = {}
    for name, given in items.get("properties", {}).items():
        place = f"{at}/items/properties/{name}"
        schema = _followed(root, given, place, taking)
        made = _question(root, schema, name, place, taking) if schema is not None else None
        if made is None or not FIELD_TYPES[made["x-type"]].in_tables:
            taking.note("refused", place, N_("这种题不能做表格的列，没有收。"))
            continue
        found[taking.key(name, place, found)] = (made, name in items.get("required", ()))
    return found


def _followed(
    root: Mapping[str, Any], schema: Any, place: str, taking: Taking
) -> Mapping[str, Any] | None:
    """The schema, a reference inside the document followed; None for what is no schema or elsewhere."""
    for _step in range(DEEPEST):
        if not isinstance(schema, Mapping):
            taking.note("refused", place, N_("不是一道题的写法，没有收。"))
            return None
        pointer = schema.get("$ref")
        if not isinstance(pointer, str):
            return schema
        if not pointer.startswith("#/"):
            taking.note(
                "refused", place, N_("引用了别处的内容，没有收：%(ref)s。"), ref=pointer[:80]
            )
            return None
        schema = _inside(root, pointer)
    taking.note("refused", place, N_("引用绕成了圈，没有收。"))
    return None


def _inside(root: Any, pointer: str) -> Any:
    for step in pointer[2:].split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        root = root.get(name) if isinstance(root, Mapping) else None
    return root


def _kind_of(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((k for k in kind if k != "null"), "null")
    if kind is None:
        kind = "object" if "properties" in schema else "array" if "items" in schema else "string"
    return str(kind)


def _unsaid(schema: Mapping[str, Any], place: str, taking: Taking) -> None:
    for word in schema:
        if word not in SPOKEN and not word.startswith("x-"):
            taking.note(
                "refused",
                f"{place}/{word}",
                N_("“%(word)s”这里没有对应的写法，没有收。"),
                word=word[:60],
            )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
