"""Copying between forms: fields, sections or a whole form put aside, and put into another form.

Between departments a field goes as a reference to its dictionary element, with the other department's
wording; its codes, factors and notes stay at home, since they say how that department keeps answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from form_builder.conditions import needed_fields, settle
from form_builder.edit import fresh_key
from form_builder.formulas.formula import answers_of
from form_builder.place import order
from form_builder.reading import fields_of
from schemas.form import Schema

Document = dict[str, Any]
AT_HOME = ("x-codes", "x-factor", "x-note", "x-unit")
WORDS = ("title", "description", "x-i18n", "x-type", "x-element")


@dataclass
class Pasted:
    """The form with what was put in, and what became of each piece: labels, in the order of the clip; `names` says
    what the clip's keys are called here."""

    form: Document
    keys: tuple[str, ...] = ()
    asked_already: list[str] = field(default_factory=list)
    without_condition: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    without_formula: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def clip(form: Schema, keys: Iterable[str], *, sections: bool = False) -> Document:
    """These fields as they can be put aside; with `sections`, in their sections."""
    wanted = set(keys)
    needed = needed_fields(form)
    chosen = [k for k in order(form) if k in wanted]
    fields = [{"key": k, "schema": form["properties"][k], "needed": k in needed} for k in chosen]
    used = {f["schema"].get("x-section") for f in fields}
    titled = [s for s in form.get("x-sections", ()) if s["key"] in used] if sections else []
    asked = {
        other: form["properties"][other].get("x-element")
        for f in fields
        for other in fields_of(f["schema"].get("x-show-when", {}))
        if other in form["properties"]
    }
    return {"fields": fields, "sections": titled, "asked": asked}


def paste(
    document: Schema,
    clipped: Mapping[str, Any],
    *,
    section: str,
    after: str | None,
    same_form: bool = False,
    elements: Mapping[str, Mapping[str, Any]] | None = None,
) -> Pasted:
    """`document` with the clip behind `after`, or at the end of `section`; sections of the clip come as new
    ones at the form's end. `elements`, the dictionary, when it comes from another department."""
    sections, homes = _sections(document, clipped)
    form = {**document, "x-sections": sections}
    taken = {f.get("x-element"): k for k, f in document["properties"].items() if f.get("x-element")}
    pasted, names = Pasted(dict(form)), {}
    kept: list[tuple[str, Document]] = []
    for piece in clipped["fields"]:
        schema, label = piece["schema"], piece["schema"].get("title", piece["key"])
        element = schema.get("x-element")
        if element and element in taken:
            pasted.asked_already.append(label)
            names[piece["key"]] = taken[element]
            continue
        if elements is not None:
            schema = _as_reference(schema, elements, pasted.references)
        key = fresh_key({"properties": {**form["properties"], **dict(kept)}}, piece["key"])
        names[piece["key"]] = key
        taken |= {element: key} if element else {}
        home = homes.get(schema.get("x-section", ""), section)
        kept.append((key, {**schema, "x-section": home}))
    return _placed(pasted, form, clipped, kept, names, after, same_form)


def _placed(
    pasted: Pasted,
    form: Document,
    clipped: Mapping[str, Any],
    kept: list[tuple[str, Document]],
    names: Mapping[str, str],
    after: str | None,
    same_form: bool,
) -> Pasted:
    known = dict(names)
    if same_form:
        known = {**{k: k for k in form["properties"]}, **names}
    for other, element in clipped.get("asked", {}).items():
        asking = {f.get("x-element"): k for k, f in form["properties"].items()}
        if element and element in asking:
            known.setdefault(other, asking[element])
    fields = {
        key: _looking(_conditioned(schema, known, pasted), known, pasted) for key, schema in kept
    }
    keys = [k for k in form["properties"] if k not in fields]
    at = keys.index(after) + 1 if after in keys else len(keys)
    properties = {**form["properties"], **fields}
    keys[at:at] = list(fields)
    needed = needed_fields(form) | {
        names[p["key"]] for p in clipped["fields"] if p["needed"] and names[p["key"]] in fields
    }
    ordered = {k: properties[k] for k in keys}
    pasted.form = settle(
        {**form, "properties": ordered, "required": [k for k in keys if k in needed]}
    )
    pasted.keys, pasted.names = tuple(fields), dict(names)
    return pasted


def _sections(
    document: Schema, clipped: Mapping[str, Any]
) -> tuple[list[Document], dict[str, str]]:
    """The sections of both, and where the clip's own ones went: {its key: the key here}."""
    sections = [dict(s) for s in document.get("x-sections", ())]
    homes: dict[str, str] = {}
    for titled in clipped["sections"]:
        taken = {s["key"] for s in sections}
        key = next(f"s{n}" for n in range(1, len(taken) + 2) if f"s{n}" not in taken)
        homes[titled["key"]] = key
        sections.append({**titled, "key": key})
    return sections, homes


def _as_reference(
    schema: Schema, elements: Mapping[str, Mapping[str, Any]], references: list[str]
) -> Document:
    element = elements.get(schema.get("x-element", ""))
    if element is None:
        return {k: v for k, v in schema.items() if k not in ("x-codes", "x-factor", "x-note")}
    references.append(str(schema.get("title", "")))
    own = {k: schema[k] for k in (*WORDS, "x-show-when", "x-material", "x-section") if k in schema}
    # Options, columns and files are the question itself; the element only bounds them.
    own |= {k: schema[k] for k in ("enum", "items", "uniqueItems") if k in schema}
    unit = {"x-unit": element["unit"]} if element.get("unit") else {}
    if schema.get("type") != element["schema"].get("type"):
        return {k: v for k, v in schema.items() if k not in ("x-codes", "x-factor", "x-note")}
    return {**element["schema"], **own, **unit}


def _conditioned(schema: Document, names: Mapping[str, str], pasted: Pasted) -> Document:
    """The field asking its condition of the fields as they are called here; without it when one is not here."""
    condition = schema.get("x-show-when")
    if not condition:
        return schema
    if not fields_of(condition) <= names.keys():
        pasted.without_condition.append(str(schema.get("title", "")))
        return {k: v for k, v in schema.items() if k != "x-show-when"}
    return {**schema, "x-show-when": _renamed(condition, names)}


def in_these_names(formula: Any, names: Mapping[str, str]) -> Any:
    """A formula whose answers are called as they are here."""
    if isinstance(formula, list):
        return [in_these_names(part, names) for part in formula]
    if not isinstance(formula, Mapping):
        return formula
    if "answer" in formula:
        key, slash, column = str(formula["answer"]).partition("/")
        return {**formula, "answer": names.get(key, key) + slash + column}
    return {word: in_these_names(part, names) for word, part in formula.items()}


def _looking(schema: Document, names: Mapping[str, str], pasted: Pasted) -> Document:
    """The field with its formula and its picture looking at what is here; without one that looks elsewhere."""
    if "x-formula" in schema:
        asked = {path.partition("/")[0] for path in answers_of(schema["x-formula"])}
        if not asked <= names.keys():
            pasted.without_formula.append(str(schema.get("title", "")))
            return {k: v for k, v in schema.items() if k != "x-formula"}
        return {**schema, "x-formula": in_these_names(schema["x-formula"], names)}
    if "x-picture" in schema:
        picture = names.get(schema["x-picture"])
        rest = {k: v for k, v in schema.items() if k != "x-picture"}
        return rest | ({"x-picture": picture} if picture else {})
    return schema


def _renamed(condition: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(condition, Mapping):
        return condition
    out: Document = {}
    for word, value in condition.items():
        if word == "properties":
            out[word] = {names[k]: v for k, v in value.items()}
        elif word == "required":
            out[word] = [names[k] for k in value]
        elif isinstance(value, list) and word in ("allOf", "anyOf", "oneOf"):
            out[word] = [_renamed(part, names) for part in value]
        else:
            out[word] = _renamed(value, names)
    return out
