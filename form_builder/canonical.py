"""One text for one meaning: JSON Schema without annotations, sets sorted, numbers at their shortest."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from schemas.problem import step

SCHEMA = frozenset(
    [
        "not",
        "if",
        "then",
        "else",
        "items",
        "contains",
        "additionalProperties",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
SCHEMAS = frozenset(["allOf", "anyOf", "oneOf", "prefixItems"])
NAMED = frozenset(["properties", "patternProperties", "dependentSchemas", "$defs"])
SETS = frozenset(["required", "enum", "type", "allOf", "anyOf"])
_EMPTY = frozenset(["properties", "patternProperties", "dependentSchemas", "dependentRequired"])
_EMPTY |= frozenset(["required", "allOf"])
ANNOTATIONS = frozenset(
    [
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$comment",
        "$schema",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
    ]
)


VALUES = frozenset(
    ["type", "enum", "const", "multipleOf", "minimum", "maximum", "exclusiveMinimum"]
)
VALUES |= frozenset(["exclusiveMaximum", "minLength", "maxLength", "pattern", "format", "required"])
VALUES |= frozenset(["minItems", "maxItems", "uniqueItems", "minContains", "maxContains"])
VALUES |= frozenset(["minProperties", "maxProperties", "dependentRequired"])
# The words that decide what is accepted; references apart, all others are annotations.
KEYWORDS = VALUES | SCHEMA | SCHEMAS | (NAMED - {"$defs"})


_AS_IT_STANDS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_FLOAT = re.compile("[0-9](?:[.][0-9]|e)")


def text(value: Any) -> str:
    """JSON in one spelling: keys sorted, 1.0 written 1, nothing escaped that need not be."""
    try:
        written = _WRITER.encode(value)
    except TypeError:
        return _WRITER.encode(plain(value))
    return _WRITER.encode(plain(value)) if _FLOAT.search(written) else written


def plain(value: Any) -> Any:
    """`value` with every whole float as an integer, so that equal JSON numbers are one."""
    kind = type(value)
    if kind is str or kind is int or kind is bool:
        return value
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is dict or isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value


def bare(schema: Any) -> Any:
    """`schema` without annotations: what is left decides what is accepted. Order is kept."""
    if not isinstance(schema, (dict, Mapping)):
        return schema
    return {k: _inside(k, v, bare) for k, v in schema.items() if not is_annotation(k)}


def is_annotation(keyword: str) -> bool:
    """True for keywords that never refuse anything, the dialect's own among them."""
    return keyword in ANNOTATIONS or keyword.startswith("x-")


def settled(schema: Any) -> Any:
    """`bare(schema)` with every keyword that is a set sorted and freed of repeats."""
    if not isinstance(schema, (dict, Mapping)):
        return schema
    return _in_order({k: _inside(k, v, settled) for k, v in schema.items() if not is_annotation(k)})


def asked(schema: Any) -> Any:
    """As `settled`, of a closed schema: names that nothing refers to are left out too."""
    if not isinstance(schema, Mapping):
        return schema
    said = {k: v for k, v in schema.items() if (k in KEYWORDS and _says(k, v)) or k == "$ref"}
    return _in_order({k: _inside(k, v, asked) for k, v in said.items()})


def _says(keyword: str, value: Any) -> bool:
    """False for a list or a map of nothing, which asks nothing."""
    return bool(value) or keyword not in _EMPTY


def _in_order(found: dict[str, Any]) -> dict[str, Any]:
    for keyword in SETS & found.keys():
        if isinstance(found[keyword], list | tuple):
            found[keyword] = _sorted(found[keyword])
    if "oneOf" in found:
        # Two equal branches are not one: together they refuse what each alone accepts.
        found["oneOf"] = sorted(found["oneOf"], key=text)
    return found


def schema_text(schema: Any) -> str:
    """The canonical text of a schema: equal for schemas that differ only in words and order."""
    return text(settled(schema))


def digest(written: str) -> str:
    """sha256 of a text, in hexadecimal."""
    return hashlib.sha256(written.encode()).hexdigest()


def document_digest(document: Mapping[str, Any]) -> str:
    """sha256 of a whole document, annotations included: the identity of a published version."""
    return _digest_of(_Document(document))


def document_text(document: Mapping[str, Any]) -> str:
    """A whole document as JSON. The order of properties is part of a form, so keys are not sorted."""
    return _text_of(_Document(document))


class _Document:
    """A published document never changes, so it is known by being the same object."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Document) and self.document is other.document


@lru_cache(maxsize=1024)
def _digest_of(known: _Document) -> str:
    return digest(_text_of(known))


@lru_cache(maxsize=1024)
def _text_of(known: _Document) -> str:
    return _AS_IT_STANDS.encode(known.document)


def inner_schemas(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The schemas directly inside one, each with its JSON Pointer from there."""
    for keyword, value in schema.items():
        if keyword in SCHEMA:
            yield step(keyword), value
        elif keyword in SCHEMAS:
            yield from ((step(keyword) + step(n), v) for n, v in enumerate(value))
        elif keyword in NAMED:
            yield from ((step(keyword) + step(k), v) for k, v in value.items())


def within(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas directly inside one."""
    for keyword, value in schema.items():
        if keyword in SCHEMA:
            yield value
        elif keyword in SCHEMAS:
            yield from value
        elif keyword in NAMED:
            yield from value.values()


def with_inner(schema: Mapping[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """`schema` with every schema directly inside it changed."""
    return {k: _inside(k, v, change) for k, v in schema.items()}


def _inside(keyword: str, value: Any, change: Any) -> Any:
    if keyword in SCHEMA:
        return change(value)
    if keyword in SCHEMAS and isinstance(value, list | tuple):
        return [change(v) for v in value]
    if keyword in NAMED and isinstance(value, Mapping):
        return {k: change(v) for k, v in value.items()}
    return value


def _sorted(values: Any) -> list[Any]:
    if all(type(v) is str for v in values):
        return sorted(set(values))
    return [v for _, v in sorted({text(v): v for v in values}.items())]
