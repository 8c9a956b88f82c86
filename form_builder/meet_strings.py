"""Strings: lengths meet, patterns are all kept, formats that exclude each other leave nothing."""

from collections.abc import Sequence
from typing import Any

KEYWORDS = ("minLength", "maxLength", "pattern", "format")
Part = dict[str, Any]

# How long a text of each asserted format can be; two formats that share no length share no text.
LENGTHS = {"date": (10, 10), "uscc": (18, 18), "resident-id": (18, 18), "email": (5, 254)}
LENGTHS["identity-document"] = (9, 18)
DISJOINT = (
    frozenset({"date", "email"}),
    frozenset({"email", "uscc"}),
    frozenset({"email", "resident-id"}),
    frozenset({"email", "identity-document"}),
    frozenset({"date", "identity-document"}),
)


def meet_strings(parts: Sequence[Part]) -> tuple[Part, list[Part], bool]:
    """The string keywords of all `parts`, the patterns and formats kept side by side, and whether any text is left."""
    formats = sorted({p["format"] for p in parts if "format" in p})
    patterns = sorted({p["pattern"] for p in parts if "pattern" in p})
    low = max((p["minLength"] for p in parts if "minLength" in p), default=0)
    high = min((p["maxLength"] for p in parts if "maxLength" in p), default=None)
    said: Part = {"minLength": low} if low else {}
    if high is not None:
        said["maxLength"] = high
    kept: list[Part] = []
    for keyword, values in (("format", formats), ("pattern", patterns)):
        if len(values) == 1:
            said[keyword] = values[0]
        else:
            kept += [{keyword: v} for v in values]
    return said, kept, _some_length(low, high, formats) and not _clash(formats)


def _some_length(low: int, high: int | None, formats: Sequence[str]) -> bool:
    for shortest, longest in (LENGTHS[f] for f in formats if f in LENGTHS):
        low, high = max(low, shortest), longest if high is None else min(high, longest)
    return high is None or low <= high


def _clash(formats: Sequence[str]) -> bool:
    return any(pair <= set(formats) for pair in DISJOINT)
