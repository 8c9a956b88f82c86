"""XLSForm: the sheets survey, choices and settings of ODK, KoBo and Survey123."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from form_builder.imports.json_schema import table
from form_builder.imports.taken import Taken, Taking
from schemas.field_types import FIELD_TYPES
from schemas.wording import N_

Rows = Sequence[tuple[str, ...]]
KINDS = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "number",
    "range": "number", "date": "date", "time": "time", "datetime": "date", "note": "statement",
    "image": "material", "photo": "material", "file": "material", "acknowledge": "yes_no",
    "trigger": "yes_no", "barcode": "text", "email": "email", "phone": "phone",
}  # fmt: skip
META = ("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username",
        "audit", "imei", "background-audio", "start-geopoint", "csv-external", "xml-external")  # fmt: skip
UNSAID = ("constraint", "calculation", "repeat_count", "trigger", "choice_filter", "default")


@dataclass(frozen=True)
class Asked:
    """One row of the survey sheet."""

    place: str
    type: str
    name: str
    cells: Mapping[str, str]

    def said(self, column: str) -> str:
        """A column's text; of several languages the Chinese one, else the first."""
        found = {k: v for k, v in self.cells.items() if v and _bare(k) == column}
        chinese = next(
            (v for k, v in found.items() if "chinese" in k.lower() or "zh" in k.lower()), None
        )
        return chinese or next(iter(found.values()), "")


def from_xlsform(sheets: Mapping[str, Rows], permit: str, taking: Taking) -> Taken:
    settings = next(iter(_dicts(sheets.get("settings", ()))), {})
    taking.title = settings.get("form_title") or settings.get("title") or ""
    choices: dict[str, list[tuple[str, str]]] = {}
    for row in _dicts(sheets.get("choices", ())):
        listed = row.get("list_name") or row.get("list name") or ""
        label = Asked("", "", "", row).said("label") or row.get("name", "")
        choices.setdefault(listed, []).append((row.get("name", ""), label))
    taking.section(taking.title, "survey")
    rows = list(_asked(sheets.get("survey", ())))
    _all(rows, choices, taking)
    return taking.done(permit)


def _all(rows: list[Asked], choices: Mapping[str, list[tuple[str, str]]], taking: Taking) -> None:
    at = 0
    while at < len(rows):
        row, at = rows[at], at + 1
        kind = " ".join(row.type.lower().replace("_", " ").split())
        if kind.startswith(("begin repeat", "begin loop")):
            inner, at = _until_end(rows, at)
            _repeat(row, inner, choices, taking)
        elif kind.startswith("begin group"):
            taking.section(row.said("label") or row.name, row.place)
            if row.said("relevant"):
                taking.note("refused", row.place, N_("分区没有显示条件，里面的题一直显示。"))
        elif kind.startswith("end "):
            continue
        elif kind in META:
            taking.note("refused", row.place, N_("“%(type)s”不是题，没有收。"), type=kind)
        else:
            _one(row, choices, taking)


def _one(row: Asked, choices: Mapping[str, Any], taking: Taking) -> None:
    made, words = _question(row, choices, taking)
    if made is None:
        return
    _unsaid(row, taking)
    needed = row.said("required").lower() in ("yes", "true", "true()", "1")
    relevant = row.said("relevant")
    when = ("xlsform", relevant) if relevant else None
    taking.add(row.place, row.name or row.type, made, required=needed, when=when, words=words)


def _question(
    row: Asked, choices: Mapping[str, list[tuple[str, str]]], taking: Taking
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    title, hint = row.said("label") or row.name, row.said("hint")
    words = (
        row.type.lower()
        .replace("select one", "select_one")
        .replace("select all that apply", "select_multiple")
        .split()
    )
    kind = words[0] if words else ""
    if kind in ("select_one", "select_multiple", "rank"):
        listed = row.type.split()[-1 if words[-1] != "or_other" else -2].strip()
        options = dict(choices.get(listed, []))
        if "or_other" in words:
            options["other"] = taking.said(N_("其他"))
            taking.note("changed", row.place, N_("“其他”成了一个选项，后面的填空没有收。"))
        several = "choices" if kind != "select_one" else "choice"
        return taking.choice(row.place, several, title, options.values(), hint), options
    if (kind.startswith("select_") and "external" in kind) or kind.endswith("_from_file"):
        taking.note("refused", row.place, N_("选项来自别处，不能带过来。"))
        return taking.question(row.place, "text", title, hint), {}
    if kind not in KINDS:
        taking.note(
            "refused",
            row.place,
            N_("这里没有“%(type)s”这种题，没有收。"),
            type=row.type[:40] or "?",
        )
        return None, {}
    if kind == "datetime":
        taking.note("changed", row.place, N_("日期和时刻只收日期。"))
    ours = KINDS[kind]
    made = taking.question(row.place, ours, title, hint)
    if ours in ("integer", "number"):
        made = {k: v for k, v in made.items() if k != "minimum"}
    return made, {}


def _repeat(row: Asked, inner: list[Asked], choices: Mapping[str, Any], taking: Taking) -> None:
    columns: dict[str, tuple[dict[str, Any], bool]] = {}
    for each in inner:
        if each.type.lower().replace("_", " ").startswith(("begin", "end")):
            continue
        made = _question(each, choices, taking)[0]
        if made is None or not FIELD_TYPES[made["x-type"]].in_tables:
            taking.note("refused", each.place, N_("这种题不能做表格的列，没有收。"))
            continue
        _unsaid(each, taking)
        if each.said("relevant"):
            taking.note("refused", each.place, N_("表格的列没有显示条件，这一列一直显示。"))
        key = taking.key(each.name or each.type, each.place, columns)
        columns[key] = (made, each.said("required").lower() in ("yes", "true", "true()", "1"))
    made = table(row.place, row.said("label") or row.name, row.said("hint"), columns, taking)
    when = ("xlsform", row.said("relevant")) if row.said("relevant") else None
    taking.add(row.place, row.name or "repeat", made, when=when)


def _unsaid(row: Asked, taking: Taking) -> None:
    for word in UNSAID:
        if row.said(word):
            taking.note(
                "refused",
                row.place,
                N_("“%(word)s”没有收：%(text)s"),
                word=word,
                text=row.said(word)[:80],
            )


def _until_end(rows: list[Asked], at: int) -> tuple[list[Asked], int]:
    """The rows up to the end of the repeat that was just begun, and where it goes on."""
    deep, inner = 1, []
    while at < len(rows):
        kind = rows[at].type.lower().replace("_", " ")
        deep += kind.startswith(("begin repeat", "begin loop")) - kind.startswith(
            ("end repeat", "end loop")
        )
        at += 1
        if not deep:
            break
        inner.append(rows[at - 1])
    return inner, at


def _asked(rows: Rows) -> Iterator[Asked]:
    for n, cells in enumerate(_dicts(rows), 2):
        kind = cells.get("type", "").strip()
        if kind and not cells.get("disabled"):
            yield Asked(
                f"survey {n} {cells.get('name', '')}".strip(), kind, cells.get("name", ""), cells
            )


def _dicts(rows: Rows) -> Iterator[dict[str, str]]:
    heads = [h.strip() for h in rows[0]] if rows else []
    for row in rows[1:]:
        yield {
            h if h.lower().split(":")[0] not in ("type", "name") else h.lower(): v
            for h, v in zip(heads, row, strict=False)
            if h
        }


def _bare(column: str) -> str:
    """The column's name without its language: label::english, text:english."""
    name = column.split(":")[0].strip().lower()
    return {"text": "label", "caption": "label"}.get(name, name)
