"""The ways in which a schema can be refused, each as the parts that then hold."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from form_builder.meeting.opened import TYPES, opened
from form_builder.patterns.words import Words

# These are not told in other words; who looks for a value knows how to miss them.
ATOMS = {"enum": None, "pattern": "string", "format": "string", "multipleOf": "number"}
ATOMS |= {"uniqueItems": "array", "propertyNames": "object"}
# Stands for ways that cannot be told: what was not found may still exist.
UNTOLD: Any = {"untold": True}
Way = list[Any]
_NAMES = 3
_FLIPPED = {
    "minimum": ("number", "exclusiveMaximum", 0),
    "exclusiveMinimum": ("number", "maximum", 0),
    "maximum": ("number", "exclusiveMinimum", 0),
    "exclusiveMaximum": ("number", "minimum", 0),
    "minLength": ("string", "maxLength", -1),
    "maxLength": ("string", "minLength", 1),
    "minItems": ("array", "maxItems", -1),
    "maxItems": ("array", "minItems", 1),
    "minProperties": ("object", "maxProperties", -1),
    "maxProperties": ("object", "minProperties", 1),
}


def refusals(schema: Any, definitions: Mapping[str, Any]) -> Iterator[Way]:
    """Every way to be refused by `schema`: an instance is when, and only when, one of these holds."""
    for part in opened(schema):
        if part is False:
            yield [True]
            continue
        for keyword in part:
            yield from _keyword(keyword, part, definitions)


def _keyword(keyword: str, part: Any, definitions: Mapping[str, Any]) -> Iterator[Way]:
    value = part[keyword]
    if keyword in _FLIPPED:
        kind, opposite, more = _FLIPPED[keyword]
        if value + more >= 0 or not more:
            yield [{"type": kind, opposite: value + more}]
    elif keyword in ("enum", "const"):
        yield [{"not": {"enum": [value] if keyword == "const" else value}}]
    elif keyword in ATOMS and value is not False:
        yield [{"type": ATOMS[keyword], "not": {keyword: value}}]
    elif keyword == "$ref":
        yield [{"not": definitions[value.rsplit("/", 1)[1]]}]
    elif keyword in _WAYS:
        yield from _WAYS[keyword](value, part)
    elif keyword.startswith("unevaluated"):
        yield [UNTOLD]


def _type(value: Any, part: Any) -> Iterator[Way]:
    kinds = {value} if isinstance(value, str) else set(value)
    whole = "integer" in kinds and "number" not in kinds
    if left := sorted(TYPES - kinds - ({"number"} if whole else set())):
        yield [{"type": left}]
    if whole:
        yield [{"type": "number", "not": {"multipleOf": 1}}]


def _items(value: Any, part: Any) -> Iterator[Way]:
    begin = len(part.get("prefixItems", ()))
    if begin == 0:
        yield [{"type": "array", "contains": {"not": value}}]
        return
    for place in range(begin, begin + 3):
        yield [_at(place, {"not": value})]
    yield [UNTOLD]


def _prefix(value: Any, part: Any) -> Iterator[Way]:
    for place, schema in enumerate(value):
        yield [_at(place, {"not": schema})]


def _at(place: int, schema: Any) -> Any:
    return {"type": "array", "minItems": place + 1, "prefixItems": [True] * place + [schema]}


def _contains(value: Any, part: Any) -> Iterator[Way]:
    low, high = part.get("minContains", 1), part.get("maxContains")
    if low == 1:
        yield [{"type": "array", "items": {"not": value}}]
    elif low:
        yield [{"type": "array", "contains": value, "minContains": 0, "maxContains": low - 1}]
    if high is not None:
        yield [{"type": "array", "contains": value, "minContains": high + 1}]


def _properties(value: Any, part: Any) -> Iterator[Way]:
    for name, schema in value.items():
        yield [member(name, {"not": schema})]


def member(name: str, schema: Any) -> Any:
    """That there is a member of this name, and what it is."""
    return {"type": "object", "required": [name], "properties": {name: schema}}


def _patterns(value: Any, part: Any) -> Iterator[Way]:
    for pattern, schema in value.items():
        if schema is not True:
            yield from _some_member(Words([pattern]), {"not": schema})


def _additional(value: Any, part: Any) -> Iterator[Way]:
    if value is not True:
        named, patterns = part.get("properties", ()), part.get("patternProperties", ())
        yield from _some_member(Words((), list(patterns), but=list(named)), {"not": value})


def _some_member(names: Words, schema: Any) -> Iterator[Way]:
    """A member by any of these names; when there are too many to tell, by some of them."""
    try:
        for _ in range(_NAMES):
            name = names.first()
            if name is None:
                return
            yield [member(name, schema)]
            names = Words(names.wanted, names.unwanted, but=[*names.but, name])
    except ValueError:
        pass
    yield [UNTOLD]


def _required(value: Any, part: Any) -> Iterator[Way]:
    for name in value:
        yield [{"type": "object", "properties": {name: False}}]


def _needs(value: Any, part: Any) -> Iterator[Way]:
    for name, others in value.items():
        for other in others:
            yield [{"type": "object", "required": [name], "properties": {other: False}}]


def _follows(value: Any, part: Any) -> Iterator[Way]:
    for name, schema in value.items():
        yield [{"type": "object", "required": [name]}, {"not": schema}]


def _any(value: Any, part: Any) -> Iterator[Way]:
    yield [{"not": branch} for branch in value]


def _one(value: Any, part: Any) -> Iterator[Way]:
    yield [{"not": branch} for branch in value]
    for one, two in combinations(value, 2):
        yield [one, two]


def _not(value: Any, part: Any) -> Iterator[Way]:
    yield [value]


def _if(value: Any, part: Any) -> Iterator[Way]:
    if "then" in part:
        yield [value, {"not": part["then"]}]
    if "else" in part:
        yield [{"not": value}, {"not": part["else"]}]


_WAYS: dict[str, Any] = {
    "type": _type,
    "items": _items,
    "prefixItems": _prefix,
    "contains": _contains,
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _additional,
    "required": _required,
    "dependentRequired": _needs,
    "dependentSchemas": _follows,
    "anyOf": _any,
    "oneOf": _one,
    "not": _not,
    "if": _if,
}
