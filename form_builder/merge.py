"""The merge: the union of published forms, each question once, every origin kept."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from form_builder.bind import Binding, Bound, bound
from form_builder.canonical import digest, document_digest, schema_text
from form_builder.canonise import canonical_schema
from form_builder.conflicts import conflicts
from form_builder.guards import root_schema
from form_builder.lead import label_of, lead, unit_of, with_options_in_order
from form_builder.meet import intersection
from schemas.merged import MergedField, MergedForm, Origin, Source


def merge(sources: Iterable[Source]) -> MergedForm:
    """The one form that asks what all `sources` ask.

    For every document d: `failures(merged, d)` is empty exactly when every source's own schema accepts
    its part of `split(merged, d)`. The order, grouping and repetition of sources change nothing in
    `text`. `schema` never refuses what all sources accept; the rules it cannot say are in
    `beyond_schema`. `satisfiable` is False when a needed answer is impossible, else None until
    `prove` has found a witness. Raises ValueError when one id comes with two different forms.
    """
    everyone = tuple(sources)
    given = {s.id: s for s in everyone}
    for source in everyone:
        if document_digest(source.schema) != document_digest(given[source.id].schema):
            raise ValueError(f"two different forms are called {source.id}")
    return _merged(_Basket(tuple(bound(s) for s in given.values())))


class _Basket:
    """Some sources, known by the versions they are."""

    def __init__(self, forms: tuple[Bound, ...]) -> None:
        self.forms = forms
        self.names = tuple((f.source.id, f.source.department, f.digest) for f in forms)

    def __hash__(self) -> int:
        return hash(self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Basket) and self.names == other.names


@lru_cache(maxsize=128)
def _merged(basket: _Basket) -> MergedForm:
    lost: list[str] = []
    asked = _asked((b for form in basket.forms for b in form.bindings), lost)
    groups = _grouped(asked)
    fields = tuple(_field(group) for group in groups)
    schema = root_schema(basket.forms, asked, lost)
    clashes = conflicts(zip(fields, ([s for _, s in group] for group in groups), strict=True))
    written = schema_text(schema)
    return MergedForm(
        sources=tuple(form.source for form in basket.forms),
        schema=schema,
        fields=fields,
        conflicts=clashes,
        satisfiable=False if any(c.kind == "presence" for c in clashes) else None,
        witness=None,
        text=written,
        digest=digest(written),
        beyond_schema=tuple(sorted(set(lost))),
    )


Asked = tuple[Binding, Any]


def _asked(bindings: Iterable[Binding], lost: list[str]) -> list[Asked]:
    """Each binding with what it asks, in canonical words."""
    return [(b, canonical_schema(b, lost)) for b in bindings]


def _grouped(asked: Iterable[Asked]) -> list[list[Asked]]:
    groups: dict[str, list[Asked]] = {}
    for binding, schema in asked:
        groups.setdefault(binding.key, []).append((binding, schema))
    return list(groups.values())


def _field(group: Sequence[Asked]) -> MergedField:
    bindings = [b for b, _ in group]
    first = lead(bindings)
    schema = intersection(s for _, s in group)
    spoken = next(s for b, s in group if b is first)
    columns = _grouped(_asked((c for b in bindings for c in b.columns), []))
    return MergedField(
        key=first.key,
        element=first.element,
        type=first.schema.get("x-type", "text"),
        label=label_of(first),
        schema=with_options_in_order(schema, spoken),
        required=any(b.needed for b in bindings),
        origins=tuple(_origin(b) for b in bindings),
        columns=tuple(_field(column) for column in columns),
        hint=first.schema.get("description", ""),
        unit=unit_of(bindings),
    )


def _origin(binding: Binding) -> Origin:
    schema = binding.schema
    return Origin(
        source=binding.source,
        department=binding.department,
        path=binding.local,
        label=label_of(binding),
        required=binding.needed,
        schema=schema,
        factor=str(binding.factor),
        codes=tuple((c, local) for c, local in schema.get("x-codes", ())),
    )
