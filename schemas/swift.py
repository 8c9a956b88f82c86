"""The judge's verdict without its reasons, many times faster: jsonschema-rs, held to the judge's rules.

Where its engine reads a pattern otherwise than RE2 (`.`, `\\s`, case folding), RE2 is asked. Formats are
our own. What it cannot hold at all goes to the judge.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema_rs
import re2

from schemas.formats import FORMATS
from schemas.judge import judge

Verdict = Callable[[Any], bool]

# Literals, ASCII classes, counts and anchors mean the same in both engines.
_SAME = re.compile(
    r"(?:[A-Za-z0-9_ \-^$+*|:/@#%,\u4e00-\u9fa5\[\]{}]|\((?!\?)|\)|\?|\\[.\-+*?()/])*"
)
_ODD = re.compile(r"\[\[|&&|--|~~|\{,|\[\^?\]|\\[^.\-+*?()/]")
_NOT_ASSERTED = [
    "duration",
    "hostname",
    "idn-email",
    "idn-hostname",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "uri-reference",
    "uri-template",
]
_FORMATS: dict[str, Callable[..., bool]] = {n: lambda text: True for n in _NOT_ASSERTED} | FORMATS
_DATA = frozenset(["enum", "const", "default", "examples"])
_NAMED = frozenset(["properties", "patternProperties", "dependentSchemas", "$defs"])
_ASKED = "x-re2-pattern"


class _Re2:
    """A pattern as RE2 reads it."""

    def __init__(self, parent: Any, pattern: str, path: Any) -> None:
        self._search = re2.compile(pattern).search

    def validate(self, instance: Any) -> None:
        if isinstance(instance, str) and self._search(instance) is None:
            raise ValueError("does not match")


def swift(schema: Any, *, own: bool = False) -> Verdict:
    """What `judge(schema).is_valid` answers, for documents read from JSON; reuse it, building costs more.

    Raises nothing that the judge would not raise. References are followed only in a schema of our `own`.
    """
    slow = judge(schema).is_valid
    quick = _quick(schema) if own or not _refers(schema) else None
    if quick is None:
        return slow

    def verdict(document: Any) -> bool:
        try:
            return quick(document)
        except (ValueError, TypeError, OverflowError):
            return slow(document)

    return verdict


def swift_meta(schema: Any) -> Verdict:
    """The verdict on documents of a meta-schema of our own, whose references lead to its own parts only."""
    quick = jsonschema_rs.Draft202012Validator(
        schema, formats=_FORMATS, validate_formats=True, offline=True
    ).is_valid
    return lambda document: is_schema(document) and quick(document)


def is_schema(schema: Any) -> bool:
    """Is this a JSON Schema 2020-12? False also when that could not be found out."""
    try:
        return jsonschema_rs.meta.is_valid(schema if isinstance(schema, bool) else dict(schema))
    except (ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError):
        return False


def _quick(schema: Any) -> Verdict | None:
    told = _told(schema)
    if any(not _means_the_same(p) for p in _name_patterns(told)):
        return None
    try:
        return jsonschema_rs.Draft202012Validator(
            told,
            formats=_FORMATS,
            validate_formats=True,
            offline=True,
            pattern_options=jsonschema_rs.RegexOptions(),
            keywords={_ASKED: _Re2},
        ).is_valid
    except (ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError):
        return None


def _means_the_same(pattern: str) -> bool:
    return _SAME.fullmatch(pattern) is not None and not _ODD.search(pattern)


def _told(schema: Any) -> Any:
    """`schema` with the patterns set apart that only RE2 may judge."""
    if not isinstance(schema, Mapping):
        return schema
    told = {k: v if k in _DATA else _inside(k, v) for k, v in schema.items() if k != _ASKED}
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and not _means_the_same(pattern):
        told[_ASKED] = told.pop("pattern")
    return told


def _inside(keyword: str, value: Any) -> Any:
    if keyword in _NAMED and isinstance(value, Mapping):
        return {k: _told(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_told(v) for v in value]
    return _told(value)


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    ahead = [schema]
    while ahead:
        here = ahead.pop()
        if isinstance(here, Mapping):
            yield here
            ahead += here.values()
        elif isinstance(here, list | tuple):
            ahead += here


def _name_patterns(schema: Any) -> Iterator[str]:
    for part in _parts(schema):
        found = part.get("patternProperties")
        yield from found if isinstance(found, Mapping) else ()


def _refers(schema: Any) -> bool:
    """References may lead to places that only they call schemas, and in circles."""
    return any("$ref" in part or "$dynamicRef" in part for part in _parts(schema))
