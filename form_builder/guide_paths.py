"""Every way of answering a guide. Questions that share no rule decide nothing about each other, so each
group of questions is gone through by itself: that is every path, without their product."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from math import prod
from typing import Any

from form_builder.conditions import fields_of
from form_builder.shown import Shown, compiled
from form_builder.worlds import UNANSWERED, standing_for, tests_on
from schemas.scenario import Question, Rule, Scenario

Excludes = Mapping[str, tuple[str, ...]]
At = tuple[int, ...]
MOST_PATHS = 200_000
SCHEMAS: dict[str, Callable[[Question], dict[str, Any]]] = {
    "yes_no": lambda q: {"type": "boolean"},
    "choice": lambda q: {"type": "string", "enum": list(q.options)},
    "choices": lambda q: {
        "type": "array",
        "items": {"type": "string", "enum": list(q.options)},
        "uniqueItems": True,
        "minItems": 1,
    },
    "number": lambda q: {"type": "number", "minimum": 0},
}


class TooMany(ValueError):
    """These questions can be answered in more ways than can be gone through."""


class Group:
    """Questions that decide together: `values` to answer each with, and for every way of answering
    (`paths`: the values' places) the permits it leads to."""

    def __init__(self, scenario: Scenario, excludes: Excludes, ids: tuple[str, ...]) -> None:
        questions = {q.id: q for q in scenario.questions}
        self.ids, self.excludes = ids, excludes
        self.rules = tuple(
            (n, r)
            for n, r in enumerate(scenario.rules, 1)
            if fields_of(r.when) & set(ids) or not fields_of(r.when)
        )
        whens = [q.when for i in ids if (q := questions[i]).when]
        self.conditions = [*(rule.when for _n, rule in self.rules), *whens]
        self.values = [_answers(questions[i], tests_on(i, self.conditions)) for i in ids]
        if prod(map(len, self.values)) > MOST_PATHS:
            raise TooMany(", ".join(ids))
        self.shown = Shown(tuple(((i,), compiled(w)) for i in ids if (w := questions[i].when)))
        self.tests = tuple((n, rule, compiled(rule.when)) for n, rule in self.rules)
        self.fired: set[int] = set()
        self.reasonless: set[str] = set()
        self.paths = {
            at: self._results(at) for at in product(*(range(len(v)) for v in self.values))
        }

    @property
    def reached(self) -> frozenset[str]:
        return frozenset().union(*self.paths.values())

    def _results(self, at: At) -> frozenset[str]:
        picked = {i: v[n] for i, v, n in zip(self.ids, self.values, at, strict=True)}
        answers = self.shown.without_hidden(
            {i: v for i, v in picked.items() if v is not UNANSWERED}
        )
        found: dict[str, None] = {}
        for n, rule, test in self.tests:
            if test(answers):
                self.fired.add(n)
                asked = fields_of(rule.when)
                self.reasonless |= (
                    set(rule.permits) if asked and not asked & answers.keys() else set()
                )
                found |= dict.fromkeys(rule.permits)
        kept: list[str] = []
        for permit in found:
            if not any(exclude(permit, other, self.excludes) for other in kept):
                kept.append(permit)
        return frozenset(kept)


def groups(scenario: Scenario, excludes: Excludes) -> tuple[Group, ...]:
    """The guide's questions by what they decide together, in the order they are written."""
    return tuple(Group(scenario, excludes, ids) for ids in _together(scenario, excludes))


def exclude(one: str, other: str, excludes: Excludes) -> bool:
    return one != other and (other in excludes.get(one, ()) or one in excludes.get(other, ()))


def _answers(question: Question, tests: list[Any]) -> list[Any]:
    """The answers to go through; of many options none, too."""
    found = standing_for(SCHEMAS[question.type](question), tests)
    return [*found, UNANSWERED] if question.type == "choices" else found or [UNANSWERED]


def _together(scenario: Scenario, excludes: Excludes) -> list[tuple[str, ...]]:
    """Two questions are together when one rule or one question's condition asks both, or when rules about
    them lead to the same permit or to permits that exclude each other."""
    home = {q.id: q.id for q in scenario.questions}
    for question in scenario.questions:
        _join(home, [question.id, *sorted(fields_of(question.when))])
    for rule in scenario.rules:
        _join(home, sorted(fields_of(rule.when)))
        for other in scenario.rules:
            if _touch(rule, other, excludes):
                _join(home, sorted(fields_of(rule.when) | fields_of(other.when)))
    found: dict[str, list[str]] = {}
    for name in home:
        found.setdefault(_root(home, name), []).append(name)
    return [tuple(names) for names in found.values()]


def _join(home: dict[str, str], names: Iterable[str]) -> None:
    known = [_root(home, n) for n in names if n in home]
    for other in known[1:]:
        home[_root(home, other)] = _root(home, known[0])


def _root(home: Mapping[str, str], name: str) -> str:
    while home[name] != name:
        name = home[name]
    return name


def _touch(one: Rule, other: Rule, excludes: Excludes) -> bool:
    return any(p == q or exclude(p, q, excludes) for p in one.permits for q in other.permits)
