"""Edits of a form: a document in, a new settled document out; nothing is changed in place.

A field is named by its path: "area", or "staff/name" for a column of the table "staff". An edit that
would break the form answers with a Problem instead of a document.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from form_builder.check_formulas import uses
from form_builder.conditions import settle
from form_builder.place import changed, naming, property_at, without
from form_builder.reading import Clause, fields_of
from form_builder.rows import to_schema
from schemas.field_types import FIELD_TYPES
from schemas.form import TREATMENTS, Schema
from schemas.problem import Problem

Document = dict[str, Any]
Said = Callable[[str], str]

LIMITS = {
    "text": ("minLength", "maxLength", "pattern"),
    "long_text": ("minLength", "maxLength"),
    "integer": ("minimum", "maximum", "x-unit"),
    "number": ("minimum", "exclusiveMinimum", "maximum", "multipleOf", "x-unit"),
    "money": ("minimum", "maximum"),
    "choices": ("minItems", "maxItems"),
    "tags": ("minItems", "maxItems"),
    "material": ("minItems", "maxItems"),
    "table": ("minItems", "maxItems"),
    "address": ("maxLength",),
}


def rename(document: Schema, path: str, *, label: str, hint: str = "") -> Document:
    """The form with another wording for one field. Translations of the old words go with them."""
    old = property_at(document, path)
    new = {**old, "title": label, "description": hint}
    if not hint:
        del new["description"]
    stale = {n for n in ("title", "description") if old.get(n) != new.get(n)}
    return changed(document, path, _untranslated(new, stale))


def set_limits(document: Schema, path: str, limits: Mapping[str, Any]) -> Document:
    """The form with these limits for one field; None takes a limit away. Of an address, maxLength bounds
    the detail line."""
    old = property_at(document, path)
    if old.get("x-type") == "address":
        parts = old["properties"]
        detail = _updated(parts["detail"], limits)
        return changed(document, path, {**old, "properties": {**parts, "detail": detail}})
    return changed(document, path, _updated(old, limits))


def set_chosen(
    document: Schema, path: str, values: Mapping[str, Sequence[str]], *, _: Said = str
) -> Document | Problem:
    """The form with these values of a field's settings, as its type has them; the Problem where they make no
    question."""
    old = property_at(document, path)
    new = FIELD_TYPES[old.get("x-type", "text")].chosen(old, values)
    if isinstance(new, str):
        return Problem(f"/properties/{path}", path, _(new))
    return dict(document) if new == old else changed(document, path, new)


def set_required(document: Schema, path: str, required: bool) -> Document:
    """The form in which this field must, or need not, be answered whenever it is shown."""
    owner, key = naming(path)
    if owner:
        table = property_at(document, owner)
        row = {**table["items"], "required": _listed(table["items"], key, required)}
        return changed(document, owner, {**table, "items": row})
    return settle({**_unguarded(document, key), "required": _listed(document, key, required)})


def set_options(document: Schema, path: str, options: Iterable[str]) -> Document:
    """The form with these options for a choice, in this order; codes and translations of removed options go."""
    wanted = list(dict.fromkeys(o.strip() for o in options if o.strip()))
    old = property_at(document, path)
    if old.get("x-type") == "choices":
        new = {**old, "items": {**old["items"], "enum": wanted}}
    else:
        new = {**old, "enum": wanted}
    if "x-codes" in new:
        new["x-codes"] = [pair for pair in new["x-codes"] if pair[1] in wanted]
    return changed(document, path, new)


def set_condition(
    document: Schema, key: str, groups: Iterable[Iterable[Clause]], join: str = "any"
) -> Document:
    """The form that shows this field only when all clauses of any one group hold or, joined by "all", one
    clause of every group; no group: always."""
    groups = tuple(tuple(g) for g in groups if tuple(g))
    new = {k: v for k, v in property_at(document, key).items() if k != "x-show-when"}
    if groups:
        new["x-show-when"] = to_schema(groups, join)
    return changed(document, key, new)


def set_treatment(document: Schema, key: str, treatment: str) -> Document:
    """The form asking this material as `treatment` says; only "required" must be uploaded."""
    if treatment not in TREATMENTS:
        raise KeyError(treatment)
    new = {**property_at(document, key), "x-material": {"treatment": treatment}}
    return set_required(changed(document, key, new), key, treatment == "required")


def add_field(
    document: Schema, key: str, base: Schema, *, section: str, after: str | None = None
) -> Document:
    """The form with one more field, behind `after` or at the end of its section."""
    if key in document.get("properties", {}):
        raise KeyError(key)
    field = {**base, "x-section": section}
    order = [k for k in document.get("properties", {}) if k != key]
    place = order.index(after) + 1 if after in order else len(order)
    order.insert(place, key)
    properties = {**document.get("properties", {}), key: field}
    return settle({**document, "properties": {k: properties[k] for k in order}})


def add_column(document: Schema, table: str, key: str, base: Schema) -> Document:
    """The form with one more column at the end of a table."""
    old = property_at(document, table)
    if key in old["items"]["properties"]:
        raise KeyError(key)
    columns = {**old["items"]["properties"], key: dict(base)}
    return changed(document, table, {**old, "items": {**old["items"], "properties": columns}})


def remove_field(document: Schema, path: str, *, _: Said = str) -> Document | Problem:
    """The form without this field or column, or the Problem naming a field whose condition asks for it."""
    property_at(document, path)
    owner, key = naming(path)
    waiting = () if owner else dependents(document, key)
    if waiting:
        names = _("、").join(f"“{property_at(document, k).get('title', k)}”" for k in waiting)
        sentence = _("%(names)s 要看这一题的答案才显示。请先改掉那里的条件，再删这一题。")
        return Problem(f"/properties/{waiting[0]}/x-show-when", path, sentence % {"names": names})
    used = uses(document, path)
    if used:
        sentence = _("%(names)s 要用到它。请先改掉那里的公式，再删。")
        names = _("、").join(_user(document, name, _) for name in used)
        return Problem("/x-rules", path, sentence % {"names": names})
    if owner and len(property_at(document, owner)["items"]["properties"]) == 1:
        sentence = _("表格至少要留一列。不要这张表，请删整张表。")
        return Problem(f"/properties/{owner}/items", path, sentence)
    return without(document, path)


def duplicate_field(document: Schema, key: str, new_key: str, *, title: str) -> Document:
    """The form with a copy of this field right behind it; the copy is bound to no element, since one
    form asks each element once."""
    left = ("x-element", "x-factor", "x-codes", "x-i18n")
    copy = {k: v for k, v in property_at(document, key).items() if k not in left}
    copy["title"] = title
    return add_field(document, new_key, copy, section=copy.get("x-section", ""), after=key)


def dependents(document: Schema, key: str) -> tuple[str, ...]:
    """The fields whose condition reads this field's answer."""
    return tuple(
        k
        for k, p in document.get("properties", {}).items()
        if key in fields_of(p.get("x-show-when", {}))
    )


def fresh_key(document: Schema, wish: str, *, table: str = "") -> str:
    """`wish`, or `wish_2`, `wish_3` …: a key that no field (or no column of `table`) has yet."""
    owner = property_at(document, table)["items"] if table else document
    taken = owner.get("properties", {}).keys()
    names = (wish if n == 1 else f"{wish}_{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _user(document: Schema, name: str, _: Said) -> str:
    if not name.startswith("#"):
        return f"“{property_at(document, name).get('title', name)}”"
    rule = next(r for r in document["x-rules"] if r["key"] == name[1:])
    return _("规则“%(title)s”") % {"title": rule["title"]}


def _updated(schema: Schema, limits: Mapping[str, Any]) -> Document:
    kept = {k: v for k, v in schema.items() if k not in limits}
    return {**kept, **{k: v for k, v in limits.items() if v not in (None, "")}}


def _listed(schema: Schema, key: str, wanted: bool) -> list[str]:
    needed = {*schema.get("required", ())} - {key} | ({key} if wanted else set())
    return [k for k in schema.get("properties", {}) if k in needed]


def _unguarded(document: Schema, key: str) -> Document:
    guards = [g for g in document.get("allOf", ()) if g.get("x-guard") != key]
    return {**document, "allOf": guards}


def _untranslated(schema: Schema, names: set[str]) -> Document:
    words = {
        language: {k: v for k, v in said.items() if k not in names}
        for language, said in schema.get("x-i18n", {}).items()
    }
    kept = {language: said for language, said in words.items() if said}
    return {
        **{k: v for k, v in schema.items() if k != "x-i18n"},
        **({"x-i18n": kept} if kept else {}),
    }
