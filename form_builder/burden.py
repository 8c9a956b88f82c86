"""What one application spares people: questions, materials and days, counted the same way on both sides."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from form_builder.split import is_shared
from schemas.field_types import FIELD_TYPES
from schemas.form import Field, read_form
from schemas.merged import MergedField, MergedForm
from schemas.permit import Permit


@dataclass(frozen=True)
class Burden:
    """A question is anything to fill in; a table counts as its columns, since each is asked for every
    row. Materials count one each: separately all that the departments list, together only what is
    still to be uploaded. Days are working days: separately the legal time of one permit after the
    other, together the promise of the slowest.
    """

    permits: int
    separate: int
    together: int
    materials_separate: int
    materials_together: int
    days_separate: int = 0
    days_together: int = 0

    @property
    def saved(self) -> int:
        """Questions spared, in whole per cent."""
        return round(100 * (self.separate - self.together) / self.separate) if self.separate else 0


def burden(
    merged: MergedForm,
    permits: Mapping[str, Permit] | None = None,
    *,
    without: Collection[str] = (),
) -> Burden:
    """The burden of this basket. `without` are merged keys that are not asked although the forms have
    them: derived values, and results of other permits of the basket."""
    forms = [read_form(source.schema) for source in merged.sources]
    facts = [permits[s.id] for s in merged.sources if permits and s.id in permits]
    separate = [f for form in forms for f in form.fields]
    together = [f for f in merged.fields if f.key not in without]
    return Burden(
        permits=len(forms),
        separate=questions(separate),
        together=questions(together),
        materials_separate=sum(f.type == "material" for f in separate),
        materials_together=sum(f.type == "material" and not _is_spared(f) for f in together),
        days_separate=sum(p.statutory_days for p in facts),
        days_together=max((p.promised_days for p in facts), default=0),
    )


def questions(fields: Iterable[Field | MergedField]) -> int:
    """How many questions these fields are; materials, statements and what is computed are none."""
    return sum(
        max(1, len(f.columns))
        for f in fields
        if f.type not in ("material", "statement") and not FIELD_TYPES[f.type].computed
    )


def _is_spared(field: MergedField) -> bool:
    return all(is_shared(origin.schema) for origin in field.origins)
