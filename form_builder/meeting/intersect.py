"""Intersections: schemas taken apart into conjuncts, and each set of conjuncts met once."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from form_builder.canonical import digest, settled, text
from form_builder.meeting.closed import PLACE, closed, needed
from form_builder.meeting.opened import opened
from form_builder.meeting.rules import NOTHING, together_texts, told
from form_builder.meeting.satisfy import satisfy

# Where one of these is left, the rules alone may have missed that nothing is.
_HARD = frozenset(["allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "contains"])
_HARD |= frozenset(["patternProperties", "unevaluatedProperties", "unevaluatedItems"])
_ASKED = frozenset(["pattern", "format", "multipleOf"])
_FEW = 150


def intersection(schemas: Iterable[Any]) -> Any:
    """The meet's schema alone: True, False or a canonical schema; False only when nothing is accepted."""
    return meet_of(conjuncts(schemas))


def conjuncts(schemas: Iterable[Any]) -> tuple[str, ...]:
    """The canonical texts of what `schemas` ask all at once, ready to be met with others."""
    return tuple(part for schema in schemas for part in _parts(schema))


def meet_of(parts: Iterable[str]) -> Any:
    """The meet of conjuncts; a new value every time."""
    met = _resource(frozenset(parts))
    return False if _is_hard(met) and _is_empty(text(met)) else met


@lru_cache(maxsize=16384)
def settled_meet(parts: frozenset[str]) -> Any:
    """The meet of conjuncts, settled: one value for all who ask, so nobody may change it."""
    return settled(meet_of(parts))


def _is_hard(met: Any) -> bool:
    """Patterns, formats and steps side by side were asked about already when they met."""
    if not isinstance(met, dict) or not _HARD & met.keys():
        return False
    beside = met.get("allOf", ())
    return bool(_HARD & (met.keys() - {"allOf"})) or any(p.keys() - _ASKED for p in beside)


@lru_cache(maxsize=16384)
def _is_empty(written: str) -> bool:
    """Was it found out, without much looking, that alternatives leave nothing?"""
    return satisfy(*closed(json.loads(written)), steps=_FEW).verdict is False


def _parts(schema: Any) -> Iterable[str]:
    whole, definitions = closed(schema)
    for part in opened(whole):
        said = told(part)
        if definitions and PLACE in said:
            said = text({**part, "$defs": needed(part, definitions)})
        yield said


def _resource(parts: frozenset[str]) -> Any:
    if not any(PLACE in part for part in parts):
        return together_texts(parts)
    return json.loads(_defined(parts))


@lru_cache(maxsize=1024)
def _defined(parts: frozenset[str]) -> str:
    """Conjuncts that name definitions meet without them and get back those that are still named. The result
    is a resource of its own, so that it means the same wherever it is put."""
    definitions: dict[str, Any] = {}
    bare = set()
    for part in map(json.loads, parts - {NOTHING}):
        definitions |= part.pop("$defs", {}) if isinstance(part, dict) else {}
        bare.add(text(part))
    met = together_texts(frozenset(bare | (parts & {NOTHING})))
    used = needed(met, definitions)
    if not used:
        return text(met)
    whole = {**met, "$defs": used}
    return text({"$id": f"urn:sha256:{digest(text(whole))}", **whole})
