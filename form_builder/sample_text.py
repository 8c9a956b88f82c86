"""Example texts: what a pattern, a format or a label leads one to expect."""

# The standard library's own reader of patterns; RE2's syntax is a part of what it reads.
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as reader  # type: ignore[attr-defined]
from typing import Any

from form_builder.sample_words import ALPHABET, FORMATS, Rng

_MOST = 6
_RANGES = {
    op.CATEGORY_DIGIT: "0123456789",
    op.CATEGORY_WORD: ALPHABET + "0123456789_",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_DIGIT: ALPHABET,
    op.CATEGORY_NOT_SPACE: ALPHABET,
    op.CATEGORY_NOT_WORD: "-",
}


def text_like(pattern: str, rng: Rng) -> str:
    """A text the pattern matches; ValueError for what cannot be read (the judge has the last word)."""
    try:
        return "".join(_said(node, rng) for node in reader.parse(pattern))
    except (
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
        RecursionError,
        reader.error,
    ) as problem:
        raise ValueError(f"no example for {pattern}") from problem


def texts(schema: Any, rng: Rng) -> list[str]:
    """Candidates for a string schema, the likeliest first."""
    low, high = schema.get("minLength", 0), schema.get("maxLength")
    found = [FORMATS[f](rng) for f in _all(schema, "format") if f in FORMATS]
    for pattern in _all(schema, "pattern"):
        found += [text_like(pattern, rng) for _ in range(4)]
    return [*found, _phrase(rng, low, high)]


def _phrase(rng: Rng, low: int, high: int | None) -> str:
    """A plain phrase of a length that fits."""
    phrase = rng.choice(("符合要求", "按章办理", "一切齐备"))
    phrase += "一照通行" * (max(0, low - len(phrase) + 3) // 4)
    return phrase if high is None else phrase[:high]


def _all(schema: Any, keyword: str) -> list[Any]:
    parts = [schema, *(p for p in schema.get("allOf", ()) if isinstance(p, dict))]
    return [p[keyword] for p in parts if keyword in p]


def _said(node: Any, rng: Rng) -> str:
    kind, value = node
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return rng.choice([c for c in ALPHABET if ord(c) != value])
    if kind is op.ANY:
        return rng.choice(ALPHABET)
    if kind is op.AT:
        return ""
    if kind is op.IN:
        return rng.choice(_members(value))
    if kind is op.BRANCH:
        return "".join(_said(n, rng) for n in rng.choice(value[1]))
    if kind is op.SUBPATTERN:
        return "".join(_said(n, rng) for n in value[-1])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = value
        times = rng.randint(low, max(low, min(int(high), low + _MOST)))
        return "".join(_said(n, rng) for _ in range(times) for n in inner)
    raise ValueError(f"no example for {kind}")


def _members(items: list[Any]) -> list[str]:
    negated = bool(items) and items[0][0] is op.NEGATE
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE:
            found |= {chr(c) for c in range(value[0], min(value[1], value[0] + 500) + 1)}
        elif kind is op.CATEGORY:
            found |= set(_RANGES[value])
    return sorted(set(ALPHABET + "0123456789") - found if negated else found)
