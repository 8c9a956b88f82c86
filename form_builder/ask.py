"""What each binding asks of the merged answer, worked out once for each published version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from form_builder.bind import Binding
from form_builder.bound import Bound
from form_builder.canonical import is_annotation, schema_text
from form_builder.canonise import Untold, canonical_schema, condition_over, merge_in, present
from form_builder.conditions import fields_of
from form_builder.intersect import conjuncts

# Over the fixed names of a form's split these decide nothing, or are said field by field.
_SAID = {"type", "properties", "required", "additionalProperties", "unevaluatedProperties"}
_SAID |= {"$defs", "$id", "allOf"}


@dataclass(frozen=True, eq=False)
class Asked:
    """One binding, its rule in canonical words, and that rule taken apart for meeting others."""

    binding: Binding
    schema: Any
    parts: tuple[str, ...]
    columns: tuple["Asked", ...]


@dataclass(frozen=True)
class Asking:
    """All a form asks: field by field, what it asks only under a condition (by canonical text), and
    what could not be said."""

    fields: tuple[Asked, ...]
    guards: Mapping[str, Any]
    lost: tuple[str, ...]


@lru_cache(maxsize=512)
def asking(form: Bound) -> Asking:
    """What `form` asks, in the dictionary's words."""
    lost: list[str] = []
    fields = tuple(_asked(b, lost) for b in form.bindings)
    guards = [*_guards(form, fields, lost), *_whole_rules(form, lost), *_groups(form, lost)]
    return Asking(fields, {schema_text(g): g for g in guards}, tuple(lost))


def _asked(binding: Binding, lost: list[str]) -> Asked:
    schema = canonical_schema(binding, lost)
    columns = tuple(_asked(c, []) for c in binding.columns)
    return Asked(binding, schema, conjuncts([schema]), columns)


def _guards(form: Bound, asked: Iterable[Asked], lost: list[str]) -> Iterable[dict[str, Any]]:
    for field in (a for a in asked if a.binding.show_when is not None and a.binding.is_told):
        then: dict[str, Any] = {}
        merge_in(then, field.binding.path, field.schema, needed=field.binding.needed)
        try:
            yield {"if": _shown(form, field.binding.local[0]), "then": then}
        except Untold as rule:
            lost.append(f"{field.binding.key}: x-show-when {rule}")


def _shown(form: Bound, key: str) -> dict[str, Any]:
    """The condition of `key`, and of every conditional field it looks at: hidden values do not count."""
    conditions: dict[str, Any] = {}
    waiting = [key]
    while waiting:
        name = waiting.pop()
        condition = form.source.schema["properties"].get(name, {}).get("x-show-when")
        if name not in conditions and condition is not None:
            conditions[name] = condition_over(condition, form.by_local)
            waiting += sorted(fields_of(condition))
    parts = list(conditions.values())
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def _whole_rules(form: Bound, lost: list[str]) -> Iterable[Any]:
    """Rules over the form as a whole, beside its fields and its guards."""
    schema = form.source.schema
    rules = [{k: v} for k, v in schema.items() if k not in _SAID and not is_annotation(k)]
    rules += [r for r in schema.get("allOf", ()) if not _is_guard(r)]
    for rule in rules:
        try:
            yield _over_all(form, rule)
        except Untold as reason:
            lost.append(f"{form.source.id}: {reason}")


def _groups(form: Bound, lost: list[str]) -> Iterable[Any]:
    """A group is there when one of its answers is; then all that it needs must be."""
    for path, schema in form.groups:
        needs = [n for n in schema.get("required", ()) if not _is_needed(form, (*path, n))]
        if needs and path and form.by_group[path][0].show_when is not None:
            lost.append(f"{form.source.id}: {'.'.join(path)} required")
        elif needs:
            there = {"allOf": [_there(form, (*path, n)) for n in needs]}
            yield {"if": _there(form, path), "then": there} if path else there


def _is_needed(form: Bound, path: tuple[str, ...]) -> bool:
    return any(b.needed for b in form.by_group.get(path, ()))


def _there(form: Bound, path: tuple[str, ...]) -> Any:
    return {"anyOf": [present(b.path) for b in form.by_group.get(path, ())]}


def _over_all(form: Bound, rule: Any) -> Any:
    fields = form.source.schema.get("properties", {})
    if any("x-show-when" in fields.get(name, {}) for name in fields_of(rule)):
        raise Untold(", ".join(sorted(rule)))
    return condition_over(rule, form.by_local)


def _is_guard(rule: Any) -> bool:
    return isinstance(rule, Mapping) and "x-guard" in rule
