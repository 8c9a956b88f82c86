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
    if unique and not prefix and isinstance(tail, dict) and "enum" in tail:
        limits.append(len(tail["enum"]))
    high = min(limits, default=None)
    containing, kept = _contains(parts)
    said = _said(prefix, tail, low, high, unique) | containing
    return said, kept, high is None or low <= high


def _at(part: Part, position: int) -> Any:
    prefix = part.get("prefixItems", ())
    return prefix[position] if position < len(prefix) else part.get("items", True)


def _said(prefix: list[Any], tail: Any, low: int, high: int | None, unique: bool) -> Part:
    if high is not None:
        prefix, tail = prefix[:high], True if high <= len(prefix) or tail is False else tail
    while prefix and prefix[-1] == tail:
        prefix.pop()
    said: Part = {"prefixItems": prefix} if prefix else {}
    if tail is not True:
        said["items"] = tail
    if low:
        said["minItems"] = low
    if high is not None:
        said["maxItems"] = high
    if unique:
        said["uniqueItems"] = True
    return said


def _contains(parts: Sequence[Part]) -> tuple[Part, list[Part]]:
    """`contains` says that something is there; two of them never become one, only equal ones do."""
    names = ("contains", "minContains", "maxContains")
    units: dict[str, Part] = {}
    for part in (p for p in parts if "contains" in p):
        unit = {k: part[k] for k in names if k in part}
        units[schema_text(unit)] = unit
    ordered = [unit for _, unit in sorted(units.items())]
    return (ordered[0], []) if len(ordered) == 1 else ({}, ordered)
