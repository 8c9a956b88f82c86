"""An example of a schema: any JSON Schema in, a value it accepts out."""

from math import ceil, floor
from typing import Any

from form_builder.canonical import text
from form_builder.meeting.closed import closed
from form_builder.meeting.intersect import intersection
from form_builder.meeting.numbers import exact, written
from form_builder.meeting.satisfy import satisfy
from form_builder.sample_text import texts
from form_builder.sample_words import Rng
from schemas.judge import accepts

_TRIES = 24
_DEEP = 12


def value(schema: Any, rng: Rng, depth: int = 0) -> Any:
    """A value that `schema` accepts; ValueError when none was found, which does not mean there is none."""
    together = intersection([schema])
    if together is False or depth > _DEEP:
        raise ValueError("nothing is accepted here")
    for _ in range(_TRIES):
        try:
            found = _candidate(together, rng, depth)
        except ValueError:
            break
        if accepts(together, found):
            return found
    searched = satisfy(*closed(together))
    if searched.verdict:
        return searched.value
    raise ValueError("no example found")


def _candidate(schema: Any, rng: Rng, depth: int) -> Any:
    if schema is True or not schema:
        return rng.choice(("一照通行", 7, True))
    if "enum" in schema:
        return rng.choice(schema["enum"])
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {k: v for k, v in schema.items() if k != keyword}
            return _of_branches(rest, schema[keyword], rng, depth)
    kinds = schema.get("type", ["object" if "properties" in schema else "string"])
    kind = rng.choice([kinds] if isinstance(kinds, str) else kinds)
    return _MAKERS[kind](_opened(schema), rng, depth)


def _of_branches(rest: Any, branches: list[Any], rng: Rng, depth: int) -> Any:
    for branch in rng.sample(branches, len(branches)):
        try:
            return value({"allOf": [rest, branch]}, rng, depth + 1)
        except ValueError:
            continue
    raise ValueError("no branch has an example")


def _opened(schema: Any) -> Any:
    """Parts that are kept side by side still say how long and how many."""
    opened = dict(schema)
    for part in schema.get("allOf", ()):
        if isinstance(part, dict):
            opened = {**part, **opened}
    return opened


def _string(schema: Any, rng: Rng, depth: int) -> Any:
    found = texts(schema, rng)
    return next((t for t in found if accepts(schema, t)), found[0])


def _number(schema: Any, rng: Rng, depth: int) -> Any:
    step = exact(schema.get("multipleOf", 1))
    low, high = _ends(schema)
    first = None if low is None else _index(low / step, "exclusiveMinimum" in schema, up=True)
    last = None if high is None else _index(high / step, "exclusiveMaximum" in schema, up=False)
    if first is not None and last is not None and first > last:
        return written((low + high) / 2) if low is not None and high is not None else 0
    if first is None:
        first = min(0, last) if last is not None else 1
    return written(
        rng.randint(first, last if last is not None and last < first + 99 else first + 99) * step
    )


def _ends(schema: Any) -> tuple[Any, Any]:
    lows = [exact(schema[k]) for k in ("minimum", "exclusiveMinimum") if k in schema]
    highs = [exact(schema[k]) for k in ("maximum", "exclusiveMaximum") if k in schema]
    return max(lows, default=None), min(highs, default=None)


def _index(bound: Any, opened: bool, *, up: bool) -> int:
    if up:
        return floor(bound) + 1 if opened else ceil(bound)
    return ceil(bound) - 1 if opened else floor(bound)


def _array(schema: Any, rng: Rng, depth: int) -> Any:
    prefix, rest = schema.get("prefixItems", []), schema.get("items", True)
    low = max(
        schema.get("minItems", 0), schema.get("minContains", 1) if "contains" in schema else 0
    )
    high = min(schema.get("maxItems", low + 2), low + 2)
    size = rng.randint(low, max(low, high))
    found: list[Any] = []
    for place in range(size):
        asked = prefix[place] if place < len(prefix) else rest
        if "contains" in schema and place < schema.get("minContains", 1):
            asked = {"allOf": [asked, schema["contains"]]}
        found.append(_fresh(asked, found if schema.get("uniqueItems") else [], rng, depth))
    return found


def _fresh(schema: Any, taken: list[Any], rng: Rng, depth: int) -> Any:
    known = {text(v) for v in taken}
    for _ in range(_TRIES):
        found = value(schema, rng, depth + 1)
        if text(found) not in known:
            return found
    raise ValueError("no further different item")


def _object(schema: Any, rng: Rng, depth: int) -> Any:
    named = schema.get("properties", {})
    found = {n: value(named.get(n, True), rng, depth + 1) for n in schema.get("required", ())}
    for name, asked in named.items():
        few = len(found) < schema.get("minProperties", 0)
        if name not in found and asked is not False and (few or rng.random() < 0.5):
            try:
                found[name] = value(asked, rng, depth + 1)
            except ValueError:
                continue
    while len(found) < schema.get("minProperties", 0):
        found[f"extra{len(found)}"] = value(
            schema.get("additionalProperties", True), rng, depth + 1
        )
    return found


_MAKERS: dict[str, Any] = {
    "string": _string,
    "number": _number,
    "integer": _number,
    "array": _array,
    "object": _object,
    "boolean": lambda schema, rng, depth: rng.random() < 0.5,
    "null": lambda schema, rng, depth: None,
}
