"""The meet of JSON Schemas: one schema that accepts exactly what all of them accept."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from form_builder import meet_arrays, meet_numbers, meet_objects, meet_strings
from form_builder.canonical import digest, schema_text, settled, text
from schemas.judge import accepts, judge

KINDS = frozenset(["null", "boolean", "object", "array", "string", "integer", "fraction"])
UNITS = ("anyOf", "oneOf", "not")
FEW = 8
# These speak of what their neighbours have seen, so they and their neighbours stay together.
WHOLE = frozenset(
    [
        "$ref",
        "$dynamicRef",
        "$anchor",
        "$dynamicAnchor",
        "$id",
        "$defs",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)


@dataclass(frozen=True)
class Meet:
    """`schema` accepts an instance exactly when all given schemas do.

    `satisfiable` is True with a `witness` that all of them accept, False when nothing can be
    accepted, None when neither was shown.
    """

    schema: Any
    satisfiable: bool | None
    witness: Any = None


def meet(schemas: Iterable[Any]) -> Meet:
    """The meet of any schemas, the order and repetition of which do not matter; of none: everything."""
    given = tuple(schemas)
    together = intersection(given)
    if together is False:
        return Meet(False, False)
    # Imported late because generating instances itself asks for meets.
    from form_builder.sample_value import value

    for seed in range(12):
        try:
            witness = value(together, Random(seed))  # noqa: S311 (an example, not a secret)
        except ValueError:
            continue
        if all(accepts(schema, witness) for schema in given):
            return Meet(together, True, witness)
    return Meet(together, None)


def intersection(schemas: Iterable[Any]) -> Any:
    """The meet's schema alone: True, False or a canonical schema; False only when nothing is accepted."""
    return meet_of(conjuncts(schemas))


NOTHING = "false"


def conjuncts(schemas: Iterable[Any]) -> tuple[str, ...]:
    """The canonical texts of what `schemas` ask all at once, ready to be met with others."""
    return tuple(part for schema in schemas for part in _parts(schema))


def _parts(schema: Any) -> Iterable[str]:
    if refers(schema):
        # References are read from the root they were written for, so it stays a resource of its own.
        yield text({"$id": f"urn:sha256:{digest(text(schema))}", **schema})
        return
    for part in flattened(schema):
        yield NOTHING if part is False else schema_text(part)


def refers(schema: Any) -> bool:
    """True when some part of `schema` is named elsewhere in it."""
    if isinstance(schema, Mapping):
        return "$ref" in schema or "$dynamicRef" in schema or any(map(refers, schema.values()))
    return isinstance(schema, list | tuple) and any(map(refers, schema))


def meet_of(parts: Iterable[str]) -> Any:
    """The meet of conjuncts; a new value every time."""
    together = frozenset(parts)
    return False if NOTHING in together else json.loads(_intersection(together))


def flattened(schema: Any) -> Iterable[Any]:
    """The schemas that are asked all at once, `allOf` opened; nothing for one that accepts everything."""
    if schema is True or schema is False:
        if schema is False:
            yield False
        return
    if WHOLE & schema.keys():
        yield settled(schema)
        return
    own = {k: v for k, v in settled(schema).items() if k != "allOf"}
    if own:
        yield own
    for part in schema.get("allOf", ()):
        yield from flattened(part)


@lru_cache(maxsize=16384)
def _intersection(parts: frozenset[str]) -> str:
    return text(_met([json.loads(part) for part in sorted(parts)]))


def _met(parts: list[dict[str, Any]]) -> Any:
    if not parts:
        return True
    whole = [p for p in parts if WHOLE & p.keys()]
    plain = [p for p in parts if not WHOLE & p.keys()]
    listed = [p for p in plain if "enum" in p or "const" in p]
    base = _listed(listed[0], plain) if listed else _base(plain)
    if base is False:
        return False
    return _narrowed(base, whole if listed else [*_units(plain), *whole])


def _listed(part: dict[str, Any], parts: Sequence[dict[str, Any]]) -> Any:
    """A list of values is filtered by everything at once, and then says it all."""
    judges = [judge(p) for p in parts]
    values = [part["const"]] if "const" in part else part["enum"]
    left = {text(v): v for v in values if all(j.is_valid(v) for j in judges)}
    return {"enum": [v for _, v in sorted(left.items())]} if left else False


def _base(parts: Sequence[dict[str, Any]]) -> Any:
    """The keywords each kind of value settles by itself; what must stay side by side goes to `allOf`."""
    kinds = KINDS
    for part in parts:
        if "type" in part:
            kinds &= _kinds(part["type"])
    said: dict[str, Any] = {}
    kept: list[dict[str, Any]] = []
    if kinds & {"integer", "fraction"}:
        found, kinds = meet_numbers.meet_numbers(_about(parts, meet_numbers.KEYWORDS), kinds)
        said |= found
    for kind, keywords, rule in _RULES:
        asked = _about(parts, keywords)
        if kind not in kinds or not asked:
            continue
        found, beside, alive = rule(asked)
        if alive:
            said, kept = said | found, kept + beside
        else:
            kinds -= {kind}
    if not kinds:
        return False
    if kinds != KINDS:
        said["type"] = _type(kinds)
    return said | ({"allOf": kept} if kept else {})


_RULES = (
    ("string", meet_strings.KEYWORDS, meet_strings.meet_strings),
    ("array", meet_arrays.KEYWORDS, lambda p: meet_arrays.meet_arrays(p, intersection)),
    ("object", meet_objects.KEYWORDS, lambda p: meet_objects.meet_objects(p, intersection)),
)


def _about(parts: Sequence[dict[str, Any]], keywords: Sequence[str]) -> list[dict[str, Any]]:
    found = ({k: p[k] for k in keywords if k in p} for p in parts)
    return [p for p in found if p]


def _units(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    units = [{k: p[k]} for p in parts for k in UNITS if k in p]
    units += [{k: p[k] for k in ("if", "then", "else") if k in p} for p in parts if "if" in p]
    return list({schema_text(u): u for u in units}.values())


def _narrowed(base: Any, units: list[dict[str, Any]]) -> Any:
    """Branches that `base` refuses are dropped; a last branch left is met, none left is nothing."""
    for unit in units:
        name = next((n for n in ("anyOf", "oneOf") if n in unit and len(unit) == 1), None)
        if name is None or len(unit[name]) > FEW:
            continue
        alive = [b for b in unit[name] if intersection([base, b]) is not False]
        if not alive:
            return False
        if len(alive) == 1:
            rest = [u for u in units if u is not unit]
            return intersection([base, alive[0], *rest])
        if len(alive) < len(unit[name]):
            rest = [u for u in units if u is not unit]
            return intersection([base, {name: alive}, *rest])
    kept = [*base.get("allOf", ()), *units]
    if not kept:
        return base or True
    own = {k: v for k, v in base.items() if k != "allOf"}
    if len(kept) == 1 and not own:
        return kept[0]
    if len(kept) == 1 and not kept[0].keys() & own.keys() and not WHOLE & kept[0].keys():
        return own | kept[0]
    return own | {"allOf": sorted(kept, key=schema_text)}


def _kinds(name: Any) -> frozenset[str]:
    names = [name] if isinstance(name, str) else name
    return frozenset(
        kind for n in names for kind in (("integer", "fraction") if n == "number" else (n,))
    )


def _type(kinds: frozenset[str]) -> Any:
    names = set(kinds)
    if "fraction" in names:
        names = names - {"integer", "fraction"} | {"number"}
    return next(iter(names)) if len(names) == 1 else sorted(names)
