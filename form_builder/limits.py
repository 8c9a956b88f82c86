"""What a department's own rule lets through, in words and in its own unit."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemas.form import Schema
from schemas.wording import N_

Said = Callable[[str], str]
NUMBERS = {
    "minimum": N_("不小于 %(n)s"),
    "exclusiveMinimum": N_("大于 %(n)s"),
    "maximum": N_("不大于 %(n)s"),
    "exclusiveMaximum": N_("小于 %(n)s"),
}
LENGTHS = {"minLength": N_("不少于 %(n)s 个字"), "maxLength": N_("不超过 %(n)s 个字")}
COUNTS = {
    "table": {"minItems": N_("至少 %(n)s 行"), "maxItems": N_("最多 %(n)s 行")},
    "choices": {"minItems": N_("至少选 %(n)s 项"), "maxItems": N_("最多选 %(n)s 项")},
    "material": {"minItems": N_("至少 %(n)s 份"), "maxItems": N_("最多 %(n)s 份")},
}
# Lengths are the platform's own limits, or follow from a code's shape, in every type but these.
TEXTS = ("text", "long_text", "address")


def limits(schema: Schema, _: Said = str) -> tuple[str, ...]:
    """The limits of one question as its department set them, short phrases; () where anything goes.

    Formats and patterns have no words here: the question's hint says what such a code looks like.
    """
    return (*_numbers(schema, _), *_lengths(schema, _), *_counts(schema, _), *_options(schema, _))


def _numbers(schema: Schema, _: Said) -> Iterator[str]:
    unit = schema.get("x-unit", "")
    for keyword, words in NUMBERS.items():
        if keyword in schema:
            yield f"{_(words) % {'n': plain(schema[keyword])}} {unit}".rstrip()


def _lengths(schema: Schema, _: Said) -> Iterator[str]:
    if schema.get("x-type") not in TEXTS:
        return
    bounded = schema["properties"]["detail"] if schema["x-type"] == "address" else schema
    for keyword, words in LENGTHS.items():
        if bounded.get(keyword, 1) > 1:
            yield _(words) % {"n": bounded[keyword]}


def _counts(schema: Schema, _: Said) -> Iterator[str]:
    for keyword, words in COUNTS.get(schema.get("x-type", ""), {}).items():
        if schema.get(keyword, 1) > 1:
            yield _(words) % {"n": schema[keyword]}


def _options(schema: Schema, _: Said) -> Iterator[str]:
    inner: Mapping[str, Any] = schema.get("items", {}) if "items" in schema else schema
    if schema.get("x-type") in ("choice", "choices") and inner.get("enum"):
        yield _("可选 %(options)s") % {"options": _("、").join(map(str, inner["enum"]))}


def plain(number: Any) -> str:
    """68 rather than 68.0"""
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)
