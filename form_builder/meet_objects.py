"""Objects: every named property meets all that speak of it, by name, by pattern or as a stranger."""

from collections.abc import Callable, Sequence
from typing import Any

import re2

KEYWORDS = (
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "required",
    "dependentRequired",
    "dependentSchemas",
    "minProperties",
    "maxProperties",
)
Part = dict[str, Any]
Meet = Callable[[Sequence[Any]], Any]


def meet_objects(parts: Sequence[Part], meet: Meet) -> tuple[Part, list[Part], bool]:
    """The object keywords of all `parts`, what must stay side by side, and whether any object is left."""
    names = sorted({n for p in parts for n in p.get("properties", ())})
    required = sorted({n for p in parts for n in p.get("required", ())})
    shapes = [p for p in parts if _shapes(p)]
    said: Part = {}
    kept: list[Part] = []
    if any("patternProperties" in p for p in shapes):
        kept = [{k: p[k] for k in _SHAPE if k in p} for p in shapes]
    else:
        said = _named(shapes, names, meet)
    asked = {n: _asked(shapes, n, meet) for n in required}
    said |= _counts(parts, len(required))
    said |= _others(parts, meet)
    if required:
        said["required"] = required
    high = said.get("maxProperties")
    alive = False not in asked.values() and (high is None or said.get("minProperties", 0) <= high)
    if high is not None and len(required) > high:
        alive = False
    return said, [k for k in kept if k], alive


_SHAPE = ("properties", "patternProperties", "additionalProperties")


def _shapes(part: Part) -> bool:
    return any(k in part for k in _SHAPE)


def _named(parts: Sequence[Part], names: Sequence[str], meet: Meet) -> Part:
    others = meet([p.get("additionalProperties", True) for p in parts]) if parts else True
    properties = {n: _asked(parts, n, meet) for n in names}
    properties = {n: s for n, s in properties.items() if s != others or others is True}
    properties = {n: s for n, s in properties.items() if s is not True or others is not True}
    said: Part = {"properties": properties} if properties else {}
    if others is not True:
        said["additionalProperties"] = others
    return said


def _asked(parts: Sequence[Part], name: str, meet: Meet) -> Any:
    return meet([schema for part in parts for schema in _speak_of(part, name)])


def _speak_of(part: Part, name: str) -> list[Any]:
    found = [part["properties"][name]] if name in part.get("properties", {}) else []
    found += [s for p, s in part.get("patternProperties", {}).items() if re2.search(p, name)]
    return found or [part.get("additionalProperties", True)]


def _counts(parts: Sequence[Part], named: int) -> Part:
    low = max((p["minProperties"] for p in parts if "minProperties" in p), default=0)
    highs = [p["maxProperties"] for p in parts if "maxProperties" in p]
    said: Part = {"minProperties": low} if low > named else {}
    return said | ({"maxProperties": min(highs)} if highs else {})


def _others(parts: Sequence[Part], meet: Meet) -> Part:
    said: Part = {}
    names = meet([p["propertyNames"] for p in parts if "propertyNames" in p])
    if names is not True:
        said["propertyNames"] = names
    needs: dict[str, set[str]] = {}
    follows: dict[str, list[Any]] = {}
    for part in parts:
        for name, others in part.get("dependentRequired", {}).items():
            needs.setdefault(name, set()).update(others)
        for name, schema in part.get("dependentSchemas", {}).items():
            follows.setdefault(name, []).append(schema)
    if needs:
        said["dependentRequired"] = {n: sorted(others) for n, others in sorted(needs.items())}
    if follows:
        said["dependentSchemas"] = {n: meet(schemas) for n, schemas in sorted(follows.items())}
    return said
