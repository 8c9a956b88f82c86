"""One field before publishing: its words, its limits, its options, its pattern."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

import re2

from schemas.form import TREATMENTS, Schema
from schemas.problem import Problem

Said = Callable[[str], str]
MAX_TITLE, MAX_HINT, MAX_PATTERN, MAX_OPTIONS, MAX_OPTION = 200, 1000, 500, 1000, 200
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
TAG = re.compile(r"<[a-zA-Z/!?]")
RANGES = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("exclusiveMinimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)


def field_problems(key: str, schema: Schema, *, _: Said = str) -> Iterator[Problem]:
    """What is wrong with this field for itself, and with each of its columns when it is a table."""
    for where, sentence in _sentences(key, schema, _):
        yield Problem(f"/properties/{key}{where}", key, sentence)
    if schema["x-type"] != "table":
        return
    columns = schema["items"]["properties"]
    if not columns:
        yield Problem(f"/properties/{key}/items", key, _("表格还没有列。请至少加一列。"))
    for name, column in columns.items():
        for where, sentence in _sentences(name, column, _):
            pointer = f"/properties/{key}/items/properties/{name}{where}"
            yield Problem(pointer, f"{key}/{name}", sentence)


def _sentences(key: str, schema: Schema, _: Said) -> Iterator[tuple[str, str]]:
    """Each problem as (pointer inside the field, sentence)."""
    if not KEY.fullmatch(key):
        yield "", _("代号只能用小写字母、数字和下划线，以字母开头，最多 60 个字。")
    yield from _words(schema, _)
    yield from _ranges(schema, _)
    yield from _options(schema, _)
    yield from _pattern(schema, _)
    yield from _binding(schema, _)


def _words(schema: Schema, _: Said) -> Iterator[tuple[str, str]]:
    title, hint = schema.get("title", ""), schema.get("description", "")
    if not title.strip():
        yield "/title", _("请写这一题怎么问。")
    if len(title) > MAX_TITLE:
        yield "/title", _("问法最多 %(most)s 个字。") % {"most": MAX_TITLE}
    if len(hint) > MAX_HINT:
        yield "/description", _("填写说明最多 %(most)s 个字。") % {"most": MAX_HINT}
    for where, text in (("/title", title), ("/description", hint)):
        if TAG.search(text):
            yield where, _("文字里不能有 HTML 标签。请只写文字。")


def _ranges(schema: Schema, _: Said) -> Iterator[tuple[str, str]]:
    bounded = schema["properties"]["detail"] if schema["x-type"] == "address" else schema
    for low, high in RANGES:
        if low not in bounded or high not in bounded:
            continue
        strict = "exclusive" in low + high
        if bounded[low] > bounded[high] or (strict and bounded[low] == bounded[high]):
            values = {"low": bounded[low], "high": bounded[high]}
            yield f"/{low}", _("最小 %(low)s 比最大 %(high)s 还大，没有人能填对。") % values
    if bounded.get("multipleOf", 1) <= 0:
        yield "/multipleOf", _("步长要大于 0，例如 0.01。")


def _options(schema: Schema, _: Said) -> Iterator[tuple[str, str]]:
    kind = schema["x-type"]
    if kind not in ("choice", "choices"):
        return
    options = schema.get("items", {}).get("enum") if kind == "choices" else schema.get("enum")
    if not options:
        yield "/enum", _("请至少写一个选项。")
        return
    if len(options) > MAX_OPTIONS:
        yield "/enum", _("选项最多 %(most)s 个。") % {"most": MAX_OPTIONS}
    if len(set(options)) < len(options):
        yield "/enum", _("有两个选项一样。请删掉一个。")
    if any(not o.strip() or len(o) > MAX_OPTION or TAG.search(o) for o in options):
        yield (
            "/enum",
            _("选项要有文字，最多 %(most)s 个字，不能有 HTML 标签。") % {"most": MAX_OPTION},
        )
    least, most = schema.get("minItems", 0), len(options)
    if kind == "choices" and least > most:
        yield (
            "/minItems",
            _("至少要选 %(least)s 项，但只有 %(most)s 个选项。") % {"least": least, "most": most},
        )


def _pattern(schema: Schema, _: Said) -> Iterator[tuple[str, str]]:
    pattern = schema.get("pattern")
    if pattern is None:
        return
    if len(pattern) > MAX_PATTERN:
        yield "/pattern", _("格式规则最多 %(most)s 个字符。") % {"most": MAX_PATTERN}
    elif not _compiles(pattern):
        yield "/pattern", _("看不懂这条格式规则。请用 RE2 正则，例如 ^[0-9]{6}$。")


def _binding(schema: Schema, _: Said) -> Iterator[tuple[str, str]]:
    if "x-factor" in schema and not _is_positive(schema["x-factor"]):
        yield "/x-factor", _("换算率要写成大于 0 的数或分数，例如 100 或 1/1000。")
    pairs = schema.get("x-codes", ())
    both = ([p[0] for p in pairs], [p[1] for p in pairs])
    if any(len(set(side)) < len(side) for side in both):
        yield "/x-codes", _("选项对照表里有重复，换算不回来。请一对一地写。")
    options = schema.get("items", {}).get("enum") or schema.get("enum") or both[1]
    if set(both[1]) - set(options):
        yield "/x-codes", _("选项对照表里有这一题没有的选项。请删掉。")
    material = schema.get("x-material")
    if (schema["x-type"] == "material") != bool(material):
        yield "/x-material", _("材料要写明怎么收：必要、可容缺、可承诺或数据共享。")
    elif material and material["treatment"] not in TREATMENTS:
        yield "/x-material", _("不认识这种收法。请选必要、可容缺、可承诺或数据共享。")


def _compiles(pattern: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError):
        return False
    return True


def _is_positive(text: str) -> bool:
    try:
        return Fraction(text) > 0
    except (ValueError, ZeroDivisionError):
        return False
