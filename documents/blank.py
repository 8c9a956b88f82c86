"""A form to fill in by hand: every question with room to write; the code in the corner opens it online."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from documents import paper, pdf, qr
from documents.form_sheet import blank_sheet, label
from schemas.form import Field, Form
from schemas.layout import FieldLayout, Layout
from schemas.permit import Department, Permit

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
    demo: bool = False,
) -> bytes:
    """The whole form as its department lays it out, PDF/A-3a; conditional questions included, each with the
    words of `condition` that say when it is to be filled in. `url` opens it online. Same arguments, same bytes.
    """
    fields = tuple(
        replace(f, show_when=None, i18n={}, label=_label(f, condition)) for f in form.fields
    )
    layout = _with_conditions(permit.layout, form, condition)
    code = qr.code(url, error="h", at_least_mm=24)
    html = paper.page(
        "blank.html",
        permit=permit,
        department=department,
        html_language=language.replace("_", "-"),
        title=form.title or f"{permit.name}申请表",
        layout=layout,
        sections=blank_sheet(replace(form, fields=fields), language, layout),
        materials=tuple(
            (label(f, language), condition(f))
            for f in form.materials
            if f.material and f.material.treatment != "shared"
        ),
        version=version,
        url=url,
        code=code,
        printed_at=printed_at,
        demo=demo,
    )
    return pdf.render(
        html,
        css=paper.sheet("paper.css", "package.css", "blank.css", language=language),
        identifier=f"blank:{permit.id}:{version}:{language}",
        now=printed_at,
        drawings=code.drawings,
        variant="pdf/a-3a",
    )


def _label(field: Field, condition: Condition) -> str:
    is_free = not (field.required or condition(field) or field.type == "statement")
    said = "" if _is_a_cell(field) else condition(field)
    return f"{field.label}{'（选填）' if is_free else ''}" + (f"（{said}）" if said else "")


def _with_conditions(layout: Layout, form: Form, condition: Condition) -> Layout:
    """When a question is to be answered, in the small print under it."""
    fields = dict(layout.fields)
    for field in form.fields:
        if _is_a_cell(field) and (said := condition(field)):
            own = fields.get(field.key, FieldLayout())
            fields[field.key] = replace(own, note="\n".join(filter(None, (own.note, said))))
    return replace(layout, fields=fields)


def _is_a_cell(field: Field) -> bool:
    return not field.columns and field.type != "statement"
