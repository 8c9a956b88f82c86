"""Values that follow from others, as one draft's answers have them: computed, awaited, or asked after all."""

from collections.abc import Iterator, Mapping
from typing import Any

from form_builder.derive import Derived, follows, is_awaited
from schemas.field_types import ABSENT
from schemas.merged import MergedField
from views.clock import today
from views.drafts import value_at
from views.one_form import OneForm

Answers = Mapping[str, Any]


def awaited(form: OneForm, answers: Answers) -> set[str]:
    """Questions that an answer not yet given may make needless: sex, before the identity number."""
    found = ((k, d, form.fields.get(d.source)) for k, d in form.derived.items() if not d.table)
    return {
        k
        for k, one, source in found
        if source and is_awaited(one, source, value_at(answers, one.source))
    }


def spared(form: OneForm, answers: Answers) -> frozenset[str]:
    """What nobody has to answer now: results, and derived values except those that nothing follows for."""
    return form.spared - {k for k, d in form.derived.items() if _is_asked(form, d, answers)}


def cell(one: Derived, table: MergedField, row: Answers) -> tuple[Any, bool]:
    """(the value that follows in this row or ABSENT, is it too early to ask) for a derived column."""
    source = next(c for c in table.columns if c.key == one.source)
    given = row.get(one.source, ABSENT)
    return follows(one, given, today()), is_awaited(one, source, given)


def _is_asked(form: OneForm, one: Derived, answers: Answers) -> bool:
    table = form.fields.get(one.table) if one.table else None
    source = form.fields.get(one.source) if not one.table else None
    if table:
        return any(cell(one, table, row) == (ABSENT, False) for row in _rows(one, answers))
    if source is None:
        return True
    value = value_at(answers, one.source)
    return follows(one, value, today()) is ABSENT and not is_awaited(one, source, value)


def _rows(one: Derived, answers: Answers) -> Iterator[Answers]:
    rows = value_at(answers, one.table)
    yield from (r for r in rows if isinstance(r, Mapping)) if isinstance(rows, list) else ()
