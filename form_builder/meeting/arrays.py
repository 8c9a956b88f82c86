"""Arrays: position meets position, tail meets tail; a dead position ends the array there."""

from collections.abc import Callable, Sequence
from typing import Any

from form_builder.canonical import schema_text

KEYWORDS = (
    "prefixItems",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
)
Part = dict[str, Any]
Meet = Callable[[Sequence[Any]], Any]


def meet_arrays(parts: Sequence[Part], meet: Meet) -> tuple[Part, list[Part], bool]:
    """The array keywords of all `parts`, the `contains` kept side by side, and whether any array is left."""
    prefix = [
        meet([_at(p, i) for p in parts])
        for i in range(max(len(p.get("prefixItems", ())) for p in parts))
    ]
    tail = meet([p.get("items", True) for p in parts])
    low = max((p["minItems"] for p in parts if "minItems" in p), default=0)
    limits = [p["maxItems"] for p in parts if "maxItems" in p]
    limits += [i for i, schema in enumerate([*prefix, tail]) if schema is False][:1]
    unique = any(p.get("uniqueItems") for p in parts)
    found = _contains(parts, meet)
    low = max([low, *(c["minContains"] for c in found)])
    limits += [c["maxContains"] for c in found if c["contains"] is True and "maxContains" in c]
    high = None if not limits else int(min(limits))
    prefix, tail = _shortened(prefix, tail, high)
    if unique and not prefix and (most := how_many(tail)) is not None:
        high = most if high is None else min(high, most)
    asked = [c for c in found if c["contains"] is not True]
    places = [*prefix, tail] if high != 0 else []
    alive = (high is None or low <= high) and all(_can_hold(c, places, meet) for c in asked)
    said = _said(prefix, tail, int(low), high, unique and (high is None or high > 1))
    containing = sorted((_spoken(c) for c in asked), key=schema_text)
    return (said | containing[0], [], alive) if len(containing) == 1 else (said, containing, alive)


def _shortened(prefix: list[Any], tail: Any, high: int | None) -> tuple[list[Any], Any]:
    """No more places than there can be, and none that says the same as what follows."""
    if high is not None and high <= len(prefix):
        prefix = prefix[:high]
        tail = prefix[-1] if prefix else True
    while prefix and prefix[-1] == tail:
        prefix = prefix[:-1]
    return prefix, tail


def how_many(schema: Any) -> int | None:
    """How many different values a schema accepts, where that is plain to see and few."""
    if not isinstance(schema, dict):
        return 0 if schema is False else None
    if "enum" in schema:
        return len(schema["enum"])
    return {"null": 1, "boolean": 2}.get(str(schema.get("type")))


def _at(part: Part, position: int) -> Any:
    prefix = part.get("prefixItems", ())
    return prefix[position] if position < len(prefix) else part.get("items", True)


def _said(prefix: list[Any], tail: Any, low: int, high: int | None, unique: bool) -> Part:
    said: Part = {"prefixItems": prefix} if prefix else {}
    if tail is not True and (high is None or high > len(prefix)):
        said["items"] = tail
    if low:
        said["minItems"] = low
    if high is not None:
        said["maxItems"] = high
    if unique:
        said["uniqueItems"] = True
    return said


def _contains(parts: Sequence[Part], meet: Meet) -> list[Part]:
    """What must be there, how often: two of them never become one, only equal ones do."""
    units: dict[str, Part] = {}
    for part in (p for p in parts if "contains" in p):
        inner = meet([part["contains"]])
        unit = units.setdefault(schema_text(inner), {"contains": inner, "minContains": 0})
        unit["minContains"] = max(unit["minContains"], part.get("minContains", 1))
        most = [u["maxContains"] for u in (unit, part) if "maxContains" in u]
        unit |= {"maxContains": min(most)} if most else {}
    return [u for u in units.values() if u["minContains"] or "maxContains" in u]


def _can_hold(unit: Part, places: Sequence[Any], meet: Meet) -> bool:
    if unit["minContains"] > unit.get("maxContains", unit["minContains"]):
        return False
    here = (meet([place, unit["contains"]]) is not False for place in places)
    return unit["minContains"] == 0 or any(here)


def _spoken(unit: Part) -> Part:
    return {k: v for k, v in unit.items() if (k, v) != ("minContains", 1)}
