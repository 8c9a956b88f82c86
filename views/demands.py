"""What a department's own rule asks of an answer, in words people can compare."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _

from form_builder.compare import LIMITS
from schemas.form import Schema
from schemas.merged import Conflict, MergedField, Origin
from schemas.permit import Department, Permit
from views.languages import language

_WORDED = {
    "minimum": lambda n: _("不小于 %(n)s", n=n),
    "exclusiveMinimum": lambda n: _("大于 %(n)s", n=n),
    "maximum": lambda n: _("不大于 %(n)s", n=n),
    "exclusiveMaximum": lambda n: _("小于 %(n)s", n=n),
    "minLength": lambda n: _("不少于 %(n)s 个字", n=n),
    "maxLength": lambda n: _("不超过 %(n)s 个字", n=n),
}
_SILENT = {"x-unit", "x-factor", "format"}


@dataclass(frozen=True)
class Side:
    """One department's side of a conflict: its own wording, and its own rule in words."""

    permit: str
    name: str
    department: str
    label: str
    rule: str
    path: str = ""


def sides(
    conflict: Conflict,
    fields: Mapping[str, MergedField],
    permits: Mapping[str, Permit],
    offices: Mapping[str, Department],
) -> tuple[Side, ...]:
    """Both (or all) sides of a conflict, in the order in which it names them."""
    keys = conflict.keys or tuple(conflict.about for _source in conflict.sources)
    return tuple(
        Side(
            permit=source,
            name=permits[source].named(language()),
            department=offices[permits[source].department].named(language()),
            label=origin.label,
            rule=_sentence(said) if does == "relates" else rule(origin),
            path="/".join(origin.path),
        )
        for source, key, does, said in zip_longest(
            conflict.sources, keys, conflict.does, conflict.texts, fillvalue=""
        )
        for origin in (fields[key].origins if key in fields else ())
        if origin.source == source
    )


def _sentence(said: str) -> str:
    """What a rule between answers says, in the reader's language where its author gave it."""
    says = json.loads(said)["says"]
    return str(says.get(language(), says[""]))


def stops_everybody(conflict: Conflict) -> bool:
    """Whether nobody can submit a form with this conflict in it, whatever is answered."""
    return conflict.kind in ("presence", "form")


def trigger(conflict: Conflict) -> str:
    """The answer of a "choice" that can be given and then never be submitted, in words; "" for any."""
    try:
        schema = json.loads(conflict.when) if conflict.when else {}
    except ValueError:
        return ""
    return _("，").join(demands(schema)) if isinstance(schema, dict) else ""


def rule(origin: Origin) -> str:
    """What this origin asks: its limits in its own unit, its options, and whether it must be answered."""
    needed = _("必填") if origin.required else _("选填")
    shown = _("有显示条件") if origin.schema.get("x-show-when") else ""
    return _("，").join(filter(None, (needed, shown, *demands(origin.schema))))


def demands(schema: Schema) -> Iterator[str]:
    """Each limit of a schema in words."""
    bounded = schema["properties"].get("detail", schema) if "properties" in schema else schema
    unit = schema.get("x-unit", "")
    for keyword, value in bounded.items():
        if keyword in _WORDED:
            size = f"{value} {unit}".rstrip() if "Length" not in keyword else value
            yield _WORDED[keyword](size)
        elif keyword in LIMITS and keyword not in _SILENT:
            yield f"{_(LIMITS[keyword])} {value}"
    if "const" in schema:
        yield _("只能是 %(value)s", value=_said(schema["const"]))
    options = schema.get("enum") or _inner(schema).get("enum")
    if options:
        yield _("只能选 %(options)s", options=_("、").join(map(_said, options)))


def _inner(schema: Schema) -> Schema:
    items = schema.get("items")
    return items if isinstance(items, dict) else {}


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)
