"""Conditions that never or always hold, found by trying answers that stand for all answers."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from form_builder.reading import fields_of
from form_builder.shown import shown_of
from form_builder.worlds import UNANSWERED, standing_for, tests_on, worlds
from schemas.field_types import FIELD_TYPES
from schemas.form import Schema

NEVER, ALWAYS = "never", "always"


def verdict(key: str, document: Schema) -> str:
    """NEVER when no complete answers show the field, ALWAYS when all do, "" when some do or it cannot
    be told: too many answers to try, or a condition on what is not there."""
    fields = document["properties"]
    near = _asked_about(key, fields)
    if not all(name in fields for name in near):
        return ""
    needed = set(document.get("required", ()))
    part = {k: _bare(fields[k]) | {"needed": k in needed} for k in (*near, key)}
    return _verdict(key, json.dumps(part, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=4096)
def _verdict(key: str, written: str) -> str:
    fields: Mapping[str, Any] = json.loads(written)
    conditions = [f["x-show-when"] for f in fields.values() if "x-show-when" in f]
    tried = worlds({k: _answers(f, tests_on(k, conditions)) for k, f in fields.items() if k != key})
    if tried is None:
        return ""
    shown = shown_of({"properties": fields})
    seen = {key not in shown.hidden(world) for world in tried}
    return {frozenset({True}): ALWAYS, frozenset({False}): NEVER}.get(frozenset(seen), "")


def _answers(field: Mapping[str, Any], tests: list[Schema]) -> list[Any]:
    """The answers to try: UNANSWERED too where it may be left empty, and only that where nobody is asked.
    [] when the field itself accepts nothing, which is said elsewhere."""
    if field.get("x-material", {}).get("treatment") == "shared" or not _is_asked(field):
        return [UNANSWERED]
    options = field.get("enum", ("one",))
    if not options or len(set(options)) < len(options):
        return [UNANSWERED] if not options else []
    found = standing_for({k: v for k, v in field.items() if k != "needed"}, tests)
    return found if not found or field["needed"] else [*found, UNANSWERED]


def _is_asked(field: Mapping[str, Any]) -> bool:
    kind = FIELD_TYPES.get(field.get("x-type", ""))
    return kind is not None and (kind.asked or kind.name == "material")


def _asked_about(key: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Every other field whose answer decides, however far, whether this one is shown."""
    found: dict[str, None] = {}
    waiting = [key]
    while waiting:
        for name in sorted(fields_of(fields.get(waiting.pop(), {}).get("x-show-when"))):
            if name not in found and name != key:
                found[name] = None
                waiting.append(name)
    return tuple(found)


def _bare(schema: Schema) -> dict[str, Any]:
    words = ("title", "description", "x-i18n", "x-note", "x-section")
    return {k: v for k, v in schema.items() if k not in words}
