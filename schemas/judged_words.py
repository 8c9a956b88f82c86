"""Keywords the judge reads in its own way: RE2 patterns, exact decimals, distinct items by their text."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import isfinite
from typing import Any

import re2
from jsonschema import ValidationError

from schemas.form import Schema

Errors = Iterator[ValidationError]


def found(pattern: str, text: str) -> bool:
    """Does RE2 find `pattern` anywhere in `text`? Half a surrogate pair is no text, nothing is found in it."""
    try:
        return re2.search(pattern, text) is not None
    except UnicodeEncodeError:
        return False


def exact(number: Any) -> Fraction:
    """The decimal that is written, not the binary float nearest to it; a whole float is that whole number,
    as it is when numbers are compared."""
    if isinstance(number, int):
        return Fraction(number)
    if not isfinite(number):
        # NaN and infinity are no JSON; as the smallest of fractions every step people write refuses them.
        return Fraction(1, 2**1074)
    return Fraction(int(number)) if number.is_integer() else Fraction(repr(number))


def pattern(validator: Any, asked: str, instance: Any, schema: Schema) -> Errors:
    if validator.is_type(instance, "string") and not found(asked, instance):
        yield ValidationError(f"{instance!r} does not match {asked!r}")


def multiple_of(validator: Any, step: Any, instance: Any, schema: Schema) -> Errors:
    """In decimals as they are written: 19.99 is a multiple of 0.01, whatever binary floats say."""
    if validator.is_type(instance, "number") and exact(instance) % exact(step):
        yield ValidationError(f"{instance!r} is not a multiple of {step!r}")


def unique_items(validator: Any, asked: bool, instance: Any, schema: Schema) -> Errors:
    """By the text of each item: in one pass, and exact where sorting takes [1] and [true] for neighbours."""
    if not asked or not validator.is_type(instance, "array"):
        return
    if len({_text(item) for item in instance}) < len(instance):
        yield ValidationError(f"{instance!r} has non-unique elements")


def pattern_properties(validator: Any, patterns: Schema, instance: Any, schema: Schema) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    for asked, inner in patterns.items():
        for name in (n for n in instance if found(asked, n)):
            yield from validator.descend(instance[name], inner, path=name, schema_path=asked)


def additional_properties(validator: Any, inner: Any, instance: Any, schema: Schema) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    for name in _strangers(instance, schema):
        if inner is False:
            yield ValidationError(
                f"Additional properties are not allowed ({name!r} was unexpected)"
            )
        else:
            yield from validator.descend(instance[name], inner, path=name)


def unevaluated_properties(validator: Any, inner: Any, instance: Any, schema: Schema) -> Errors:
    if not validator.is_type(instance, "object"):
        return
    seen = _seen(validator, instance, {k: v for k, v in schema.items() if k != _UNEVALUATED})
    for name in (n for n in instance if n not in seen):
        for _ in validator.descend(instance[name], inner, path=name, schema_path=name):
            yield ValidationError(f"Unevaluated properties are not allowed ({name!r} unexpected)")
            break


_UNEVALUATED = "unevaluatedProperties"


def _strangers(instance: Any, schema: Schema) -> list[str]:
    named, patterns = schema.get("properties", ()), schema.get("patternProperties", ())
    return [n for n in instance if n not in named and not any(found(p, n) for p in patterns)]


def _seen(validator: Any, instance: Any, schema: Any) -> set[str]:
    """The members that `schema` or what it applies in the same place has spoken of."""
    if not isinstance(schema, Mapping):
        return set()
    if "additionalProperties" in schema or _UNEVALUATED in schema:
        return set(instance)
    named, patterns = schema.get("properties", ()), schema.get("patternProperties", ())
    seen = {n for n in instance if n in named or any(found(p, n) for p in patterns)}
    for other, part in _beside(validator, instance, schema):
        seen |= _seen(other, instance, part)
    return seen


def _beside(validator: Any, instance: Any, schema: Schema) -> Iterator[tuple[Any, Any]]:
    """The schemas applied to the same object that accept it, each with the validator to read it by."""
    for word in ("$ref", "$dynamicRef"):
        if word in schema:
            led = validator._resolver.lookup(schema[word])
            yield validator.evolve(schema=led.contents, _resolver=led.resolver), led.contents
    for name, part in schema.get("dependentSchemas", {}).items():
        if name in instance:
            yield validator, part
    for word in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(word, ()):
            if validator.evolve(schema=part).is_valid(instance):
                yield validator, part
    if "if" in schema:
        holds = validator.evolve(schema=schema["if"]).is_valid(instance)
        for part in (schema["if"], schema.get("then")) if holds else (schema.get("else"),):
            yield validator, part


def _text(value: Any) -> str:
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Any) -> Any:
    """One spelling for equal numbers."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


WORDS = {
    "pattern": pattern,
    "multipleOf": multiple_of,
    "uniqueItems": unique_items,
    "patternProperties": pattern_properties,
    "additionalProperties": additional_properties,
    "unevaluatedProperties": unevaluated_properties,
}
