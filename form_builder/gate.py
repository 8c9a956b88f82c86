"""What may be met, merged or published at all: a JSON Schema 2020-12 of bounded size that can be evaluated.

`admit` is asked once for each schema, before anything recursive touches it.
"""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import re2
from jsonschema import Draft202012Validator

from form_builder.canonical import inner_schemas
from form_builder.meeting.closed import closed
from schemas.judge import judge
from schemas.problem import Refused, step
from schemas.swift import is_schema

MAX_DEPTH = 64
MAX_VALUES = 200_000
MAX_PATTERN = 2000
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_STANDARD = judge(Draft202012Validator.META_SCHEMA)
_QUIET = re2.Options()
_QUIET.log_errors = False


def admit(schema: Any) -> None:
    """Raises Refused, with the place, for what is no JSON Schema 2020-12 that can be evaluated: not one at
    all, too deep or too big, of another dialect, with a pattern RE2 refuses, or with a reference that leads
    out of the document, nowhere, back to itself, or to more than anyone can evaluate."""
    if not isinstance(schema, Mapping | bool):
        raise Refused("这不是 JSON Schema：要是一个 JSON 对象，或者 true、false。")
    _bounded(schema)
    _standard(schema)
    for where, part in _all_schemas(schema):
        _dialect(where, part)
        _patterns(where, part)
    closed(schema)


def _bounded(schema: Any) -> None:
    """By a list of what is ahead and not by recursion, which deep nesting would exhaust."""
    ahead: list[tuple[Any, str, int]] = [(schema, "", 0)]
    count = 0
    while ahead:
        value, where, depth = ahead.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise Refused(f"嵌套太深：最多 {MAX_DEPTH} 层。", where)
        if count > MAX_VALUES:
            raise Refused(f"太大：最多 {MAX_VALUES} 个值。")
        if isinstance(value, Mapping):
            if any(not isinstance(k, str) for k in value):
                raise Refused("名称要是文字。", where)
            ahead += [(v, where + step(k), depth + 1) for k, v in value.items()]
        elif isinstance(value, list | tuple):
            ahead += [(v, where + step(n), depth + 1) for n, v in enumerate(value)]
        elif isinstance(value, float) and not isfinite(value):
            raise Refused(f"{value} 不是 JSON 的数。", where)
        elif not (value is None or isinstance(value, str | int | float)):
            raise Refused("这不是 JSON 的值。", where)


def _standard(schema: Any) -> None:
    if is_schema(schema):
        return
    # The first one: to weigh thousands of them against each other takes minutes.
    error = next(_STANDARD.iter_errors(schema), None)
    if error:
        where = "".join(step(s) for s in error.absolute_path)
        raise Refused(f"不合 JSON Schema 2020-12：{error.message[:200]}", where)


def _all_schemas(schema: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, Mapping):
        yield where, schema
        for pointer, part in inner_schemas(schema):
            yield from _all_schemas(part, where + pointer)


def _dialect(where: str, schema: Mapping[str, Any]) -> None:
    if schema.get("$schema", DIALECT).removesuffix("#") != DIALECT:
        raise Refused("只认 JSON Schema 2020-12。", where + "/$schema")


def _patterns(where: str, schema: Mapping[str, Any]) -> None:
    found = {where + "/pattern": schema["pattern"]} if "pattern" in schema else {}
    names = schema.get("patternProperties", {})
    found |= {f"{where}/patternProperties{step(p)}": p for p in names}
    for place, pattern in found.items():
        if len(pattern) > MAX_PATTERN:
            raise Refused(f"格式规则太长：最多 {MAX_PATTERN} 个字。", place[:200])
        try:
            re2.compile(pattern, _QUIET)
        except (re2.error, UnicodeEncodeError) as problem:
            sentence = "看不懂这条格式规则，要用 RE2 正则，例如 ^[0-9]{6}$。"
            raise Refused(sentence, place) from problem
