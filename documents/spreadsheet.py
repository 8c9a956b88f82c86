"""A list as an Excel workbook in which every cell is text: an 18-digit code stays whole, nothing is a formula.

Written here and not by a library, because the same rows must give the same bytes, and thousands of them soon:
openpyxl stamps the time of saving into the file.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from documents.paper import clean

LONG_AGO = (1980, 1, 1, 0, 0, 0)
LONGEST_CELL, LONGEST_NAME = 32_767, 31
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org"
MAIN, RELATED = f"{OFFICE}/spreadsheetml/2006/main", f"{OFFICE}/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KINDS}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>',
    # Format 49 is "text": a cell stays text when someone edits it. The second style is the bold head.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def spreadsheet(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx file of one sheet; the same arguments give the same bytes."""
    name = quoteattr("".join(c for c in clean(title) if c not in "[]:*?/\\")[:LONGEST_NAME] or "1")
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets><sheet name={name} sheetId="1" r:id="r1"/></sheets></workbook>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    sheet += '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
    sheet += f'<cols><col min="1" max="{len(heads)}" width="22" customWidth="1"/></cols><sheetData>'
    body = "".join(_row(n, row, 0) for n, row in enumerate(rows, 2))
    sheet += f"{_row(1, heads, 1)}{body}</sheetData></worksheet>"
    return _zipped(PARTS | {"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet})


def _row(number: int, values: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(_cell(v))}</t></is></c>'
        for v in values
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(value: str) -> str:
    return clean(value)[:LONGEST_CELL]


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            info = zipfile.ZipInfo(path, LONG_AGO)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, XML + text)
    return out.getvalue()
