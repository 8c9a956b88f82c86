"""The rows of a table whose columns change: what is not asked now is kept under the row's own name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from form_builder.altered import CHOSEN, another_measure, measure
from form_builder.retype import retyped
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.field_types.table import ROW
from schemas.judge import accepts
from schemas.merged import MergedField


@dataclass(frozen=True)
class Rows:
    """`kept`: row name → column → value; `earlier`: "<row>.<column>" → what must be given anew."""

    rows: list[Any]
    kept: dict[str, dict[str, Any]]
    earlier: dict[str, Any]


def moved_rows(old: MergedField, new: MergedField, rows: Any, known: Rows, language: str) -> Rows:
    """`rows` of `old` with the columns of `new`; columns kept in `known` that are asked again come back."""
    found = Rows([], {k: dict(v) for k, v in known.kept.items()}, dict(known.earlier))
    given = [r for r in rows if isinstance(r, Mapping)] if isinstance(rows, list) else []
    taken = [
        int(name) for name in (*known.kept, *(r.get(ROW, "") for r in given)) if name.isdigit()
    ]
    spare = max(taken, default=0)
    for number, row in enumerate(given, 1):
        name = str(row.get(ROW) or spare + number)
        found.rows.append(_row(found, name, row, old, new, language))
    return found


def _row(
    found: Rows,
    name: str,
    row: Mapping[str, Any],
    old: MergedField,
    new: MergedField,
    language: str,
) -> dict[str, Any]:
    asked = {c.key: c for c in new.columns}
    before = {c.key: c for c in old.columns}
    aside = found.kept.pop(name, {})
    moved: dict[str, Any] = {}
    for key, value in row.items():
        fitting = value if key not in before else _cell(value, before[key], asked.get(key))
        if key in asked and fitting is not ABSENT:
            moved[key] = fitting
        elif key != ROW:
            aside[key] = value
            if key in asked:
                found.earlier[f"{name}.{key}"] = _told(value, before[key], language)
    _bring_back(found, name, moved, aside, asked)
    if aside:
        found.kept[name] = aside
        moved[ROW] = name
    return moved


def _bring_back(
    found: Rows,
    name: str,
    moved: dict[str, Any],
    aside: dict[str, Any],
    asked: Mapping[str, MergedField],
) -> None:
    """Cells that are asked again and fit go back to their row."""
    for key in [k for k in aside if k in asked and k not in moved]:
        told = found.earlier.get(f"{name}.{key}")
        if accepts(asked[key].schema, aside[key]) and (
            told is None or told["of"] == measure(asked[key])
        ):
            moved[key] = aside.pop(key)
            found.earlier.pop(f"{name}.{key}", None)


def _told(value: Any, old: MergedField, language: str) -> dict[str, str]:
    words = FIELD_TYPES[old.type].present(value, old, language)
    return {"words": words, "of": measure(old)}


def _cell(value: Any, old: MergedField, new: MergedField | None) -> Any:
    if new is None or another_measure(old, new):
        return ABSENT
    if old.type != new.type and not accepts(new.schema, value):
        return retyped(value, old, new)
    lost = new.type in CHOSEN and accepts(old.schema, value) and not accepts(new.schema, value)
    return ABSENT if lost else value
