"""Numbers and texts that miss what is refused and fit all the rest."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from random import Random
from typing import Any

from form_builder.meeting.answer import NO, UNKNOWN, Answer, yes
from form_builder.meeting.numbers import common, exact, written
from form_builder.patterns.format_words import EXACT, LIKE, PLAIN
from form_builder.patterns.words import Words
from form_builder.sample_words import FORMATS as MADE
from schemas.formats import FORMATS
from schemas.judge import judge

_MOST = 400
_PHRASES = ("一照通行", "", "a", "1", "2024-02-29")


def a_number(parts: list[Any], refused: list[Any]) -> Answer:
    """A number that every part accepts and no refused schema does."""
    steps = [exact(p["multipleOf"]) for p in parts if "multipleOf" in p]
    if any(p.get("type") == "integer" for p in parts):
        steps.append(Fraction(1))
    missed = [exact(r["multipleOf"]) for r in refused if "multipleOf" in r]
    low, low_open, high, high_open = _ends(parts)
    if steps:
        step = common(steps)
        if any((step / m).denominator == 1 for m in missed):
            return NO
        places, all_told = _places(step, low, low_open, high, high_open)
        candidates: Iterable[Fraction] = (step * n for n in places)
    else:
        candidates, all_told = _between(low, low_open, high, high_open)
    judges = [judge(p) for p in parts] + [judge({"not": r}) for r in refused]
    for candidate in candidates:
        value = written(candidate)
        if exact(value) != candidate:
            all_told = False
        elif all(j.is_valid(value) for j in judges):
            return yes(value)
    return NO if all_told else UNKNOWN


def _ends(parts: list[Any]) -> tuple[Fraction | None, bool, Fraction | None, bool]:
    lows = [
        (exact(p[k]), k[0] == "e") for p in parts for k in ("minimum", "exclusiveMinimum") if k in p
    ]
    highs = [
        (-exact(p[k]), k[0] == "e")
        for p in parts
        for k in ("maximum", "exclusiveMaximum")
        if k in p
    ]
    low, low_open = max(lows, default=(None, False))
    high, high_open = max(highs, default=(None, False))
    return low, low_open, None if high is None else -high, high_open


def _places(
    step: Fraction, low: Fraction | None, low_open: bool, high: Fraction | None, high_open: bool
) -> tuple[Iterable[int], bool]:
    """Which multiples to try, the smallest first, and whether these are all."""
    first = None if low is None else floor(low / step) + 1 if low_open else ceil(low / step)
    last = None if high is None else ceil(high / step) - 1 if high_open else floor(high / step)
    if first is not None and last is not None:
        return range(first, min(last, first + _MOST) + 1), last - first <= _MOST
    if first is not None:
        return range(max(first, min(1, first + _MOST)), first + 2 * _MOST), False
    if last is not None:
        return range(last, last - _MOST, -1), False
    return range(1, _MOST), False


def _between(
    low: Fraction | None, low_open: bool, high: Fraction | None, high_open: bool
) -> tuple[Iterable[Fraction], bool]:
    if low is not None and low == high:
        return ([] if low_open or high_open else [low]), True
    begin = low if low is not None else (high - 100 if high is not None else Fraction(0))
    end = high if high is not None else begin + 100
    return _spread(begin, end), low is not None and high is not None and low > high


def _spread(begin: Fraction, end: Fraction) -> Iterator[Fraction]:
    """Whole numbers between two ends, the ends, and ever finer decimals between them."""
    whole = range(ceil(begin), min(floor(end), ceil(begin) + 120) + 1)
    yield from (Fraction(n) for n in sorted(whole, key=lambda n: (n != 1, n)))
    yield from (begin, end)
    for parts in (2, 4, 10, 100):
        yield from (begin + (end - begin) * n / parts for n in range(1, parts))


def a_text(parts: list[Any], refused: list[Any]) -> Answer:
    """A text that every part accepts and no refused schema does."""
    low = int(max((p["minLength"] for p in parts if "minLength" in p), default=0))
    highs = [int(p["maxLength"]) for p in parts if "maxLength" in p]
    wanted, unwanted = _said("pattern", parts), _said("pattern", refused)
    formats = tuple(f for f in _said("format", parts) if f in FORMATS)
    missed = tuple(f for f in _said("format", refused) if f in FORMATS)
    if any(f not in FORMATS for f in _said("format", refused)):
        return NO
    but = tuple(sorted({v for r in refused for v in r.get("enum", ()) if isinstance(v, str)}))
    asked = (wanted, unwanted, formats, missed, low, min(highs, default=None), but)
    return _a_text(*asked)


@lru_cache(maxsize=8192)
def _a_text(
    wanted: tuple[str, ...],
    unwanted: tuple[str, ...],
    formats: tuple[str, ...],
    missed: tuple[str, ...],
    low: int,
    high: int | None,
    but: tuple[str, ...],
) -> Answer:
    parts = [{"type": "string", "minLength": low}, *({"pattern": p} for p in wanted)]
    parts += [{"format": f} for f in formats] + ([{"maxLength": high}] if high is not None else [])
    out = [{"pattern": p} for p in unwanted] + [{"format": f} for f in missed]
    whole = judge({"allOf": [*parts, *({"not": r} for r in out)]})
    for guess in (*_PHRASES, *(_made(f, n) for f in formats for n in range(4))):
        if guess not in but and whole.is_valid(guess):
            return yes(guess)
    missing = [*unwanted, *(EXACT[f] for f in missed if f in EXACT)]
    unsure = False
    for like in (PLAIN, {}) if set(formats) & PLAIN.keys() else ({},):
        unsure = False
        asked = [*wanted, *(like.get(f) or EXACT.get(f) or LIKE[f] for f in formats)]
        try:
            for word in _words(asked, missing, low, high, but):
                unsure = True
                if word not in but and whole.is_valid(word):
                    return yes(word)
        except ValueError:
            unsure = True
    return UNKNOWN if unsure else NO


def _words(
    asked: list[str], missing: list[str], low: int, high: int | None, but: tuple[str, ...]
) -> Iterator[str]:
    """Ever more texts that match, none where there are none at all."""
    rng = Random(0)  # noqa: S311 (an example, not a secret)
    for number in (20, 300):
        yield from Words(asked, missing, low, high, but).some(number, rng)
    yield from Words(asked, missing, low, high, but).longer(40, rng)


def _said(keyword: str, parts: list[Any]) -> tuple[str, ...]:
    return tuple(sorted({p[keyword] for p in parts if keyword in p}))


def _made(name: str, seed: int) -> str:
    return MADE[name](Random(seed)) if name in MADE else ""  # noqa: S311
