"""Two applications instead of one: a permit whose rules contradict the others' gets a draft of its own."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, url_for

from schemas.case import Draft
from schemas.field_types import ABSENT
from schemas.merged import MergedForm
from storage.errors import NotFound
from views.apply import latest_pins, new_draft
from views.drafts import keep, own_draft, value_at, with_answers
from views.hx import go
from views.moving import with_pins
from views.one_form import form_of
from views.policy import policy
from views.store import store

room = Blueprint("apply_apart", __name__)


@room.post("/apply/<draft>/apart")
@policy("draft.write", own_draft)
def part(draft: Draft) -> Response:
    """The named permit in a draft of its own, with everything typed that it asks for too; what only it asks
    moves there, and stays kept in the first draft should the permit ever come back."""
    permit = request.form.get("permit", "")
    pins = {permit: draft.pins[permit]} if permit in draft.pins else latest_pins([permit])
    if not pins or draft.corrects or draft.basket == (permit,):
        raise NotFound("There is no such permit to apply for separately.")
    with store().transaction():
        own = new_draft(pins, draft.scenario, draft.guide_answers)
        answers = with_answers(own.answers, _typed(draft, form_of(tuple(pins.items())).merged))
        store().drafts.save(replace(own, answers=answers), expecting=own.revision)
        if permit in draft.pins:
            rest = {p: v for p, v in draft.pins.items() if p != permit}
            keep(draft, lambda d: with_pins(d, rest))
    return go(url_for("apply.tasks", draft=own.id))


def _typed(draft: Draft, merged: MergedForm) -> dict[str, Any]:
    """What was typed in `draft`, or is kept aside there, of the questions `merged` asks; files stay where
    they were handed in."""
    asked = (f.key for f in merged.fields if f.type != "material")
    found = {key: value_at(draft.answers, key) for key in asked}
    return {
        key: draft.kept.get(key, ABSENT) if value is ABSENT else value
        for key, value in found.items()
        if value is not ABSENT or key in draft.kept
    }
