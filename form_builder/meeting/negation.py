"""What a value must be to break a rule, told so that it can be met with other rules."""

from collections.abc import Callable, Mapping
from typing import Any

_KINDS = ("null", "boolean", "object", "array", "string", "number")


def negation(schema: Any) -> Any:
    """The schema of all that `schema` refuses."""
    if not isinstance(schema, Mapping):
        return not schema
    if schema.keys() & _JOINT:
        return {"not": schema}
    ways = [_broken(keyword, value) for keyword, value in schema.items()]
    ways = [w for w in ways if w is not False]
    if True in ways:
        return True
    return ways[0] if len(ways) == 1 else {"anyOf": ways} if ways else False


# These mean something only together with their neighbours.
_JOINT = frozenset(
    ["if", "then", "else", "prefixItems", "minContains", "maxContains", "$ref", "$id"]
)
_JOINT |= {"patternProperties", "additionalProperties", "$defs"}
_JOINT |= {"unevaluatedItems", "unevaluatedProperties"}


def _broken(keyword: str, value: Any) -> Any:
    turn = _TURNS.get(keyword)
    return turn(value) if turn else {"not": {keyword: value}}


def _type(value: Any) -> Any:
    names = [value] if isinstance(value, str) else list(value)
    if "integer" in names and "number" not in names:
        return {"not": {"type": value}}
    left = [k for k in _KINDS if k not in names]
    return {"type": left} if left else False


def _bound(kind: str, keyword: str) -> Callable[[Any], Any]:
    return lambda limit: {"type": kind, keyword: limit}


def _at_most(kind: str, keyword: str) -> Callable[[Any], Any]:
    return lambda limit: {"type": kind, keyword: int(limit) - 1} if limit >= 1 else False


def _at_least(kind: str, keyword: str) -> Callable[[Any], Any]:
    return lambda limit: {"type": kind, keyword: int(limit) + 1}


_TURNS: dict[str, Callable[[Any], Any]] = {
    "type": _type,
    "minimum": _bound("number", "exclusiveMaximum"),
    "exclusiveMinimum": _bound("number", "maximum"),
    "maximum": _bound("number", "exclusiveMinimum"),
    "exclusiveMaximum": _bound("number", "minimum"),
    "minLength": _at_most("string", "maxLength"),
    "maxLength": _at_least("string", "minLength"),
    "minItems": _at_most("array", "maxItems"),
    "maxItems": _at_least("array", "minItems"),
    "contains": lambda rule: {"type": "array", "items": negation(rule)},
    "not": lambda rule: rule,
    "allOf": lambda rules: {"anyOf": [negation(r) for r in rules]},
    "anyOf": lambda rules: {"allOf": [negation(r) for r in rules]},
}
