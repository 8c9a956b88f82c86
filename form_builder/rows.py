"""Conditions as the builder's rows: groups of clauses. Joined by "any", one group must hold whole; joined by
"all", every group must hold with one clause at least."""

from collections.abc import Iterable
from typing import Any

from form_builder.reading import Clause, Group, clauses, to_condition
from schemas.form import Schema

Rows = tuple[tuple[Clause, ...], ...]

OTHER = {"any": "all", "all": "any"}
_NUMBERS = ("is", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
SEVERAL = frozenset({"in", "not_in"})
_BY_TYPE = {
    "choice": ("is", "is_not", "in", "not_in"),
    "yes_no": ("is",),
    "choices": ("includes", "excludes"),
    "tags": ("includes", "excludes"),
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "money": _NUMBERS,
}


def operators(type_name: str) -> tuple[str, ...]:
    """What can be said about an answer of this type, as keys of reading.OPERATORS."""
    return (*_BY_TYPE.get(type_name, ()), "answered", "empty")


def to_schema(rows: Iterable[Iterable[Clause]], join: str = "any") -> Schema:
    """The condition that these groups make, joined by "any" or "all"."""
    groups = [_inner(tuple(group), OTHER[join]) for group in rows]
    return to_condition(groups[0] if len(groups) == 1 else Group(join, tuple(groups)))


def to_groups(condition: Schema | None) -> tuple[str, Rows] | None:
    """(join, rows) of a condition, the inverse of `to_schema`; None when it says more than that. What both
    joins can say is read as "any"."""
    rows = to_rows(condition)
    if rows is not None:
        return "any", rows
    read = clauses(condition or {})
    if not isinstance(read, Group) or read.join != "all" or read.negated:
        return None
    found = [_row(part, "any") for part in read.parts]
    return None if None in found else ("all", tuple(found))  # type: ignore[arg-type]


def to_rows(condition: Schema | None) -> Rows | None:
    """The rows of a condition joined by "any"; None when it says more than they can."""
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
    if operator in SEVERAL:
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


def _inner(group: tuple[Clause, ...], join: str) -> Clause | Group:
    return group[0] if len(group) == 1 else Group(join, group)


def _row(part: Clause | Group | None, join: str = "all") -> tuple[Clause, ...] | None:
    if isinstance(part, Clause):
        return (part,)
    if part is None or part.join != join or part.negated:
        return None
    inner = [p for p in part.parts if isinstance(p, Clause)]
    return tuple(inner) if len(inner) == len(part.parts) else None
