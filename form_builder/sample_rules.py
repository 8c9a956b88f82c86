"""Example answers that keep the rules between answers: one side of a broken rule gives way to the other."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from form_builder.bind import Binding, place
from form_builder.bound import Bound, bound
from form_builder.formulas.formula import EMPTY, Formula, answers_of, evaluate, kept
from form_builder.rules import Rule, broken_rules
from form_builder.split import own_answers
from form_builder.validate import failures
from schemas.merged import Failure, MergedForm

_COMPARING = ("<=", "<", ">=", ">", "==")
_LEAST, _FAR = Fraction(1, 10**9), Fraction(10**15)
_SHARES = (Fraction(1), Fraction(1, 2), Fraction(2), Fraction(1, 4), Fraction(4), Fraction(0))


def mend(merged: MergedForm, failure: Failure, answers: dict[str, Any]) -> None:
    """Change one answer so that the rule `failure` names is kept, or nearer to being kept, and no other
    rule is broken by it; nothing when no change of one answer does that."""
    source = next(bound(s) for s in merged.sources if s.id == failure.source)
    local = own_answers(source, answers)
    for rule in broken_rules(source, local):
        if dict(rule.says) == failure.limit:
            _mended(merged, source, rule, local, answers)


def _mended(
    merged: MergedForm,
    source: Bound,
    rule: Rule,
    local: Mapping[str, Any],
    answers: dict[str, Any],
) -> None:
    now, broken = _gap(rule.check, local), len(failures(merged, answers))
    for gap, binding, value in sorted(_tries(merged, source, rule, local), key=lambda t: t[0]):
        if gap >= now:
            return
        tried = deepcopy(answers)
        place(tried, binding.path, binding.to_canonical(value))
        if len(failures(merged, tried)) <= broken - (gap == 0):
            place(answers, binding.path, binding.to_canonical(value))
            return


def _tries(
    merged: MergedForm, source: Bound, rule: Rule, local: Mapping[str, Any]
) -> Iterator[tuple[Fraction, Binding, Any]]:
    """Other values for one answer each, with how far the rule then is from being kept."""
    asked = {f.key: f.schema for f in merged.fields}
    for key in answers_of(rule.check):
        binding = source.by_local.get((key,))
        if binding is None:
            continue
        for value in (*_values(rule.check, key, local), *_limits(asked.get(binding.key), binding)):
            tried = {**local, key: kept(value)}
            yield _gap(rule.check, tried), binding, tried[key]


def _limits(schema: Any, binding: Binding) -> Iterator[Fraction]:
    """The smallest and the largest answer everybody accepts, in the form's unit."""
    for keyword in ("minimum", "maximum") if isinstance(schema, Mapping) else ():
        if keyword in schema:
            yield Fraction(str(schema[keyword])) * binding.factor


def _gap(check: Formula, local: Mapping[str, Any]) -> Fraction:
    """0 for a rule that is kept, else how far its two sides are apart."""
    if evaluate(check, local) is not False:
        return Fraction(0)
    sides = [evaluate(side, local) for side in check["with"]] if check["do"] in _COMPARING else []
    if len(sides) == 2 and all(isinstance(side, Fraction) for side in sides):
        return max(abs(sides[0] - sides[1]), _LEAST)
    return _FAR


def _values(check: Formula, key: str, local: Mapping[str, Any]) -> Iterator[Any]:
    """Values for one answer under which the two sides of a comparison may agree."""
    if check.get("do") not in _COMPARING:
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
