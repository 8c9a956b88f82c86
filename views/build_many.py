"""What is done to several questions at once: move, copy, cut, duplicate, make required, delete."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder import edit_many, place
from schemas.problem import Problem
from storage.errors import NotFound
from views.build_answers import answer, open_path
from views.build_clipboard import put_aside
from views.build_draft import Clash, Working, keep, working
from views.languages import counted
from views.policy import policy

room = Blueprint("build_many", __name__)
Document = dict[str, Any]
Deed = Callable[[Document], "Document | Problem"]


@room.post("/build/<permit>/many")
@policy("permit.build", working)
def act(draft: Working) -> Response:
    """`pick` names the questions; `verb` what is done to them."""
    keys = tuple(
        k for k in dict.fromkeys(request.form.getlist("pick")) if k in draft.form["properties"]
    )
    verb = request.form.get("verb", "")
    if verb not in VERBS:
        raise NotFound("There is no such edit.")
    if not keys:
        sentence = _("还没有选中题。请先勾选。")
        return answer(draft, Problem("", "", sentence), path=open_path(draft), said="")
    return VERBS[verb](draft, keys)


def _copy(draft: Working, keys: tuple[str, ...]) -> Response:
    put_aside(draft, keys)
    said = counted("复制了 %(n)s 题。打开要放的表，按“粘贴”。", len(keys))
    return answer(draft, draft, path=open_path(draft), said=said, copied=True)


def _cut(draft: Working, keys: tuple[str, ...]) -> Response:
    outcome = _removed(draft, keys, _("剪切了 %(what)s"))
    if isinstance(outcome, Working):
        put_aside(draft, keys)
        said = counted("剪切了 %(n)s 题。打开要放的表，按“粘贴”。", len(keys))
        return answer(draft, outcome, path=_left(outcome), said=said, copied=True)
    return answer(draft, outcome, path=open_path(draft), said="")


def _remove(draft: Working, keys: tuple[str, ...]) -> Response:
    outcome = _removed(draft, keys, _("删了 %(what)s"))
    path = _left(outcome) if isinstance(outcome, Working) else open_path(draft)
    return answer(draft, outcome, path=path, said=counted("删了 %(n)s 题。", len(keys)), land=path)


def _removed(draft: Working, keys: tuple[str, ...], words: str) -> Working | Problem | Clash:
    note = words % {"what": _named(draft, keys)}
    return keep(draft, lambda form: edit_many.remove(form, keys, _=_), about=keys, note=note)


def _duplicate(draft: Working, keys: tuple[str, ...]) -> Response:
    note = _("做了 %(what)s 的副本", what=_named(draft, keys))

    def deed(form: Document) -> Document:
        return edit_many.duplicate(
            form, keys, title=lambda label: _("%(label)s（副本）", label=label)
        )

    return _kept(draft, deed, note)


def _required(draft: Working, keys: tuple[str, ...]) -> Response:
    note = _("把 %(what)s 设为必填", what=_named(draft, keys))
    return _kept(draft, lambda form: edit_many.require(form, keys, True), note, about=keys)


def _optional(draft: Working, keys: tuple[str, ...]) -> Response:
    note = _("把 %(what)s 设为选填", what=_named(draft, keys))
    return _kept(draft, lambda form: edit_many.require(form, keys, False), note, about=keys)


def _move(draft: Working, keys: tuple[str, ...]) -> Response:
    section = request.form.get("section", "")
    titles = {s["key"]: s["title"] for s in draft.form["x-sections"]}
    if section not in titles:
        raise NotFound("There is no such section.")
    facts = {"what": _named(draft, keys), "section": titles[section]}
    note = _("把 %(what)s 移到“%(section)s”", **facts)
    before = request.form.get("before") or None
    return _kept(
        draft, lambda form: edit_many.move(form, keys, section=section, before=before), note
    )


def _kept(draft: Working, deed: Deed, note: str, *, about: tuple[str, ...] = ()) -> Response:
    outcome = keep(draft, deed, about=about, note=note)
    return answer(draft, outcome, path=open_path(draft), said=_("%(note)s。", note=note))


def _named(draft: Working, keys: tuple[str, ...]) -> str:
    """“面积”、“店名” 等 5 题."""
    fields = draft.form["properties"]
    names = _("、").join(f"“{fields[k].get('title', k)}”" for k in keys[:2])
    return names if len(keys) <= 2 else _("%(names)s 等 %(n)s 题", names=names, n=len(keys))


def _left(outcome: Working) -> str:
    return next(iter(place.order(outcome.form)), "")


VERBS: dict[str, Callable[[Working, tuple[str, ...]], Response]] = {
    "copy": _copy,
    "cut": _cut,
    "remove": _remove,
    "duplicate": _duplicate,
    "required": _required,
    "optional": _optional,
    "move": _move,
}
