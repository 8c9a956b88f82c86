"""A list as an Excel workbook in which every cell is text: an 18-digit code stays whole, nothing is a formula.

Written here and not by a library, because the same rows must give the same bytes, and thousands of them soon:
openpyxl stamps the time of saving into the file.
"""

import io
import zipfile
from collections.abc import Sequence
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


class Sheet:
    """An .xlsx file of one sheet, squeezed row by row; the same title, heads and rows give the same bytes."""

    def __init__(self, title: str, heads: Sequence[str]) -> None:
        self._file, self._count = io.BytesIO(), 0
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        for path, text in (PARTS | {"xl/workbook.xml": _book(title)}).items():
            self._archive.writestr(_info(path), XML + text)
        self._sheet = self._archive.open(_info("xl/worksheets/sheet1.xml"), "w")
        self._write(f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">')
        self._write('<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>')
        self._write(f'<cols><col min="1" max="{len(heads)}" width="22" customWidth="1"/></cols>')
        self._write("<sheetData>")
        self.add(heads, style=1)

    def add(self, values: Sequence[str], *, style: int = 0) -> None:
        self._count += 1
        self._write(_row(self._count, values, style))

    def finished(self) -> bytes:
        """The file, to which no row can be added any more."""
        self._write("</sheetData></worksheet>")
        self._sheet.close()
        self._archive.close()
        return self._file.getvalue()

    def _write(self, text: str) -> None:
        self._sheet.write(text.encode())


def _book(title: str) -> str:
    name = quoteattr("".join(c for c in clean(title) if c not in "[]:*?/\\")[:LONGEST_NAME] or "1")
    sheet = f'<sheet name={name} sheetId="1" r:id="r1"/>'
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{sheet}</sheets></workbook>'


def _row(number: int, values: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(_cell(v))}</t></is></c>'
        for v in values
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(value: str) -> str:
    return clean(value)[:LONGEST_CELL]


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, LONG_AGO)
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
    return info
