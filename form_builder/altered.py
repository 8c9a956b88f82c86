"""What became different between two versions of one question."""

from collections.abc import Iterator, Mapping
from typing import Any

from form_builder.canonical import bare, text
from schemas.merged import MergedField, Origin

CHOSEN = frozenset({"choice", "choices", "yes_no"})
Place = tuple[str, tuple[str, ...]]


def altered(old: MergedField, new: MergedField) -> tuple[str, ...]:
    """The aspects that differ, in the order people care: "element", "label", "hint", "type", "unit",
    "options", "limits", "required", "condition", "columns"; () for the same question.

    Only what departments that ask in both versions say is compared: one more department asking the
    same thing is no other question.
    """
    pairs = tuple(_pairs(old, new))
    seen = {name for a, b in pairs for name in _said(a, b)}
    seen |= {"element"} if old.key != new.key else set()
    seen |= {"type"} if old.type != new.type else set()
    seen |= {"columns"} if _columns(old) != _columns(new) else set()
    seen |= {"options"} if _options(old.schema) != _options(new.schema) else set()
    seen |= {"limits"} if pairs and _limits(old.schema) != _limits(new.schema) else set()
    return tuple(name for name in ORDER if name in seen)


ORDER = (
    "element",
    "label",
    "hint",
    "type",
    "unit",
    "options",
    "limits",
    "required",
    "condition",
    "columns",
)


def another_measure(old: MergedField, new: MergedField) -> bool:
    """Does a number now count in another unit? A new factor alone changes nothing: answers are kept in
    the dictionary's unit, which it converts from."""
    return any(_unit(a) != _unit(b) and a.factor == b.factor for a, b in _pairs(old, new))


def measure(field: MergedField) -> str:
    """What kind of value the question takes: its type and its units. An answer that was put aside comes
    back only to a question of the same measure."""
    units = sorted({_unit(o) for o in field.origins})
    return " ".join([field.type, *units])


def places(field: MergedField) -> tuple[Place, ...]:
    """Where departments ask it: (source, local path) each."""
    return tuple((o.source, o.path) for o in field.origins)


def _pairs(old: MergedField, new: MergedField) -> Iterator[tuple[Origin, Origin]]:
    before = {(o.source, o.path): o for o in old.origins}
    for origin in new.origins:
        if (origin.source, origin.path) in before:
            yield before[origin.source, origin.path], origin


def _said(old: Origin, new: Origin) -> Iterator[str]:
    if old.label != new.label:
        yield "label"
    if old.schema.get("description", "") != new.schema.get("description", ""):
        yield "hint"
    if _unit(old) != _unit(new):
        yield "unit"
    if old.required != new.required:
        yield "required"
    if old.schema.get("x-show-when") != new.schema.get("x-show-when"):
        yield "condition"


def _unit(origin: Origin) -> str:
    return str(origin.schema.get("x-unit", ""))


def _columns(field: MergedField) -> dict[str, tuple[str, str, bool, str, tuple[str, ...]]]:
    return {
        c.key: (c.label, c.type, c.required, text(bare(c.schema)), tuple(map(_unit, c.origins)))
        for c in field.columns
    }


def _options(schema: Mapping[str, Any]) -> set[str]:
    inner = schema.get("items", schema) if isinstance(schema, Mapping) else {}
    return set(map(text, inner.get("enum", ()))) if isinstance(inner, Mapping) else set()


def _limits(schema: Any) -> str:
    """Everything that refuses, without options, which have a word of their own, and without columns."""
    if not isinstance(schema, Mapping):
        return text(schema)
    kept = {k: v for k, v in schema.items() if k not in ("enum", "type")}
    if isinstance(kept.get("items"), Mapping):
        del kept["items"]
    return text(bare(kept))
