"""Conditions as the builder's rows: groups of clauses, any one group of which must hold whole."""

from collections.abc import Iterable
from typing import Any

from form_builder.reading import Clause, Group, clauses, to_condition
from schemas.form import Schema

Rows = tuple[tuple[Clause, ...], ...]

_NUMBERS = ("is", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_BY_TYPE = {
    "choice": ("is", "is_not", "in"),
    "yes_no": ("is",),
    "choices": ("includes",),
    "tags": ("includes",),
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "money": _NUMBERS,
}


def operators(type_name: str) -> tuple[str, ...]:
    """What can be said about an answer of this type, as keys of reading.OPERATORS."""
    return (*_BY_TYPE.get(type_name, ()), "answered", "empty")


def to_schema(rows: Iterable[Iterable[Clause]]) -> Schema:
    """The condition that holds when every clause of any one row group holds."""
    groups = [_all(tuple(group)) for group in rows]
    return to_condition(groups[0] if len(groups) == 1 else Group("any", tuple(groups)))


def to_rows(condition: Schema | None) -> Rows | None:
    """The rows of a condition, the inverse of `to_schema`; None when it says more than rows can."""
    if not condition:
        return ()
    read = clauses(condition)
    if isinstance(read, Group) and read.join == "any" and not read.negated:
        found = [_row(part) for part in read.parts]
    else:
        found = [_row(read)]
    return None if None in found else tuple(found)  # type: ignore[arg-type]


def read_value(schema: Schema, operator: str, text: str) -> Any:
    """What the form's control sent, as the value a clause on this field compares with.

    Raises ValueError when a number is wanted and something else was sent.
    """
    kind = schema.get("x-type")
    if operator in ("answered", "empty"):
        return None
    if operator == "in":
        return tuple(
            dict.fromkeys(t.strip() for t in text.replace("、", "\n").splitlines() if t.strip())
        )
    if kind == "yes_no":
        return text == "true"
    if kind in ("integer", "number", "money"):
        number = float(text)
        if number in (float("inf"), float("-inf")) or number != number:
            raise ValueError(text)
        return int(number) if number.is_integer() else number
    return text


def _all(group: tuple[Clause, ...]) -> Clause | Group:
    return group[0] if len(group) == 1 else Group("all", group)


def _row(part: Clause | Group | None) -> tuple[Clause, ...] | None:
    if isinstance(part, Clause):
        return (part,)
    if part is None or part.join != "all" or part.negated:
        return None
    inner = [p for p in part.parts if isinstance(p, Clause)]
    return tuple(inner) if len(inner) == len(part.parts) else None
