"""Conflicts: what no answer can satisfy, and the fewest departments that cause it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from form_builder.canonical import schema_text
from form_builder.meet import intersection
from schemas.merged import Conflict, MergedField, Origin


def conflicts(fields: Iterable[tuple[MergedField, Sequence[Any]]]) -> tuple[Conflict, ...]:
    """The conflicts of these fields; each comes with what its origins ask in canonical words.

    "presence": an answer is needed and none is possible. "condition": needed and impossible once
    somebody's condition shows it. "field": nobody needs it, it can only be left blank.
    """
    return tuple(_conflict(f, asked) for f, asked in fields if intersection(asked) is False)


def _conflict(field: MergedField, asked: Sequence[Any]) -> Conflict:
    texts = culprits([schema_text(schema) for schema in asked], dict_of(asked))
    guilty = tuple(_first(field.origins, asked, t) for t in texts)
    names = tuple(dict.fromkeys(o.source for o in guilty))
    return Conflict(field.key, _kind(field), names, texts)


def culprits(texts: Sequence[str], schemas: dict[str, Any]) -> tuple[str, ...]:
    """The smallest set of these rules whose meet is empty: singles, pairs, triples, then all."""
    distinct = sorted(set(texts))
    for size in (1, 2, 3):
        for some in combinations(distinct, size):
            if intersection([schemas[t] for t in some]) is False:
                return some
    return tuple(distinct)


def dict_of(schemas: Iterable[Any]) -> dict[str, Any]:
    """Schemas by their canonical text."""
    return {schema_text(schema): schema for schema in schemas}


def _first(origins: Sequence[Origin], asked: Sequence[Any], wanted: str) -> Origin:
    same: Iterator[Origin] = (
        o for o, schema in zip(origins, asked, strict=True) if schema_text(schema) == wanted
    )
    return min(same, key=lambda o: (not o.required, o.source))


def _kind(field: MergedField) -> str:
    needing = [o for o in field.origins if o.required]
    if not needing:
        return "field"
    always = any("x-show-when" not in o.schema for o in needing)
    return "presence" if always else "condition"
