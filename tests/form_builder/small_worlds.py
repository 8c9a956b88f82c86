"""Worlds so small that every document can be tried: what the search for contradictions must find.

    python -m tests.form_builder.small_worlds --worlds 2000 --seed 1

For every world: `satisfiable` is what trying all documents shows; every choice told as impossible is, and
every choice that a condition looks at and that is impossible is told. Prints what differs.
"""

import argparse
import itertools
import json
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from form_builder.conditions import settle
from form_builder.merge import merge
from form_builder.split import split, visible
from schemas.judge import judge
from schemas.merged import MergedForm, Source

DOMAINS: dict[str, tuple[Any, ...]] = {
    "liquor": (True, False),
    "way": ("甲", "乙", "丙"),
    "permit": ("一", "二"),
    "area": (1, 5, 9),
}
# Between and beyond the limits that forms set, so that every case of a number is tried.
TRIED = DOMAINS | {"area": (1, 3, 5, 7, 9, 10)}


def world(rng: Random) -> tuple[Source, ...]:
    return tuple(Source(f"p{n}", f"p{n}", _form(rng)) for n in range(rng.randint(1, 3)))


def _form(rng: Random) -> dict[str, Any]:
    keys = rng.sample(sorted(DOMAINS), rng.randint(2, 4))
    form: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {k: _field(rng, k) for k in keys},
        "required": rng.sample(keys, rng.randint(0, len(keys) - 1)),
    }
    for n, key in enumerate(keys[1:], 1):
        if rng.random() < 0.15:
            form["properties"][key]["x-show-when"] = _says(rng, keys[:n])
    form = settle(form)
    rules = [_rule(rng, keys) for _ in range(rng.randint(0, 3))]
    together = [*form.get("allOf", ()), *rules]
    return form | ({"allOf": together} if together else {})


def _field(rng: Random, key: str) -> dict[str, Any]:
    some = rng.sample(DOMAINS[key], rng.randint(1, len(DOMAINS[key])))
    if rng.random() < 0.5:
        some = list(DOMAINS[key])
    if key == "area":
        return {"type": "integer", "minimum": min(some), "maximum": 10, "x-element": key}
    if key == "liquor" and len(some) == 2:
        return {"type": "boolean", "x-element": key}
    return {"enum": some, "x-element": key}


def _says(rng: Random, keys: list[str]) -> dict[str, Any]:
    key = rng.choice(keys)
    value = rng.choice(DOMAINS[key])
    test = {"minimum": value} if key == "area" else {"const": value}
    return rng.choice([{"properties": {key: test}, "required": [key]}] * 3 + [{"required": [key]}])


def _demand(rng: Random, keys: list[str]) -> dict[str, Any]:
    key = rng.choice(keys)
    value = rng.choice(DOMAINS[key])
    test = {"maximum": value} if key == "area" else {"const": value}
    options = [{"required": [key]}, {"properties": {key: False}}, {"properties": {key: test}}]
    return rng.choice([*options, {"properties": {key: test}, "required": [key]}])


def _rule(rng: Random, keys: list[str]) -> dict[str, Any]:
    makers = [
        lambda: {"if": _says(rng, keys), "then": _demand(rng, keys)},
        lambda: {"if": _says(rng, keys), "then": _demand(rng, keys), "else": _demand(rng, keys)},
        lambda: {"if": {"not": _says(rng, keys)}, "then": _demand(rng, keys)},
        lambda: {"anyOf": [_demand(rng, keys), _demand(rng, keys)]},
        lambda: {"not": {"allOf": [_says(rng, keys), _says(rng, keys)]}},
        lambda: {"oneOf": [_says(rng, keys), _demand(rng, keys)]},
        lambda: {"dependentRequired": {rng.choice(keys): [rng.choice(keys)]}},
        lambda: {"dependentSchemas": {rng.choice(keys): _demand(rng, keys)}},
    ]
    return rng.choice([*makers[:1] * 3, *makers])()


def documents() -> Iterator[dict[str, Any]]:
    """Every document over the domains."""
    for values in itertools.product(*((None, *d) for d in TRIED.values())):
        yield {k: v for k, v in zip(TRIED, values, strict=True) if v is not None}


def differences(sources: tuple[Source, ...]) -> Iterator[str]:
    """What the engine says of a world against what trying everything shows."""
    merged = merge(sources)
    judges = [(s.id, judge(s.schema)) for s in sources]
    good = [d for d in documents() if _accepted(judges, split(merged, d))]
    if merged.satisfiable is not bool(good):
        yield f"satisfiable is {merged.satisfiable}, {len(good)} documents are accepted"
    if not good:
        if not any(c.kind in ("presence", "form") for c in merged.conflicts):
            yield "nothing says why it cannot be filled in"
        return
    possible = {(k, json.dumps(v)) for d in good for k, v in d.items() if k in visible(merged, d)}
    yield from _false_alarms(merged, possible)
    yield from _missed(merged, sources, possible)


def _accepted(judges: Any, shares: Any) -> bool:
    return all(judge.is_valid(shares[name]) for name, judge in judges)


def _false_alarms(merged: MergedForm, possible: set[tuple[str, str]]) -> Iterator[str]:
    for conflict in merged.conflicts:
        met = [json.loads(v) for k, v in possible if k == conflict.about]
        if conflict.kind == "choice":
            rule = judge(json.loads(conflict.when) if conflict.when else {})
            if any(rule.is_valid(v) for v in met):
                yield f"it is possible: {conflict}"
        elif conflict.kind in ("presence", "form"):
            yield f"it can be filled in: {conflict}"
        elif conflict.kind == "field" and met and len(conflict.sources) == len(merged.sources):
            yield f"it can be answered: {conflict}"


def _missed(
    merged: MergedForm, sources: tuple[Source, ...], possible: set[tuple[str, str]]
) -> Iterator[str]:
    told = {(c.about, c.when) for c in merged.conflicts if c.kind == "choice"}
    dead = {c.about for c in merged.conflicts if c.kind in ("field", "condition")}
    for key in (f.key for f in merged.fields):
        if key in dead or (key, "") in told or not _is_looked_at(key, sources):
            continue
        for value in DOMAINS[key] if key != "area" else ():
            is_allowed = all(judge(o.schema).is_valid(value) for o in merged.field(key).origins)
            when = json.dumps({"const": value}, ensure_ascii=False, separators=(",", ":"))
            if is_allowed and (key, json.dumps(value)) not in possible and (key, when) not in told:
                yield f"{key} = {value} is impossible and nothing says so"


def _is_looked_at(key: str, sources: tuple[Source, ...]) -> bool:
    """Is the question a condition of a plain if or of what is shown?"""
    guards = [g for s in sources for g in s.schema.get("allOf", ()) if "if" in g]
    return any(f'"{key}"' in json.dumps(g["if"]) for g in guards)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    found = 0
    for number in range(given.worlds):
        for line in differences(world(Random(f"{given.seed}.{number}"))):
            print(f"world {given.seed}.{number}: {line}")
            found += 1
    print(f"seed {given.seed}: {given.worlds} worlds, {found} differences")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
