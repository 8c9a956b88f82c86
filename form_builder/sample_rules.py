"""Example answers that keep the rules between answers: one side of a broken rule gives way to the other."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any

from form_builder.bind import place
from form_builder.bound import Bound, bound
from form_builder.formula import EMPTY, Formula, answers_of, evaluate, kept
from form_builder.rules import Rule, broken_rules
from form_builder.split import own_answers
from schemas.merged import Failure, MergedForm

_SHARES = (Fraction(1), Fraction(1, 2), Fraction(2), Fraction(1, 4), Fraction(4), Fraction(0))


def mend(merged: MergedForm, failure: Failure, answers: dict[str, Any], rng: Random) -> None:
    """Change one answer so that the rule `failure` names is kept, if a change of one answer can."""
    source = next(bound(s) for s in merged.sources if s.id == failure.source)
    local = own_answers(source, answers)
    for rule in broken_rules(source, local):
        if dict(rule.says) == failure.limit:
            _mended(source, rule, local, answers, rng)


def _mended(
    source: Bound, rule: Rule, local: Mapping[str, Any], answers: dict[str, Any], rng: Random
) -> None:
    tries = [
        (key, value)
        for key in answers_of(rule.check)
        if "/" not in key and (key,) in source.by_local
        for value in _values(rule.check, key, local)
    ]
    for key, value in tries:
        tried = {**local, key: kept(value)}
        if evaluate(rule.check, tried) is True and _fits(source, key, tried):
            binding = source.by_local[(key,)]
            place(answers, binding.path, binding.to_canonical(tried[key]))
            return


def _values(check: Formula, key: str, local: Mapping[str, Any]) -> Iterator[Any]:
    """Values for one answer under which the two sides of a comparison may agree."""
    if check.get("do") not in ("<=", "<", ">=", ">", "=="):
        return
    old = evaluate({"answer": key}, local)
    if isinstance(old, Mapping):
        start = evaluate({"do": "from", "with": [{"answer": key}]}, local)
        if start is not EMPTY:
            yield {**old, "to": (start + timedelta(days=800)).isoformat()}
        return
    if not isinstance(old, Fraction):
        return
    left, right = (evaluate(side, local) for side in check["with"])
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        for gap in (right - left, left - right):
            yield from (old + gap, old + gap + 1, old + gap - 1)
        for one, other in ((left, right), (right, left)):
            if one > 0:
                yield from (Fraction(floor(old * other / one)), Fraction(ceil(old * other / one)))
    yield from (Fraction(int(old * share)) for share in _SHARES)


def _fits(source: Bound, key: str, local: Mapping[str, Any]) -> bool:
    return not any(list(e.absolute_path)[:1] == [key] for e in source.judge.iter_errors(local))
