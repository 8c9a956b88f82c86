"""The wording that is shown when departments say the same thing differently."""

from collections.abc import Iterable, Sequence
from typing import Any

from form_builder.bind import Binding
from form_builder.canonical import text


def lead(bindings: Sequence[Binding]) -> Binding:
    """The origin whose wording most departments use; ties go by the text, then by the source's id."""
    if len(bindings) == 1:
        return bindings[0]
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


def type_of(bindings: Sequence[Binding]) -> str:
    """The type most origins have; any type that knows more than plain text comes before it."""
    kinds = [b.schema.get("x-type", "text") for b in bindings]
    if len(kinds) == 1:
        return str(kinds[0])
    return str(min(kinds, key=lambda k: (k == "text", -kinds.count(k), k)))


def unit_of(bindings: Sequence[Binding]) -> str:
    """The dictionary's unit as an origin that uses it writes it; "" when every origin converts."""
    said = [(b.schema.get("x-unit"), b) for b in bindings]
    return min((unit for unit, b in said if unit and b.factor == 1), default="")


def with_options_in_order(schema: Any, spoken: Iterable[Any]) -> Any:
    """`schema` with its options in an order people know: of the first in `spoken` that lists options."""
    if not isinstance(schema, dict) or not {"enum", "items"} & schema.keys():
        return schema
    spoken = [s for s in spoken if isinstance(s, dict)]
    if isinstance(schema.get("items"), dict):
        items = with_options_in_order(schema["items"], [s.get("items") for s in spoken])
        return schema | {"items": items}
    known = next((s["enum"] for s in spoken if "enum" in s), ())
    if "enum" not in schema:
        return schema
    place = {text(value): n for n, value in enumerate(known)}
    return schema | {"enum": sorted(schema["enum"], key=lambda v: place.get(text(v), len(place)))}
