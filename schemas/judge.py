"""The judge: jsonschema with asserted formats, RE2 patterns and no way out to the network."""

from typing import Any

from jsonschema import Draft202012Validator, validators
from referencing import Registry
from referencing.exceptions import NoSuchResource

from schemas.form import Schema
from schemas.formats import CHECKER
from schemas.judged_words import WORDS


def _refuse(uri: str) -> Any:
    raise NoSuchResource(ref=uri)  # type: ignore[call-arg]


_Judge = validators.extend(Draft202012Validator, WORDS)


def judge(schema: Schema) -> Draft202012Validator:
    """A validator for `schema`; reuse it, building one costs more than asking it."""
    registry: Registry[Any] = Registry(retrieve=_refuse)  # type: ignore[call-arg]
    return _Judge(schema, format_checker=CHECKER, registry=registry)


def accepts(schema: Schema, document: Any) -> bool:
    """The reference verdict: does `schema` accept `document`?"""
    return judge(schema).is_valid(document)
