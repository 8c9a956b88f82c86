"""Several elements of the dictionary at once: ticked in the palette, added to a section as one step."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder import edit, edit_many
from form_builder.adopt import asking
from form_builder.check import MAX_FIELDS
from schemas.element import Element
from schemas.problem import Problem
from views.build_answers import answer, open_path
from views.build_dictionary import options_asked
from views.build_draft import Document, Working, keep, working
from views.languages import counted
from views.policy import policy
from views.published import elements

room = Blueprint("build_elements", __name__)


@room.post("/build/<permit>/elements")
@policy("permit.build", working)
def add(draft: Working) -> Response:
    """`pick` names elements in the order they are shown, `to` the section. What the form asks already stays one question."""
    wanted = _picked(draft)
    if not wanted:
        refused = Problem("", "", _("还没有勾选数据元，或这张表都已经问了。"))
        return answer(draft, refused, path=open_path(draft), said="")
    if len(wanted) + len(draft.form["properties"]) > MAX_FIELDS:
        refused = Problem("", "", _("一张表最多 %(n)s 题，没有加。", n=MAX_FIELDS))
        return answer(draft, refused, path=open_path(draft), said="")
    sections = [s["key"] for s in draft.form["x-sections"]]
    into = request.form.get("to", "")
    section = into if into in sections else sections[-1]
    names = _("、").join(f"“{e.name}”" for e in wanted)
    said = counted("加了 %(n)s 题：%(names)s", len(wanted), names=names)
    first = edit.fresh_key(draft.form, wanted[0].id)
    outcome = keep(
        draft,
        lambda form: edit_many.add(form, _bases(form, wanted), section=section),
        about="",
        note=said,
    )
    return answer(draft, outcome, path=first, said=said, land=first, listed=True)


def _picked(draft: Working) -> tuple[Element, ...]:
    known, asked = elements(), {p.get("x-element") for p in draft.form["properties"].values()}
    ids = dict.fromkeys(request.form.getlist("pick"))
    return tuple(known[id] for id in ids if id in known and id not in asked)


def _bases(form: Document, wanted: tuple[Element, ...]) -> dict[str, Document]:
    """New fields by key; an element's id may be the key of another question already."""
    return {edit.fresh_key(form, e.id): asking(e, options=options_asked(e.id)) for e in wanted}
