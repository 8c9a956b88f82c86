"""The union of published forms, each question once, every origin kept; not yet proved fillable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from form_builder.ask import Asked, asking
from form_builder.bound import Bound, bound
from form_builder.canonical import digest, is_annotation, schema_text, settled, text
from form_builder.lead import label_of, lead, type_of, unit_of, with_options_in_order
from form_builder.meeting.intersect import settled_meet
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
    pieces = [_piece(tuple(g)) for g in _grouped(a for f in forms for a in asking(f).fields)]
    base = _root(pieces, _is_asked_anything(pieces, forms))
    guards = {t: guard for form in forms for t, guard in asking(form).guards.items()}
    schema = _with_guards(base, guards)
    written = _written(base, guards)
    return MergedForm(
        sources=tuple(form.source for form in forms),
        schema=schema,
        fields=tuple(piece.field for piece in pieces),
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


@dataclass(frozen=True)
class _Piece:
    """One question: its field, and what is asked of its answer in any case, as a schema and as text."""

    field: MergedField
    path: tuple[str, ...]
    always: Any
    needed: bool


@lru_cache(maxsize=16384)
def _piece(group: tuple[Asked, ...]) -> _Piece:
    """The question that these origins share. Versions are bound once, so equal groups are the same."""
    always = [a for a in group if a.binding.show_when is None and a.binding.is_told]
    return _Piece(
        _field(group),
        group[0].binding.path,
        settled_meet(_parts(always)),
        any(a.binding.needed for a in always),
    )


def _root(pieces: Iterable[_Piece], is_object: bool) -> Any:
    """What is asked of the merged document in any case, settled."""
    root: Any = {"type": "object"} if is_object else True
    plain: dict[str, Any] = {}
    for piece in sorted(pieces, key=lambda p: -len(p.path)):
        if len(piece.path) > 1 or piece.path[0] in plain:
            root = together(root, at(piece.path, piece.always))
            root = together(root, present(piece.path).schema if piece.needed else True)
        elif piece.always is not True or piece.needed:
            plain[piece.path[0]] = piece
    whole = together(settled(root), _plain(plain))
    if isinstance(whole, dict) and "required" in whole:
        whole["required"] = sorted(whole["required"])
    return whole


def _plain(pieces: Mapping[str, _Piece]) -> dict[str, Any]:
    told = {name: p.always for name, p in pieces.items() if p.always is not True}
    needed = sorted(name for name, p in pieces.items() if p.needed)
    said: dict[str, Any] = {"properties": told} if told else {}
    return said | ({"required": needed, "type": "object"} if needed else {})


def _with_guards(base: Any, guards: Mapping[str, Any]) -> dict[str, Any]:
    root = {} if base is True else {"not": {}} if base is False else dict(base)
    asked = [*root.get("allOf", ()), *(guard for _, guard in sorted(guards.items()))]
    return root | ({"allOf": asked} if asked else {})


def _written(base: Any, guards: Mapping[str, Any]) -> str:
    """The canonical text; the guards' own texts are known, and `allOf` comes first among the keys."""
    root = _with_guards(base, {})
    if not guards or "allOf" in root:
        return schema_text(_with_guards(base, guards))
    rest = text(root)[1:]
    return f'{{"allOf":[{",".join(sorted(guards))}]{"," if len(rest) > 1 else ""}{rest}'


def _is_asked_anything(pieces: Iterable[_Piece], forms: Iterable[Bound]) -> bool:
    """What is no object answers nothing; it is refused when no answers at all are."""
    return any(p.needed for p in pieces) or not all(form.accepts({}) for form in forms)


def _parts(group: Iterable[Asked]) -> frozenset[str]:
    return frozenset(part for asked in group for part in asked.parts)


def _field(group: Sequence[Asked]) -> MergedField:
    bindings = [a.binding for a in group]
    first = lead(bindings)
    spoken = (a.schema for a in sorted(group, key=lambda a: a.binding is not first))
    columns = _grouped(c for asked in group for c in asked.columns)
    return MergedField(
        key=first.key,
        element=first.element,
        type=type_of(bindings),
        label=label_of(first),
        schema=with_options_in_order(settled_meet(_parts(group)), spoken),
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
