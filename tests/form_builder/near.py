"""Random schemas that are near each other, and documents near the border of what they accept."""

import json
from random import Random
from typing import Any

TYPES = ("null", "boolean", "object", "array", "string", "number", "integer")
NAMES = ("a", "b", "c", "x1")
PATTERNS = (
    "a",
    "^a",
    "^[ab]+$",
    "^[0-9]{1,3}$",
    "^x",
    "b$",
    "^.{2,4}$",
    "^\\S+$",
    "[^a]",
    "^(ab|b)*$",
    "",
)
FORMATS = ("date", "email", "uscc", "ipv4", "uuid", "time", "date-time", "uri", "ipv6", "hostname")
NUMBERS = (0, 1, 2, 3, 10, -1, 0.5, 1.5, 2.5, 0.01, 19.99, 1.0, 2**53 + 1, 10**20, 1e22)
STEPS = (1, 2, 3, 0.5, 0.2, 0.01, 1.5, 2.0)
TEXTS = ("", "a", "b", "ab", "abc", "12", "1", "x1", "a b", "a\n", "一", "2024-02-29", "2023-02-29")
TEXTS += ("x@y.cn", "10:00:00Z", "127.0.0.1", "::1", "a:b", "2016-12-31T23:59:60Z")


def a_schema(rng: Random, depth: int = 2) -> Any:
    """A JSON Schema 2020-12; at the root it may refer to itself and to definitions."""
    if rng.random() < 0.06:
        return rng.random() < 0.6
    names = rng.sample(sorted(_WORDS), rng.choice((1, 1, 2, 2, 3)))
    inner = rng.sample(sorted(_INNER), rng.choice((0, 1, 1, 2))) if depth else []
    schema = {n: _WORDS[n](rng) for n in names}
    return schema | {n: _INNER[n](rng, depth - 1) for n in inner}


def a_world(rng: Random) -> list[Any]:
    """One to three schemas, the later ones often the first one slightly changed."""
    first = a_schema(rng, 3)
    schemas = [first]
    for _ in range(rng.choice((0, 1, 1, 2))):
        schemas.append(changed(rng, first) if rng.random() < 0.5 else a_schema(rng, 2))
    return [referring(rng, s) if rng.random() < 0.15 else s for s in schemas]


def referring(rng: Random, schema: Any) -> Any:
    """`schema` held by a document of references: definitions of the same name mean something else in each."""
    if not isinstance(schema, dict) or rng.random() < 0.5:
        return {"$defs": {"x": schema}, "$ref": "#/$defs/x"}
    again = {"$ref": "#/$defs/x"}
    held = {**schema, "properties": {**schema.get("properties", {}), "b": again}}
    return {"$id": "https://example.com/one", "$defs": {"x": held}, "items": again, **again}


def changed(rng: Random, schema: Any) -> Any:
    """`schema` with one keyword more, less or other."""
    if not isinstance(schema, dict) or not schema:
        return a_schema(rng, 1)
    copied = json.loads(json.dumps(schema))
    name = rng.choice(sorted(copied))
    if rng.random() < 0.3:
        del copied[name]
    elif name in _WORDS:
        copied[name] = _WORDS[name](rng)
    other = rng.choice(sorted(_WORDS))
    return copied if rng.random() < 0.5 else copied | {other: _WORDS[other](rng)}


def a_document(rng: Random, depth: int = 2) -> Any:
    kind = rng.random()
    if depth and kind < 0.2:
        return [a_document(rng, depth - 1) for _ in range(rng.randint(0, 4))]
    if depth and kind < 0.45:
        return {n: a_document(rng, depth - 1) for n in rng.sample(NAMES, rng.randint(0, 3))}
    return rng.choice((*NUMBERS, *TEXTS, None, True, False))


def moved(rng: Random, document: Any) -> Any:
    """`document` one step away."""
    if isinstance(document, bool) or document is None:
        return rng.choice((0, 1, "", not document))
    if isinstance(document, int | float):
        return rng.choice((document + 1, document - 1, document + 0.01, -document, str(document)))
    if isinstance(document, str):
        return rng.choice(
            (document + "a", document[:-1], document.upper(), [document], document + "\n")
        )
    if isinstance(document, list):
        return _moved_list(rng, document)
    name = rng.choice((*NAMES, *document))
    rest = {k: v for k, v in document.items() if k != name}
    return rest if name in document and rng.random() < 0.5 else rest | {name: a_document(rng, 1)}


def _moved_list(rng: Random, document: list[Any]) -> list[Any]:
    place = rng.randint(0, len(document))
    if document and rng.random() < 0.4:
        return document[:place] + document[place + 1 :]
    again = rng.choice(document) if document and rng.random() < 0.5 else a_document(rng, 1)
    return [*document[:place], again, *document[place:]]


def _some(rng: Random, values: tuple[Any, ...], low: int, high: int) -> list[Any]:
    return rng.sample(values, rng.randint(low, high))


def _named(rng: Random, depth: int) -> dict[str, Any]:
    return {n: a_schema(rng, depth) for n in _some(rng, NAMES, 1, 2)}


def _several(rng: Random, depth: int) -> list[Any]:
    return [a_schema(rng, depth) for _ in range(rng.randint(1, 3))]


def _small(rng: Random) -> int:
    return rng.randint(0, 4)


_WORDS: dict[str, Any] = {
    "type": lambda rng: rng.choice(TYPES) if rng.random() < 0.7 else _some(rng, TYPES, 1, 3),
    "enum": lambda rng: [a_document(rng, 1) for _ in range(rng.randint(1, 5))],
    "const": lambda rng: a_document(rng, 1),
    "multipleOf": lambda rng: rng.choice(STEPS),
    "pattern": lambda rng: rng.choice(PATTERNS),
    "format": lambda rng: rng.choice(FORMATS),
    "uniqueItems": lambda rng: rng.random() < 0.8,
    "required": lambda rng: _some(rng, NAMES, 0, 2),
    "dependentRequired": lambda rng: {rng.choice(NAMES): _some(rng, NAMES, 0, 2)},
}
_WORDS |= {
    n: lambda rng: rng.choice(NUMBERS)
    for n in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
}
_WORDS |= dict.fromkeys(
    ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _small
)
_WORDS |= dict.fromkeys(("minContains", "maxContains"), _small)
_INNER: dict[str, Any] = {
    "properties": _named,
    "patternProperties": lambda rng, depth: {rng.choice(PATTERNS): a_schema(rng, depth)},
    "dependentSchemas": lambda rng, depth: {rng.choice(NAMES): a_schema(rng, depth)},
    "prefixItems": _several,
    "allOf": _several,
    "anyOf": _several,
    "oneOf": _several,
}
_INNER |= dict.fromkeys(
    (
        "items",
        "contains",
        "additionalProperties",
        "propertyNames",
        "not",
        "if",
        "then",
        "else",
        "unevaluatedItems",
        "unevaluatedProperties",
    ),
    a_schema,
)
