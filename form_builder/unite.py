"""The union of published forms, each question once, every origin kept; not yet proved fillable."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from form_builder.ask import Asked, asking
from form_builder.bound import Bound, bound
from form_builder.canonical import digest, is_annotation, schema_text
from form_builder.intersect import meet_of
from form_builder.lead import label_of, lead, type_of, unit_of, with_options_in_order
from form_builder.told import at, present, together
from schemas.merged import MergedField, MergedForm, Origin, Source


def unite(sources: Iterable[Source]) -> MergedForm:
    """As `merge`, but without a search: no `conflicts`, and `satisfiable` is None."""
    return united(forms_of(sources))


def forms_of(sources: Iterable[Source]) -> tuple[Bound, ...]:
    """The forms of a basket, each once. Equal baskets are equal tuples: every version is bound once."""
    forms: dict[str, Bound] = {}
    for form in map(bound, sources):
        if forms.setdefault(form.source.id, form).digest != form.digest:
            raise ValueError(f"two different forms are called {form.source.id}")
    return tuple(forms.values())


@lru_cache(maxsize=256)
def united(forms: tuple[Bound, ...]) -> MergedForm:
    """The union of `forms`."""
    groups = _grouped(a for form in forms for a in asking(form).fields)
    fields = tuple(_field(group) for group in groups)
    schema = _root(forms, groups)
    written = schema_text(schema)
    return MergedForm(
        sources=tuple(form.source for form in forms),
        schema=schema,
        fields=fields,
        conflicts=(),
        satisfiable=None,
        witness=None,
        text=written,
        digest=digest(written),
        beyond_schema=tuple(sorted({rule for form in forms for rule in asking(form).lost})),
    )


def _grouped(asked: Iterable[Asked]) -> list[list[Asked]]:
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        groups.setdefault(one.binding.key, []).append(one)
    return list(groups.values())


def _root(forms: Sequence[Bound], groups: Iterable[Sequence[Asked]]) -> dict[str, Any]:
    """What is asked of the merged document: always by the field, conditionally by guards."""
    root: Any = {"type": "object"} if _is_asked_anything(forms) else True
    for group in sorted(groups, key=lambda g: -len(g[0].binding.path)):
        always = [a for a in group if a.binding.show_when is None and a.binding.is_told]
        if always:
            root = together(root, at(always[0].binding.path, _met(always)))
        if any(a.binding.needed for a in always):
            root = together(root, present(always[0].binding.path).schema)
    guards = {t: guard for form in forms for t, guard in asking(form).guards.items()}
    root = {} if root is True else {"not": {}} if root is False else root
    return root | ({"allOf": [g for _, g in sorted(guards.items())]} if guards else {})


def _is_asked_anything(forms: Iterable[Bound]) -> bool:
    """What is no object answers nothing; it is refused when no answers at all are."""
    return not all(form.judge.is_valid({}) for form in forms)


def _met(group: Iterable[Asked]) -> Any:
    return meet_of(part for asked in group for part in asked.parts)


def _field(group: Sequence[Asked]) -> MergedField:
    bindings = [a.binding for a in group]
    first = lead(bindings)
    spoken = [a.schema for a in sorted(group, key=lambda a: a.binding is not first)]
    columns = _grouped(c for asked in group for c in asked.columns)
    return MergedField(
        key=first.key,
        element=first.element,
        type=type_of(bindings),
        label=label_of(first),
        schema=with_options_in_order(_met(group), spoken),
        required=any(b.needed for b in bindings),
        origins=tuple(map(_origin, group)),
        columns=tuple(_field(column) for column in columns),
        hint=first.schema.get("description", ""),
        unit=unit_of(bindings),
    )


def _origin(asked: Asked) -> Origin:
    binding = asked.binding
    return Origin(
        source=binding.source,
        department=binding.department,
        path=binding.local,
        label=label_of(binding),
        required=binding.needed,
        schema=_own_rules(asked),
        factor=str(binding.factor),
        codes=tuple((c, local) for c, local in binding.schema.get("x-codes", ())),
    )


def _own_rules(asked: Asked) -> Mapping[str, Any]:
    """The local subschema; where other parts of the form ask more of the field, with that beside it."""
    said = asked.binding.schema
    more = [rule for rule in asked.rules if rule is not said and rule != said]
    if not more:
        return said
    words = {k: v for k, v in said.items() if is_annotation(k)}
    return {**words, "allOf": list(asked.rules)}
