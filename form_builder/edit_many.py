"""Edits of several fields at once, each one step: all of it or none."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from form_builder.edit import add_field, dependents, duplicate_field, fresh_key, set_required
from form_builder.place import order, put_field, without
from schemas.form import Schema
from schemas.problem import Problem

Document = dict[str, Any]
Said = Callable[[str], str]


def remove(document: Schema, keys: Iterable[str], *, _: Said = str) -> Document | Problem:
    """The form without these fields, or the Problem naming a field that stays and asks for one of them."""
    gone = [k for k in keys if k in document["properties"]]
    for key in gone:
        waiting = [k for k in dependents(document, key) if k not in gone]
        if waiting:
            fields = document["properties"]
            names = _("、").join(f"“{fields[k].get('title', k)}”" for k in waiting)
            sentence = _("%(names)s 要看“%(label)s”的答案才显示。请先改掉那里的条件，或一起选中。")
            facts = {"names": names, "label": fields[key].get("title", key)}
            return Problem(f"/properties/{waiting[0]}/x-show-when", key, sentence % facts)
    for key in gone:
        document = without(document, key)
    return dict(document)


def add(document: Schema, bases: Mapping[str, Schema], *, section: str) -> Document:
    """The form with these new fields, by key, at the end of a section and in their order."""
    for key, base in bases.items():
        document = add_field(document, key, base, section=section)
    return dict(document)


def move(
    document: Schema, keys: Iterable[str], *, section: str, before: str | None = None
) -> Document:
    """The form with these fields in front of `before`, or at the end of a section, in the order they had."""
    wanted = set(keys)
    there = _first_left(document, before, wanted)
    for key in [k for k in order(document) if k in wanted]:
        document = put_field(document, key, section=section, before=there)
    return dict(document)


def require(document: Schema, keys: Iterable[str], required: bool) -> Document:
    """The form in which these fields must, or need not, be answered. Statements ask nothing, and a
    material says by its treatment whether it must be there."""
    for key in keys:
        field = document["properties"].get(key)
        if field and field.get("x-type") not in ("statement", "material"):
            document = set_required(document, key, required)
    return dict(document)


def duplicate(document: Schema, keys: Iterable[str], *, title: Callable[[str], str]) -> Document:
    """The form with a copy right behind each of these fields."""
    for key in keys:
        if key in document["properties"]:
            label = document["properties"][key].get("title", key)
            copy = fresh_key(document, f"{key}_2")
            document = duplicate_field(document, key, copy, title=title(label))
    return dict(document)


def _first_left(document: Schema, before: str | None, moving: set[str]) -> str | None:
    """`before`, or where it moves too the next one of its section that stays."""
    keys = list(order(document))
    if before not in keys:
        return None
    home = document["properties"][before].get("x-section")
    behind = keys[keys.index(before) :]
    mates = (k for k in behind if document["properties"][k].get("x-section") == home)
    return next((k for k in mates if k not in moving), None)
