"""Moving a draft to newer versions: first what it means, then, when the applicant says so, the move."""

from flask import Blueprint, Response, request, url_for

from schemas.case import Draft
from views.apply import draft_page
from views.drafts import keep, own_draft
from views.filling import filling
from views.hx import go
from views.move_words import lines
from views.moving import moved_to, with_pins
from views.newer import latest_of, newer
from views.one_form import form_of, one_form
from views.policy import policy
from views.questions import Where

room = Blueprint("apply_move", __name__)


@room.get("/apply/<draft>/move")
@policy("draft.read", own_draft)
def look(draft: Draft) -> Response:
    return _preview(draft)


@room.post("/apply/<draft>/move")
@policy("draft.write", own_draft)
def move(draft: Draft) -> Response:
    """To the versions that were looked at; when a still newer one came meanwhile, it is shown first."""
    pins = latest_of(draft)
    if request.form.getlist("version") != [n.version for n in newer(draft)]:
        return _preview(draft, 409, changed=True)
    before = len(moved_to(draft, pins).of("needs"))
    keep(draft, lambda d: with_pins(d, {p: pins.get(p, v) for p, v in d.pins.items()}))
    return go(url_for("apply.tasks", draft=draft.id, moved=before))


def _preview(draft: Draft, status: int = 200, *, changed: bool = False) -> Response:
    if not newer(draft):
        return go(url_for("apply.tasks", draft=draft.id))
    pins, where = latest_of(draft), Where(draft.id)
    old, new = one_form(draft), form_of(tuple(pins.items()))
    moved = moved_to(draft, pins)
    told = lines(moved, old, new, where)
    return draft_page(
        "apply/move.html",
        draft,
        filling(old, draft),
        status,
        told=told,
        same=len(moved.of("same")),
        changed=changed,
    )
