"""The judge: jsonschema with asserted formats, RE2 patterns and no way out to the network."""

from collections.abc import Iterator
from fractions import Fraction
from math import isfinite
from typing import Any

import re2
from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry
from referencing.exceptions import NoSuchResource

from schemas.form import Schema
from schemas.formats import CHECKER


def _refuse(uri: str) -> Any:
    raise NoSuchResource(ref=uri)  # type: ignore[call-arg]


def _pattern(
    validator: Any, pattern: str, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "string") and not re2.search(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _multiple_of(
    validator: Any, step: Any, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    """In decimals as they are written: 19.99 is a multiple of 0.01, whatever binary floats say."""
    if validator.is_type(instance, "number") and _written(instance) % _written(step):
        yield ValidationError(f"{instance!r} is not a multiple of {step!r}")


def _written(number: Any) -> Fraction:
    if isinstance(number, int):
        return Fraction(number)
    # NaN and infinity are no JSON; as the smallest of fractions every step people write refuses them.
    return Fraction(repr(number)) if isfinite(number) else Fraction(1, 2**1074)


_Judge = validators.extend(Draft202012Validator, {"pattern": _pattern, "multipleOf": _multiple_of})


def judge(schema: Schema) -> Draft202012Validator:
    """A validator for `schema`; reuse it, building one costs more than asking it."""
    registry: Registry[Any] = Registry(retrieve=_refuse)  # type: ignore[call-arg]
    return _Judge(schema, format_checker=CHECKER, registry=registry)


def accepts(schema: Schema, document: Any) -> bool:
    """The reference verdict: does `schema` accept `document`?"""
    return judge(schema).is_valid(document)
