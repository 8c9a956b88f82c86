"""The canvas: every section with its questions as cards, each saying its facts in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import current_app
from markupsafe import Markup

from form_builder.drift import drift
from form_builder.place import property_at
from form_builder.reading import sentence
from schemas.field_types import FIELD_TYPES
from schemas.form import TREATMENTS, Field, Form
from schemas.problem import Problem
from schemas.wording import N_
from views.languages import counted
from views.languages import phrase as _


@dataclass(frozen=True)
class Card:
    """One question on the canvas. `path` is "area" or "staff/name"; where it stands the list itself says."""

    path: str
    label: str
    facts: tuple[str, ...]
    condition: str
    wrong: tuple[str, ...]
    drift: tuple[str, ...] = ()
    columns: tuple["Card", ...] = ()
    is_table: bool = False
    hint: str = ""
    element: str = ""

    @property
    def name(self) -> str:
        """The path in an address."""
        return self.path.replace("/", ".")

    @property
    def id(self) -> str:
        return self.path.replace("/", "-")

    @cached_property
    def at_rest(self) -> Markup:
        """Its HTML while it is not chosen: of 500 questions one is chosen, and one changes at an edit."""
        drawing = current_app.jinja_env.get_template("build/_card.html")
        return Markup(drawing.render(card=self, path=""))  # noqa: S704 our own template


@dataclass(frozen=True)
class Stack:
    """A section with its cards."""

    key: str
    title: str
    cards: tuple[Card, ...]


def canvas(
    form: Form,
    elements: Mapping[str, Any],
    problems: tuple[Problem, ...],
    known: Mapping[str, Card],
) -> tuple[Stack, ...]:
    """Every section of the form, the empty ones too. `known` are cards that still hold but for problems."""
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.field, []).append(problem.sentence)
    labels = {f.key: f.label for f in form.fields}
    cards: dict[str, list[Card]] = {s.key: [] for s in form.sections}
    for field in form.fields:
        if field.section not in cards:
            continue
        same = known.get(field.key)
        if same and not any(c.wrong or c.path in wrong for c in same.columns):
            said = tuple(wrong.get(field.key, ()))
            cards[field.section].append(same if same.wrong == said else replace(same, wrong=said))
        else:
            cards[field.section].append(card(field, elements, wrong, labels))
    return tuple(Stack(s.key, s.title, tuple(cards[s.key])) for s in form.sections)


def card(
    field: Field,
    elements: Mapping[str, Any],
    wrong: Mapping[str, list[str]],
    labels: Mapping[str, str],
    *,
    owner: str = "",
) -> Card:
    path = f"{owner}/{field.key}" if owner else field.key
    element = elements.get(field.element or "")
    return Card(
        path=path,
        label=field.label,
        facts=tuple(_facts(field, element)),
        condition=_shown_when(field, labels),
        wrong=tuple(wrong.get(path, ())),
        drift=drift(field.schema, element, _=_) if element else (),
        columns=tuple(card(c, elements, wrong, labels, owner=field.key) for c in field.columns),
        is_table=field.type == "table",
        hint=field.hint,
        element=_named(field, element),
    )


def field_at(form: Form, path: str) -> Field:
    """The field or column with this path; KeyError when there is none."""
    owner, _slash, key = path.rpartition("/")
    property_at(form.schema, path)
    if not owner:
        return form.field(key)
    return next(c for c in form.field(owner).columns if c.key == key)


def shown_when(form: Form, field: Field) -> str:
    """The field's condition as a sentence; "" when it is always shown."""
    return _shown_when(field, {f.key: f.label for f in form.fields}) if field.show_when else ""


def _shown_when(field: Field, labels: Mapping[str, str]) -> str:
    if not field.show_when:
        return ""
    said = sentence(field.show_when, lambda key: labels.get(key, key), _=_)
    return _("%(condition)s 时显示", condition=said)


def _facts(field: Field, element: Mapping[str, Any] | None) -> list[str]:
    schema = field.schema
    facts = [_(FIELD_TYPES[field.type].words)]
    if field.material:
        facts.append(_(TREATMENTS[field.material.treatment]))
    elif field.type != "statement":
        facts.append(_("必填") if field.required else _("选填"))
    facts += _limits(field)
    options = schema.get("enum") or schema.get("items", {}).get("enum")
    if options:
        facts.append(counted("%(n)s 个选项", len(options)))
    if field.element:
        facts.append(_named(field, element))
    return facts


def _named(field: Field, element: Mapping[str, Any] | None) -> str:
    name = element["name"] if element else field.element
    return _("数据元 %(name)s", name=name) if name else ""


def _limits(field: Field) -> list[str]:
    bounded = field.schema["properties"]["detail"] if field.type == "address" else field.schema
    unit = f" {field.unit}" if field.unit else ""
    words = {
        "minimum": N_("不小于 %(n)s"),
        "exclusiveMinimum": N_("大于 %(n)s"),
        "maximum": N_("不大于 %(n)s"),
        "maxLength": N_("%(n)s 字内"),
    }
    found = [
        _(w, n=bounded[k]) + (unit if "axim" in k or "inim" in k else "")
        for k, w in words.items()
        if k in bounded
    ]
    if not any(k in bounded for k in ("minimum", "exclusiveMinimum", "maximum")) and unit:
        found.append(_("单位 %(unit)s", unit=field.unit))
    return found
