"""The wording that is shown when departments say the same thing differently."""

from collections.abc import Sequence
from typing import Any

from form_builder.bind import Binding
from form_builder.canonical import text


def lead(bindings: Sequence[Binding]) -> Binding:
    """The origin whose wording most departments use; ties go by the text, then by the source's id."""
    voices: dict[str, set[str]] = {}
    for binding in bindings:
        voices.setdefault(label_of(binding), set()).add(binding.department)
    return min(
        bindings,
        key=lambda b: (
            b.factor != 1,
            -len(voices[label_of(b)]),
            label_of(b),
            b.source,
            b.local,
        ),
    )


def label_of(binding: Binding) -> str:
    return str(binding.schema.get("title", binding.local[-1]))


def unit_of(bindings: Sequence[Binding]) -> str:
    """The dictionary's unit as an origin that uses it writes it; "" when every origin converts."""
    units = sorted({b.schema.get("x-unit", "") for b in bindings if b.factor == 1} - {""})
    return units[0] if units else ""


def with_options_in_order(schema: Any, first: Any) -> Any:
    """`schema` with its options in the order of the lead origin's, which people know."""
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("items"), dict) and isinstance(first.get("items"), dict):
        return schema | {"items": with_options_in_order(schema["items"], first["items"])}
    if "enum" not in schema or "enum" not in first:
        return schema
    place = {text(value): n for n, value in enumerate(first["enum"])}
    return schema | {"enum": sorted(schema["enum"], key=lambda v: place.get(text(v), len(place)))}
