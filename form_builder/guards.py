"""The merged schema: what every source asks at once, conditions renamed and kept as guards."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from form_builder.bind import Binding, Bound
from form_builder.canonical import is_annotation, schema_text
from form_builder.canonise import Untold, condition_over, merge_in
from form_builder.conditions import fields_of
from form_builder.meet import intersection

Asked = tuple[Binding, Any]
# Over the fixed names of a form's split these decide nothing, or are said field by field.
_SAID = frozenset(
    [
        "type",
        "properties",
        "required",
        "additionalProperties",
        "unevaluatedProperties",
        "$defs",
        "$id",
        "allOf",
    ]
)


def root_schema(forms: Sequence[Bound], asked: Sequence[Asked], lost: list[str]) -> dict[str, Any]:
    """The schema of the merged document; `lost` gets what it cannot say."""
    root: dict[str, Any] = {"type": "object"}
    for path, (schemas, needed) in _always(asked).items():
        merge_in(root, path, intersection(schemas), needed=needed)
    guards = [g for form in forms for g in _guards(form, asked, lost)]
    guards += [r for form in forms for r in _whole_rules(form, lost)]
    if guards:
        root["allOf"] = [guard for _, guard in sorted({schema_text(g): g for g in guards}.items())]
    return root


def _always(asked: Iterable[Asked]) -> dict[tuple[str, ...], tuple[list[Any], bool]]:
    found: dict[tuple[str, ...], tuple[list[Any], bool]] = {}
    for binding, schema in asked:
        if binding.show_when is None:
            schemas, needed = found.get(binding.path, ([], False))
            found[binding.path] = [*schemas, schema], needed or binding.needed
    return found


def _guards(form: Bound, asked: Iterable[Asked], lost: list[str]) -> Iterable[dict[str, Any]]:
    for binding, schema in asked:
        if binding.source != form.source.id or binding.show_when is None:
            continue
        then: dict[str, Any] = {}
        merge_in(then, binding.path, schema, needed=binding.needed)
        try:
            yield {"if": _shown(form, binding.local[0]), "then": then}
        except Untold as rule:
            lost.append(f"{binding.key}: x-show-when {rule}")


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


def _over_all(form: Bound, rule: Any) -> Any:
    fields = form.source.schema.get("properties", {})
    if any("x-show-when" in fields.get(name, {}) for name in fields_of(rule)):
        raise Untold(", ".join(sorted(rule)))
    return condition_over(rule, form.by_local)


def _is_guard(rule: Any) -> bool:
    return isinstance(rule, Mapping) and "x-guard" in rule
