"""“The same as …”: an answer taken over from another question, when the applicant says so."""

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from form_builder.prefill import same_as
from schemas.case import Draft
from schemas.field_types import ABSENT
from views.apply_fields import field_of, saved
from views.apply_sections import keep_section
from views.asking import dom_id
from views.drafts import own_draft, value_at
from views.filling import filling
from views.hx import go, is_htmx
from views.moving import keep_answers
from views.one_form import one_form
from views.policy import policy
from views.questions import Where

room = Blueprint("apply_same", __name__)


@room.post("/apply/<draft>/same/<path:key>")
@policy("draft.write", own_draft)
def take(draft: Draft, key: str) -> Response:
    form = one_form(draft)
    field, section, asked = field_of(draft, key)
    before = filling(form, draft)
    source = next((o.source for o in same_as(form.merged, before.answers) if o.target == key), None)
    if source is None or not asked:
        raise NotFound
    draft = keep_section(draft, request.form)
    value = value_at(draft.answers, source)
    draft = keep_answers(draft, {key: value} if value is not ABSENT else {})
    if is_htmx():
        return saved(draft, before, filling(form, draft), section, field, focus="here")
    return go(Where(draft.id).section(section.key, _anchor=f"field-{dom_id(key)}"))
