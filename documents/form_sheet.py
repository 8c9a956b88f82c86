"""A filled form arranged as its official sheet: rows of labelled cells, sub-tables, ticked boxes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from documents.paper import clean
from documents.words import said
from schemas.field_types import FIELD_TYPES
from schemas.field_types.base import says_unit
from schemas.form import Field, Form
from schemas.judge import accepts
from schemas.layout import AS_WRITTEN, FieldLayout, Layout, SectionLayout

TEXT_MM, HAN_MM, PADDING_MM = 174, 3.7, 4.6  # of the sheet, a Han character, a cell's sides
# What an option takes beside its words, in a column and among others on a line.
TICKED, BETWEEN = 1.9, 3.2
EMPTY = "—"
BLANK_ROWS = 4
# What an empty table leaves room for, to be written by hand.
USUAL = {"identity": "0" * 18, "uscc": "0" * 18, "phone": "138 0013 8000", "date": "2026年12月31日"}
MANY_OPTIONS = 5  # of which a reader looks for one more easily in columns
MANY = 6  # columns; more are set smaller
ROOM = {False: 46, True: 51}  # Han characters beside a row's number, at either size
NARROWEST = 2.8  # of these, what two characters on a line and the sides of a cell take
WRITTEN_DAY = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
NOT_ON_THE_SHEET = {"material"}
NEEDS_ROOM = {"address", "long_text", "tags", "website", "period"}
DAY = "　　　　年　　月　　日"
BY_HAND = {"date": DAY, "period": f"{DAY}　至{DAY}"}


@dataclass(frozen=True)
class Option:
    text: str
    ticked: bool


@dataclass(frozen=True)
class Cell:
    """A label and what was answered: `text`, or `options` of which some are ticked. `note` is the
    department's small print; `width` one of schemas.layout.WIDTHS; `columns` in how many columns many
    options line up, 0 when they simply follow one another; `by_hand` what stands in its place on an empty form."""

    label: str
    text: str
    options: tuple[Option, ...] = ()
    note: str = ""
    width: str = "auto"
    columns: int = 0
    by_hand: str = ""

    @property
    def option_rows(self) -> tuple[tuple[Option, ...], ...]:
        n = self.columns
        return tuple(self.options[i : i + n] for i in range(0, len(self.options), n))


@dataclass(frozen=True)
class Grid:
    """Rows of one or two cells."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Rows:
    """A sub-table; `widths` are percentages of what the row number leaves free."""

    label: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Note:
    """A statement the department prints on its form."""

    title: str
    text: str


@dataclass(frozen=True)
class SheetSection:
    title: str
    blocks: tuple[Grid | Rows | Note, ...]
    note: str = ""
    new_page: bool = False


def form_sheet(
    form: Form, answers: Mapping[str, Any], language: str, layout: Layout = AS_WRITTEN
) -> tuple[SheetSection, ...]:
    """The form's sections with their answers, as `layout` places them; fields whose condition does not
    hold are left out."""
    shown = [f for f in form.fields if is_shown(f, answers)]
    return _sections(form, shown, answers, language, layout)


def _sections(
    form: Form,
    fields: Sequence[Field],
    answers: Mapping[str, Any],
    language: str,
    layout: Layout,
) -> tuple[SheetSection, ...]:
    known = {s.key: s for s in layout.sections}
    printed = layout.fields_in_order(f for f in fields if f.type not in NOT_ON_THE_SHEET)
    found = []
    for section in layout.sections_in_order(form.sections):
        own = known.get(section.key, SectionLayout(section.key))
        blocks = _blocks(
            [f for f in printed if f.section == section.key], answers, language, layout
        )
        title = own.title or section.i18n.get(language, {}).get("title") or section.title
        found.append(SheetSection(clean(title), blocks, clean(own.note), own.new_page))
    return tuple(s for s in found if s.blocks)


def blank_sheet(form: Form, language: str, layout: Layout = AS_WRITTEN) -> tuple[SheetSection, ...]:
    """The same sheet with room to write: every question, also those that only some must answer."""
    own = {f.key: layout.fields.get(f.key, FieldLayout()) for f in form.fields}
    roomy = {
        f.key: replace(own[f.key], width="full")
        for f in form.fields
        if f.type in NEEDS_ROOM and own[f.key].width == "auto"
    }
    layout = replace(layout, fields={**own, **roomy})
    fields = [replace(f, columns=tuple(map(_in_its_unit, f.columns))) for f in form.fields]
    sections = _sections(form, fields, {}, language, layout)
    return tuple(replace(s, blocks=tuple(map(_emptied, s.blocks))) for s in sections)


def _emptied(block: Grid | Rows | Note) -> Grid | Rows | Note:
    """Units and marks for days where nothing was answered, and several rows where there was one."""
    if isinstance(block, Rows):
        return replace(block, rows=(tuple("" for _ in block.heads),) * BLANK_ROWS)
    if isinstance(block, Grid):
        rows = tuple(tuple(replace(c, text=c.by_hand) for c in row) for row in block.rows)
        return Grid(rows)
    return block


def _in_its_unit(column: Field) -> Field:
    """A column that names its unit: no cell below will."""
    unit = _unsaid_unit(column, column.label)
    return replace(column, label=f"{column.label}（{unit}）", i18n={}) if unit else column


def _unsaid_unit(field: Field, label: str) -> str:
    return "" if says_unit(label, field.unit) else field.unit


def is_shown(field: Field, answers: Mapping[str, Any]) -> bool:
    """Does the field's condition hold for these answers?"""
    return field.show_when is None or accepts(field.show_when, dict(answers))


def label(field: Field, language: str) -> str:
    """The question in its department's words."""
    return clean(field.said("title", language))


def width(text: str) -> float:
    """How wide a text sets, in Han characters."""
    return sum(1 if ord(c) > 0x2E7F else 0.55 for c in text)


def _blocks(
    fields: Sequence[Field], answers: Mapping[str, Any], language: str, layout: Layout
) -> tuple[Grid | Rows | Note, ...]:
    blocks: list[Grid | Rows | Note] = []
    waiting: list[Cell] = []
    for field in fields:
        if not field.columns and field.type != "statement":
            waiting.append(_cell(field, answers.get(field.key), language, layout))
            continue
        blocks += _grid(waiting, layout.label_mm)
        waiting = []
        blocks.append(
            _rows(field, answers.get(field.key, ()), language)
            if field.columns
            else Note(
                clean(field.said("title", language)), clean(field.said("description", language))
            )
        )
    return (*blocks, *_grid(waiting, layout.label_mm))


def _grid(cells: Sequence[Cell], label_mm: int) -> list[Grid]:
    whole, half = ((TEXT_MM / n - label_mm - PADDING_MM) / HAN_MM for n in (1, 2))
    rows: list[tuple[Cell, ...]] = []
    for cell in cells:
        if rows and len(rows[-1]) == 1 and _shares(rows[-1][0], half) and _shares(cell, half):
            rows[-1] = (rows[-1][0], cell)
        else:
            rows.append((cell,))
    lined = (tuple(_lined_up(c, whole if len(row) == 1 else half) for c in row) for row in rows)
    return [Grid(tuple(lined))] if rows else []


def _shares(cell: Cell, room: float) -> bool:
    """May it share its row, with so many Han characters for its answer?"""
    if cell.width != "auto":
        return cell.width == "half"
    if not cell.options:
        return width(cell.text) <= room
    return len(cell.options) < MANY_OPTIONS and _on_one_line(cell) <= room


def _lined_up(cell: Cell, room: float) -> Cell:
    longest = max((width(o.text) for o in cell.options), default=0)
    if len(cell.options) < MANY_OPTIONS and longest + BETWEEN <= room:
        return cell
    return replace(cell, columns=min(4, max(1, int(room / (longest + TICKED)))))


def _on_one_line(cell: Cell) -> float:
    return sum(width(o.text) + BETWEEN for o in cell.options)


def _cell(field: Field, value: Any, language: str, layout: Layout) -> Cell:
    own = layout.fields.get(field.key, FieldLayout())
    return Cell(
        label(field, language),
        clean(said(value, field, language)) or EMPTY,
        tuple(
            Option(clean(t), ticked) for t, ticked in FIELD_TYPES[field.type].boxes(value, field)
        ),
        note=clean(own.note),
        width="full" if layout.columns == 1 else own.width,
        by_hand=BY_HAND.get(field.type)
        or clean(_unsaid_unit(field, field.said("title", language))),
    )


def _rows(field: Field, rows: Sequence[Mapping[str, Any]], language: str) -> Rows:
    heads = tuple(label(c, language) for c in field.columns)
    texts = tuple(
        tuple(clean(said(row.get(c.key), c, language)) or EMPTY for c in field.columns)
        for row in rows
    ) or (tuple(EMPTY for _ in heads),)
    usual = texts if rows else (tuple(USUAL.get(c.type, "　" * 6) for c in field.columns),)
    return Rows(label(field, language), heads, _widths(heads, usual), texts)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Shares of the width in percent: what cannot be broken gets its room, the rest shares what is left."""
    columns = [[row[n] for row in rows] for n in range(len(heads))]
    whole = [_unbroken(texts) for texts in columns]
    needs = [_need(*column) for column in zip(heads, columns, whole, strict=True)]
    needs = _squeezed(needs, whole, ROOM[len(heads) > MANY])
    return tuple(int(10_000 * need / sum(needs)) / 100 for need in needs)


def _squeezed(needs: Sequence[float], whole: Sequence[bool], room: float) -> list[float]:
    """What the columns get of `room`: the `whole` ones all they need, the others less, but room for two characters."""
    fixed = {n: needs[n] for n, keep in enumerate(whole) if keep}
    while True:
        free = [n for n in range(len(needs)) if n not in fixed]
        left, wanted = room - sum(fixed.values()), sum(needs[n] for n in free)
        share = left / wanted if 0 < left < wanted else 1
        narrow = [n for n in free if needs[n] * share < NARROWEST]
        if share == 1 or not narrow:
            return [fixed.get(n, need * share) for n, need in enumerate(needs)]
        fixed |= dict.fromkeys(narrow, NARROWEST)


def _unbroken(texts: Sequence[str]) -> bool:
    """Numbers, dates and the like, which nobody reads in two lines."""
    longest = max(texts, key=width)
    return longest.isascii() or bool(WRITTEN_DAY.fullmatch(longest))


def _need(head: str, texts: Sequence[str], whole: bool) -> float:
    longest = max(map(width, texts))
    room = longest * 1.2 + 1 if whole else min(longest, 11)
    return min(max(room, width(head) * 0.6, 3.5), 18)
