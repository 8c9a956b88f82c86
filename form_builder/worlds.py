"""Answers that stand for all answers: wherever a condition looks, one of each kind it can tell apart."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise, product
from math import prod
from typing import Any

from form_builder.meet import meet
from schemas.form import Schema
from schemas.judge import accepts

UNANSWERED: Any = object()
MANY_OPTIONS = 7


def worlds(
    fields: Mapping[str, Iterable[Any]], *, most: int = 5_000
) -> Iterator[dict[str, Any]] | None:
    """Every combination of the given values, UNANSWERED left out; None when there are more than `most`."""
    listed = {key: list(values) for key, values in fields.items()}
    if prod(len(values) for values in listed.values()) > most:
        return None
    return (
        {k: v for k, v in zip(listed, values, strict=True) if v is not UNANSWERED}
        for values in product(*listed.values())
    )


def standing_for(schema: Schema, tests: Iterable[Schema]) -> list[Any]:
    """Values that `schema` accepts, such that every value it accepts passes exactly the tests that one of
    these passes. [] when it accepts nothing."""
    tests = tuple(tests)
    found = _candidates(schema, tests)
    fitting = [v for n, v in enumerate(found) if v not in found[:n] and accepts(schema, v)]
    if fitting or not found:
        return fitting or _any(schema, tests)
    return _any(schema, tests)


def tests_on(key: str, conditions: Iterable[Any]) -> list[Schema]:
    """What these conditions ask of the answer `key`, however deep it stands in them."""
    return [test for condition in conditions for test in _tests(key, condition)]


def _tests(key: str, condition: Any) -> Iterator[Schema]:
    if not isinstance(condition, Mapping):
        return
    own = condition.get("properties", {}).get(key)
    if isinstance(own, Mapping):
        yield own
    for part in (condition.get("not"), *condition.get("allOf", ()), *condition.get("anyOf", ())):
        yield from _tests(key, part)


def _candidates(schema: Schema, tests: tuple[Schema, ...]) -> list[Any]:
    kind = schema.get("type")
    named = list(_named(tests))
    if kind == "boolean":
        return [True, False]
    if "enum" in schema:
        rest = [o for o in schema["enum"] if o not in named]
        return [o for o in schema["enum"] if o in named] + rest[:1]
    if kind in ("number", "integer"):
        return _points(schema, tests)
    if kind == "array" and "enum" in schema.get("items", {}):
        return _selections(schema["items"]["enum"], named)
    return [*named, *_any(schema, tests)] if kind == "string" else _any(schema, tests)


def _named(tests: Iterable[Schema]) -> Iterator[Any]:
    for test in tests:
        yield from ([test["const"]] if "const" in test else [])
        yield from test.get("enum", ())
        yield from _named([test["contains"]] if "contains" in test else [])


def _selections(options: Iterable[Any], named: list[Any]) -> list[Any]:
    """Every choice among the options that are asked about, with and without one that is not."""
    options = list(options)
    asked = [o for o in options if o in named][:MANY_OPTIONS]
    others = [o for o in options if o not in named]
    chosen = [list(c) for n in range(len(asked) + 1) for c in combinations(asked, n)]
    plain = [c for c in chosen if c]
    return plain + [[*c, *others[:n]] for c in chosen for n in {1, len(others)} if others and n]


def _points(schema: Schema, tests: Iterable[Schema]) -> list[Any]:
    """Below, at and above every limit that is asked about, and the ends of what is accepted."""
    words = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "const")
    limits = {t[w] for t in (*tests, schema) for w in words if _is_number(t.get(w))}
    step = 1 if schema.get("type") == "integer" else schema.get("multipleOf", 0.5)
    ends = sorted(limits) or [0]
    middles = [(a + b) / 2 for a, b in pairwise(ends)]
    middles = [int(m) for m in middles] if schema.get("type") == "integer" else middles
    around = [limit + way * step for limit in ends for way in (-1, 0, 1)]
    return sorted({*around, *middles})


def _any(schema: Schema, tests: tuple[Schema, ...]) -> list[Any]:
    """One value that passes none of the tests, and one at all, when the engine finds them."""
    alone = meet([schema])
    apart = meet([schema, *({"not": test} for test in tests)]) if tests else alone
    return [found.witness for found in (apart, alone) if found.satisfiable]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
