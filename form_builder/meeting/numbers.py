"""Numbers: the tightest bounds and the least common multiple, in exact fractions."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, gcd, inf, lcm, nextafter
from typing import Any

from schemas.judged_words import exact

__all__ = ["KEYWORDS", "common", "exact", "meet_numbers", "written"]
KEYWORDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")
Part = dict[str, Any]


def written(value: Fraction, *, up: bool = False, down: bool = False) -> int | float:
    """`value` as a JSON number; where no float writes it, the next one up or down."""
    if value.denominator == 1:
        return int(value)
    near = float(value)
    if up and exact(near) < value:
        return nextafter(near, inf)
    if down and exact(near) > value:
        return nextafter(near, -inf)
    return near


def meet_numbers(
    parts: Sequence[Part], kinds: frozenset[str]
) -> tuple[Part, list[Part], frozenset[str]]:
    """The number keywords all `parts` ask together, what must stay side by side, and the kinds of number
    that are still possible."""
    low, low_open = _tightest(parts, "minimum", "exclusiveMinimum", 1)
    high, high_open = _tightest(parts, "maximum", "exclusiveMaximum", -1)
    steps = sorted({exact(p["multipleOf"]) for p in parts if "multipleOf" in p})
    step = common(steps) if steps else None
    if step is not None and step.denominator == 1:
        kinds -= {"fraction"}
    if "fraction" not in kinds and "integer" in kinds:
        step = common([step or Fraction(1), Fraction(1)])
        low, low_open = (low if low is None else Fraction(_first(low, low_open))), False
        high, high_open = (high if high is None else Fraction(_last(high, high_open))), False
    if _is_empty(low, low_open, high, high_open, step):
        return {}, [], frozenset()
    if step is not None and exact(written(step)) != step:
        # No float writes the least common multiple, so the steps stay as they are.
        kept = [{"multipleOf": written(s)} for s in steps]
        return _said(low, low_open, high, high_open, None, kinds), kept, kinds
    return _said(low, low_open, high, high_open, step, kinds), [], kinds


def _tightest(
    parts: Sequence[Part], closed: str, opened: str, sign: int
) -> tuple[Fraction | None, bool]:
    bounds = [(sign * exact(p[closed]), False) for p in parts if closed in p]
    bounds += [(sign * exact(p[opened]), True) for p in parts if opened in p]
    if not bounds:
        return None, False
    bound, is_open = max(bounds)
    return sign * bound, is_open


def common(steps: Sequence[Fraction]) -> Fraction:
    """The least common multiple."""
    return Fraction(lcm(*(s.numerator for s in steps)), gcd(*(s.denominator for s in steps)))


def _first(low: Fraction, is_open: bool) -> int:
    return floor(low) + 1 if is_open else ceil(low)


def _last(high: Fraction, is_open: bool) -> int:
    return ceil(high) - 1 if is_open else floor(high)


def _is_empty(
    low: Fraction | None,
    low_open: bool,
    high: Fraction | None,
    high_open: bool,
    step: Fraction | None,
) -> bool:
    if low is None or high is None:
        return False
    if step is not None:
        return _first(low / step, low_open) > _last(high / step, high_open)
    return low > high or (low == high and (low_open or high_open))


def _said(
    low: Fraction | None,
    low_open: bool,
    high: Fraction | None,
    high_open: bool,
    step: Fraction | None,
    kinds: frozenset[str],
) -> Part:
    said: Part = {}
    if low is not None:
        said["exclusiveMinimum" if low_open else "minimum"] = written(low)
    if high is not None:
        said["exclusiveMaximum" if high_open else "maximum"] = written(high)
    if step is not None and (step != 1 or "fraction" in kinds):
        said["multipleOf"] = written(step)
    return said
