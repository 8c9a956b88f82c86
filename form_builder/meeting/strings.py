"""Strings: lengths meet, patterns and formats are all kept, and it is asked whether a text is left."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from form_builder.patterns.format_words import EXACT, LIKE, SHARED
from form_builder.patterns.words import Words
from form_builder.sample_text import text_like
from form_builder.sample_words import FORMATS as MADE
from form_builder.sample_words import Rng
from schemas.formats import FORMATS
from schemas.judged_words import found

KEYWORDS = ("minLength", "maxLength", "pattern", "format")
Part = dict[str, Any]


def meet_strings(parts: Sequence[Part]) -> tuple[Part, list[Part], bool]:
    """The string keywords of all `parts`, the patterns and formats kept side by side, and whether any text is left."""
    formats = sorted({p["format"] for p in parts if "format" in p})
    patterns = sorted({p["pattern"] for p in parts if "pattern" in p})
    low = int(max((p["minLength"] for p in parts if "minLength" in p), default=0))
    highs = [p["maxLength"] for p in parts if "maxLength" in p]
    high = int(min(highs)) if highs else None
    said: Part = {"minLength": low} if low else {}
    if high is not None:
        said["maxLength"] = high
    kept: list[Part] = []
    for keyword, values in (("format", formats), ("pattern", patterns)):
        if len(values) == 1:
            said[keyword] = values[0]
        else:
            kept += [{keyword: v} for v in values]
    asserted = tuple(f for f in formats if f in FORMATS)
    return said, kept, some_text(tuple(patterns), asserted, low, high)


@lru_cache(maxsize=16384)
def some_text(
    patterns: tuple[str, ...], formats: tuple[str, ...], low: int, high: int | None
) -> bool:
    """False when no text matches all of these; True also where that could not be found out."""
    if high is not None and low > high:
        return False
    if any(frozenset(pair) not in SHARED for pair in combinations(formats, 2)):
        return False
    if not patterns and not formats:
        return True
    if any(_fits(text, patterns, formats, low, high) for text in _guesses(patterns, formats)):
        return True
    asked = [*patterns, *(EXACT.get(f) or LIKE[f] for f in formats)]
    try:
        return Words(asked, (), low, high).is_possible()
    except ValueError:
        return True


def _fits(
    text: str, patterns: Iterable[str], formats: Iterable[str], low: int, high: int | None
) -> bool:
    return (
        low <= len(text)
        and (high is None or len(text) <= high)
        and all(found(p, text) for p in patterns)
        and all(FORMATS[f](text) for f in formats)
    )


def _guesses(patterns: Iterable[str], formats: Iterable[str]) -> Iterable[str]:
    for name in formats:
        yield from _made(name)
    for pattern in patterns:
        yield from _alike(pattern)


@lru_cache(maxsize=64)
def _made(name: str) -> tuple[str, ...]:
    return tuple(MADE[name](Rng(n)) for n in range(3)) if name in MADE else ()


@lru_cache(maxsize=4096)
def _alike(pattern: str) -> tuple[str, ...]:
    try:
        return tuple(text_like(pattern, Rng(n)) for n in range(3))
    except ValueError:
        return ()
