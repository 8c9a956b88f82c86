"""The publish gate: what keeps a form from going live, each thing said where it is.

Two doors. `read_document` lets bytes in only as plain JSON of bounded size; `problems` judges what came in.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from form_builder.check_conditions import condition_problems
from form_builder.check_fields import field_problems
from form_builder.check_formulas import formula_problems
from form_builder.check_shape import shape_problems
from form_builder.conditions import settle
from schemas.dialect import dialect_problems
from schemas.form import Schema
from schemas.problem import Problem, Refused

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_DIGITS = 19
MAX_FIELDS = 500

Said = Callable[[str], str]


class Unreadable(Refused):
    """These bytes are not a JSON document that can be kept; the message says what to mend."""


def read_document(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`. Raises Unreadable for what json alone would let pass or choke on: repeated
    names (RFC 8259 leaves them open), NaN, endless numbers, deep nesting, lone surrogates, controls."""
    if len(data) > MAX_BYTES:
        raise Unreadable("文件太大：最多 1 MB。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Unreadable(f"文件要用 UTF-8 编码，第 {problem.start + 1} 个字节不是。") from problem
    if _depth(text) > MAX_DEPTH:
        raise Unreadable(f"嵌套太深：最多 {MAX_DEPTH} 层。")
    try:
        document = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            parse_int=_whole,
            parse_float=_decimal,
        )
    except json.JSONDecodeError as problem:
        raise Unreadable(f"第 {problem.lineno} 行第 {problem.colno} 列不是 JSON。") from problem
    _plain_text(document)
    if not isinstance(document, dict):
        raise Unreadable("文件里要是一个 JSON 对象，以 { 开头。")
    return document


def problems(document: Schema, *, _: Said = str) -> tuple[Problem, ...]:
    """Everything that keeps this form from being published; () when it may go.

    Mistakes first; a form without any is held against the published dialect too, which takes longer.
    """
    return mistakes(document, _=_) or tuple(_against_dialect(document))


def mistakes(document: Schema, *, _: Said = str) -> tuple[Problem, ...]:
    """What a person building the form can get wrong.

    A document of the wrong shape is judged for its shape alone, since nothing else can be said about it.
    """
    return judged(document, _=_)[0]


def judged(
    document: Schema, *, sound: frozenset[str] = frozenset(), _: Said = str
) -> tuple[tuple[Problem, ...], frozenset[str]]:
    """(the mistakes, the fields about which there are none), quick enough to ask at every edit: fields that
    were `sound` and have not changed since are not judged for themselves again."""
    shape = tuple(shape_problems(_without(document, sound), _=_))
    if shape:
        return shape, frozenset()
    found = tuple(_content_problems(document, sound, _))
    wrong = {p.field.partition("/")[0] for p in found}
    return found, frozenset(k for k in document["properties"] if k not in wrong)


def _without(document: Schema, sound: frozenset[str]) -> Schema:
    if not sound:
        return document
    fields = {k: f for k, f in document["properties"].items() if k not in sound}
    return {**document, "properties": fields}


def _content_problems(document: Schema, sound: frozenset[str], _: Said) -> Iterator[Problem]:
    yield from _whole_form(document, _)
    sections = {s["key"] for s in document["x-sections"]}
    seen: dict[str, str] = {}
    for key, schema in document["properties"].items():
        if schema.get("x-section") not in sections:
            where = f"/properties/{key}/x-section"
            yield Problem(where, key, _("这一题不在任何分区里。请把它移到一个分区。"))
        if key not in sound:
            yield from field_problems(key, schema, _=_)
        element = schema.get("x-element")
        if element and element in seen:
            other = document["properties"][seen[element]]["title"]
            sentence = _(
                "和“%(other)s”是同一个数据元，一张表只问一次。请删掉一个，或改成单独一题。"
            )
            yield Problem(f"/properties/{key}/x-element", key, sentence % {"other": other})
        seen.setdefault(element, key)
    yield from condition_problems(document, _=_)
    yield from formula_problems(document, _=_)
    if settle(document) != document:
        yield Problem("/allOf", "", _("条件的检查规则和显示条件对不上。请打开任一题保存一次。"))


def _against_dialect(document: Schema) -> Iterator[Problem]:
    """The published meta-schema has the last word, so that what is let through is a form everywhere."""
    for pointer, sentence in dialect_problems(document):
        steps = pointer.split("/")[1:]
        column = f"/{steps[4]}" if steps[2:4] == ["items", "properties"] and len(steps) > 4 else ""
        field = steps[1] + column if steps[:1] == ["properties"] and len(steps) > 1 else ""
        yield Problem(pointer, field, sentence)


def _whole_form(document: Schema, _: Said) -> Iterator[Problem]:
    if not document["title"].strip():
        yield Problem("/title", "", _("请写表单的名称。"))
    fields = document["properties"]
    if not fields:
        yield Problem("/properties", "", _("表单里还没有题。请至少加一题。"))
    count = len(fields) + sum(
        len(f["items"]["properties"]) for f in fields.values() if f["x-type"] == "table"
    )
    if count > MAX_FIELDS:
        sentence = _("题目和列一共 %(count)s 个，最多 %(most)s 个。请分成几张表。")
        yield Problem("/properties", "", sentence % {"count": count, "most": MAX_FIELDS})
    sections = [s["key"] for s in document["x-sections"]]
    for n, section in enumerate(document["x-sections"]):
        if sections.index(section["key"]) < n:
            yield Problem(f"/x-sections/{n}", "", _("有两个分区用了同一个代号。请删掉一个。"))
        if not section["title"].strip():
            yield Problem(f"/x-sections/{n}", "", _("请给分区写名称。"))


def _depth(text: str) -> int:
    """The deepest nesting, counted before parsing, so that no parser recursion can be provoked."""
    depth = deepest = 0
    inside = escaped = False
    for c in text:
        if inside:
            inside = escaped or c != '"'
            escaped = c == "\\" and not escaped
        elif c == '"':
            inside = True
        elif c in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif c in "]}":
            depth -= 1
    return deepest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(n for n, _value in pairs if n in seen or seen.add(n))  # type: ignore[func-returns-value]
        raise Unreadable(f"“{twice[:40]}”在同一处写了两次。")
    return found


def _refuse_constant(name: str) -> Any:
    raise Unreadable(f"{name} 不是 JSON 的数。")


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS - 1:
        raise Unreadable(f"数太长：最多 {MAX_DIGITS - 1} 位。")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if len(digits) > 40 or number in (float("inf"), float("-inf")):
        raise Unreadable("数太大或太长。")
    return number


def _plain_text(value: Any) -> None:
    if isinstance(value, str):
        if any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\t\n\r") for c in value):
            raise Unreadable("文字里有不能保存的控制字符或半个字符。")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _plain_text(name)
            _plain_text(inner)
    elif isinstance(value, list):
        for inner in value:
            _plain_text(inner)
