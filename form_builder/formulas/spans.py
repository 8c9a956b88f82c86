"""Between which bounds a formula can lie, and whether a rule between answers is broken whatever is answered.

Interval arithmetic: what it finds broken is broken; it does not find everything (an answer that stands
twice in a formula is taken for two).
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import inf
from typing import Any, NamedTuple

from form_builder.formulas.formula import Formula

Bound = Fraction | float


class Span(NamedTuple):
    """The smallest and the largest value, infinite where nothing limits it; `sure` when there always is one."""

    low: Bound = -inf
    high: Bound = inf
    sure: bool = False


ANYTHING = Span()
Spans = Mapping[str, Span]


def span(formula: Formula, answers: Spans) -> Span:
    """Where the value lies when each answer lies in its span; ANYTHING for what is not read here."""
    if "answer" in formula:
        return answers.get(formula["answer"], ANYTHING)
    if "number" in formula:
        number = Fraction(formula["number"])
        return Span(number, number, sure=True)
    if formula.get("do") not in _DOING:
        return ANYTHING
    return _DOING[formula["do"]]([span(part, answers) for part in formula["with"]])


def is_broken(check: Formula, answers: Spans) -> bool:
    """True when the rule is False for every answer in these spans."""
    deed = check.get("do")
    if deed in ("and", "or"):
        settle = any if deed == "and" else all
        return settle(is_broken(part, answers) for part in check["with"])
    if deed not in _NEVER:
        return False
    one, other = (span(part, answers) for part in check["with"])
    return one.sure and other.sure and _NEVER[deed](one, other)


def _sum(spans: list[Span]) -> Span:
    """What is empty counts as nothing, and a sum of nothing is 0."""
    parts = [s if s.sure else Span(min(s.low, 0), max(s.high, 0)) for s in spans]
    return Span(sum(s.low for s in parts), sum(s.high for s in parts), sure=True)


def _plus(spans: list[Span]) -> Span:
    one, other = spans
    return Span(one.low + other.low, one.high + other.high, one.sure and other.sure)


def _minus(spans: list[Span]) -> Span:
    one, other = spans
    return Span(one.low - other.high, one.high - other.low, one.sure and other.sure)


def _times(spans: list[Span]) -> Span:
    one, other = spans
    corners = [_product(a, b) for a, b in product(one[:2], other[:2])]
    return Span(min(corners), max(corners), one.sure and other.sure)


def _divided(spans: list[Span]) -> Span:
    one, other = spans
    if other.low <= 0 <= other.high:
        return ANYTHING
    return _times([one, Span(_inverse(other.high), _inverse(other.low), other.sure)])


def _product(one: Any, other: Any) -> Bound:
    return Fraction(0) if one == 0 or other == 0 else one * other


def _inverse(bound: Bound) -> Bound:
    return Fraction(0) if bound in (inf, -inf) else 1 / Fraction(bound)


_DOING: dict[str, Callable[[list[Span]], Span]] = {
    "sum": _sum,
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _divided,
}
_NEVER: dict[str, Callable[[Span, Span], bool]] = {
    "<=": lambda one, other: one.low > other.high,
    "<": lambda one, other: one.low >= other.high,
    ">=": lambda one, other: one.high < other.low,
    ">": lambda one, other: one.high <= other.low,
    "==": lambda one, other: one.low > other.high or one.high < other.low,
}
