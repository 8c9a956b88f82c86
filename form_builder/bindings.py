"""Reading a form's bindings: x-element, x-factor and x-codes on fields, groups, columns and items."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from form_builder.bind import Binding
from form_builder.codes import read_codes
from schemas.form import Schema
from schemas.merged import Source


def read_bindings(source: Source) -> tuple[Binding, ...]:
    """The bindings of a form, in the order in which it asks."""
    found = tuple(read_object(source, source.schema, (), (), also_needed=conditional(source)))
    sections = [s["key"] for s in source.schema.get("x-sections", ())]
    fields = source.schema.get("properties", {})
    order = {s: n for n, s in enumerate(sections)}

    def place(binding: Binding) -> int:
        return order.get(_mapping(fields[binding.local[0]]).get("x-section", ""), len(order))

    return tuple(sorted(found, key=place))


def own_path(source: str, names: Sequence[str]) -> tuple[str, ...]:
    """The key of a department's own question: the dot keeps it apart from every element's."""
    return (".".join(_escaped(n) for n in (source, *names)),)


def conditional(source: Source) -> frozenset[str]:
    """The keys that some guard requires once they are shown."""
    guards = [g for g in source.schema.get("allOf", ()) if isinstance(g, Mapping)]
    return frozenset(
        key
        for g in guards
        if "x-guard" in g
        for key in g.get("then", {}).get("required", ())
        if key == g["x-guard"]
    )


def read_object(
    source: Source,
    schema: Schema,
    local: tuple[str, ...],
    within: tuple[str, ...],
    *,
    also_needed: frozenset[str] = frozenset(),
) -> Iterator[Binding]:
    needed = set(schema.get("required", ())) | also_needed
    for name, prop in schema.get("properties", {}).items():
        prop = prop if isinstance(prop, Mapping) else {}
        binding = _binding(source, (*local, name), prop, within, needed=name in needed)
        if is_group(prop):
            inside = binding.path if binding.element else within
            for inner in read_object(source, prop, binding.local, inside):
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
        factor=_read(_factor, said.get("x-factor", "1"), local),
        codes=_read(read_codes, said.get("x-codes", ()), local),
        columns=tuple(read_object(source, items, (), ())) if _is_table(prop) else (),
        show_when=prop.get("x-show-when"),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _read(read: Callable[[Any], Any], written: Any, local: tuple[str, ...]) -> Any:
    try:
        return read(written)
    except (TypeError, ValueError, ZeroDivisionError) as problem:
        raise ValueError(f"{'/'.join(local)}: {problem}") from problem


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


def is_group(prop: Schema) -> bool:
    return prop.get("type") == "object" and _names_elements(prop)


def _names_elements(schema: Schema) -> bool:
    props = [p for p in schema.get("properties", {}).values() if isinstance(p, Mapping)]
    return any("x-element" in p or is_group(p) for p in props)


def _element_path(element: str) -> tuple[str, ...]:
    return tuple(_escaped(part) for part in element.split("/"))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace(".", "~2")
