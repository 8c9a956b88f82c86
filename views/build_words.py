"""A question's label or hint, changed where it stands on the canvas."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder import edit
from form_builder.place import property_at
from schemas.problem import Problem
from storage.errors import NotFound
from views.build_answers import answer
from views.build_draft import Document, Working, keep, working
from views.policy import policy

room = Blueprint("build_words", __name__)
LONGEST_LABEL, LONGEST_HINT = 200, 1000


@room.post("/build/<permit>/words")
@policy("permit.build", working)
def change(draft: Working) -> Response:
    """`what` is "label" or "hint", `text` its new words; everything else of the question stays."""
    path = request.form.get("field", "").replace(".", "/")
    what, text = request.form.get("what", ""), request.form.get("text", "").strip()
    label = _title(draft.form, path)
    if what not in ("label", "hint"):
        raise NotFound("There are no such words.")
    if what == "label" and not text:
        refused = Problem("", path, _("问法不能空着，没有改。"))
        return answer(draft, refused, path=path, said="")
    words = _("改了“%(label)s”的问法") if what == "label" else _("改了“%(label)s”的填写说明")
    note = words % {"label": label}
    outcome = keep(draft, lambda form: _worded(form, path, what, text), about=path, note=note)
    land = f"hint:{path}" if what == "hint" and text else path
    back = {"land": land} if request.form.get("back") else {}
    return answer(draft, outcome, path=path, said=note, **back)


def _worded(form: Document, path: str, what: str, text: str) -> Document:
    old = property_at(form, path)
    if what == "hint":
        hint = text[:LONGEST_HINT]
        return edit.rename(form, path, label=old.get("title", path), hint=hint)
    label = " ".join(text.split())[:LONGEST_LABEL]
    return edit.rename(form, path, label=label, hint=old.get("description", ""))


def _title(form: Document, path: str) -> str:
    try:
        return str(property_at(form, path).get("title", path))
    except KeyError as gone:
        raise NotFound("There is no such question.") from gone
