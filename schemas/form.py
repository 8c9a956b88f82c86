"""A form: the questions of one permit. At rest and in exchange it is a JSON Schema 2020-12 document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.wording import N_

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """A titled group of fields, in the order in which the department prints them."""

    key: str
    title: str
    i18n: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Material:
    """How a piece of evidence is asked for; treatment is one of TREATMENTS."""

    treatment: str


TREATMENTS = {
    "required": N_("必要"),
    "deferrable": N_("可容缺"),
    "commitment": N_("可承诺"),
    "shared": N_("数据共享免提交"),
}


@dataclass(frozen=True)
class Field:
    """One question as its department asks it; `schema` is its JSON Schema, annotations included."""

    key: str
    type: str
    label: str
    section: str
    required: bool
    schema: Schema
    element: str | None = None
    hint: str = ""
    unit: str = ""
    show_when: Schema | None = None
    material: Material | None = None
    columns: tuple["Field", ...] = ()
    i18n: Mapping[str, Mapping[str, str]] = None  # type: ignore[assignment]

    def said(self, name: str, language: str) -> str:
        """`name` ("title" or "description") in `language` where a translation exists, else as written."""
        own = {"title": self.label, "description": self.hint}[name]
        return (self.i18n or {}).get(language, {}).get(name) or own


@dataclass(frozen=True)
class Form:
    """A form read for display and splitting; `schema` is the document itself, the only truth."""

    permit: str
    title: str
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    schema: Schema

    def field(self, key: str) -> Field:
        """The field with this key; KeyError when the form has none."""
        return next(f for f in self.fields if f.key == key) if self.has(key) else _missing(key)

    def has(self, key: str) -> bool:
        return any(f.key == key for f in self.fields)

    def in_section(self, key: str) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.section == key)

    @property
    def materials(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.material)


def read_form(schema: Schema, last: Form | None = None) -> Form:
    """The form a published or draft document describes; it must already have passed the dialect's meta-schema.

    Fields that are the very same object in the document of `last` are taken from there.
    """
    known = {f.key: f for f in last.fields} if last else {}
    sections = tuple(
        Section(s["key"], s["title"], s.get("x-i18n", {})) for s in schema.get("x-sections", ())
    )
    guards = {g["x-guard"]: g for g in schema.get("allOf", ()) if "x-guard" in g}
    needed = set(schema.get("required", ())) | {
        k for g in guards.values() for k in g.get("then", {}).get("required", ())
    }
    fields = tuple(
        _same(known.get(key), prop, key in needed) or read_field(key, prop, required=key in needed)
        for key, prop in schema.get("properties", {}).items()
    )
    order = {s.key: n for n, s in enumerate(sections)}
    fields = tuple(sorted(fields, key=lambda f: order.get(f.section, len(order))))
    permit = str(schema.get("$id", "")).removeprefix("urn:yizhao:form:")
    return Form(permit, schema.get("title", ""), sections, fields, schema)


def read_field(key: str, schema: Schema, *, required: bool) -> Field:
    """One property as a field; a table's columns are fields of their own, relative to the row."""
    row = schema.get("items", {}) if schema.get("x-type") == "table" else {}
    material = schema.get("x-material")
    return Field(
        key=key,
        type=schema.get("x-type", "text"),
        label=schema.get("title", key),
        section=schema.get("x-section", ""),
        required=required,
        schema=schema,
        element=schema.get("x-element"),
        hint=schema.get("description", ""),
        unit=schema.get("x-unit", ""),
        show_when=schema.get("x-show-when"),
        material=Material(material["treatment"]) if material else None,
        columns=tuple(
            read_field(k, column, required=k in row.get("required", ()))
            for k, column in row.get("properties", {}).items()
        ),
        i18n=schema.get("x-i18n", {}),
    )


def _same(known: Field | None, schema: Schema, required: bool) -> Field | None:
    is_same = known and known.schema is schema and known.required == required
    return known if is_same else None


def _missing(key: str) -> Field:
    raise KeyError(key)
