"""Conflicts: what no answer can satisfy, and the fewest departments that cause it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from form_builder.ask import Asked
from form_builder.canonical import schema_text
from form_builder.intersect import meet_of
from schemas.merged import Conflict, MergedField


def conflicts(
    fields: Iterable[tuple[MergedField, Sequence[Asked]]],
) -> tuple[Conflict, ...]:
    """The conflicts of these fields, each with the rules of its origins.

    "presence": an answer is needed and none is possible. "condition": needed and impossible once
    somebody's condition shows it. "field": nobody needs it, it can only be left blank.
    """
    return tuple(_conflict(field, asked) for field, asked in fields if field.schema is False)


def _conflict(field: MergedField, asked: Sequence[Asked]) -> Conflict:
    by_text: dict[str, list[Asked]] = {}
    for one in asked:
        by_text.setdefault(schema_text(one.schema), []).append(one)
    texts = culprits({text: group[0].parts for text, group in by_text.items()})
    guilty = [
        min(by_text[t], key=lambda a: (not a.binding.needed, a.binding.source)) for t in texts
    ]
    names = tuple(dict.fromkeys(a.binding.source for a in guilty))
    return Conflict(field.key, _kind(asked), names, texts)


def culprits(rules: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The fewest of these rules (by text, taken apart) whose meet is empty: single, pair, triple, or all."""
    for size in (1, 2, 3):
        for some in combinations(sorted(rules), size):
            if meet_of(part for text in some for part in rules[text]) is False:
                return some
    return tuple(sorted(rules))


def _kind(asked: Sequence[Asked]) -> str:
    needing = [a.binding for a in asked if a.binding.needed]
    if not needing:
        return "field"
    return "presence" if any(b.show_when is None for b in needing) else "condition"
