"""Rows of a table: one more, or one less; everything typed on the page is saved first."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from schemas.case import Draft
from schemas.merged import MergedField
from views.apply_fields import field_of, saved
from views.apply_sections import keep_section, read
from views.asking import dom_id
from views.drafts import own_draft
from views.filling import filling
from views.hx import go, is_htmx
from views.late import too_late
from views.moving import keep_answers
from views.one_form import one_form
from views.policy import policy
from views.questions import Where

room = Blueprint("apply_rows", __name__)


@room.post("/apply/<draft>/rows/<path:key>")
@policy("draft.write", own_draft)
def change(draft: Draft, key: str) -> Response:
    form = one_form(draft)
    field, section, asked = field_of(draft, key)
    before = filling(form, draft)
    sent = _without_row(request.form, field, request.form.get("remove", ""))
    draft = keep_section(draft, sent)
    draft = keep_answers(draft, {key: read(field, sent)[0]})
    if not asked:
        return too_late(draft, field)
    adding = "add" in request.form and "remove" not in request.form
    if is_htmx():
        return saved(
            draft,
            before,
            filling(form, draft),
            section,
            field,
            focus="row" if adding else "add",
            extra_row=adding,
        )
    more = {"more": key} if adding else {}
    return go(Where(draft.id).section(section.key, **more, _anchor=f"field-{dom_id(key)}"))


def _without_row(sent: MultiDict[str, str], field: MergedField, row: str) -> MultiDict[str, str]:
    if not row:
        return sent
    names = (f"{field.key}.{row}.", f"{field.key}.{row}")
    kept = [
        (k, v) for k, v in sent.items(multi=True) if not k.startswith(names[0]) and k != names[1]
    ]
    return MultiDict(kept)
