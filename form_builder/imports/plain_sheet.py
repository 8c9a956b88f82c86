"""A plain list of questions: one row each, the columns named in Chinese or English. Our own export is one."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from form_builder.imports.json_schema import table
from form_builder.imports.taken import Taken, Taking
from schemas.field_types import FIELD_TYPES
from schemas.wording import N_

Rows = Sequence[tuple[str, ...]]
COLUMNS = {
    "section": ("分区", "部分", "section"),
    "label": ("题目", "问法", "字段", "名称", "label", "question", "title"),
    "type": ("类型", "题型", "type"),
    "required": ("必填", "required"),
    "options": ("选项", "options", "choices"),
    "hint": ("填写说明", "说明", "hint", "help"),
    "unit": ("单位", "unit"),
    "least": ("最小", "minimum", "min"),
    "most": ("最大", "maximum", "max"),
    "table": ("表格", "所属表格", "table"),
    "key": ("代号", "key", "name"),
}
YES = ("是", "必填", "yes", "y", "true", "1", "√", "✓")


def from_plain_sheet(rows: Rows, permit: str, taking: Taking) -> Taken:
    """Questions in the order of the rows. A row that names a table is a column of it."""
    heads = _heads(rows[0]) if rows else {}
    if "label" not in heads:
        taking.note(
            "refused", "1", N_("第一行要有“题目”这一列，例如：分区、题目、类型、必填、选项。")
        )
        return Taken(None, tuple(taking.lines))
    section, tables = None, _tables(rows, heads)
    for n, row in enumerate(rows[1:], 2):
        cells = {name: row[at] if at < len(row) else "" for name, at in heads.items()}
        if not cells["label"] or cells.get("table"):
            continue
        if cells.get("section") and cells["section"] != section:
            section = cells["section"]
            taking.section(section, str(n))
        _one(cells, str(n), tables.get(cells["label"], []), taking)
    return taking.done(permit)


def _one(
    cells: Mapping[str, str], place: str, inner: list[tuple[int, dict[str, str]]], taking: Taking
) -> None:
    kind = _kind(cells, place, taking)
    if inner:
        columns: dict[str, tuple[dict[str, Any], bool]] = {}
        for n, column in inner:
            made = _made(column, _kind(column, str(n), taking), str(n), taking)
            if not FIELD_TYPES[made["x-type"]].in_tables:
                taking.note("refused", str(n), N_("这种题不能做表格的列，没有收。"))
                continue
            key = taking.key(column.get("key") or f"c{len(columns) + 1}", str(n), columns)
            columns[key] = (made, column.get("required", "").lower() in YES)
        made = table(place, cells["label"], cells.get("hint", ""), columns, taking)
    else:
        made = _made(cells, kind, place, taking)
    name = cells.get("key") or f"q{len(taking.fields) + 1}"
    taking.add(place, name, made, required=cells.get("required", "").lower() in YES)


def _made(cells: Mapping[str, str], kind: str, place: str, taking: Taking) -> dict[str, Any]:
    title, hint = cells["label"], cells.get("hint", "")
    if kind in ("choice", "choices"):
        options = re.split(r"[\n;；、|/]", cells.get("options", ""))
        return taking.choice(place, kind, title, [o.strip() for o in options], hint)
    made = taking.question(place, kind, title, hint)
    if cells.get("unit") and kind in ("number", "integer", "money"):
        made["x-unit"] = cells["unit"][:20]
    low, high = (
        ("minLength", "maxLength") if made.get("type") == "string" else ("minimum", "maximum")
    )
    if kind in ("text", "long_text", "number", "integer", "money"):
        for word, column in ((low, "least"), (high, "most")):
            value = _number(cells.get(column, ""), place, taking)
            if value is not None:
                made[word] = int(value) if "Length" in word else value
    return made


def _kind(cells: Mapping[str, str], place: str, taking: Taking) -> str:
    wanted = cells.get("type", "").strip()
    names = {kind.words: name for name, kind in FIELD_TYPES.items()} | {n: n for n in FIELD_TYPES}
    names |= {taking.said(kind.words): name for name, kind in FIELD_TYPES.items()}
    names |= {
        "文本": "text",
        "文字": "text",
        "数值": "number",
        "下拉": "choice",
        "附件": "material",
        "文件": "material",
    }
    kind = names.get(wanted) or ("choice" if cells.get("options") else "text")
    if wanted and wanted not in names:
        taking.note(
            "changed",
            place,
            N_("不认识题型“%(type)s”，改成了%(to)s。"),
            type=wanted[:40],
            to=taking.said(FIELD_TYPES[kind].words),
        )
    if FIELD_TYPES[kind].computed:
        taking.note("changed", place, N_("公式要在这里另写，先改成了一行文字。"))
        return "text"
    return kind


def _tables(rows: Rows, heads: Mapping[str, int]) -> dict[str, list[tuple[int, dict[str, str]]]]:
    found: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for n, row in enumerate(rows[1:], 2):
        cells = {name: row[at] if at < len(row) else "" for name, at in heads.items()}
        if cells.get("table") and cells["label"]:
            found.setdefault(cells["table"], []).append((n, cells))
    return found


def _heads(row: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in enumerate(row):
        for name, spelt in COLUMNS.items():
            if text.strip().lower() in spelt:
                found.setdefault(name, at)
    return found


def _number(text: str, place: str, taking: Taking) -> int | float | None:
    if not text.strip():
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e15:
        taking.note("refused", place, N_("“%(text)s”不是数，没有收。"), text=text[:40])
        return None
    return int(number) if number.is_integer() else number
