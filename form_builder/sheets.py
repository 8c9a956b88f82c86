"""Spreadsheets in and out: the one door to openpyxl. What comes in is bounded before it is opened."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from schemas.wording import N_
from schemas.zips import BROKEN

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5_000_000, 40_000_000, 300
MOST_ROWS, MOST_COLUMNS, LONGEST = 5_000, 60, 5_000
Row = tuple[str, ...]


class Unreadable(ValueError):
    """This file is no spreadsheet that can be read here; the message says why, marked for translation."""


def read_sheets(data: bytes) -> dict[str, list[Row]]:
    """The rows of each sheet of an .xlsx, as text; formulas as their last value. Raises Unreadable for
    what is too large packed or unpacked, has macros or entities, or is no workbook."""
    _bounded(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return {str(sheet.title): _rows(sheet) for sheet in book.worksheets[:20]}
    except Unreadable:
        raise
    except Exception as problem:  # openpyxl raises whatever its XML parser meets
        raise Unreadable(N_("这个文件不是能读的 xlsx 表格。")) from problem


def read_csv(data: bytes) -> list[Row]:
    """The rows of a CSV in UTF-8 or GB 18030."""
    if len(data) > MOST_BYTES:
        raise Unreadable(N_("文件太大：最多 5 MB。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(N_("文件要用 UTF-8 或 GB 18030 编码。"))
    if "\x00" in text:
        raise Unreadable(N_("这个文件不是表格。"))
    try:
        return _trimmed(csv.reader(io.StringIO(text)))
    except csv.Error as problem:
        raise Unreadable(N_("这个文件不是表格。")) from problem


def write_sheets(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """An .xlsx of these rows. Text stays text: what begins with = is no formula."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=value if isinstance(value, int | float) else None)
    if isinstance(value, str):
        cell.value = "".join(c for c in value if c in "\n\t" or c >= " ")[:32_000]
        cell.data_type = "s"
    return cell


def _bounded(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise Unreadable(N_("文件太大：最多 5 MB。"))
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(N_("这是旧的 xls 文件。请另存为 xlsx 再上传。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                raise Unreadable(N_("文件展开以后太大，没有读。"))
            for part in parts:
                _harmless(packed, part)
    except BROKEN as problem:
        raise Unreadable(N_("这个文件不是能读的 xlsx 表格。")) from problem


def _harmless(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No macros; no entities; and no more in a part than its entry says."""
    if part.filename.lower().endswith("vbaproject.bin"):
        raise Unreadable(N_("文件里有宏，没有读。请另存为不带宏的 xlsx。"))
    if part.filename.endswith((".xml", ".rels")):
        with packed.open(part) as opened:
            head = opened.read(4096)
            rest = len(head) + sum(len(piece) for piece in iter(lambda: opened.read(65536), b""))
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head or rest > part.file_size:
            raise Unreadable(N_("这个文件不是能读的 xlsx 表格。"))


def _rows(sheet: Any) -> list[Row]:
    return _trimmed(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True))


def _trimmed(rows: Iterable[Sequence[Any]]) -> list[Row]:
    found: list[Row] = []
    for n, row in enumerate(rows):
        if n >= 50_000 or len(found) > MOST_ROWS:
            raise Unreadable(N_("行太多：最多 5000 行。"))
        texts = tuple(_text(value) for value in row[:MOST_COLUMNS])
        if any(texts):
            found.append(texts)
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:LONGEST]
