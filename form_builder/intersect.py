"""Intersections: schemas taken apart into conjuncts, and each set of conjuncts met once."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from form_builder.canonical import digest, schema_text, settled, text
from form_builder.meet_parts import WHOLE, met

NOTHING = "false"


def intersection(schemas: Iterable[Any]) -> Any:
    """The meet's schema alone: True, False or a canonical schema; False only when nothing is accepted."""
    return meet_of(conjuncts(schemas))


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
    return text(met([json.loads(part) for part in sorted(parts)], intersection))
