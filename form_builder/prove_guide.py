"""Proofs about a guide: every permit can be reached, no question is dead or needless, every result has a
reason; and the order in which applicants answer fewest questions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from math import factorial, prod
from typing import Any

from form_builder.conditions import fields_of
from form_builder.guide_paths import At, Excludes, Group, groups
from form_builder.shown import compiled
from schemas.scenario import Scenario

MOST_ORDERS = 720
Paths = tuple[tuple[At, frozenset[str]], ...]


@dataclass(frozen=True)
class Finding:
    """What could not be granted: `kind` is one of "circle", "dead", "needless", "twice" (about a
    question's id), "rule", "unknown_question" (about a rule's number from 1), "unreachable",
    "reasonless", "unknown_permit" (about a permit)."""

    kind: str
    about: str


@dataclass(frozen=True)
class Proof:
    """`paths` is how many ways of answering were gone through, `order` the questions so that fewest are
    answered, `average` how many that is, `naive` how many in the order as written."""

    findings: tuple[Finding, ...]
    paths: int
    permits: tuple[str, ...]
    order: tuple[str, ...]
    average: float
    naive: float


def prove_guide(
    scenario: Scenario, excludes: Excludes, known: Iterable[str] | None = None
) -> Proof:
    """Goes through every way of answering; `known` are the permits that exist, None when nobody asks.

    Every answer to a question counts as equally likely. Raises TooMany when questions that decide
    together can be answered in too many ways.
    """
    circles = tuple(Finding("circle", q) for q in _circles(scenario))
    if circles:
        return Proof(circles, 0, (), (), 0, 0)
    parts = groups(scenario, excludes)
    always = {
        p
        for r in scenario.rules
        if compiled(r.when)({})
        for p in r.permits
        if not fields_of(r.when)
    }
    reached = always.union(*(g.reached for g in parts)) if parts else always
    best = [_best(g) for g in parts]
    unheard = [f for g in parts for f in _questions(g)]
    idle = {f.about for f in unheard}
    return Proof(
        findings=(
            *_names(scenario, known),
            *unheard,
            *_fired(scenario, parts),
            *_permits(scenario, reached, parts),
        ),
        paths=prod(len(g.paths) for g in parts),
        permits=tuple(sorted(reached)),
        order=tuple(i for order, _average in best for i in order if i not in idle),
        average=sum(average for _order, average in best),
        naive=sum(_average(g, g.ids) for g in parts),
    )


def _circles(scenario: Scenario) -> tuple[str, ...]:
    """Questions that are asked only after an answer to themselves."""
    asks = {q.id: fields_of(q.when) for q in scenario.questions}
    found = []
    for start in asks:
        reached: set[str] = set()
        ahead = set(asks[start])
        while ahead:
            name = ahead.pop()
            reached.add(name)
            ahead |= asks.get(name, frozenset()) - reached
        found += [start] if start in reached else []
    return tuple(found)


def _names(scenario: Scenario, known: Iterable[str] | None) -> Iterator[Finding]:
    permits = None if known is None else set(known)
    asked = [q.id for q in scenario.questions]
    yield from (Finding("twice", q) for n, q in enumerate(asked) if q in asked[:n])
    for n, rule in enumerate(scenario.rules, 1):
        if fields_of(rule.when) - set(asked):
            yield Finding("unknown_question", str(n))
        for permit in rule.permits:
            if permits is not None and permit not in permits:
                yield Finding("unknown_permit", permit)


def _questions(group: Group) -> Iterator[Finding]:
    """A question nobody looks at is dead; one that is looked at and still changes nothing is needless."""
    asked = {name for condition in group.conditions for name in fields_of(condition)}
    for place, question in enumerate(group.ids):
        if not _decides(group, place):
            yield Finding("needless" if question in asked else "dead", question)


def _decides(group: Group, place: int) -> bool:
    """Is there a way of answering the others that this question makes a difference to?"""
    seen: dict[At, frozenset[str]] = {}
    for at, result in group.paths.items():
        if seen.setdefault(at[:place] + at[place + 1 :], result) != result:
            return True
    return False


def _fired(scenario: Scenario, parts: Iterable[Group]) -> Iterator[Finding]:
    fired = set().union(*(g.fired for g in parts))
    for n, rule in enumerate(scenario.rules, 1):
        if n not in fired and fields_of(rule.when):
            yield Finding("rule", str(n))


def _permits(
    scenario: Scenario, reached: Iterable[str], parts: Iterable[Group]
) -> Iterator[Finding]:
    for permit in dict.fromkeys(p for rule in scenario.rules for p in rule.permits):
        if permit not in set(reached):
            yield Finding("unreachable", permit)
    yield from (
        Finding("reasonless", p) for p in sorted(set().union(*(g.reasonless for g in parts)))
    )


def _best(group: Group) -> tuple[tuple[str, ...], float]:
    """The order in which fewest of these questions are answered, and how many that is on average."""
    few = factorial(len(group.ids)) <= MOST_ORDERS
    tried = permutations(group.ids) if few else [group.ids]
    return min(((order, _average(group, order)) for order in tried), key=lambda found: found[1])


def _average(group: Group, order: tuple[str, ...]) -> float:
    """How many are answered in this order, when one that can change nothing any more is passed over."""
    return _expected(tuple(group.paths.items()), [group.ids.index(i) for i in order])


def _expected(left: Paths, places: list[int]) -> float:
    if len({result for _at, result in left}) <= 1:
        return 0.0
    place, rest = places[0], places[1:]
    by_answer: dict[int, list[Any]] = {}
    for at, result in left:
        by_answer.setdefault(at[place], []).append((at, result))
    parts = [tuple(part) for part in by_answer.values()]
    shapes = [{at[:place] + at[place + 1 :]: result for at, result in part} for part in parts]
    if all(shape == shapes[0] for shape in shapes):
        return _expected(parts[0], rest)
    return 1 + sum(_expected(part, rest) for part in parts) / len(parts)
