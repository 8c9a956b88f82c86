"""Arrays long enough, holding what they must hold and no more of it than they may."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from form_builder.canonical import text
from form_builder.meeting.answer import NO, UNKNOWN, Answer, Search, yes

_MOST_UNITS = 4
_LONGEST = 60
_MOST_PLAIN = 5000
Place = list[tuple[tuple[bool, ...], Any]]


@dataclass
class _Array:
    """What is asked: a schema for each place, then for the rest; how long; what must be in it, how often."""

    prefix: list[Any]
    tail: list[Any]
    low: int
    high: int | None
    units: list[Any]
    unique: bool


def an_array(search: Search, parts: list[Any], refused: list[Any]) -> Answer:
    """An array that every part accepts; what else is refused, the caller checks."""
    asked = _asked(parts)
    taken = {text(v) for r in refused for v in r.get("enum", ())}
    if any("uniqueItems" in r for r in refused):
        return _repeating(search, asked)
    if not asked.units and not asked.unique:
        found = _plain(search, asked)
    elif len(asked.units) > _MOST_UNITS or asked.low > _LONGEST:
        return UNKNOWN
    else:
        found = _shortest(search, asked)
    if found.verdict and text(found.value) in taken:
        return _another(search, asked, [v for r in refused for v in r.get("enum", ())])
    return found


def _asked(parts: list[Any]) -> _Array:
    prefix: list[Any] = next((p["prefixItems"] for p in parts if "prefixItems" in p), [])
    tail = [p["items"] for p in parts if "items" in p]
    low = max((p["minItems"] for p in parts if "minItems" in p), default=0)
    high = min((p["maxItems"] for p in parts if "maxItems" in p), default=None)
    units = [p for p in parts if "contains" in p]
    unique = any(p.get("uniqueItems") for p in parts)
    return _Array(prefix, tail, int(low), None if high is None else int(high), units, unique)


def _plain(search: Search, asked: _Array) -> Answer:
    """No longer than it has to be; what stands at one place is nothing to another."""
    if asked.low > _MOST_PLAIN:
        return UNKNOWN
    found = [search.inside(_at(asked, n)) for n in range(asked.low)]
    if any(f.verdict is False for f in found):
        return NO
    return yes([f.value for f in found]) if all(f.verdict for f in found) else UNKNOWN


def _another(search: Search, asked: _Array, taken: list[Any]) -> Answer:
    """Longer ones, then ones that begin otherwise."""
    for more in range(1, len(taken) + 2):
        longer = _Array(**{**asked.__dict__, "low": asked.low + more})
        if asked.high is None or longer.low <= asked.high:
            found = _shortest(search, longer)
            if found.verdict and text(found.value) not in {text(v) for v in taken}:
                return found
    firsts = [v[0] for v in taken if v and isinstance(v, list)]
    prefix = asked.prefix or [{"allOf": asked.tail}]
    other = [{"allOf": [prefix[0], {"not": {"enum": firsts}}]}, *prefix[1:]] if firsts else prefix
    again = _Array(**{**asked.__dict__, "prefix": other, "low": max(asked.low, 1)})
    if asked.high == 0:
        return NO
    found = _shortest(search, again)
    return found if found.verdict else UNKNOWN


def _shortest(search: Search, asked: _Array) -> Answer:
    """The shortest array, found length by length; the numbers of what it holds are all that is kept."""
    most = max(asked.low, len(asked.prefix)) + sum(u.get("minContains", 1) for u in asked.units)
    most = min(most, asked.high) if asked.high is not None else most
    ways: dict[tuple[int, ...], list[Any]] = {(0,) * len(asked.units): []}
    unknown = False
    for length in range(min(most, _LONGEST) + 1):
        if length >= asked.low:
            for counts, values in ways.items():
                if _enough(asked.units, counts):
                    return yes(values)
        place, unsure = _place(search, asked, length)
        unknown = unknown or unsure
        longer: dict[tuple[int, ...], list[Any]] = {}
        for (counts, values), (held, schema) in product(ways.items(), place):
            after = tuple(c + h for c, h in zip(counts, held, strict=True))
            if _too_many(asked.units, after) or after in longer:
                continue
            found = _fresh(search, schema, values if asked.unique else [])
            unknown = unknown or found.verdict is None
            if found.verdict:
                longer[after] = [*values, found.value]
            elif asked.unique and (asked.prefix or asked.units):
                # Other values before it might have left one for here.
                unknown = True
        ways = longer
        if not ways:
            break
    return UNKNOWN if unknown or most > _LONGEST else NO


def _place(search: Search, asked: _Array, length: int) -> tuple[Place, bool]:
    """The kinds of item there can be at this place: which of the units each is one of."""
    here = [asked.prefix[length]] if length < len(asked.prefix) else asked.tail
    found: Place = []
    unsure = False
    for held in product((True, False), repeat=len(asked.units)):
        inside = [
            u["contains"] if h else {"not": u["contains"]}
            for u, h in zip(asked.units, held, strict=True)
        ]
        answer = search.inside([*here, *inside])
        unsure = unsure or answer.verdict is None
        if answer.verdict:
            found.append((held, [*here, *inside]))
    return found, unsure


def _fresh(search: Search, parts: list[Any], taken: list[Any]) -> Answer:
    return search.inside([*parts, {"not": {"enum": taken}}] if taken else parts)


def _enough(units: list[Any], counts: tuple[int, ...]) -> bool:
    return all(c >= u.get("minContains", 1) for u, c in zip(units, counts, strict=True))


def _too_many(units: list[Any], counts: tuple[int, ...]) -> bool:
    return any(c > u.get("maxContains", c) for u, c in zip(units, counts, strict=True))


def _repeating(search: Search, asked: _Array) -> Answer:
    """An array in which an item stands twice."""
    if asked.unique or (asked.high is not None and asked.high < 2):
        return NO
    for one, two in _pairs(asked):
        both = search.inside([*_at(asked, one), *_at(asked, two)])
        if not both.verdict:
            continue
        values = [both] * (two + 1)
        values = [
            both if n in (one, two) else search.inside(_at(asked, n))
            for n in range(max(two + 1, asked.low))
        ]
        if all(v.verdict for v in values):
            return yes([v.value for v in values])
    return UNKNOWN


def _pairs(asked: _Array) -> Iterator[tuple[int, int]]:
    ends = len(asked.prefix) + 2 if asked.high is None else min(asked.high, len(asked.prefix) + 2)
    return ((one, two) for two in range(1, ends) for one in range(two))


def _at(asked: _Array, place: int) -> list[Any]:
    return [asked.prefix[place]] if place < len(asked.prefix) else asked.tail
