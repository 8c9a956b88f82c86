"""A form to fill in by hand: every question with its box; the code in the corner opens it online."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from documents import paper, pdf, qr
from documents.form_sheet import EMPTY, Cell, Grid, Note, Rows, SheetSection, form_sheet
from schemas.form import Field, Form
from schemas.permit import Department, Permit

BLANK_ROWS = 4
Condition = Callable[[Field], str]


def blank_pdf(
    permit: Permit,
    form: Form,
    department: Department,
    *,
    condition: Condition,
    url: str,
    version: str,
    printed_at: datetime,
    language: str = "zh-Hans",
) -> bytes:
    """The whole form, conditional questions included, each with the words of `condition` that say when it
    is to be filled in. `url` opens it online. Same arguments, same bytes."""
    fields = tuple(
        replace(f, show_when=None, i18n={}, label=_label(f, condition)) for f in form.fields
    )
    sections = form_sheet(replace(form, fields=fields), {}, language)
    html = paper.page(
        "blank.html",
        permit=permit,
        department=department,
        title=form.title,
        version=version,
        sections=[_blank(section) for section in sections],
        materials=[f.said("title", language) for f in form.materials],
        url=url,
        code=qr.code(url, error="q", at_least_mm=22),
        html_language=language,
        printed_at=printed_at,
    )
    css = paper.sheet("paper.css", "package.css", language=language)
    return pdf.render(html, css=css, identifier=f"blank:{permit.id}:{version}", now=printed_at)


def _label(field: Field, condition: Condition) -> str:
    said = condition(field)
    needed = "" if field.required or field.type == "statement" else "（选填）"
    return f"{field.label}{needed}" + (f"（{said}）" if said else "")


def _blank(section: SheetSection) -> SheetSection:
    return replace(section, blocks=tuple(_block(b) for b in section.blocks))


def _block(block: Grid | Rows | Note) -> Grid | Rows | Note:
    if isinstance(block, Rows):
        return replace(block, rows=tuple(tuple("" for _ in block.heads) for _ in range(BLANK_ROWS)))
    if isinstance(block, Grid):
        return replace(block, rows=tuple(tuple(_cell(c) for c in row) for row in block.rows))
    return block


def _cell(cell: Cell) -> Cell:
    return replace(cell, text="\u3000") if cell.text == EMPTY and not cell.options else cell
