"""A field made ready to be drawn: what templates/fields/ need and nothing more."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _

from form_builder.derive import Derived
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.field_types.base import Level, Part
from schemas.field_types.choices import option_words, options
from schemas.field_types.table import ROW, row_numbers
from schemas.form import Field
from schemas.merged import MergedField
from views.derived import cell

BUTTONS_UP_TO = 7
Typed = Mapping[str, Sequence[str]]
Errors = Mapping[tuple[str | int, ...], str]


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """`number` names the row's inputs, `position` is what people read, from 1; `name` is its own name
    where other columns of it are kept aside."""

    number: int
    position: int
    cells: tuple["Asked", ...]
    name: str = ""


@dataclass(frozen=True)
class Columns:
    """More about a table's columns: who needs a column that not all need, which follow from another
    one of their row, and the words of cells that must be answered anew ("<row>.<column>")."""

    needed_by: Mapping[str, str] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    earlier: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One question on the page. `name` is what its input submits, `id` is safe in HTML and selectors."""

    name: str
    id: str
    type: str
    widget: str
    label: str
    hint: str
    unit: str
    is_required: bool
    html: Mapping[str, str]
    typed: Typed
    error: str | None = None
    note: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    parts: tuple["Asked", ...] = ()
    levels: tuple[Level, ...] = ()
    offices: tuple[Any, ...] = ()
    needed_by: str = ""
    earlier: str = ""
    treatment: str = ""
    files: tuple[Any, ...] = ()
    fixed: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def attributes(self) -> dict[str, str]:
        """What every input of this question carries besides its name and value."""
        said = {"aria-describedby": self.described_by} if self.described_by else {}
        said |= {"aria-invalid": "true"} if self.error else {}
        said |= {"aria-required": "true"} if self.is_required and not self.has_legend else {}
        said |= {"data-focus": ""} if self.more.get("focus") == "here" else {}
        return {**self.html, **said}

    @property
    def inner(self) -> tuple["Asked", ...]:
        """The inputs that carry their own faults."""
        return self.parts if self.widget == "parts" else ()

    @property
    def has_legend(self) -> bool:
        return FIELD_TYPES[self.type].grouped or (self.widget == "choice" and self.has_buttons)

    @property
    def has_buttons(self) -> bool:
        return len(self.options) <= BUTTONS_UP_TO

    @property
    def permits(self) -> int:
        """How many permits need it."""
        return len({v.permit_id for o in self.offices for v in o.voices})

    @property
    def described_by(self) -> str:
        """The ids of hint, earlier answer and error, for aria-describedby."""
        ids = [f"{self.id}-hint"] if self.hint else []
        ids += [f"{self.id}-earlier"] if self.earlier else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)

    @property
    def focus(self) -> str:
        """The id of the first input, for links from the error summary."""
        if self.widget == "table" and self.rows:
            wrong = [c for r in self.rows for c in r.cells if c.error]
            return (wrong or list(self.rows[0].cells))[0].focus
        if self.inner:
            return next((p for p in self.inner if p.error), self.inner[0]).focus
        first = FIELD_TYPES[self.type].first
        return f"{self.id}-{first}" if first else self.id

    def one(self, part: str = "") -> str:
        """The text in an input of this question: `part` is "division", "from"…"""
        values = self.typed.get(f"{self.name}.{part}" if part else self.name, ())
        return values[0] if values else ""


def ask(
    question: Field | MergedField | Part,
    typed: Typed,
    *,
    language: str = "zh-Hans",
    name: str | None = None,
    errors: Errors | None = None,
    rows: Iterable[int] | None = None,
    columns: Columns | None = None,
    **more: Any,
) -> Asked:
    """`question` ready to be drawn with what was typed.

    `errors` are keyed by the path inside the field, () for the field itself; rows count as they are
    numbered in `typed`. `rows` are the row numbers to draw, where some are still blank; `columns` says
    more about a table's columns.
    """
    kind = FIELD_TYPES[question.type]
    name, errors = name or question.key, errors or {}
    shows_inside = kind.widget in ("table", "parts")
    whole = () if shows_inside else tuple(errors.values())
    asked = Asked(
        name=name,
        id=dom_id(name),
        type=question.type,
        widget=kind.widget,
        label=label(question, language),
        hint=hint(question, language),
        unit=question.unit or question.schema.get("x-unit", ""),
        is_required=question.required,
        html=kind.html(question),
        typed=typed,
        error=errors.get(()) or next(iter(whole), None),
        options=_options(question, typed.get(name, ()), language),
        parts=_parts(question, typed, name, language, errors),
        **more,
    )
    asked = replace(asked, levels=kind.lists(question, asked.one))
    if kind.widget != "table":
        return asked
    return _with_rows(asked, question, language, errors, rows, columns or Columns())


def label(question: Field | MergedField | Part, language: str) -> str:
    """What the question is called; those of the one form were arranged in the reader's language."""
    return question.said("title", language) if isinstance(question, Field) else question.label


def hint(question: Field | MergedField | Part, language: str) -> str:
    said = question.said("description", language) if isinstance(question, Field) else ""
    return said or getattr(question, "hint", "")


def typed_from(question: Field | MergedField, value: Any) -> dict[str, list[str]]:
    """What the inputs of `question` hold for a stored value; a table's cells by their own types."""
    kind = FIELD_TYPES[question.type]
    if question.type != "table" or not isinstance(value, list):
        return kind.write(value, question.key)
    cells: dict[str, list[str]] = {}
    for number, row in enumerate(value):
        if isinstance(row, dict) and ROW in row:
            cells[f"{question.key}.{number}"] = [row[ROW]]
        for column in question.columns if isinstance(row, dict) else ():
            name = f"{question.key}.{number}.{column.key}"
            cells |= FIELD_TYPES[column.type].write(row.get(column.key, ABSENT), name)
    return cells


def dom_id(name: str) -> str:
    """An id without characters that selectors give a meaning to; different names stay different."""
    return "f-" + re.sub(r"[^A-Za-z0-9_]", lambda m: f"-{ord(m[0]):x}-", name)


def _options(
    question: Field | MergedField | Part, chosen: Sequence[str], language: str
) -> tuple[Option, ...]:
    return tuple(
        Option(str(o), option_words(question.schema, o, language), str(o) in chosen)
        for o in options(question.schema)
    )


def _parts(
    question: Field | MergedField | Part, typed: Typed, name: str, language: str, errors: Errors
) -> tuple[Asked, ...]:
    """The inputs of a grouped value, each with its own fault."""
    return tuple(
        ask(
            replace(part, label=_(part.label)),
            typed,
            language=language,
            name=f"{name}.{part.key}",
            errors={path[1:]: e for path, e in errors.items() if path[:1] == (part.key,)},
        )
        for part in FIELD_TYPES[question.type].parts(question)
    )


def _with_rows(
    asked: Asked,
    question: Field | MergedField | Part,
    language: str,
    errors: Errors,
    rows: Iterable[int] | None,
    columns: Columns,
) -> Asked:
    numbers = sorted(rows) if rows is not None else row_numbers(_Names(asked.typed), asked.name)
    drawn = tuple(
        Row(
            n,
            at + 1,
            tuple(
                _cell(asked, question, c, n, language, errors, columns) for c in question.columns
            ),
            _own_name(asked, n),
        )
        for at, n in enumerate(numbers or [0])
    )
    return replace(asked, rows=_focused(drawn) if asked.more.get("focus") == "row" else drawn)


def _focused(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with the first question of the last one to be focused: it was just added."""
    first, *rest = rows[-1].cells
    return (*rows[:-1], replace(rows[-1], cells=(replace(first, more={"focus": "here"}), *rest)))


def _cell(
    asked: Asked,
    table: Any,
    column: Any,
    number: int,
    language: str,
    errors: Errors,
    columns: Columns,
) -> Asked:
    own = {path[2:]: e for path, e in errors.items() if path[:2] == (number, column.key)}
    name = f"{asked.name}.{number}.{column.key}"
    drawn = ask(
        column,
        asked.typed,
        language=language,
        name=name,
        errors=own,
        needed_by=columns.needed_by.get(column.key, ""),
        earlier=columns.earlier.get(f"{_own_name(asked, number)}.{column.key}", ""),
    )
    derived = columns.derived.get(column.key)
    if not derived:
        return drawn
    return _following(drawn, asked, table, column, number, language, derived)


def _following(
    drawn: Asked,
    asked: Asked,
    table: Any,
    column: Any,
    number: int,
    language: str,
    derived: Derived,
) -> Asked:
    """The cell as something that follows from another cell of its row, or still waits for that one."""
    source = next(c for c in table.columns if c.key == derived.source)
    name = f"{asked.name}.{number}.{source.key}"
    given, _problem = FIELD_TYPES[source.type].read(_Names(asked.typed), name, source)
    value, awaited = cell(derived, table, {source.key: given})
    if value is not ABSENT:
        words = FIELD_TYPES[column.type].beside(drawn.label, value, column, language)
        return replace(drawn, fixed=words, more={"source": source.label})
    return replace(drawn, more={"awaits": source.label}) if awaited else drawn


def _own_name(asked: Asked, number: int) -> str:
    return next(iter(asked.typed.get(f"{asked.name}.{number}", ())), "")


class _Names:
    """Typed, as the field types read a browser's submission."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed

    def keys(self) -> Iterable[str]:
        return self.typed.keys()

    def getlist(self, name: str, /) -> Sequence[str]:
        return self.typed.get(name, ())
