"""A proposed element as its steward would have it: another name, kind, checks, options, words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from form_builder.edit import LIMITS
from form_builder.likeness.alike import types_meet
from schemas.field_types import FIELD_TYPES

Document = dict[str, Any]
LANGUAGES = ("zh-Hant", "en", "pt")


@dataclass(frozen=True)
class Amendment:
    """What the steward writes. `limits` are JSON numbers or, for a pattern, text by keyword, without those left
    empty; `names` are the translations by language; `options` only count for a choice."""

    name: str
    type: str
    unit: str
    note: str
    group: str
    sensitivity: str
    limits: Mapping[str, Any]
    options: Sequence[str]
    names: Mapping[str, str]


def kinds_for(type: str) -> tuple[str, ...]:
    """The kinds a proposed element may become, so that the question that asked for it can still ask it."""
    return tuple(
        name
        for name, kind in FIELD_TYPES.items()
        if name == type or (kind.asked and types_meet(type, name))
    )


def limits_of(type: str) -> tuple[str, ...]:
    """The checks an element of this kind can have."""
    return tuple(k for k in LIMITS.get(type, ()) if k != "x-unit")


def amended(
    element: Mapping[str, Any], wish: Amendment, *, _: Callable[[str], str] = str
) -> Document | str:
    """The element's document as it is wished, under its id; a sentence where that is no element."""
    if wish.type not in kinds_for(element["type"]):
        return _("提议的那一题答不了这种类型。")
    if wish.type in ("choice", "choices") and len(wish.options) < 2:
        return _("请至少写两个选项。")
    schema = _schema(element, wish)
    names = {k: {"name": wish.names[k]} for k in LANGUAGES if wish.names.get(k)}
    spoken = {k: v for k, v in element.get("i18n", {}).items() if k not in LANGUAGES} | names
    kept = {k: v for k, v in element.items() if k not in ("unit", "note", "i18n")}
    facts = {"name": wish.name, "type": wish.type, "group": wish.group, "schema": schema}
    more = {"unit": wish.unit, "note": wish.note, "i18n": spoken}
    return kept | facts | {"sensitivity": wish.sensitivity} | {k: v for k, v in more.items() if v}


def _schema(element: Mapping[str, Any], wish: Amendment) -> Document:
    same = wish.type == element["type"]
    base = element["schema"] if same else FIELD_TYPES[wish.type].base()
    left = (*limits_of(wish.type), "title", "description")
    schema = {k: v for k, v in base.items() if k not in left and not k.startswith("x-")}
    if wish.type == "choice":
        schema["enum"] = list(wish.options)
    if wish.type == "choices":
        schema["items"] = {**schema["items"], "enum": list(wish.options)}
    return _bounded(schema, wish)


def _bounded(schema: Document, wish: Amendment) -> Document:
    if wish.type != "address" or "maxLength" not in wish.limits:
        return schema | dict(wish.limits)
    parts = schema["properties"]
    detail = {**parts["detail"], "maxLength": wish.limits["maxLength"]}
    return {**schema, "properties": {**parts, "detail": detail}}
