"""Rules between answers that the limits on those answers leave no way to keep."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import inf

from form_builder.ask import Asked
from form_builder.bind import Binding
from form_builder.bound import Bound
from form_builder.canonical import schema_text, text
from form_builder.formulas.formula import answers_of
from form_builder.formulas.spans import ANYTHING, Span, is_broken
from form_builder.rules import Rule, read_rules
from form_builder.search import met
from schemas.merged import Conflict

_PAIR = 2
# More than a product can be off by where no JSON number writes it.
_SLACK = Fraction(1, 10**12)

Fields = Mapping[str, Sequence[Asked]]
# By local name: the form's own question, and what all forms ask of it in any case.
Looked = Mapping[str, tuple[Binding, Sequence[Asked]]]


def rule_clashes(forms: Iterable[Bound], fields: Fields) -> Iterator[Conflict]:
    """A "form" conflict for every rule that is broken whatever is answered, with the fewest forms that
    cause it. Only questions that their form asks in any case are looked at."""
    for form in forms:
        for rule in read_rules(form.document):
            looked = _looked_at(form, rule, fields)
            sources = _fewest(rule, form.source.id, looked)
            if sources:
                yield _told(form, rule, looked, sources)


def _looked_at(form: Bound, rule: Rule, fields: Fields) -> Looked:
    own = ((name, form.by_local.get((name,))) for name in answers_of(rule.check))
    return {
        name: (b, [a for a in fields.get(b.key, ()) if _is_always(a.binding)])
        for name, b in own
        if b is not None and _is_always(b)
    }


def _is_always(binding: Binding) -> bool:
    return binding.show_when is None and binding.is_told


def _fewest(rule: Rule, own: str, looked: Looked) -> tuple[str, ...]:
    """The fewest forms, `own` first, under whose limits the rule is always broken; () when it is not."""
    everybody = sorted({a.binding.source for _, asked in looked.values() for a in asked} - {own})
    if not is_broken(rule.check, _spans(looked, {own, *everybody})):
        return ()
    for size in range(_PAIR + 1):
        for others in combinations(everybody, size):
            if is_broken(rule.check, _spans(looked, {own, *others})):
                return own, *others
    left = everybody
    for other in everybody:
        without = [o for o in left if o != other]
        if is_broken(rule.check, _spans(looked, {own, *without})):
            left = without
    return own, *left


def _spans(looked: Looked, sources: set[str]) -> dict[str, Span]:
    return {
        name: _span(binding, [a for a in asked if a.binding.source in sources])
        for name, (binding, asked) in looked.items()
    }


def _span(binding: Binding, asked: Sequence[Asked]) -> Span:
    """Where the answer lies, in the words of `binding`, when all that is `asked` of it is kept."""
    schema = met(frozenset(part for a in asked for part in a.parts))
    if not isinstance(schema, dict) or binding.codes is not None or binding.row is not None:
        return ANYTHING
    values = schema.get("enum", ())
    if values and all(type(v) in (int, float) for v in values):
        lows, highs = [_exact(min(values))], [_exact(max(values))]
    elif schema.get("type") in ("number", "integer"):
        lows = [_exact(schema[k]) for k in ("minimum", "exclusiveMinimum") if k in schema]
        highs = [_exact(schema[k]) for k in ("maximum", "exclusiveMaximum") if k in schema]
    else:
        return ANYTHING
    return Span(
        max((_scaled(low, binding.factor, -1) for low in lows), default=-inf),
        min((_scaled(high, binding.factor, 1) for high in highs), default=inf),
        any(a.binding.needed for a in asked),
    )


def _scaled(limit: Fraction, factor: Fraction, away: int) -> Fraction:
    """`limit` in local units, a little further where numbers near it could be rounded over it."""
    product = limit * factor
    is_written = product.denominator == 1 or Fraction(str(float(product))) == product
    return product if is_written else product + away * abs(product) * _SLACK


def _exact(number: int | float) -> Fraction:
    return Fraction(str(number))


def _told(form: Bound, rule: Rule, looked: Looked, sources: Sequence[str]) -> Conflict:
    """The rule's own side is its sentence; of each other form, the first limit that it looks at."""
    own = form.by_local.get((rule.at,)) or next(binding for binding, _ in looked.values())
    limits = [
        next(a for _, asked in looked.values() for a in asked if a.binding.source == source)
        for source in sources[1:]
    ]
    return Conflict(
        about=own.key,
        kind="form",
        sources=tuple(sources),
        texts=(
            text({"x-rule": rule.key, "check": rule.check, "says": rule.says}),
            *map(_text, limits),
        ),
        keys=(own.key, *(a.binding.key for a in limits)),
        does=("relates", *("limits" for _ in limits)),
    )


def _text(asked: Asked) -> str:
    return schema_text(asked.schema)
