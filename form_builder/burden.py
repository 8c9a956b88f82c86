"""What one application spares people: questions, materials and days, counted the same way on both sides."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from form_builder.bound import Bound, bound
from form_builder.conditions import hidden
from form_builder.split import is_shared, own_answers, visible
from schemas.field_types import FIELD_TYPES
from schemas.form import Field
from schemas.merged import MergedField, MergedForm
from schemas.permit import Permit


@dataclass(frozen=True)
class Burden:
    """A question is anything to fill in; a table counts as its columns, since each is asked for every
    row. Materials count one each: separately all that the departments list, together only what is
    still to be uploaded. Days are working days: separately the legal time of one permit after the
    other, together the promise of the slowest.

    `separate`, `together` and `materials_together` are the most that can be asked; the same with
    `_now` is what the answers given so far ask for.
    """

    permits: int
    separate: int
    together: int
    materials_separate: int
    materials_together: int
    days_separate: int = 0
    days_together: int = 0
    separate_now: int = 0
    together_now: int = 0
    materials_now: int = 0

    @property
    def saved(self) -> int:
        """Questions spared, in whole per cent."""
        return round(100 * (self.separate - self.together) / self.separate) if self.separate else 0

    @property
    def is_open(self) -> bool:
        """May answers still bring up more questions?"""
        return self.together_now < self.together


def burden(
    merged: MergedForm,
    permits: Mapping[str, Permit] | None = None,
    *,
    without: Collection[str] = (),
    answers: Mapping[str, Any] | None = None,
) -> Burden:
    """The burden of this basket. `without` are merged keys that are not asked although the forms have
    them: derived values, and results of other permits of the basket; "<table>.<column>" is a column."""
    given = answers or {}
    sources = [bound(source) for source in merged.sources]
    facts = [permits[s.id] for s in merged.sources if permits and s.id in permits]
    separate = [f for source in sources for f in source.form.fields]
    together = [f for f in merged.fields if f.key not in without]
    shown = visible(merged, given)
    now = [f for f in together if f.key in shown]
    return Burden(
        permits=len(sources),
        separate=questions(separate),
        together=questions(together, without),
        materials_separate=sum(f.type == "material" for f in separate),
        materials_together=_uploads(together),
        days_separate=sum(p.statutory_days for p in facts),
        days_together=max((p.promised_days for p in facts), default=0),
        separate_now=sum(questions(_shown(source, given)) for source in sources),
        together_now=questions(now, without),
        materials_now=_uploads(now),
    )


def questions(fields: Iterable[Field | MergedField], without: Collection[str] = ()) -> int:
    """How many questions these fields are; materials, statements and what is computed are none."""
    return sum(weight(f, without) for f in fields)


def weight(field: Field | MergedField, without: Collection[str] = ()) -> int:
    """How many questions one field is: a table as many as the columns that are asked."""
    if field.type in ("material", "statement") or FIELD_TYPES[field.type].computed:
        return 0
    if field.type != "table":
        return 1
    return sum(f"{field.key}.{c.key}" not in without for c in field.columns) or 1


def _shown(source: Bound, answers: Mapping[str, Any]) -> list[Field]:
    """The fields of a department's own form that it would show for its share of the answers."""
    unseen = hidden(source.document, own_answers(source, answers))
    return [f for f in source.form.fields if f.key not in unseen]


def _uploads(fields: Iterable[MergedField]) -> int:
    return sum(f.type == "material" and not _is_spared(f) for f in fields)


def _is_spared(field: MergedField) -> bool:
    return all(is_shared(origin.schema) for origin in field.origins)
