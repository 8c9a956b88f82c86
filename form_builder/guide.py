"""The guide: from plain answers about a business to the permits it takes, each with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from form_builder.conditions import fields_of
from form_builder.shown import Shown, compiled
from schemas.scenario import Question, Rule, Scenario

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """A permit the business needs; `because` are the (question id, answer) pairs that decided it,
    () when this kind of business always needs it."""

    permit: str
    because: tuple[tuple[str, Any], ...]


def results(
    scenario: Scenario, answers: Answers, excludes: Mapping[str, tuple[str, ...]]
) -> tuple[Result, ...]:
    """The permits these answers lead to, in the order of the rules, each once with all its reasons.

    The answer to a question that is not asked counts for nothing. Of two permits that exclude each other the one named by the earlier rule stays.
    """
    answers = _conditional(scenario).without_hidden(dict(answers))
    reasons: dict[str, dict[str, Any]] = {}
    for rule in scenario.rules:
        if compiled(rule.when)(answers):
            for permit in rule.permits:
                reasons.setdefault(permit, {}).update(_reason(rule, answers))
    kept: list[str] = []
    for permit in reasons:
        if not any(_exclude(permit, other, excludes) for other in kept):
            kept.append(permit)
    return tuple(Result(p, tuple(reasons[p].items())) for p in kept)


def hidden(scenario: Scenario, answers: Answers) -> frozenset[str]:
    """The questions that these answers leave nothing to ask about, by id."""
    return _conditional(scenario).hidden(answers)


def unanswered(scenario: Scenario, answers: Answers) -> tuple[Question, ...]:
    """The questions still open, in their order."""
    passed = hidden(scenario, answers)
    return tuple(q for q in scenario.questions if q.id not in answers and q.id not in passed)


def _conditional(scenario: Scenario) -> Shown:
    return Shown(tuple(((q.id,), compiled(q.when)) for q in scenario.questions if q.when))


def reachable(scenario: Scenario) -> frozenset[str]:
    """Every permit that some answers lead to."""
    return frozenset(r.permit for path in paths(scenario) for r in results(scenario, path, {}))


def paths(scenario: Scenario, most: int = 20_000) -> Iterator[dict[str, Any]]:
    """Answers that between them reach whatever the rules can reach: for a number below, at and above
    every limit the rules name; of many options none, each one and all. At most `most` paths."""
    choices = [_tries(q, scenario.rules) for q in scenario.questions]
    ids = [q.id for q in scenario.questions]
    for values in islice(product(*choices), most):
        yield {i: v for i, v in zip(ids, values, strict=True) if v != []}


def _reason(rule: Rule, answers: Answers) -> dict[str, Any]:
    asked = fields_of(rule.when)
    return {name: value for name, value in answers.items() if name in asked}


def _exclude(one: str, other: str, excludes: Mapping[str, tuple[str, ...]]) -> bool:
    return other in excludes.get(one, ()) or one in excludes.get(other, ())


def _tries(question: Question, rules: tuple[Rule, ...]) -> list[Any]:
    if question.type == "yes_no":
        return [True, False]
    if question.type == "choice":
        return list(question.options)
    if question.type == "choices":
        return [*([o] for o in question.options), [], list(question.options)]
    limits = sorted({n for rule in rules for n in _limits(rule.when, question.id)}) or [0]
    return sorted({n + step for n in limits for step in (-1, 0, 1) if n + step >= 0})


def _limits(schema: Any, name: str) -> Iterator[Any]:
    if isinstance(schema, list):
        for part in schema:
            yield from _limits(part, name)
    elif isinstance(schema, Mapping):
        own = schema.get("properties", {}).get(name, {})
        yield from (v for v in own.values() if isinstance(v, int | float) and v is not True)
        for keyword in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else"):
            yield from _limits(schema.get(keyword), name)
