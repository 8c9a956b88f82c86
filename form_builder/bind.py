"""Bindings: where each answer of a published form comes from in the merged answer document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jsonschema.protocols import Validator

from form_builder.canonical import document_digest
from form_builder.codes import Codes, read_codes, scaled
from form_builder.shown import Shown, shown_of
from schemas.form import Schema
from schemas.judge import judge
from schemas.merged import Source

MISSING: Any = object()


@dataclass(frozen=True)
class Binding:
    """One local value: `local` is its path in the form, `path` its place in the merged document.

    Inside a table both are relative to the row, and `columns` are the bindings of a row. `needed` is
    true when the form asks it whenever it is shown; `always` when it is asked unconditionally.
    """

    source: str
    department: str
    local: tuple[str, ...]
    path: tuple[str, ...]
    element: str | None
    schema: Schema
    needed: bool
    factor: Fraction = Fraction(1)
    codes: Codes | None = None
    columns: tuple["Binding", ...] = ()
    show_when: Schema | None = None

    @property
    def key(self) -> str:
        return "/".join(self.path)

    @property
    def is_plain(self) -> bool:
        return self.factor == 1 and self.codes is None and not self.columns

    def to_local(self, value: Any) -> Any:
        """The value in this form's own words; what does not fit is left for the form to refuse."""
        if self.is_plain:
            return value
        if isinstance(value, list):
            return [self._item(v) for v in value]
        return value if self.columns else self._one(value)

    def to_canonical(self, value: Any) -> Any:
        """A single local value, such as a limit or an option, in the dictionary's unit and codes."""
        value = self.codes.to_canonical(value) if self.codes else value
        return scaled(value, 1 / self.factor)

    def _item(self, value: Any) -> Any:
        if self.columns:
            return project(self.columns, value) if isinstance(value, Mapping) else value
        return self._one(value)

    def _one(self, value: Any) -> Any:
        return self.codes.to_local(value) if self.codes else scaled(value, self.factor)


@dataclass(frozen=True, eq=False)
class Bound:
    """A source made ready: its bindings, its judge and what decides which of its fields are shown."""

    source: Source
    digest: str
    bindings: tuple[Binding, ...]
    judge: Validator
    shown: Shown
    groups: tuple[tuple[tuple[str, ...], Schema], ...]
    by_local: Mapping[tuple[str, ...], Binding]
    by_group: Mapping[tuple[str, ...], Sequence[Binding]]


def bound(source: Source) -> Bound:
    """`source` made ready, once for each published version."""
    return _bound(_Known(source, document_digest(source.schema)))


def project(bindings: Sequence[Binding], document: Mapping[str, Any]) -> dict[str, Any]:
    """The local document that `document` holds for these bindings; absent stays absent."""
    local: dict[str, Any] = {}
    for binding in bindings:
        value = found(document, binding.path)
        if value is not MISSING:
            place(local, binding.local, binding.to_local(value))
    return local


def found(document: Any, path: Sequence[str]) -> Any:
    """The value at `path`, or MISSING."""
    for name in path:
        if not isinstance(document, Mapping) or name not in document:
            return MISSING
        document = document[name]
    return document


def place(document: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put `value` at `path`, making the groups on the way."""
    for name in path[:-1]:
        document = document.setdefault(name, {})
    document[path[-1]] = value


def own_path(source: str, names: Sequence[str]) -> tuple[str, ...]:
    """The key of a department's own question: the dot keeps it apart from every element's."""
    return (".".join(_escaped(n) for n in (source, *names)),)


@dataclass(frozen=True, eq=False)
class _Known:
    source: Source
    digest: str

    def __hash__(self) -> int:
        return hash((self.source.id, self.source.department, self.digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self._names() == other._names()

    def _names(self) -> tuple[str, str, str]:
        return self.source.id, self.source.department, self.digest


@lru_cache(maxsize=512)
def _bound(known: _Known) -> Bound:
    source = known.source
    bindings = tuple(_of_object(source, source.schema, (), (), conditional=_conditional(source)))
    return Bound(
        source,
        known.digest,
        bindings,
        judge(source.schema),
        shown_of(source.schema),
        tuple(_groups(source.schema, ())),
        {b.local: b for b in bindings},
        _by_group(bindings),
    )


def _groups(schema: Schema, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """The form itself and the groups in it whose members are bound one by one."""
    yield path, schema
    for name, prop in schema.get("properties", {}).items():
        if isinstance(prop, Mapping) and _is_group(prop):
            yield from _groups(prop, (*path, name))


def _by_group(bindings: Sequence[Binding]) -> dict[tuple[str, ...], list[Binding]]:
    """The bindings at or under each local path."""
    found: dict[tuple[str, ...], list[Binding]] = {}
    for binding in bindings:
        for length in range(1, len(binding.local) + 1):
            found.setdefault(binding.local[:length], []).append(binding)
    return found


def _conditional(source: Source) -> frozenset[str]:
    """The keys that some guard requires once they are shown."""
    guards = [g for g in source.schema.get("allOf", ()) if isinstance(g, Mapping)]
    return frozenset(
        key
        for g in guards
        if "x-guard" in g
        for key in g.get("then", {}).get("required", ())
        if key == g["x-guard"]
    )


def _of_object(
    source: Source,
    schema: Schema,
    local: tuple[str, ...],
    within: tuple[str, ...],
    *,
    conditional: frozenset[str] = frozenset(),
) -> Iterator[Binding]:
    needed = set(schema.get("required", ())) | conditional
    for name, prop in schema.get("properties", {}).items():
        prop = prop if isinstance(prop, Mapping) else {}
        if prop.get("x-type") == "statement":
            continue
        binding = _binding(source, (*local, name), prop, within, needed=name in needed)
        if _is_group(prop):
            inside = binding.path if binding.element else within
            for inner in _of_object(source, prop, binding.local, inside):
                yield replace(
                    inner, needed=inner.needed and name in needed, show_when=binding.show_when
                )
        else:
            yield binding


def _binding(
    source: Source, local: tuple[str, ...], prop: Schema, within: tuple[str, ...], *, needed: bool
) -> Binding:
    element = prop.get("x-element")
    path = _element_path(element) if element else own_path(source.id, local)
    items = _mapping(prop.get("items"))
    said: dict[str, Any] = {**items, **prop} if not _is_table(prop) else {**prop}
    return Binding(
        source=source.id,
        department=source.department,
        local=local,
        path=(*within, *path),
        element="/".join((*within, *path)) if element else None,
        schema=prop,
        needed=needed,
        factor=_factor(said.get("x-factor", "1")),
        codes=read_codes(said.get("x-codes", ())),
        columns=tuple(_of_object(source, items, (), ())) if _is_table(prop) else (),
        show_when=prop.get("x-show-when"),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _factor(written: str) -> Fraction:
    factor = Fraction(written)
    if factor <= 0:
        raise ValueError(f"x-factor must be greater than 0, not {written}")
    return factor


def _is_table(prop: Schema) -> bool:
    items = prop.get("items")
    if not isinstance(items, Mapping) or not isinstance(items.get("properties"), Mapping):
        return False
    return bool(prop.get("x-type") == "table" or (prop.get("x-element") and _names_elements(items)))


def _is_group(prop: Schema) -> bool:
    return prop.get("type") == "object" and _names_elements(prop)


def _names_elements(schema: Schema) -> bool:
    props = [p for p in schema.get("properties", {}).values() if isinstance(p, Mapping)]
    return any("x-element" in p or _is_group(p) for p in props)


def _element_path(element: str) -> tuple[str, ...]:
    return tuple(_escaped(part) for part in element.split("/"))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace(".", "~2")
