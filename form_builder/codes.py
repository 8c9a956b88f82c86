"""What one value is called elsewhere: units as exact factors, codes as a reversible map."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter
from typing import Any

from form_builder.canonical import text
from form_builder.meeting.numbers import exact


@dataclass(frozen=True)
class Codes:
    """The pairs of an injective map, made a permutation: a value that is only a local code goes where
    its chain began, so that nothing but the named canonical value ever arrives as that code."""

    forward: dict[str, Any]
    backward: dict[str, Any]

    def to_local(self, value: Any) -> Any:
        return self.forward.get(text(value), value)

    def to_canonical(self, value: Any) -> Any:
        return self.backward.get(text(value), value)


def read_codes(pairs: Sequence[Sequence[Any]]) -> Codes | None:
    """The map of (canonical, local) pairs; ValueError when two pairs share a side."""
    if not isinstance(pairs, list | tuple) or any(
        not isinstance(p, list | tuple) or len(p) != 2 or any(isinstance(s, list) for s in p)
        for p in pairs
    ):
        raise ValueError("x-codes is a list of pairs of single values")
    if not pairs:
        return None
    forward = {text(canonical): local for canonical, local in pairs}
    backward = {text(local): canonical for canonical, local in pairs}
    if len(forward) != len(pairs) or len(backward) != len(pairs):
        raise ValueError("x-codes gives one code two meanings")
    for canonical, local in pairs:
        if text(local) not in forward:
            start = canonical
            while text(start) in backward:
                start = backward[text(start)]
            forward[text(local)], backward[text(start)] = start, local
    return Codes(forward, backward)


def scaled(value: Any, factor: Fraction) -> Any:
    """`value` × `factor` exactly; where no JSON float writes the product, a neighbour with more digits.

    Never a rounder number than the truth: so no limit that people write is met, or missed, by rounding.
    """
    if factor == 1 or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if value != value or value in (inf, -inf):
        return value
    product = exact(value) * factor
    if product.denominator == 1:
        return int(product)
    try:
        near = float(product)
    except OverflowError:
        return int(product)
    if exact(near) == product:
        return near
    other = nextafter(near, inf if exact(near) < product else -inf)
    return max(near, other, key=lambda number: len(repr(number)))
