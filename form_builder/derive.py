"""Derived values: what follows from another answer is not asked. Declared on the dictionary's elements."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from form_builder import derive_address, derive_identity, derive_uscc
from form_builder.answers import value_at, with_answers
from form_builder.split import visible
from schemas.element import Element
from schemas.field_types import ABSENT
from schemas.judge import accepts
from schemas.merged import MergedField, MergedForm

Rule = Callable[[Any, date | None], Any]
RULES: dict[str, Rule] = {
    "sex": derive_identity.sex,
    "birth_date": derive_identity.birth_date,
    "age": derive_identity.age,
    "entity_type": derive_uscc.entity_type,
    "registrar": derive_uscc.registrar,
    "registered_in": derive_uscc.registered_in,
    "division": derive_address.division,
    "division_name": derive_address.division_name,
}


@dataclass(frozen=True)
class Derived:
    """The question `key` follows from the question `source` by `rule`; in `table`, both are columns."""

    key: str
    source: str
    rule: str
    table: str = ""


def derivations(merged: MergedForm, elements: Mapping[str, Element]) -> tuple[Derived, ...]:
    """The questions of this form that follow from another one of it."""
    return tuple(d for f in merged.fields for d in _of(f, merged, elements))


def complete(
    merged: MergedForm,
    answers: Mapping[str, Any],
    elements: Mapping[str, Element],
    *,
    today: date | None = None,
) -> dict[str, Any]:
    """`answers` with every value that follows from them, ages as on `today`.

    To be asked before `failures` and `split`, so that both see the same document. A value that follows
    replaces what was typed; where nothing follows (a travel permit has no sex) what was typed stands.
    A source that is hidden says nothing.
    """
    found = derivations(merged, elements)
    shown = visible(merged, answers) if found else frozenset()
    values: dict[str, Any] = {}
    for one in found:
        if one.table:
            rows = values.get(one.table, value_at(answers, one.table))
            values |= {one.table: _rows(one, rows, today)} if isinstance(rows, list) else {}
        elif one.source in shown:
            value = follows(one, value_at(answers, one.source), today)
            values |= {} if value is ABSENT else {one.key: value}
    return with_answers(answers, values)


def follows(derived: Derived, source: Any, today: date | None) -> Any:
    """The value that follows from the answer `source`; ABSENT when none does."""
    return RULES[derived.rule](source, today) if source is not ABSENT else ABSENT


def is_awaited(derived: Derived, source: MergedField, value: Any) -> bool:
    """Is it too early to ask? The source must be answered, and is not yet, or not rightly."""
    return source.required and (value is ABSENT or not accepts(source.schema, value))


def _of(
    field: MergedField, merged: MergedForm, elements: Mapping[str, Element]
) -> Iterator[Derived]:
    element = elements.get(field.element or "")
    if element is None:
        return
    if element.derived_from and element.derived_from[0] in {f.key for f in merged.fields}:
        yield Derived(field.key, *element.derived_from)
    columns = {c.key for c in field.columns}
    for column, (source, rule) in element.derived_columns.items():
        if {column, source} <= columns:
            yield Derived(column, source, rule, field.key)


def _rows(one: Derived, rows: list[Any], today: date | None) -> list[Any]:
    return [_row(one, r, today) if isinstance(r, Mapping) else r for r in rows]


def _row(one: Derived, row: Mapping[str, Any], today: date | None) -> dict[str, Any]:
    value = follows(one, row.get(one.source, ABSENT), today)
    return dict(row) if value is ABSENT else {**row, one.key: value}
