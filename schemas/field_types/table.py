"""A table: rows of the same few questions."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from schemas.field_types.base import ABSENT, FIELD_TYPES, FieldType, Question, Submitted
from schemas.wording import N_

MOST_ROWS = 200
# The member that names a row whose other columns are kept elsewhere; no column can be called so.
ROW = "#"


class Table(FieldType):
    """Row n's column c is submitted as `<key>.<n>.<c>`; rows left wholly empty are dropped."""

    name, words, widget = "table", N_("表格"), "table"
    in_tables = False
    grouped = True

    def base(self) -> dict[str, Any]:
        column = FIELD_TYPES["text"].base() | {"title": "名称"}
        row = {
            "type": "object",
            "additionalProperties": False,
            "required": ["name"],
            "properties": {"name": column},
        }
        return {
            "type": "array",
            "items": row,
            "minItems": 1,
            "maxItems": MOST_ROWS,
            "x-type": self.name,
        }

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        rows: list[dict[str, Any]] = []
        problems: list[str] = []
        for number in row_numbers(submitted, name):
            row, problem = read_row(submitted, f"{name}.{number}", field)
            rows += [row | _named(submitted, f"{name}.{number}")] if row else []
            problems += [f"第 {len(rows)} 行：{problem}"] if problem else []
        return rows or ABSENT, problems[0] if problems else None

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        """Needs no columns: each cell is written by the shape of its value."""
        typed: dict[str, list[str]] = {}
        for number, row in enumerate(value if isinstance(value, list | tuple) else ()):
            for key, cell in row.items() if isinstance(row, dict) else ():
                place = f"{name}.{number}"
                typed |= {place: [cell]} if key == ROW else _written(cell, f"{place}.{key}")
        return typed

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        """One line a row; paper and pages draw a real table instead."""
        return "\n".join(
            "，".join(filter(None, cells(row, field, language)))
            for row in (value if isinstance(value, list | tuple) else ())
        )

    def html(self, field: Question) -> dict[str, str]:
        return {}

    def example(self, rng: Random) -> Any:
        return [{"name": FIELD_TYPES["text"].example(rng)} for _ in range(rng.randint(1, 3))]


def row_numbers(submitted: Submitted, name: str) -> list[int]:
    """The rows that were sent, in order, at most MOST_ROWS of them."""
    pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})(?:\.|$)")
    found = (pattern.match(key) for key in _names(submitted) if isinstance(key, str))
    return sorted({int(m[1]) for m in found if m})[:MOST_ROWS]


def read_row(
    submitted: Submitted, name: str, field: Question | None
) -> tuple[dict[str, Any], str | None]:
    """One row's answers and the first thing that cannot be read in it."""
    row: dict[str, Any] = {}
    first = None
    for column in field.columns if field else ():
        value, problem = FIELD_TYPES[column.type].read(submitted, f"{name}.{column.key}", column)
        row |= {} if value is ABSENT else {column.key: value}
        first = first or problem
    return row, first


def cells(row: Any, field: Question, language: str) -> tuple[str, ...]:
    """A row's values as people read them, in the order of the columns."""
    given = row if isinstance(row, dict) else {}
    return tuple(
        FIELD_TYPES[c.type].present(given.get(c.key, ABSENT), c, language) for c in field.columns
    )


def _named(submitted: Submitted, name: str) -> dict[str, str]:
    """The row's own name, where it has one."""
    found = next((v for v in submitted.getlist(name) if isinstance(v, str)), "")
    return {ROW: found} if re.fullmatch("[0-9]{1,6}", found) else {}


def _names(submitted: Submitted) -> Iterator[Any]:
    return iter(getattr(submitted, "keys", tuple)())


def _written(cell: Any, name: str) -> dict[str, list[str]]:
    kind = {bool: "yes_no", int: "number", float: "number"}.get(type(cell), "text")
    if isinstance(cell, dict):
        kind = "period" if "from" in cell or "to" in cell else "address"
    elif isinstance(cell, list):
        kind = "choices"
    return FIELD_TYPES[kind].write(cell, name)
