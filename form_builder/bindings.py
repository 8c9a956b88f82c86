"""Reading a form's bindings: x-element, x-factor and x-codes on fields, groups, columns and items."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from form_builder.bind import Binding, Level
from form_builder.codes import read_codes
from form_builder.references import References
from form_builder.vocabulary import (
    Description,
    conjuncts,
    described,
    followed,
    references_of,
)
from schemas.form import Schema
from schemas.merged import Source

_BINDING = ("x-element", "x-factor", "x-codes")


_AS_IT_IS = Fraction(1)
Conditions = Mapping[tuple[str, ...], Any]


def read_level(source: Source, schema: Schema, refs: References) -> tuple[Level, Conditions]:
    """The form as a level of bindings, in the order in which it asks, and its x-show-when conditions
    by local path."""
    reader = _Reader(source, refs)
    read = reader.level([(schema, "")], _Place(), is_needed=True, also=guarded(schema))
    sections = [s["key"] for s in schema.get("x-sections", ())]
    order = {s: n for n, s in enumerate(sections)}
    props = schema.get("properties", {})

    def place(name: str) -> int:
        return order.get(_mapping(props.get(name)).get("x-section", ""), len(order))

    level = Level({n: read.members[n] for n in sorted(read.members, key=place)})
    return level, reader.conditions


def own_path(source: str, names: Sequence[str]) -> tuple[str, ...]:
    """The key of a department's own question: the dot keeps it apart from every element's."""
    return (".".join(_escaped(n) for n in (source, *names)),)


def guarded(schema: Schema) -> frozenset[str]:
    """The keys that the dialect's own guards require once they are shown."""
    return frozenset(
        g["x-guard"] for g in schema.get("allOf", ()) if is_guard(schema, g) and "then" in g
    )


def is_guard(schema: Schema, rule: Any) -> bool:
    """True for a guard that says again what `x-show-when` says, and so nothing more."""
    if not isinstance(rule, dict) or not isinstance(rule.get("x-guard"), str):
        return False
    key = rule["x-guard"]
    prop = _mapping(schema.get("properties", {}).get(key))
    asked = {"if": prop.get("x-show-when"), "else": {"properties": {key: False}}}
    told = {k: v for k, v in rule.items() if k != "x-guard"}
    return told in (asked, {**asked, "then": {"required": [key]}})


@dataclass(frozen=True)
class _Place:
    """Where a level stands: its local path, its path in the merged document, when it is shown."""

    local: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    show_when: Schema | None = None
    in_row: bool = False
    around: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Reader:
    source: Source
    refs: References
    conditions: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def level(
        self,
        schemas: Sequence[tuple[Any, str]],
        place: _Place,
        *,
        is_needed: bool,
        also: frozenset[str] = frozenset(),
        is_row: bool = False,
    ) -> Level:
        needed = also | {
            name
            for schema, _ in schemas
            for part in conjuncts(schema, self.refs)
            if isinstance(part, dict)
            for name in part.get("required", ())
        }
        return Level(
            {
                name: self._member(name, found, place, is_needed=is_needed and name in needed)
                for name, found in described(schemas, self.refs).items()
            },
            is_row=is_row,
        )

    def _member(
        self, name: str, found: Sequence[Description], place: _Place, *, is_needed: bool
    ) -> Binding | Level:
        said = _said(found)
        local = (*place.local, name)
        element = _element(said, found)
        condition = None if place.in_row else said.get("x-show-when")
        if condition is not None:
            self.conditions[local] = condition
        show_when = _all_of(place.show_when, condition)
        around = place.around.union(*(d.by for d in found))
        new = self._new(found, place)
        if not any(self._is_group(d.schema, place.around | d.by) for d in new):
            path = (*place.path, *(element or own_path(self.source.id, local)))
            leaf = _Place(local, path, show_when, place.in_row, around)
            return self._leaf(said, found, leaf, element, is_needed)
        path = (*place.path, *(element or ()))
        inside = _Place(local, path, show_when, place.in_row, around)
        parts = [(d.schema, d.pointer) for d in found]
        return self.level(parts, inside, is_needed=is_needed)

    def _new(self, found: Sequence[Description], place: _Place) -> list[Description]:
        """The descriptions that do not lead back to what `place` is in: trees are one answer."""
        return [d for d in found if not d.by & place.around]

    def _leaf(
        self,
        said: Schema,
        found: Sequence[Description],
        place: _Place,
        element: tuple[str, ...] | None,
        is_needed: bool,
    ) -> Binding:
        rows = [
            (followed(d.schema["items"], self.refs), f"{d.pointer}/items")
            for d in found
            if "items" in d.schema and self._is_table(d.schema, place.around)
        ]
        row = self._row(rows, found, place) if rows else None
        told = said if rows or "items" not in said else {**self._inside(said), **said}
        pointer = found[0].pointer if found else ""

        def read(reader: Callable[[Any], Any], keyword: str) -> Any:
            return _read(reader, told, keyword, place.local, pointer)

        return Binding(
            source=self.source.id,
            department=self.source.department,
            local=place.local,
            path=place.path,
            element="/".join(map(_raw, place.path)) if element else None,
            schema=said,
            needed=is_needed,
            factor=read(_factor, "x-factor") if "x-factor" in told else _AS_IT_IS,
            codes=read(read_codes, "x-codes") if "x-codes" in told else None,
            row=row,
            columns=row.bindings if row else (),
            show_when=place.show_when,
        )

    def _row(
        self, rows: Sequence[tuple[Any, str]], found: Sequence[Description], place: _Place
    ) -> Level:
        by = [references_of(d.schema.get("items"), self.refs) for d in found]
        inside = _Place(in_row=True, around=place.around.union(*by))
        return self.level(rows, inside, is_needed=True, is_row=True)

    def _inside(self, said: Schema, around: frozenset[str] = frozenset()) -> Schema:
        """What the items of a list say of units and codes, lists in lists included."""
        by = references_of(said.get("items"), self.refs)
        if "items" not in said or by & around:
            return {}
        items = _mapping(followed(said["items"], self.refs))
        return {**self._inside(items, around | by), **_bindings_of(items)}

    def _is_table(self, prop: Schema, around: frozenset[str]) -> bool:
        by = references_of(prop.get("items"), self.refs)
        items = _mapping(followed(prop["items"], self.refs)) if "items" in prop else {}
        if by & around or not isinstance(items.get("properties"), dict):
            return False
        return bool(prop.get("x-type") == "table" or self._names(items, around | by))

    def _is_group(self, prop: Schema, around: frozenset[str]) -> bool:
        if "properties" not in prop:
            return False
        kind = prop.get("type", "object")
        return (kind == "object" or "object" in kind) and self._names(prop, around)

    def _names(self, schema: Schema, around: frozenset[str]) -> bool:
        for prop in _mapping(schema.get("properties")).values():
            by = references_of(prop, self.refs)
            said = _mapping(followed(prop, self.refs))
            if _bindings_of(said) or (not by & around and self._is_group(said, around | by)):
                return True
        return False


def _said(found: Sequence[Description]) -> Schema:
    """The first description, with the annotations that only others have."""
    if len(found) < 2:
        return found[0].schema if found and isinstance(found[0].schema, dict) else {}
    more = {k: v for d in reversed(found[1:]) for k, v in d.schema.items() if k.startswith("x-")}
    missing = {k: v for k, v in more.items() if k not in found[0].schema}
    return {**found[0].schema, **missing} if missing else found[0].schema


def _element(said: Schema, found: Sequence[Description]) -> tuple[str, ...] | None:
    element = said.get("x-element")
    if element is None or element == "":
        return None
    if not isinstance(element, str):
        raise ValueError(f"{found[0].pointer}/x-element: an element's id is a text")
    return tuple(_element_name(part) for part in element.split("/"))


def _all_of(*conditions: Any) -> Any:
    said = [c for c in conditions if c is not None]
    return {"allOf": said} if len(said) > 1 else said[0] if said else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _bindings_of(schema: Schema) -> dict[str, Any]:
    return {k: schema[k] for k in _BINDING if k in schema}


def _read(
    read: Callable[[Any], Any], said: Schema, keyword: str, local: Iterable[str], pointer: str
) -> Any:
    try:
        return read(said[keyword])
    except (TypeError, ValueError, ZeroDivisionError) as problem:
        place = f"{pointer}/{keyword}"
        raise ValueError(f"{'/'.join(local)}: {problem} (at {place})") from problem


def _factor(written: Any) -> Fraction:
    if isinstance(written, bool):
        raise ValueError("x-factor must be a number")
    factor = Fraction(str(written) if isinstance(written, float) else written)
    if factor <= 0:
        raise ValueError(f"x-factor must be greater than 0, not {written}")
    return factor


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace(".", "~2")


def _element_name(part: str) -> str:
    """An element's id stands as it is, unless it could be taken for a department's own question."""
    is_plain = "." not in part and not re.search("~[012]", part)
    return part if is_plain else _escaped(part)


def _raw(part: str) -> str:
    return part.replace("~2", ".").replace("~1", "/").replace("~0", "~")
