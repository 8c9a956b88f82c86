"""A form to fill in by hand: every question with room to write; the code in the corner opens it online."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from documents import paper, pdf, qr
from documents.form_sheet import blank_sheet, label
from schemas.form import Field, Form
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
    code = qr.code(url, error="h", at_least_mm=24)
    html = paper.page(
        "blank.html",
        permit=permit,
        department=department,
        html_language=language.replace("_", "-"),
        title=form.title or f"{permit.name}申请表",
        layout=permit.layout,
        sections=blank_sheet(replace(form, fields=fields), language, permit.layout),
        materials=tuple(
            label(f, language)
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
    said = condition(field)
    needed = "" if field.required or field.type == "statement" else "（选填）"
    return f"{field.label}{needed}" + (f"（{said}）" if said else "")
