"""Undo and redo: one's own steps, without limit, also tomorrow, also from under later steps of others."""

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder.edit import dependents
from form_builder.weave import Woven, changed_paths, weave
from schemas.problem import Problem
from storage.steps import Step
from views.build_answers import answer
from views.build_draft import Clash, Working, keep, last_author, seen_revision, tops, working
from views.build_reading import permit_kept
from views.policy import policy
from views.store import store

room = Blueprint("build_steps", __name__)
Document = dict[str, Any]


@room.post("/build/<permit>/undo")
@policy("permit.build", working)
def undo(draft: Working) -> Response:
    taken = tops(draft)[0]
    return _taken(draft, taken, "undo", _("没有可以撤销的了。"), _("已撤销：%(what)s"))


@room.post("/build/<permit>/redo")
@policy("permit.build", working)
def redo(draft: Working) -> Response:
    taken = tops(draft)[1]
    return _taken(draft, taken, "redo", _("没有可以重做的了。"), _("已重做：%(what)s"))


def _taken(draft: Working, taken: Step | None, kind: str, none: str, words: str) -> Response:
    path = request.form.get("field", "").replace(".", "/")
    if taken is None:
        return answer(draft, Problem("", "", none), path=path, said="")
    if not taken.before or not taken.after:
        sentence = _("这是新建表单的那一步，不能再往前了。")
        return answer(draft, Problem("", "", sentence), path=path, said="")

    def deed(form: Document) -> Document | Problem | Clash:
        before, after = (permit_kept(d)["form"] for d in (taken.before, taken.after))
        if form is draft.form and draft.digest == taken.after:
            woven = Woven(before, ())  # nothing stands over the step
        else:
            woven = weave(after, form, before)
        if woven.clashes and not _has_seen(draft):
            author = last_author(draft, taken.revision)
            return Clash(woven.clashes, after, form, woven.form, author)
        return _orphans(form, woven) or woven.form

    outcome = keep(draft, deed, about="", note=taken.note, kind=kind)
    if isinstance(outcome, Working):
        touched = changed_paths(draft.form, outcome.form)
        path = next((p for p in touched if _is_there(outcome, p)), path)
    return answer(draft, outcome, path=path, said=words % {"what": taken.note})


def _is_there(draft: Working, path: str) -> bool:
    return path.partition("/")[0] in draft.form["properties"]


def _has_seen(draft: Working) -> bool:
    """Whether the sender was shown the clash as it still stands."""
    seen = seen_revision(draft, "settled")
    return seen is not None and not store().steps.since(draft.department, draft.about, seen)


def _orphans(form: Document, woven: Woven) -> Problem | None:
    """The Problem when a question would go that another one's condition asks for by now."""
    gone = [k for k in form["properties"] if k not in woven.form["properties"]]
    for key in gone:
        waiting = [k for k in dependents(woven.form, key) if k not in gone]
        if waiting:
            fields = woven.form["properties"]
            names = _("、").join(f"“{fields[k].get('title', k)}”" for k in waiting)
            sentence = _("%(names)s 要看“%(label)s”的答案才显示，不能这样改。请先改那里的条件。")
            label = form["properties"][key].get("title", key)
            return Problem("", key, sentence % {"names": names, "label": label})
    return None
