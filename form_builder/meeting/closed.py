"""Schemas closed over what they refer to: no `$id`, no anchors, `$ref` only where something holds itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from form_builder.canonical import (
    KEYWORDS,
    NAMED,
    SCHEMA,
    SCHEMAS,
    digest,
    settled,
    text,
    with_inner,
    within,
)
from schemas.problem import Refused, step

MOST_SCHEMAS = 20_000
# These speak of the same value; all others of what is inside it.
_IN_PLACE = frozenset(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"])
_REFERENCES = ("$ref", "$dynamicRef")
PLACE = "#/$defs/"
Definitions = dict[str, Any]


# A name says what its definition is, so one is as good as another; kept for judging single values.
_KNOWN: Definitions = {}
_MOST_KNOWN = 4096


def refers(schema: Any) -> bool:
    """True when some part of `schema` is named elsewhere in it."""
    return isinstance(schema, Mapping) and (
        "$ref" in schema or "$dynamicRef" in schema or any(map(refers, within(schema)))
    )


def closed(schema: Any) -> tuple[Any, Definitions]:
    """`schema` with what it refers to in place of each reference, and the definitions that hold themselves.

    A reference that is left reads "#/$defs/<name>"; equal definitions have equal names everywhere. Raises
    Refused for a reference that leads out, nowhere or in a circle, or when more than MOST_SCHEMAS come out.
    """
    if not refers(schema):
        return schema, {}
    resource = DRAFT202012.create_resource(schema)
    registry: Any = Registry()
    try:
        root = registry.with_resource(resource.id() or "", resource).resolver_with_root(resource)
    except ValueError as problem:
        raise Refused("这个 $id 不是网址。", "/$id") from problem
    walk = _Walk(dict(_places(schema, "")))
    found = walk.target(("", schema, root), "")
    return _named(found, walk.definitions)


def _places(value: Any, where: str) -> Iterator[tuple[int, str]]:
    """Where in the document each object stands, by identity."""
    if isinstance(value, Mapping):
        yield id(value), where
        for name, inner in value.items():
            yield from _places(inner, where + step(name))
    elif isinstance(value, list | tuple):
        for n, inner in enumerate(value):
            yield from _places(inner, where + step(n))


@dataclass
class _Walk:
    places: Mapping[int, str]
    definitions: Definitions = field(default_factory=dict)
    _open: dict[Any, tuple[str, int]] = field(default_factory=dict)
    _done: dict[Any, Any] = field(default_factory=dict)
    _recursive: set[str] = field(default_factory=set)
    _kept: list[Any] = field(default_factory=list)
    _inside: int = 0
    _count: int = 0

    def target(self, led: tuple[str, Any, Any], where: str) -> Any:
        """What a reference leads to, inserted, or by name where it holds itself."""
        _, schema, resolver = led
        here = self.places.get(id(schema), where)
        # Each resource once, the outermost first: that is all a $dynamicRef looks at.
        scope = tuple(dict.fromkeys(reversed([uri for uri, _ in resolver.dynamic_scope()])))
        key = (id(schema), resolver._base_uri, scope)
        self._kept.append(schema)
        if key in self._open:
            name, inside = self._open[key]
            if inside == self._inside:
                raise Refused("引用绕成了圈，永远算不完。", where)
            self._recursive.add(name)
            return {"$ref": PLACE + name}
        if key not in self._done:
            name = f"?{len(self._done) + len(self._open)}?{len(self._kept)}"
            self._open[key] = (name, self._inside)
            found = self.schema(schema, resolver, here)
            del self._open[key]
            if name in self._recursive:
                self.definitions[name], found = found, {"$ref": PLACE + name}
            self._done[key] = found
        self._count += _size(self._done[key]) if where else 0
        return self._done[key]

    def schema(self, schema: Any, resolver: Any, where: str) -> Any:
        self._count += 1
        if self._count > MOST_SCHEMAS:
            raise Refused(f"引用展开后太大：最多 {MOST_SCHEMAS} 个部分。", where)
        if not isinstance(schema, Mapping):
            return schema
        if "$id" in schema and self._kept and schema is not self._kept[-1]:
            resolver = resolver.in_subresource(DRAFT202012.create_resource(schema))
        known = {k: v for k, v in schema.items() if k in KEYWORDS}
        found = {k: self._keyword(k, v, resolver, where + step(k)) for k, v in known.items()}
        led = [self._led(schema[k], resolver, where + step(k)) for k in _REFERENCES if k in schema]
        if led and not found:
            return led[0] if len(led) == 1 else {"allOf": led}
        return found | ({"allOf": [*found.get("allOf", ()), *led]} if led else {})

    def _led(self, reference: str, resolver: Any, where: str) -> Any:
        try:
            led = resolver.lookup(reference)
        except (Unresolvable, ValueError, TypeError, KeyError, AttributeError) as problem:
            sentence = "引用只能指向这份文件里有的部分，例如 #/$defs/name。"
            raise Refused(sentence, where) from problem
        return self.target((reference, led.contents, led.resolver), where)

    def _keyword(self, keyword: str, value: Any, resolver: Any, where: str) -> Any:
        if keyword not in SCHEMA and keyword not in SCHEMAS and keyword not in NAMED:
            return value
        deeper = 0 if keyword in _IN_PLACE else 1
        self._inside += deeper
        if keyword in SCHEMA:
            found: Any = self.schema(value, resolver, where)
        elif keyword in SCHEMAS:
            found = [self.schema(v, resolver, where + step(n)) for n, v in enumerate(value)]
        else:
            found = {k: self.schema(v, resolver, where + step(k)) for k, v in value.items()}
        self._inside -= deeper
        return found


def _size(schema: Any) -> int:
    return 1 + sum(map(_size, within(schema))) if isinstance(schema, Mapping) else 0


def _named(schema: Any, definitions: Definitions) -> tuple[Any, Definitions]:
    """The definitions under names that say what they are, so that equal ones are equal everywhere."""
    names = {name: digest(_told(name, definitions))[:24] for name in definitions}
    renamed = {names[name]: _renamed(found, names) for name, found in definitions.items()}
    _KNOWN.update(renamed)
    while len(_KNOWN) > _MOST_KNOWN:
        del _KNOWN[next(iter(_KNOWN))]
    return _renamed(schema, names), renamed


def resource(schema: Any) -> Any | None:
    """A closed schema with the definitions it names; None when they are no longer known."""
    if not refers(schema):
        return schema
    found = needed(schema, dict(_KNOWN))
    return {**schema, "$defs": found} if set(names_in(schema)) <= found.keys() else None


def _told(start: str, definitions: Definitions) -> str:
    """A definition and all it leads to, each called by the order in which it is met."""
    order: list[str] = [start]
    told: list[str] = []
    for name in order:
        found = definitions[name]
        order += [n for n in names_in(found) if n not in order]
        told.append(text(settled(_renamed(found, {n: str(order.index(n)) for n in order}))))
    return "\n".join(told)


def names_in(schema: Any) -> list[str]:
    """The definitions that a closed `schema` names, in the order of its sorted text."""
    if not isinstance(schema, Mapping):
        return []
    own = [schema["$ref"].removeprefix(PLACE)] if "$ref" in schema else []
    inner = {k: schema[k] for k in sorted(schema)}
    return own + [n for part in within(inner) for n in names_in(part)]


def needed(schema: Any, definitions: Definitions) -> Definitions:
    """Those of `definitions` that `schema` leads to."""
    found = [n for n in names_in(schema) if n in definitions]
    for name in found:
        found += [n for n in names_in(definitions[name]) if n not in found and n in definitions]
    return {n: definitions[n] for n in sorted(set(found))}


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    told = with_inner(schema, lambda part: _renamed(part, names))
    if "$ref" in schema:
        told["$ref"] = PLACE + names[schema["$ref"].removeprefix(PLACE)]
    return told
