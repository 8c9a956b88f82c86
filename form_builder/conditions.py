"""Conditions: when a field is shown, when a rule fires. Each is a JSON Schema over the answers."""

from collections.abc import Mapping
from typing import Any

from form_builder.expressions import BadExpression, from_expression
from form_builder.reading import Clause, Group, clauses, fields_of, sentence, to_condition
from form_builder.shown import shown_of
from schemas.form import Schema
from schemas.judge import accepts

__all__ = [
    "BadExpression",
    "Clause",
    "Group",
    "clauses",
    "fields_of",
    "from_expression",
    "hidden",
    "holds",
    "sentence",
    "settle",
    "to_condition",
    "visible",
]


def holds(condition: Schema, answers: Mapping[str, Any]) -> bool:
    """Do these answers (empty ones left out) meet the condition?"""
    return accepts(condition, dict(answers))


def hidden(schema: Schema, answers: Mapping[str, Any]) -> frozenset[str]:
    """The fields that are not shown: a condition only ever sees answers that are shown themselves."""
    return shown_of(schema).hidden(answers)


def visible(schema: Schema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without those of hidden fields."""
    out = hidden(schema, answers)
    return {k: v for k, v in answers.items() if k not in out}


def settle(schema: Schema) -> dict[str, Any]:
    """The form with its guards made anew from `x-show-when`.

    A guard lets any 2020-12 validator reach the platform's verdict: shown and required, or forbidden.
    A conditional field leaves the root `required`; a field that lost its condition goes back there.
    """
    conditional = [k for k, f in schema["properties"].items() if "x-show-when" in f]
    needed = needed_fields(schema)
    rest = [part for part in schema.get("allOf", ()) if "x-guard" not in part]
    guards = [_guard(k, schema["properties"][k]["x-show-when"], k in needed) for k in conditional]
    out = {k: v for k, v in schema.items() if k not in ("allOf", "required")}
    out["required"] = [k for k in schema["properties"] if k in needed and k not in conditional]
    return out | ({"allOf": rest + guards} if rest or guards else {})


def needed_fields(schema: Schema) -> frozenset[str]:
    """The fields that must be answered whenever they are shown."""
    guarded = [
        part["then"] for part in schema.get("allOf", ()) if "x-guard" in part and "then" in part
    ]
    return frozenset(schema.get("required", ())).union(*(g.get("required", ()) for g in guarded))


def _guard(key: str, condition: Schema, required: bool) -> dict[str, Any]:
    then = {"then": {"required": [key]}} if required else {}
    return {"x-guard": key, "if": condition, **then, "else": {"properties": {key: False}}}
