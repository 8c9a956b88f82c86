"""Where things stand in a form: finding a field by its path, moving it, and its sections."""

from collections.abc import Callable
from typing import Any

from form_builder.conditions import settle
from schemas.form import Schema
from schemas.problem import Problem

Document = dict[str, Any]
Said = Callable[[str], str]


def naming(path: str) -> tuple[str, str]:
    """("staff", "name") of "staff/name"; ("", "area") of "area"."""
    owner, _, key = path.rpartition("/")
    return owner, key


def property_at(document: Schema, path: str) -> Schema:
    """The subschema of a field or a table's column; KeyError when there is none."""
    owner, key = naming(path)
    home = document["properties"][owner]["items"] if owner else document
    return home["properties"][key]


def changed(document: Schema, path: str, schema: Schema) -> Document:
    """The settled document in which this field or column is `schema`, its place kept."""
    owner, key = naming(path)
    if owner:
        table = property_at(document, owner)
        columns = {**table["items"]["properties"], key: schema}
        return changed(
            document, owner, {**table, "items": {**table["items"], "properties": columns}}
        )
    return settle({**document, "properties": {**document["properties"], key: schema}})


def without(document: Schema, path: str) -> Document:
    """The settled document without this field or column."""
    owner, key = naming(path)
    if owner:
        table = property_at(document, owner)
        return changed(document, owner, {**table, "items": _dropped(table["items"], key)})
    guards = [g for g in document.get("allOf", ()) if g.get("x-guard") != key]
    return settle({**_dropped(document, key), "allOf": guards})


def order(document: Schema) -> tuple[str, ...]:
    """The keys in the order applicants see them: by section, then as listed."""
    sections = {s["key"]: n for n, s in enumerate(document.get("x-sections", ()))}
    keys = document.get("properties", {})
    rank = {k: sections.get(keys[k].get("x-section", ""), len(sections)) for k in keys}
    return tuple(sorted(keys, key=lambda k: rank[k]))


def move_field(document: Schema, path: str, *, step: int) -> Document:
    """The form with this field or column one place up (-1) or down (+1); a field at the edge of its
    section enters the next one, and one at the edge of the form stays."""
    owner, key = naming(path)
    if owner:
        return _move_column(document, owner, key, step)
    mates = [k for k in order(document) if _section(document, k) == _section(document, key)]
    spot = mates.index(key) + step
    if 0 <= spot < len(mates):
        return _reordered(document, _swapped(order(document), key, mates[spot]))
    return _cross(document, key, step)


def put_field(document: Schema, key: str, *, section: str, before: str | None = None) -> Document:
    """The form with this field in `section`, in front of `before` or at the section's end."""
    moved = changed(document, key, {**property_at(document, key), "x-section": section})
    keys = [k for k in order(moved) if k != key]
    last = max((n for n, k in enumerate(keys) if _section(moved, k) == section), default=-1)
    keys.insert(keys.index(before) if before in keys else last + 1 or len(keys), key)
    return _reordered(moved, keys)


def standing(document: Schema, path: str) -> tuple[int, int]:
    """(n, of how many): a field's place within its section, a column's within its table, from 1."""
    owner, key = naming(path)
    if owner:
        mates = list(property_at(document, owner)["items"]["properties"])
    else:
        mates = [k for k in order(document) if _section(document, k) == _section(document, key)]
    return mates.index(key) + 1, len(mates)


def standing_at(document: Schema, key: str, section: str, n: int) -> str | None:
    """The field to stand in front of so that `key` becomes the n-th of the section; None for its end."""
    mates = [k for k in order(document) if k != key and _section(document, k) == section]
    return mates[n - 1] if n <= len(mates) else None


def add_section(document: Schema, key: str, *, title: str) -> Document:
    """The form with one more, empty section at its end."""
    return {
        **document,
        "x-sections": [*document.get("x-sections", ()), {"key": key, "title": title}],
    }


def rename_section(document: Schema, key: str, *, title: str) -> Document:
    """The form with another title for a section; the old title's translations go."""
    return _sections(
        document,
        [
            {"key": key, "title": title} if s["key"] == key and s["title"] != title else s
            for s in document["x-sections"]
        ],
    )


def move_section(document: Schema, key: str, *, step: int) -> Document:
    """The form with a section and its fields one place up (-1) or down (+1)."""
    keys = [s["key"] for s in document["x-sections"]]
    spot = keys.index(key) + step
    if not 0 <= spot < len(keys):
        return dict(document)
    by_key = {s["key"]: s for s in document["x-sections"]}
    moved = _sections(document, [by_key[k] for k in _swapped(keys, key, keys[spot])])
    return _reordered(moved, order(moved))


def remove_section(document: Schema, key: str, *, _: Said = str) -> Document | Problem:
    """The form without an empty section, or the Problem saying what is still in it."""
    left = [k for k in document.get("properties", {}) if _section(document, k) == key]
    if left:
        sentence = _("这一分区里还有 %(count)s 题。请先把它们移走或删掉。") % {"count": len(left)}
        return Problem("/x-sections", left[0], sentence)
    return _sections(document, [s for s in document["x-sections"] if s["key"] != key])


def fresh_section(document: Schema) -> str:
    """A section key that the form does not have yet: s1, s2 …"""
    taken = {s["key"] for s in document.get("x-sections", ())}
    return next(f"s{n}" for n in range(1, len(taken) + 2) if f"s{n}" not in taken)


def _cross(document: Schema, key: str, step: int) -> Document:
    sections = [s["key"] for s in document.get("x-sections", ())]
    here = _section(document, key)
    spot = sections.index(here) + step if here in sections else -1
    if not 0 <= spot < len(sections):
        return dict(document)
    mates = [k for k in order(document) if _section(document, k) == sections[spot]]
    first = mates[0] if step > 0 and mates else None
    return put_field(document, key, section=sections[spot], before=first)


def _move_column(document: Schema, owner: str, key: str, step: int) -> Document:
    table = property_at(document, owner)
    columns = table["items"]["properties"]
    keys = list(columns)
    spot = keys.index(key) + step
    if not 0 <= spot < len(keys):
        return dict(document)
    moved = {k: columns[k] for k in _swapped(keys, key, keys[spot])}
    return changed(document, owner, {**table, "items": {**table["items"], "properties": moved}})


def _dropped(schema: Schema, key: str) -> Document:
    properties = {k: v for k, v in schema["properties"].items() if k != key}
    required = [k for k in schema.get("required", ()) if k != key]
    return {**schema, "properties": properties, "required": required}


def _swapped(keys: tuple[str, ...] | list[str], one: str, other: str) -> list[str]:
    pair = {one: other, other: one}
    return [pair.get(k, k) for k in keys]


def _reordered(document: Schema, keys: tuple[str, ...] | list[str]) -> Document:
    properties = document["properties"]
    needed = set(document.get("required", ()))
    return settle(
        {
            **document,
            "properties": {k: properties[k] for k in keys},
            "required": [k for k in keys if k in needed],
        }
    )


def _section(document: Schema, key: str) -> str:
    return document["properties"][key].get("x-section", "")


def _sections(document: Schema, sections: list[Any]) -> Document:
    return {**document, "x-sections": sections}
