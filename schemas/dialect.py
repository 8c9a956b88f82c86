"""The dialect: which JSON Schema documents are forms. docs/dialect.md explains each word."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import re2
from jsonschema import Draft202012Validator, ValidationError

from schemas.form import Schema
from schemas.judge import judge
from schemas.swift import Verdict, is_schema, swift, swift_meta

META = Path(__file__).with_name("dialect.json")
_STANDARD = Draft202012Validator(Draft202012Validator.META_SCHEMA)
_REGEX = re2.Options()
_REGEX.log_errors = False
Found = Iterator[tuple[str, str]]


def dialect_problems(document: Any) -> tuple[tuple[str, str], ...]:
    """What keeps `document` from being a form, as (JSON pointer, sentence) in document order; () if nothing.

    The published meta-schema speaks first; only when it is content are the checks asked that a
    meta-schema cannot say: names that must exist, guards, codes, factors, patterns, circles.
    """
    if _is_content()(document) and is_schema(document):
        return tuple(_beyond(document))
    errors = [e for check in (_meta(), _STANDARD) for e in check.iter_errors(document)]
    shape = tuple((_pointer(e.absolute_path), _sentence(e)) for e in errors if not _echo(e, errors))
    return shape or tuple(_beyond(document))


def _passes(document: Any) -> bool:
    """Whether the meta-schemas have nothing to say; the judge takes a hundred times as long to find that out."""
    try:
        return _swift_meta()(document)
    except (ValueError, TypeError, OverflowError):
        return False


@cache
def _swift_meta() -> Verdict:
    return swift_meta(json.loads(META.read_text("utf-8")))


@cache
def _meta() -> Draft202012Validator:
    return judge(json.loads(META.read_text("utf-8")))


@cache
def _is_content() -> Verdict:
    """The meta-schema's verdict without its reasons, hundreds of times sooner: most documents are forms."""
    return swift(json.loads(META.read_text("utf-8")), own=True)


def _echo(error: ValidationError, errors: list[ValidationError]) -> bool:
    """A field that fails a check counts as unevaluated as a whole; that says nothing new."""
    path = list(error.absolute_path)
    return error.validator == "unevaluatedProperties" and any(
        e.validator != "unevaluatedProperties" and list(e.absolute_path)[: len(path)] == path
        for e in errors
    )


def _sentence(error: ValidationError) -> str:
    """The meta-schema's refusal, with what it refused; the words a person meets most often come first."""
    known = {
        "required": "缺少必须写的词：%s",
        "additionalProperties": "有方言里没有的词：%s",
        "unevaluatedProperties": "有方言里没有的词：%s",
        "propertyNames": "这种字段不能写这个词：%s",
        "enum": "只能是方言列出的值：%s",
        "const": "只能是方言规定的值：%s",
    }
    return known.get(str(error.validator), "不合方言：%s") % error.message


def _beyond(document: Schema) -> Found:
    keys = [section["key"] for section in document["x-sections"]]
    if len(set(keys)) < len(keys):
        yield "/x-sections", "两个分区用了同一个代号。"
    for name in sorted(set(document["required"]) - set(document["properties"])):
        yield "/required", f"必填里的 {name} 不是这张表的字段。"
    for key, field in document["properties"].items():
        where = f"/properties/{key}"
        if field["x-section"] not in keys:
            yield f"{where}/x-section", f"没有分区 {field['x-section']}。"
        yield from _field(where, field)
        yield from _condition(where, key, field, document["properties"])
    yield from _guards(document)


def _field(where: str, field: Schema) -> Found:
    for pointer, part in _parts(where, field):
        yield from _pattern(pointer, part)
    yield from _codes(where, field)
    if "x-factor" in field and not Fraction(field["x-factor"]) > 0:
        yield f"{where}/x-factor", "换算率要大于 0，例如 100 或 1/100。"
    if field["x-type"] == "table":
        yield from _columns(f"{where}/items", field["items"])


def _columns(where: str, row: Schema) -> Found:
    for name in sorted(set(row["required"]) - set(row["properties"])):
        yield f"{where}/required", f"必填里的 {name} 不是这张表格的列。"
    for key, column in row["properties"].items():
        yield from _field(f"{where}/properties/{key}", column)


def _parts(where: str, schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The schema and every schema inside it, table rows left out: columns are fields of their own."""
    yield where, schema
    inner = {} if schema.get("x-type") == "table" else {"items": schema.get("items")}
    named = {f"properties/{k}": v for k, v in schema.get("properties", {}).items()}
    choices = {f"anyOf/{n}": v for n, v in enumerate(schema.get("anyOf", ()))}
    for step, part in {**inner, **named, **choices}.items():
        if isinstance(part, Mapping):
            yield from _parts(f"{where}/{step}", part)


def _pattern(where: str, schema: Schema) -> Found:
    try:
        re2.compile(schema.get("pattern", ""), _REGEX)
    except (re2.error, UnicodeEncodeError):
        yield f"{where}/pattern", "看不懂这条格式规则，要用 RE2 正则，例如 ^[0-9]{6}$。"


def _codes(where: str, field: Schema) -> Found:
    pairs = field.get("x-codes", ())
    ours, theirs = [p[0] for p in pairs], [p[1] for p in pairs]
    if len(set(ours)) < len(ours) or len(set(theirs)) < len(theirs):
        yield f"{where}/x-codes", "代码对照不是一对一，换过去就换不回来。"
    options = field.get("enum") or field.get("items", {}).get("enum")
    if pairs and options and set(theirs) != set(options):
        yield f"{where}/x-codes", "代码对照要正好写出每一个选项。"


def _condition(where: str, key: str, field: Schema, fields: Schema) -> Found:
    for name in sorted(_named(field.get("x-show-when"))):
        if name not in fields:
            yield f"{where}/x-show-when", f"显示条件要看 {name}，表里没有这个字段。"
    if key in _reached(key, fields):
        yield f"{where}/x-show-when", "显示条件绕回了自己。"


def _guards(document: Schema) -> Found:
    conditional = {
        key: field["x-show-when"]
        for key, field in document["properties"].items()
        if "x-show-when" in field
    }
    guards = document.get("allOf", [])
    if [g["x-guard"] for g in guards] != list(conditional):
        yield "/allOf", "每个有显示条件的字段要有一条守则，次序与字段相同。"
        return
    for n, (guard, (key, condition)) in enumerate(zip(guards, conditional.items(), strict=True)):
        if not _guards_it(guard, key, condition) or key in document["required"]:
            yield f"/allOf/{n}", f"{key} 的守则与它的显示条件不一致。"


def _guards_it(guard: Schema, key: str, condition: Schema) -> bool:
    then = guard.get("then", {"required": [key]})
    return (guard["if"], guard["else"], then) == (
        condition,
        {"properties": {key: False}},
        {"required": [key]},
    )


def _reached(start: str, fields: Schema) -> frozenset[str]:
    """Every field whose answer the condition of `start` hangs on, however far."""
    reached: set[str] = set()
    ahead = set(_named(fields[start].get("x-show-when")))
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead |= set(_named(fields.get(name, {}).get("x-show-when")))
    return frozenset(reached)


def _named(condition: Any) -> frozenset[str]:
    if not isinstance(condition, Mapping):
        return frozenset()
    inner = [condition.get("not"), *condition.get("allOf", ()), *condition.get("anyOf", ())]
    own = {*condition.get("properties", {}), *condition.get("required", ())}
    return frozenset(own).union(*(_named(part) for part in inner))


def _pointer(path: Any) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
