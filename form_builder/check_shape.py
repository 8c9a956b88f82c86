"""Is this document shaped like a form at all: known words only, each with the kind of value it takes?"""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from form_builder.formulas.formula import is_formula
from schemas.field_types import FIELD_TYPES
from schemas.problem import Problem

Said = Callable[[str], str]
Kind = Callable[[Any], bool]

DEEPEST = 60
# Documents come out of JSON, where nothing else nests; asking for Mapping takes five times as long.
_NESTS = (dict, list)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000_000


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e16


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _map(value: Any) -> bool:
    # Most are plain dictionaries, and asking for those first is several times quicker.
    return isinstance(value, (dict, Mapping)) and all(isinstance(k, str) for k in value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _pairs(value: Any) -> bool:
    return isinstance(value, list) and all(_texts(p) and len(p) == 2 for p in value)


def _words(value: Any) -> bool:
    return _map(value) and all(map(_map, value.values()))


def _section_list(value: Any) -> bool:
    return isinstance(value, list) and all(
        _map(s) and _text(s.get("key")) and _text(s.get("title")) and _words(s.get("x-i18n", {}))
        for s in value
    )


def _rule(value: Any) -> bool:
    words = {"key", "title", "at", "check", "x-i18n"}
    texts = (
        all(_text(value.get(word, "")) for word in ("key", "title", "at")) if _map(value) else False
    )
    said = texts and set(value) <= words and {"key", "title", "check"} <= set(value)
    return said and is_formula(value["check"]) and _words(value.get("x-i18n", {}))


def _anything(value: Any) -> bool:
    return True


FORM: dict[str, Kind] = {
    "$schema": _text,
    "$id": _text,
    "title": _text,
    "x-i18n": _words,
    "x-sections": _section_list,
    "type": lambda v: v == "object",
    "additionalProperties": lambda v: v is False,
    "required": _texts,
    "properties": _map,
    "allOf": lambda v: isinstance(v, list) and all(map(_map, v)),
    "description": _text,
    "x-rules": lambda v: isinstance(v, list) and 0 < len(v) <= 100 and all(map(_rule, v)),
}
FIELD: dict[str, Kind] = {
    "type": _text,
    "enum": _texts,
    "const": _anything,
    "default": _anything,
    "format": _text,
    "pattern": _text,
    "minLength": _count,
    "maxLength": _count,
    "minimum": _number,
    "maximum": _number,
    "exclusiveMinimum": _number,
    "exclusiveMaximum": _number,
    "multipleOf": _number,
    "minItems": _count,
    "maxItems": _count,
    "uniqueItems": _flag,
    "items": _map,
    "properties": _map,
    "required": _texts,
    "additionalProperties": lambda v: v is False,
    "anyOf": lambda v: isinstance(v, list) and all(map(_map, v)),
    "title": _text,
    "description": _text,
    "x-type": lambda v: _text(v) and v in FIELD_TYPES,
    "x-section": _text,
    "x-element": _text,
    "x-unit": _text,
    "x-note": _text,
    "x-factor": _text,
    "x-codes": _pairs,
    "x-show-when": _map,
    "x-formula": is_formula,
    "x-picture": _text,
    "x-material": lambda v: _map(v) and _text(v.get("treatment")) and set(v) == {"treatment"},
    "x-i18n": _words,
}
CONDITION: dict[str, Kind] = {
    "properties": _map,
    "required": _texts,
    "allOf": lambda v: isinstance(v, list) and 0 < len(v) <= 50 and all(map(_map, v)),
    "anyOf": lambda v: isinstance(v, list) and 0 < len(v) <= 50 and all(map(_map, v)),
    "not": _map,
    "const": _anything,
    "enum": lambda v: isinstance(v, list) and 0 < len(v) <= 1000,
    "contains": _map,
    "type": _text,
    "minimum": _number,
    "maximum": _number,
    "exclusiveMinimum": _number,
    "exclusiveMaximum": _number,
}


def shape_problems(document: Any, *, _: Said = str) -> Iterator[Problem]:
    """Every word that forms do not know, with the nearest one they do, and every value of the wrong kind."""
    if not _map(document):
        yield Problem("", "", _("文件里要是一个 JSON 对象，以 { 开头。"))
        return
    if depth(document) > DEEPEST:
        yield Problem("", "", _("嵌套太深：最多 %(most)s 层。") % {"most": DEEPEST})
        return
    yield from _judged(document, FORM, "", "", _)
    for name in ("title", "x-sections", "properties"):
        if name not in document:
            yield Problem(f"/{name}", "", _("缺少 %(name)s。") % {"name": name})
    fields = document.get("properties")
    for key, schema in fields.items() if _map(fields) else ():
        yield from _field(schema, f"/properties/{key}", key, _)


def depth(value: Any) -> int:
    """How deeply lists and objects are nested, without recursion: hostile documents come here first."""
    layer, deep = [value], 0
    while layer:
        deep += 1
        insides = [o.values() if isinstance(o, dict) else o for o in layer if isinstance(o, _NESTS)]
        layer = [i for inside in insides for i in inside if isinstance(i, _NESTS)]
    return deep


def _field(schema: Any, pointer: str, path: str, _: Said) -> Iterator[Problem]:
    if not _map(schema):
        yield Problem(pointer, path, _("这一题要是一个 JSON 对象。"))
        return
    yield from _judged(schema, FIELD, pointer, path, _)
    if "x-type" not in schema:
        yield Problem(f"{pointer}/x-type", path, _("请写明这一题是什么类型（x-type）。"))
    if not _text(schema.get("title")):
        yield Problem(f"{pointer}/title", path, _("请写这一题怎么问。"))
    if _map(schema.get("x-show-when")):
        yield from _condition(schema["x-show-when"], f"{pointer}/x-show-when", path, _)
    if schema.get("x-type") == "table":
        yield from _table(schema, pointer, path, _)
    elif schema.get("x-type") == "address":
        detail = schema.get("properties", {}) if _map(schema.get("properties", {})) else {}
        if not _map(detail.get("detail")):
            yield Problem(f"{pointer}/properties", path, _("地址要有 detail 一项。"))
    yield from _inside(schema, pointer, path, _)


def _table(schema: Mapping[str, Any], pointer: str, path: str, _: Said) -> Iterator[Problem]:
    row: Any = schema.get("items")
    columns: Any = row.get("properties") if _map(row) else None
    if not _map(row) or not _map(columns):
        yield Problem(f"{pointer}/items", path, _("表格要写明有哪些列（items）。"))
        return
    for key, column in columns.items():
        where = f"{pointer}/items/properties/{key}"
        yield from _field(column, where, f"{path}/{key}", _)
        kind = FIELD_TYPES.get(column.get("x-type", "")) if _map(column) else None
        if kind and not kind.in_tables:
            sentence = _("这种题不能做表格的列：%(type)s。") % {"type": _(kind.words)}
            yield Problem(where, f"{path}/{key}", sentence)


def _inside(schema: Mapping[str, Any], pointer: str, path: str, _: Said) -> Iterator[Problem]:
    """The subschemas a field type is made of: an item, the parts of an address or a period."""
    inner: dict[str, Any] = (
        {"/items": schema.get("items")} if schema.get("x-type") != "table" else {}
    )
    parts: Any = schema.get("properties")
    inner |= {f"/properties/{k}": v for k, v in parts.items()} if _map(parts) else {}
    for n, part in enumerate(
        schema.get("anyOf", ()) if isinstance(schema.get("anyOf"), list) else ()
    ):
        inner[f"/anyOf/{n}"] = part
    for where, part in inner.items():
        if _map(part):
            yield from _judged(part, FIELD, pointer + where, path, _)


def _condition(schema: Any, pointer: str, path: str, _: Said) -> Iterator[Problem]:
    if not _map(schema):
        yield Problem(pointer, path, _("显示条件的写法不对。"))
        return
    yield from _judged(schema, CONDITION, pointer, path, _)
    for word in ("allOf", "anyOf"):
        for n, part in enumerate(
            schema.get(word, ()) if isinstance(schema.get(word), list) else ()
        ):
            yield from _condition(part, f"{pointer}/{word}/{n}", path, _)
    for word in ("not", "contains"):
        if word in schema:
            yield from _condition(schema[word], f"{pointer}/{word}", path, _)
    for key, part in (
        schema.get("properties", {}).items() if _map(schema.get("properties", {})) else ()
    ):
        yield from _condition(part, f"{pointer}/properties/{key}", path, _)


def _judged(
    schema: Mapping[str, Any], known: Mapping[str, Kind], pointer: str, path: str, _: Said
) -> Iterator[Problem]:
    for word, value in schema.items():
        if word not in known:
            yield Problem(f"{pointer}/{word}", path, _unknown(word, known, _))
        elif not known[word](value):
            sentence = _("“%(word)s” 的值不对。") % {"word": word}
            yield Problem(f"{pointer}/{word}", path, sentence)


def _unknown(word: str, known: Mapping[str, Kind], _: Said) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return _("不认识“%(word)s”。是想写“%(near)s”吗？") % {"word": word[:40], "near": near[0]}
    return _("不认识“%(word)s”。请删掉。") % {"word": word[:40]}
