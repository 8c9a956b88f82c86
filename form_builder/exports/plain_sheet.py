"""A form as a list of questions that people can read, change and bring back."""

from collections.abc import Callable, Iterator
from typing import Any

from form_builder.reading import sentence
from form_builder.sheets import write_sheets
from schemas.field_types import FIELD_TYPES
from schemas.form import Field, Form
from schemas.wording import N_

Said = Callable[[str], str]
HEADS = (
    N_("分区"), N_("题目"), N_("类型"), N_("必填"), N_("选项"), N_("填写说明"), N_("单位"), N_("最小"),
    N_("最大"), N_("表格"), N_("代号"), N_("数据元"), N_("显示条件"),
)  # fmt: skip


def form_sheet(form: Form, *, _: Said = str) -> bytes:
    """The form as .xlsx: one row for each question and column, in the order of the form. Conditions and
    elements are there to be read; only the other columns come back in an import."""
    return write_sheets({_("题目"): [[_(head) for head in HEADS], *_rows(form, _)]})


def _rows(form: Form, _: Said) -> Iterator[list[Any]]:
    labels = {f.key: f.label for f in form.fields}
    for section in form.sections:
        for field in form.in_section(section.key):
            when = (
                sentence(field.show_when, lambda k: labels.get(k, k), _=_)
                if field.show_when
                else ""
            )
            yield _row(section.title, field, "", when, _)
            for column in field.columns:
                yield _row(section.title, column, field.label, "", _)


def _row(section: str, field: Field, table: str, when: str, _: Said) -> list[Any]:
    schema = field.schema
    options = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    low, high = (
        ("minLength", "maxLength") if schema.get("type") == "string" else ("minimum", "maximum")
    )
    kind = FIELD_TYPES[field.type]
    return [
        section, field.label, _(kind.words), _("是") if field.required else "", "\n".join(map(str, options)),
        field.hint, field.unit, schema.get(low, ""), schema.get(high, ""), table, field.key,
        field.element or "", when,
    ]  # fmt: skip
