"""Rules between the answers of one form, and the values that its formulas make.

Both belong to their own form: they are asked of that department's split answers, in its own units and
codes, so merging keeps every department's rules and none of them sees another's fields.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from form_builder.bound import Bound
from form_builder.formulas.formula import EMPTY, Formula, answers_of, evaluate, kept
from schemas.form import Schema


@dataclass(frozen=True)
class Rule:
    """`says` is the sentence a person reads when the rule is broken, by language ("" is as written);
    `at` the field it is said at."""

    key: str
    check: Formula
    at: str
    says: Mapping[str, str]


def read_rules(schema: Schema) -> tuple[Rule, ...]:
    """The form's rules, in their order."""
    return tuple(
        Rule(
            rule["key"],
            rule["check"],
            rule.get("at") or next((p.partition("/")[0] for p in answers_of(rule["check"])), ""),
            {"": rule["title"]}
            | {lang: w["title"] for lang, w in rule.get("x-i18n", {}).items() if "title" in w},
        )
        for rule in schema.get("x-rules", ())
    )


def formulas(schema: Schema) -> tuple[tuple[str, Formula], ...]:
    """The computed fields with their formulas, each after those it looks at; circles are left out."""
    fields = schema.get("properties", {}).items()
    waiting = {k: f["x-formula"] for k, f in fields if isinstance(f, Mapping) and "x-formula" in f}
    ordered: list[tuple[str, Formula]] = []
    while ready := [k for k, f in waiting.items() if not waiting.keys() & set(answers_of(f))]:
        ordered += [(key, waiting.pop(key)) for key in ready]
    return tuple(ordered)


def with_computed(source: Bound, local: dict[str, Any]) -> dict[str, Any]:
    """One form's visible answers with what its formulas make of them; a computed field that is hidden,
    or whose formula is empty, has no value."""
    found = _formulas(source)
    hidden = source.shown.hidden(local) if found else frozenset()
    for key, formula in found:
        value = kept(evaluate(formula, local)) if key not in hidden else EMPTY
        local = local | {key: value} if value is not EMPTY else local
    return local


def broken_rules(source: Bound, local: Mapping[str, Any]) -> Iterator[Rule]:
    """The rules that these answers break; a rule with an empty answer is kept."""
    return (rule for rule in _rules(source) if evaluate(rule.check, local) is False)


@lru_cache(maxsize=512)
def _formulas(source: Bound) -> tuple[tuple[str, Formula], ...]:
    return formulas(source.document)


@lru_cache(maxsize=512)
def _rules(source: Bound) -> tuple[Rule, ...]:
    return read_rules(source.document)
