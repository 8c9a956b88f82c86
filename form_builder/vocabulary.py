"""What names an object's rules speak of, and what they ask in any case."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from form_builder.references import References
from form_builder.told_names import fits, matches
from schemas.problem import step

_WAYS = ("allOf", "anyOf", "oneOf")
_TURNS = ("then", "else")


class Description(NamedTuple):
    """One description of a member: its schema, followed through the references `by`, and where it stands."""

    schema: Mapping[str, Any]
    pointer: str
    by: frozenset[str]


def described(schemas: Iterable[tuple[Any, str]], refs: References) -> dict[str, list[Description]]:
    """Every name that `schemas` (with their pointers) say anything of that could let it in, in order,
    with its descriptions; a name that is only required has none."""
    found: dict[str, list[Description]] = {}
    asked: list[str] = []
    for schema, pointer in schemas:
        _describe(schema, pointer, refs, found, asked, ())
    for name in asked:
        found.setdefault(name, [])
    return found


def _describe(
    schema: Any,
    pointer: str,
    refs: References,
    found: dict[str, list[Description]],
    asked: list[str],
    around: tuple[int, ...],
) -> None:
    if not isinstance(schema, dict) or id(schema) in around:
        return
    around = (*around, id(schema))
    for name, prop in schema.get("properties", {}).items():
        place = f"{pointer}/properties{step(name)}"
        found.setdefault(name, []).append(
            Description(_mapping(followed(prop, refs)), place, references_of(prop, refs))
        )
    asked += schema.get("required", ())
    for names in schema.get("dependentRequired", {}).values():
        asked += names
    parts = [(s, f"{pointer}/{k}/{n}") for k in _WAYS for n, s in enumerate(schema.get(k, ()))]
    parts += [(schema[k], f"{pointer}/{k}") for k in _TURNS if k in schema and "if" in schema]
    parts += [
        (s, f"{pointer}/dependentSchemas/{n}")
        for n, s in schema.get("dependentSchemas", {}).items()
    ]
    parts += [(refs.target(schema), f"{pointer}/$ref")]
    for part, place in parts:
        _describe(part, place, refs, found, asked, around)


def followed(prop: Any, refs: References) -> Any:
    """A property with what its references say beside it, so that bindings can stand at either end."""
    if refs.is_empty:
        return prop
    seen: list[Mapping[str, Any]] = []
    while isinstance(prop, dict) and not any(prop is s for s in seen):
        seen.append(prop)
        if "$ref" not in prop and "$dynamicRef" not in prop:
            break
        prop = refs.target(prop)
    if len(seen) < 2:
        return prop
    said = {k: v for schema in reversed(seen) for k, v in schema.items()}
    return {k: v for k, v in said.items() if k not in ("$ref", "$dynamicRef")}


def references_of(prop: Any, refs: References) -> frozenset[str]:
    """The references that a property follows to its schema."""
    if refs.is_empty:
        return _NO_REFERENCES
    names: set[str] = set()
    while isinstance(prop, dict):
        name = str(prop.get("$ref", prop.get("$dynamicRef", "")))
        if not name or name in names:
            break
        names.add(name)
        prop = refs.target(prop)
    return frozenset(names)


_NO_REFERENCES: frozenset[str] = frozenset()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def conjuncts(schema: Any, refs: References, around: tuple[int, ...] = ()) -> Iterator[Any]:
    """What `schema` asks in any case: itself, its `allOf` and what it refers to; False for nothing."""
    if schema is True or id(schema) in around:
        return
    yield schema
    if isinstance(schema, dict):
        around = (*around, id(schema))
        for part in (*schema.get("allOf", ()), refs.target(schema)):
            if part is not None:
                yield from conjuncts(part, refs, around)


def rules_on(schema: Mapping[str, Any], name: str, refs: References) -> list[Any]:
    """What the object keywords of `schema` itself ask of a member called `name`."""
    named = schema.get("properties")
    rules = [named[name]] if named and name in named else []
    if "patternProperties" in schema:
        rules += [s for p, s in schema["patternProperties"].items() if matches(p, name)]
    if not rules and "additionalProperties" in schema:
        rules = [schema["additionalProperties"]]
    if "propertyNames" in schema and not fits(refs.alone(schema["propertyNames"]), name):
        rules.append(False)
    return [r for r in rules if r is not True]
